// RFC 6455 §4.2.1: Upgrade, Connection, Sec-WebSocket-Key,
// Sec-WebSocket-Version (HS-S-017 to HS-S-036).
#include <string>

#include "conformance/cases/opening.hpp"

namespace wsproof::conformance {
namespace {

const std::string upgrade_rule =
    "An |Upgrade| header field containing the "
    "value \"websocket\", treated as an ASCII "
    "case-insensitive value.";
const std::string connection_rule =
    "A |Connection| header field that includes the token \"Upgrade\", treated "
    "as an ASCII "
    "case-insensitive value.";
const std::string key_rule =
    "A |Sec-WebSocket-Key| header field with a base64-encoded (see Section 4 "
    "of [RFC4648]) value "
    "that, when decoded, is 16 bytes in length.";
const std::string version_rule = "A |Sec-WebSocket-Version| header field, with a value of 13.";
const std::string versions_rule =
    "If this version does not match a version understood by the server, the "
    "server MUST abort the "
    "WebSocket handshake described in this section and instead send an "
    "appropriate HTTP error code "
    "(such as 426 Upgrade Required) and a |Sec-WebSocket-Version| header field";
const std::string substring = "the field is searched for a substring, not for a token";

void add_upgrade_cases(std::vector<test_case>& cases) {
  const auto good = good_request();
  add(cases, {"017",
              "a request without Upgrade is not upgraded",
              upgrade_rule,
              reading,
              "RFC6455-4.2.1-d",
              {asks("no Upgrade", good.without("Upgrade"), refuses())},
              "Upgrade is not looked at"});
  add(cases, {"018", "Upgrade is compared without case", upgrade_rule, reading, "RFC6455-4.2.1-d",
              each_value("Upgrade", {"WebSocket", "WEBSOCKET", "wEbSoCkEt"}, upgrades()),
              "Upgrade is compared with case"});
  auto near = each_value("Upgrade",
                         {"websocketx", "xwebsocket", "web socket", "\"websocket\"", "websockets"},
                         refuses());
  near.push_back(asks("Upgrade: websocket/13", changed("Upgrade", "Upgrade: websocket/13"),
                      refuses_or(verdict::informational)));
  add(cases, {"020", "what only looks like websocket does not upgrade", upgrade_rule, reading,
              "RFC6455-4.2.1-d", std::move(near), substring});
  add(cases, {"021",
              "a request without Connection is not upgraded",
              connection_rule,
              reading,
              "RFC6455-4.2.1-e",
              {asks("no Connection", good.without("Connection"), refuses())},
              "Connection is not looked at"});
  answer_rule two_lines = upgrades();
  two_lines.otherwise = verdict::non_strict;
  auto lists = each_value("Connection", {"keep-alive, Upgrade", "keep-alive,Upgrade"}, upgrades());
  lists.push_back(asks("two lines",
                       changed("Connection", "Connection: keep-alive").with("Connection: Upgrade"),
                       two_lines));
  add(cases, {"022", "Connection is a list, as Firefox sends it", connection_rule, reading,
              "RFC6455-4.2.1-e", std::move(lists),
              "Connection has to equal Upgrade; Firefox sends keep-alive, Upgrade"});
  add(cases,
      {"023", "what only looks like the token Upgrade does not upgrade", connection_rule, reading,
       "RFC6455-4.2.1-e",
       each_value("Connection", {"notupgrade", "x-upgrade", "upgrades", "up grade"}, refuses()),
       substring});
}

void add_key_cases(std::vector<test_case>& cases) {
  const auto good = good_request();
  const char* key = "Sec-WebSocket-Key";
  add(cases, {"025",
              "a request without key is refused",
              key_rule,
              reading,
              "RFC6455-4.2.1-f",
              {asks("no key", good.without(key), refuses())},
              "the key is not looked at"});
  add(cases, {"026",
              "an empty key is refused",
              key_rule,
              reading,
              "RFC6455-4.2.1-f",
              {asks("empty", changed(key, "Sec-WebSocket-Key:"), refuses()),
               asks("spaces", changed(key, "Sec-WebSocket-Key:    "), refuses())},
              "the key is not looked at"});
  // base64 of 1, 15, 17, 24 and 32 octets
  add(cases, {"027", "a key of another length than 16 octets is refused", key_rule, reading,
              "RFC6455-4.2.1-f",
              each_value(key,
                         {"YQ==", "YWFhYWFhYWFhYWFhYWFh",
                          "YWFhYWFhYWFhYWFhYWFhYWE=", "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh",
                          "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE="},
                         refuses_or(verdict::non_strict)),
              "the key is not decoded (§4.2.2 says a server need not)"});
  const std::string other = "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==";
  const std::string sample = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  add(cases,
      {"029",
       "two keys are refused",
       "The |Sec-WebSocket-Key| header field MUST NOT appear more than "
       "once in an HTTP "
       "request.",
       "RFC 6455 §11.3.1",
       "RFC6455-11.3.1-a",
       {asks("different", changed(key, sample).with(other), refuses_or(verdict::non_strict)),
        asks("the same", changed(key, sample).with(sample), refuses_or(verdict::non_strict))},
       "only the first or last key is looked at"});
  std::vector<std::string> long_keys;
  for (const std::size_t size :
       {25u, 28u, 32u, 33u, 40u, 63u, 64u, 65u, 127u, 128u, 129u, 255u, 256u, 257u, 1024u, 8192u}) {
    long_keys.push_back(std::string(size, 'A'));
  }
  auto variants = each_value(key, long_keys, refuses_or(verdict::non_strict));
  variants.push_back(asks("a good request after them", good, upgrades()));
  add(cases, {"030", "a long key is refused, or hashed whole", key_rule, reading, "RFC6455-4.2.1-f",
              std::move(variants), "the key is copied into a buffer that is too small"});
}

void add_version_cases(std::vector<test_case>& cases) {
  const char* version = "Sec-WebSocket-Version";
  add(cases, {"032",
              "a request without version is refused",
              version_rule,
              reading,
              "RFC6455-4.2.1-g",
              {asks("no version", good_request().without(version), refuses())},
              "the version is not looked at"});
  answer_rule listing = refuses();
  listing.wants = answer_rule::want::refusal;
  listing.fields = {{.name = version, .token = "13", .otherwise = verdict::non_strict}};
  answer_rule old = listing;
  old.otherwise = verdict::informational;  // a server may truly speak a draft
  auto versions = each_value(version, {"0", "12", "14", "255"}, listing);
  for (conversation& draft : each_value(version, {"7", "8"}, old)) {
    versions.push_back(std::move(draft));
  }
  add(cases, {"033", "another version is refused with the list of those understood", versions_rule,
              answering, "RFC6455-4.2.2-d", std::move(versions),
              "the refusal lacks Sec-WebSocket-Version"});
  add(cases, {"035",
              "two versions are refused",
              "The |Sec-WebSocket-Version| header field MUST NOT appear more than "
              "once in an HTTP "
              "request.",
              "RFC 6455 §11.3.5",
              "RFC6455-11.3.5-a",
              {asks("13 and 8", good_request().with("Sec-WebSocket-Version: 8"),
                    refuses_or(verdict::non_strict)),
               asks("13 twice", good_request().with("Sec-WebSocket-Version: 13"),
                    refuses_or(verdict::non_strict))},
              "only the first or last version is looked at"});
  answer_rule names_protocol = refuses();
  names_protocol.fields = {{.name = "Upgrade",
                            .token = "websocket",
                            .otherwise = verdict::informational,
                            .only_with_status = 426}};
  add(cases,
      {"036", "a 426 says what to upgrade to",
       "The server MUST send an Upgrade header field in a 426 response to indicate the required "
       "protocol(s)",
       "RFC 9110 §15.5.22", "RFC9110-15.5.22-a", each_value(version, {"12"}, names_protocol),
       "the 426 lacks Upgrade"});
}

}  // namespace

void add_request_field_cases(std::vector<test_case>& cases) {
  add_upgrade_cases(cases);
  add_key_cases(cases);
  add_version_cases(cases);
}

}  // namespace wsproof::conformance
