// RFC 6455 §4.2.1-§4.2.2: the right answer, the request line and Host (HS-S-001
// to HS-S-015).
#include <string>

#include "conformance/cases/opening.hpp"

namespace wsproof::conformance {
namespace {

const std::string accept_rule =
    "A |Sec-WebSocket-Accept| header field. The "
    "value of this header field is constructed by "
    "concatenating /key/, defined above in step 4 "
    "in Section 4.2.2, with the string";
const std::string reply_rule =
    "If the server chooses to accept the incoming "
    "connection, it MUST reply with a valid HTTP "
    "response indicating the following.";
const std::string get_rule = "An HTTP/1.1 or higher GET request";
const std::string host_rule =
    "A server MUST respond with a 400 (Bad Request) status code to any "
    "HTTP/1.1 request message "
    "that lacks a Host header field and to any request message that contains "
    "more than one Host "
    "header field line or a Host header field with an invalid field value.";

void add_answer_cases(std::vector<test_case>& cases) {
  const auto sample = changed("Sec-WebSocket-Key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
  add(cases, {"001",
              "the standard's own key gets the standard's own answer",
              accept_rule,
              answering,
              "RFC6455-4.2.2-n",
              {asks("sample key", sample, upgrades())},
              "Sec-WebSocket-Accept is not base64 of the SHA-1 of key and GUID"});
  std::vector<conversation> keys;
  for (int i = 1; i <= 32; ++i) {
    keys.push_back(asks("key " + std::to_string(i), good_request(), upgrades()));
  }
  add(cases, {"002", "32 fresh keys each get their own answer", accept_rule, answering,
              "RFC6455-4.2.2-n", std::move(keys), "the answer is fixed, cached or mangled"});
  answer_rule well_formed = upgrades();
  well_formed.checks_form = true;
  add(cases, {"003",
              "the 101 keeps the syntax of HTTP and has each field once",
              reply_rule,
              answering,
              "RFC6455-4.2.2-k",
              {asks("", good_request(), well_formed)},
              "lines of the answer end in LF alone, or a field is written twice"});
  answer_rule no_body = upgrades();
  no_body.fields = {{.name = "Transfer-Encoding", .absent = true},
                    {.name = "Content-Length", .otherwise = verdict::non_strict, .absent = true}};
  conversation silent = asks("", good_request(), no_body);
  silent.frames = {still_open()};
  add(cases, {"004",
              "the 101 has no body, and frames follow its blank line at once",
              "A server MUST NOT send a Transfer-Encoding header field in any "
              "response with a status "
              "code of 1xx (Informational) or 204 (No Content).",
              "RFC 9112 §6.1",
              "RFC9112-6.1-a",
              {std::move(silent)},
              "a text is written behind the 101"});
}

void add_method_cases(std::vector<test_case>& cases) {
  const auto method = [](const std::string& name) {
    return asks(name, good_request().starting(name + " {target} HTTP/1.1"), refuses());
  };
  auto connect = method("CONNECT");
  connect.answer.when_silent = verdict::non_strict;  // a tunnel to nowhere may be left to time out
  auto post = method("POST");
  post.request = post.request.with("Content-Length: 0");
  add(cases, {"005",
              "POST does not upgrade",
              get_rule,
              reading,
              "RFC6455-4.2.1-b",
              {post},
              "the method is not looked at"});
  add(cases, {"006",
              "no method but GET upgrades",
              get_rule,
              reading,
              "RFC6455-4.2.1-b",
              {method("HEAD"), method("OPTIONS"), method("PUT"), method("DELETE"), connect,
               method("TRACE")},
              "the method is not looked at"});
  add(cases, {"009",
              "HTTP/1.0 does not upgrade",
              get_rule,
              reading,
              "RFC6455-4.2.1-b",
              {asks("HTTP/1.0", good_request().starting("GET {target} HTTP/1.0"),
                    refuses_or(verdict::non_strict))},
              "the version of HTTP is not looked at"});
}

}  // namespace

void add_request_line_cases(std::vector<test_case>& cases) {
  add_answer_cases(cases);
  add_method_cases(cases);
  const auto good = good_request();
  add(cases, {"013",
              "a request without Host is refused",
              host_rule,
              "RFC 9112 §3.2",
              "RFC9112-3.2-b",
              {asks("no Host", good.without("Host"), refuses())},
              "Host is not looked at"});
  add(cases,
      {"014",
       "a request with two Host lines is refused",
       host_rule,
       "RFC 9112 §3.2",
       "RFC9112-3.2-b",
       {asks("the same twice", good.first("Host: {host}"), refuses_or(verdict::non_strict)),
        asks("another one", good.with("Host: other.example"), refuses_or(verdict::non_strict))},
       "only the first or last Host is looked at"});
  answer_rule tolerant = either_way();  // ten servers of ten take some of these
  auto hosts = each_value("Host", {"a b", "http://x", "[::1", "a@b", "%zz", std::string(4096, 'h')},
                          tolerant);
  hosts.push_back(asks("Host with NUL", changed("Host", std::string("Host: a\0b", 9)), tolerant));
  for (const char* valid : {"Host:", "Host: a,b", "Host: a:99999"}) {
    hosts.push_back(asks(valid, changed("Host", valid), either_way()));
  }
  hosts.push_back(asks("a good request after them", good, upgrades()));
  add(cases, {"015", "a Host that is none is refused, and nothing breaks", host_rule,
              "RFC 9112 §3.2", "RFC9112-3.2-b", std::move(hosts), "Host is not looked at"});
}

}  // namespace wsproof::conformance
