#include "native/server/http_answer.hpp"

#include <array>

namespace wsproof::native {
namespace {

constexpr std::string_view front_page = R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>wsproof</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }
code { background: #8882; padding: .1em .3em; border-radius: .2em }
:root { color-scheme: light dark }
</style>
<h1>wsproof is serving</h1>
<p>This is a WebSocket server (RFC 6455, permessage-deflate) that says back what it hears.
<ul>
<li><code>/echo</code> and <code>/</code>: text and binary messages, echoed
<li><code>/healthz</code>: 200 while the server is up
</ul>
<p>Prove it: <code>wsproof test ws://HOST:PORT/echo</code>
</html>
)";

struct entry {
  std::string_view path;
  place at;
};

constexpr std::array places{
    entry{"/", {true, true, "text/html; charset=utf-8", front_page}},
    entry{"/echo", {false, true, {}, {}}},
    entry{"/healthz", {true, false, "text/plain; charset=utf-8", "ok\n"}},
};
constexpr place nowhere{};

std::string octets_of(std::string_view status, std::string_view fields, std::string_view body,
                      bool with_body) {
  std::string answer = "HTTP/1.1 ";
  answer.append(status).append("\r\nServer: wsproof\r\n").append(fields);
  answer.append("Content-Length: ").append(std::to_string(body.size()));
  answer.append("\r\nConnection: close\r\n\r\n");
  if (with_body) answer.append(body);
  return answer;
}

template <class Why>
std::string refusal_octets(Why why) {
  std::string answer(max_refusal_size, '\0');
  answer.resize(write_refusal(why, answer));
  return answer;
}

}  // namespace

const place& place_at(std::string_view path) noexcept {
  for (const entry& each : places) {
    if (each.path == path) return each.at;
  }
  return nowhere;
}

std::string answer_to(const request_head& request, const place& at) {
  if (!at.has_page && !at.upgrades) return answer_to(refusal::path_unknown);
  const bool head_only = request.method == "HEAD";
  if (request.method != "GET" && !head_only) {
    return octets_of("405 Method Not Allowed",
                     "Allow: GET, HEAD\r\nContent-Type: text/plain; charset=utf-8\r\n",
                     "Only GET and HEAD are understood here.\n", true);
  }
  if (!at.has_page) return answer_to(refusal::upgrade_missing);
  std::string fields = "Content-Type: ";
  fields.append(at.content_type).append("\r\nCache-Control: no-store\r\n");
  fields.append("X-Content-Type-Options: nosniff\r\n");
  return octets_of("200 OK", fields, at.body, !head_only);
}

std::string answer_to(refusal why) {
  return refusal_octets(why);
}
std::string answer_to(http_error why) {
  return refusal_octets(why);
}

}  // namespace wsproof::native
