#include "wsproof/refusal.hpp"

#include <array>

#include "head_writer.hpp"
#include "rule_table.hpp"

namespace wsproof {
namespace {

using enum refusal;

constexpr std::string_view allow = "Allow: GET\r\n";
constexpr std::string_view versions = "Sec-WebSocket-Version: 13\r\n";
// RFC 9110 §15.5.22: a 426 names the protocol, and what is in Upgrade stands in Connection too.
constexpr std::string_view upgrade = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";

constexpr std::string_view start = "RFC 6455 §4.2.1, 1";
constexpr std::string_view upgrades = "RFC 6455 §4.2.1, 3";
constexpr std::string_view connections = "RFC 6455 §4.2.1, 4";
constexpr std::string_view keys = "RFC 6455 §4.2.1, 5";
constexpr std::string_view numbers = "RFC 6455 §4.2.1, 6";
constexpr std::string_view subprotocols = "RFC 6455 §4.1, 10";

constexpr std::array<rule_row<refusal>, refusal_count> table{{
    {none, {"none", "nothing is wrong", "", "", 0}},
    {method_not_get, {"method_not_get", "the method is not GET", "use GET", start, 405, allow}},
    {http_version_too_old,
     {"http_version_too_old", "the request is HTTP/1.0, which has no upgrade",
      "send it as HTTP/1.1; a proxy may have changed it", start, 426, upgrade}},
    {target_not_a_path,
     {"target_not_a_path", "the request target is not a path", "ask for a path like /chat", start,
      400}},
    {body_not_allowed,
     {"body_not_allowed", "the request has a body, or says that it has",
      "send no Content-Length above 0 and no Transfer-Encoding", "RFC 9110 §9.3.1", 400}},
    {upgrade_missing,
     {"upgrade_missing", "the Upgrade field is missing",
      "send Upgrade: websocket; a proxy may have taken it away", upgrades, 426, upgrade}},
    {upgrade_lacks_websocket,
     {"upgrade_lacks_websocket", "the Upgrade field does not name websocket",
      "send Upgrade: websocket", upgrades, 426, upgrade}},
    {connection_missing,
     {"connection_missing", "the Connection field is missing",
      "send Connection: Upgrade; a proxy may have taken it away", connections, 400}},
    {connection_lacks_upgrade,
     {"connection_lacks_upgrade", "the Connection field does not hold the token Upgrade",
      "send Connection: Upgrade; a proxy may have replaced it", connections, 400}},
    {key_missing,
     {"key_missing", "the Sec-WebSocket-Key field is missing",
      "send 16 random octets in base64 as Sec-WebSocket-Key", keys, 400}},
    {key_repeated,
     {"key_repeated", "there is more than one Sec-WebSocket-Key field", "send one",
      "RFC 6455 §11.3.1", 400}},
    {key_not_base64,
     {"key_not_base64", "the Sec-WebSocket-Key is not base64",
      "use the alphabet with + and /, and pad with =", keys, 400}},
    {key_not_16_octets,
     {"key_not_16_octets", "the Sec-WebSocket-Key does not decode to 16 octets",
      "encode exactly 16 random octets, which makes 24 characters", keys, 400}},
    {key_has_stray_bits,
     {"key_has_stray_bits", "the last digit of the Sec-WebSocket-Key holds bits of no octet",
      "end the key with A, Q, g or w before the two =", "RFC 4648 §3.5", 400}},
    {version_missing,
     {"version_missing", "the Sec-WebSocket-Version field is missing",
      "send Sec-WebSocket-Version: 13", numbers, 426, upgrade}},
    {version_repeated,
     {"version_repeated", "there is more than one Sec-WebSocket-Version field",
      "send one, with the value 13", "RFC 6455 §11.3.5", 400, versions}},
    {version_malformed,
     {"version_malformed", "the Sec-WebSocket-Version is not a number from 0 to 255",
      "send Sec-WebSocket-Version: 13", "RFC 6455 §4.3", 426, upgrade}},
    {version_not_supported,
     {"version_not_supported", "the Sec-WebSocket-Version is not 13",
      "send Sec-WebSocket-Version: 13", "RFC 6455 §4.4", 426, upgrade}},
    {origin_repeated,
     {"origin_repeated", "there is more than one Origin field", "send one, or none",
      "RFC 6454 §7.3", 400}},
    {subprotocol_not_token,
     {"subprotocol_not_token", "a name in Sec-WebSocket-Protocol is not a token",
      "name subprotocols with letters, digits and . - _, a comma between two", subprotocols, 400}},
    {subprotocol_repeated,
     {"subprotocol_repeated", "Sec-WebSocket-Protocol names a subprotocol twice", "name each once",
      subprotocols, 400}},
    {too_many_subprotocols,
     {"too_many_subprotocols", "Sec-WebSocket-Protocol names more than 64 subprotocols",
      "name fewer", "RFC 6455 §10.4", 400}},
    {extensions_malformed,
     {"extensions_malformed", "Sec-WebSocket-Extensions does not follow its grammar",
      "write it like permessage-deflate; client_max_window_bits=12", "RFC 6455 §9.1", 400}},
    {origin_not_allowed,
     {"origin_not_allowed", "pages of this origin may not connect",
      "have the origin allowed by this server", "RFC 6455 §4.2.2, 4", 403}},
    {path_unknown,
     {"path_unknown", "nothing is served at this path", "ask for another path",
      "RFC 6455 §4.2.2, 4", 404}},
    {request_too_slow,
     {"request_too_slow", "the request was not complete in time", "send it at once",
      "RFC 9110 §15.5.9", 408}},
    {too_many_connections,
     {"too_many_connections", "the server holds as many connections as it may", "try again later",
      "RFC 6455 §10.4", 503}},
    {shutting_down,
     {"shutting_down", "the server is shutting down", "try again later", "RFC 9110 §15.6.4", 503}},
}};

static_assert(is_in_enumeration_order(table));

struct status_line {
  std::uint16_t status;
  std::string_view text;
};

constexpr std::array<status_line, 11> status_lines{{{400, "400 Bad Request"},
                                                    {403, "403 Forbidden"},
                                                    {404, "404 Not Found"},
                                                    {405, "405 Method Not Allowed"},
                                                    {408, "408 Request Timeout"},
                                                    {414, "414 URI Too Long"},
                                                    {426, "426 Upgrade Required"},
                                                    {431, "431 Request Header Fields Too Large"},
                                                    {501, "501 Not Implemented"},
                                                    {503, "503 Service Unavailable"},
                                                    {505, "505 HTTP Version Not Supported"}}};

// Rules that only a client sees, and none at all, are answered like any bad request.
constexpr std::string_view status_text(std::uint16_t status) {
  for (const status_line& line : status_lines) {
    if (line.status == status) return line.text;
  }
  return status_lines[0].text;
}

std::size_t write(const rule_entry& entry, std::span<char> out, bool answers_head) {
  const std::array<std::string_view, 8> body{
      status_text(entry.status), "\n\nWhat is wrong: ", entry.says, " (", entry.section,
      ").\nWhat to do: ",        entry.remedy,          ".\n"};
  std::size_t body_size = 0;
  for (const std::string_view part : body) body_size += part.size();
  head_writer answer(out);
  answer.put("HTTP/1.1 ").put(status_text(entry.status)).put("\r\n").put(entry.fields);
  answer.field("Connection", entry.status == 426 ? "Upgrade, close" : "close");
  answer.field("Content-Type", "text/plain; charset=utf-8");
  answer.put("Content-Length: ").put_number(body_size).put("\r\n\r\n");
  if (answers_head) return answer.size();
  for (const std::string_view part : body) answer.put(part);
  return answer.size();
}

}  // namespace

const rule_entry& describe(refusal why) noexcept {
  return row_of(table, why).entry;
}

std::size_t write_refusal(refusal why, std::span<char> out, bool answers_head) noexcept {
  return write(describe(why), out, answers_head);
}

std::size_t write_refusal(http_error why, std::span<char> out, bool answers_head) noexcept {
  return write(describe(why), out, answers_head);
}

}  // namespace wsproof
