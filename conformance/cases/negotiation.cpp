// RFC 6455 §4.2.2, §9.1, §10.2: subprotocols, extensions, origins, and what a
// refusal leaves behind (HS-S-072 to HS-S-091).
#include <string>

#include "conformance/cases/opening.hpp"
#include "conformance/player/encode.hpp"

namespace wsproof::conformance {
namespace {

const std::string protocol_rule =
    "if the server does not wish to agree to one of the suggested "
    "subprotocols, it MUST NOT send "
    "back a |Sec-WebSocket-Protocol| header field in its response";
const std::string choice_rule =
    "The value chosen MUST be derived from the client's handshake, "
    "specifically by selecting one of "
    "the values from the |Sec-WebSocket-Protocol| field";
const std::string extension_rule = "Extensions not listed by the client MUST NOT be listed.";
const std::string grammar_rule =
    "If a value is received by either the client or the server during "
    "negotiation that does not "
    "conform to the ABNF below, the recipient of such malformed data MUST "
    "immediately _Fail the "
    "WebSocket Connection_.";

request_words offering(const std::string& extensions) {
  return good_request().with("Sec-WebSocket-Extensions: " + extensions);
}

void add_subprotocol_cases(std::vector<test_case>& cases) {
  const auto protocols = [](const std::string& list) {
    return good_request().with("Sec-WebSocket-Protocol: " + list);
  };
  add(cases, {"072",
              "no subprotocol is answered where none was offered",
              protocol_rule,
              answering,
              "RFC6455-4.2.2-g",
              {asks("none offered", good_request(), upgrades())},
              "a subprotocol is always sent"});
  // A server may be made to take any first offer; only its owner knows whether
  // it should.
  answer_rule unknown = upgrades();
  unknown.otherwise = verdict::informational;
  answer_rule unknown_absent = unknown;
  unknown_absent.fields = {{.name = "Sec-WebSocket-Protocol",
                            .otherwise = verdict::informational,
                            .absent = true,
                            .only_with_status = 101}};
  add(cases,
      {"073",
       "a subprotocol that nobody knows is not taken",
       protocol_rule,
       answering,
       "RFC6455-4.2.2-f",
       {asks("x-unknown-1, x-unknown-2", protocols("x-unknown-1, x-unknown-2"), unknown_absent)},
       "the first offer is sent back blindly"});
  add(cases, {"074",
              "at most one of the offered subprotocols is answered",
              choice_rule,
              answering,
              "RFC6455-4.2.2-f",
              {asks("a, b, chat", protocols("a, b, chat"), unknown)},
              "the whole list is sent back"});
  add(cases, {"075",
              "subprotocols on several lines are one list",
              "The |Sec-WebSocket-Protocol| header field MAY appear multiple times in "
              "an HTTP "
              "request (which is logically the same as a single "
              "|Sec-WebSocket-Protocol| header "
              "field that contains all values).",
              "RFC 6455 §11.3.4",
              "RFC6455-11.3.4-b",
              {asks("two lines", protocols("a").with("Sec-WebSocket-Protocol: chat"), unknown)},
              "only the first line is looked at"});
  cases.back().profile = needs::subprotocols;
}

void add_extension_cases(std::vector<test_case>& cases) {
  answer_rule without = upgrades();
  without.fields = {{.name = "Sec-WebSocket-Extensions", .absent = true, .only_with_status = 101}};
  add(cases, {"078",
              "an extension that nobody knows is ignored",
              extension_rule,
              answering,
              "RFC6455-9-a",
              {asks("x-foo; bar=1", offering("x-foo; bar=1"), without)},
              "the request's field is copied into the answer"});
  answer_rule wrong = refuses_or(verdict::informational);
  wrong.fields = without.fields;
  wrong.fields.front().otherwise = verdict::non_strict;
  answer_rule list = upgrades();
  list.otherwise = verdict::non_strict;
  std::vector<conversation> broken;
  for (const char* value :
       {"permessage-deflate;;", ";", "=", "a;=b", "a; b=\"", "a; b=\"\\c\\c", "a b", "\"x\""}) {
    broken.push_back(asks(value, offering(value), wrong));
  }
  for (const char* value : {"x-a,", "x-a,,x-b"}) {
    broken.push_back(asks(value, offering(value), list));
  }
  add(cases, {"079", "an extension list that is none is refused, and a comma too many is not",
              grammar_rule, "RFC 6455 §9.1", "RFC6455-9.1-a", std::move(broken),
              "the grammar of extensions is not checked"});
  std::vector<conversation> names;
  answer_rule harmless = either_way();
  harmless.fields = without.fields;
  for (const char* value :
       {"constructor", "__proto__", "toString", "hasOwnProperty", ",;constructor"}) {
    names.push_back(asks(value, offering(value), harmless));
  }
  names.push_back(asks("a good request after them", good_request(), upgrades()));
  add(cases, {"080", "names that a language reserves are extensions that nobody knows",
              extension_rule, answering, "RFC6455-9-a", std::move(names),
              "names are looked up in an object with a prototype"});
  answer_rule one_line = upgrades();
  one_line.otherwise = verdict::non_strict;
  one_line.fields = {
      {.name = "Sec-WebSocket-Extensions", .otherwise = verdict::non_strict, .once = true}};
  add(cases, {"084",
              "the answer has one line of extensions",
              "the |Sec-WebSocket-Extensions| header field MUST NOT appear "
              "more than once in an HTTP "
              "response.",
              "RFC 6455 §11.3.2",
              "RFC6455-11.3.2-a",
              {asks("offered twice",
                    offering("permessage-deflate, permessage-deflate; "
                             "server_no_context_takeover"),
                    one_line)},
              "a line is written for each offer"});
}

void add_slow_value_cases(std::vector<test_case>& cases) {
  const auto lives = asks("a good request after them", good_request(), upgrades());
  std::vector<conversation> quotes, lists;
  for (const std::size_t size : {8u, 512u, 4096u, 32768u}) {
    std::string value = "a; b=\"";
    for (std::size_t i = 0; i < size; ++i) value += "\\c";
    quotes.push_back(asks(std::to_string(size) + " escapes", offering(value), either_way()));
  }
  for (const char* name :
       {"Connection", "Upgrade", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"}) {
    for (const char filling : {' ', '\t', ','}) {
      const std::string line = std::string(name) + ": " + std::string(6000, filling) + "x";
      lists.push_back(asks(std::string(name) + " of " + std::to_string(int(filling)),
                           good_request().with(line), either_way()));
    }
  }
  quotes.push_back(lives);
  lists.push_back(lives);
  add(cases,
      {"081", "a quoted string without end is answered in time", grammar_rule, "RFC 6455 §9.1",
       "RFC6455-9.1-a", std::move(quotes), "a regular expression that backtracks"});
  add(cases, {"082", "lists of nothing but spaces, tabs or commas are answered in time",
              "A recipient MUST parse and ignore a reasonable number of empty list "
              "elements: enough "
              "to handle common mistakes by senders that merge values, but not so "
              "much that they "
              "could be used as a denial-of-service mechanism.",
              "RFC 9110 §5.6.1.2", "RFC9110-5.6.1-a", std::move(lists),
              "a regular expression that backtracks"});
}

std::vector<conversation> malformed_requests() {
  const auto good = good_request();
  std::vector<conversation> all;
  const auto add_one = [&](request_words request) {
    all.push_back(
        asks("malformed " + std::to_string(all.size() + 1), std::move(request), whatever()));
  };
  for (const char* name :
       {"Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version"}) {
    add_one(good.without(name));
    add_one(good.replacing(name, std::string(name) + ":"));
    add_one(good.replacing(name, std::string(name)));
    add_one(good.replacing(name, std::string(name) + ": \x01\x7f"));
    add_one(good.replacing(name, std::string(name) + ": " + std::string(300, ',')));
    add_one(good.replacing(name, std::string(name) + ": \xff\xfe"));
    add_one(good.with(std::string(name) + ": x"));
  }
  for (const char* start :
       {"", " ", "GET", "GET /", "GET / HTTP", "GET / HTTP/", "GET / HTTP/9.9", "GET  / HTTP/1.1",
        "/ GET HTTP/1.1", "G\xc3\x8bT / HTTP/1.1", "GET /%00 HTTP/1.1", "GET * HTTP/1.1",
        "GET / HTTP/1.1 x", "GET\t/\tHTTP/1.1", "\x16\x03\x01\x02"}) {
    add_one(good.starting(start));
  }
  return all;  // 50
}

}  // namespace

void add_negotiation_cases(std::vector<test_case>& cases) {
  add_subprotocol_cases(cases);
  add_extension_cases(cases);
  add_slow_value_cases(cases);
  answer_rule foreign = refuses();
  add(cases, {"085",
              "only the allowed origins are let in",
              "If the server does not wish to accept this connection, it MUST "
              "return an appropriate "
              "HTTP error code (e.g., 403 Forbidden) and abort the WebSocket "
              "handshake",
              answering,
              "RFC6455-4.2.2-c",
              {asks("evil", good_request().with("Origin: https://evil.example"), foreign)},
              "the origin is compared by prefix or suffix"});
  cases.back().profile = needs::origins;
  const std::string echo = "nothing is upgraded";
  const std::string frame =
      encode(text(echo), role::client, {{std::byte{9}, std::byte{8}, std::byte{7}, std::byte{6}}})
          .octets;
  answer_rule silent = refuses();
  silent.never = echo;
  add(cases,
      {"090",
       "after a refusal frames are not answered",
       "the server MUST stop processing the client's handshake and return an "
       "HTTP response "
       "with an appropriate error code (such as 400 Bad Request).",
       reading,
       "RFC6455-4.2.1-a",
       {asks("no key", good_request().without("Sec-WebSocket-Key").followed_by(frame), silent)},
       "the connection is upgraded although the request was refused"});
  auto poison = malformed_requests();
  poison.push_back(asks("a good request after them", good_request(), upgrades()));
  add(cases,
      {"091", "fifty malformed requests do not harm the next good one",
       "the server MUST stop processing the client's handshake and "
       "return an HTTP response "
       "with an appropriate error code (such as 400 Bad Request).",
       reading, "RFC6455-4.2.1-a", std::move(poison), "a malformed request ends the server"});
}

}  // namespace wsproof::conformance
