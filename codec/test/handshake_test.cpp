#include "wsproof/handshake.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace wsproof;
using enum refusal;

const std::string key_line = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const std::string version_line = "Sec-WebSocket-Version: 13\r\n";
const std::string good =
    "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\n" +
    key_line + version_line + "\r\n";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

std::string with(std::string_view lines) {
  return good.substr(0, good.size() - 2) + std::string(lines) + "\r\n";
}

refusal judged(const std::string& text) {
  std::array<header_field, 128> room{};
  const auto result = read_request(text, room);
  EXPECT_EQ(result.size, text.size()) << describe(result.error).name << "\n" << text;
  return check_upgrade(result.head);
}

// The good request with one thing changed: the change back is what heals it.
struct row {
  std::string_view name;
  refusal why;
  std::string request;
};

void PrintTo(const row& shown, std::ostream* out) {
  *out << shown.name;
}

class judged_request : public testing::TestWithParam<row> {};

TEST_P(judged_request, breaks_exactly_this_rule_or_none) {
  EXPECT_EQ(describe(judged(GetParam().request)).name, describe(GetParam().why).name)
      << GetParam().request;
}

const auto name_of_row = [](const auto& info) { return std::string(info.param.name); };

row changed(std::string_view name, refusal why, std::string_view from, std::string_view to) {
  return {name, why, replaced(good, from, to)};
}
row key(std::string_view name, refusal why, std::string_view value) {
  return changed(name, why, "dGhlIHNhbXBsZSBub25jZQ==", value);
}
row version(std::string_view name, refusal why, std::string_view value) {
  return changed(name, why, ": 13", ": " + std::string(value));
}
row added(std::string_view name, refusal why, std::string_view lines) {
  return {name, why, with(lines)};
}

INSTANTIATE_TEST_SUITE_P(
    start, judged_request,
    testing::Values(changed("post", method_not_get, "GET", "POST"),
                    changed("head", method_not_get, "GET", "HEAD"),
                    changed("lower_case", method_not_get, "GET", "get"),
                    changed("connect", method_not_get, "GET /chat", "CONNECT h:80"),
                    changed("options", method_not_get, "GET /chat", "OPTIONS *"),
                    changed("http_1_0", http_version_too_old, "1.1", "1.0"),
                    added("length", body_not_allowed, "Content-Length: 5\r\n"),
                    added("coding", body_not_allowed, "Transfer-Encoding: chunked\r\n")),
    name_of_row);

INSTANTIATE_TEST_SUITE_P(
    upgrade, judged_request,
    testing::Values(changed("missing", upgrade_missing, "Upgrade: websocket\r\n", ""),
                    changed("empty", upgrade_lacks_websocket, ": websocket", ":"),
                    changed("longer", upgrade_lacks_websocket, "websocket", "websocketx"),
                    changed("before", upgrade_lacks_websocket, "websocket", "xwebsocket"),
                    changed("two_words", upgrade_lacks_websocket, "websocket", "web socket"),
                    changed("quoted", upgrade_lacks_websocket, "websocket", "\"websocket\""),
                    changed("numbered", upgrade_lacks_websocket, "websocket", "websocket/13"),
                    changed("plural", upgrade_lacks_websocket, "websocket", "websockets"),
                    changed("other", upgrade_lacks_websocket, "websocket", "h2c"),
                    changed("no_connection", connection_missing, "Connection: Upgrade\r\n", ""),
                    changed("close", connection_lacks_upgrade, "n: Upgrade", "n: close"),
                    changed("not", connection_lacks_upgrade, "n: Upgrade", "n: notupgrade"),
                    changed("dashed", connection_lacks_upgrade, "n: Upgrade", "n: x-upgrade"),
                    changed("upgrades", connection_lacks_upgrade, "n: Upgrade", "n: upgrades"),
                    changed("spaced", connection_lacks_upgrade, "n: Upgrade", "n: up grade")),
    name_of_row);

INSTANTIATE_TEST_SUITE_P(
    key, judged_request,
    testing::Values(
        changed("missing", key_missing, key_line, ""), added("twice", key_repeated, key_line),
        added("two_different", key_repeated, "sec-websocket-key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n"),
        key("empty", key_not_16_octets, ""), key("blanks", key_not_16_octets, " \t "),
        key("one_octet", key_not_16_octets, "AQ=="),
        key("fifteen", key_not_16_octets, "AQIDBAUGBwgJCgsMDQ4P"),
        key("fifteen_and_bits", key_not_16_octets, "AQIDBAUGBwgJCgsMDQ5="),
        key("seventeen", key_not_16_octets, "AQIDBAUGBwgJCgsMDQ4PEBE="),
        key("thirty_two", key_not_16_octets, "AQIDBAUGBwgJCgsMDQ4PEAECAwQFBgcICQoLDA0ODxA="),
        key("url_safe", key_not_base64, "dGhlIHNhbXBsZSBub25j-_=="),
        key("no_padding", key_not_base64, "dGhlIHNhbXBsZSBub25jZQ"),
        key("more_padding", key_not_base64, "dGhlIHNhbXBsZSBub25jZQ==="),
        key("inner_space", key_not_base64, "dGhlIHNhbXBs SBub25jZQ=="),
        key("number_sign", key_not_base64, "dGhlIHNhbXBs#SBub25jZQ=="),
        key("two_keys", key_not_base64, "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ=="),
        key("stray_bits", key_has_stray_bits, "dGhlIHNhbXBsZSBub25jZR==")),
    name_of_row);

INSTANTIATE_TEST_SUITE_P(
    version, judged_request,
    testing::Values(
        changed("missing", version_missing, version_line, ""),
        added("twice", version_repeated, version_line),
        added("two_different", version_repeated, "Sec-WebSocket-Version: 8\r\n"),
        version("zero", version_not_supported, "0"), version("seven", version_not_supported, "7"),
        version("eight", version_not_supported, "8"),
        version("fourteen", version_not_supported, "14"),
        version("most", version_not_supported, "255"), version("empty", version_malformed, ""),
        version("leading_zero", version_malformed, "013"),
        version("plus", version_malformed, "+13"), version("dot", version_malformed, "13.0"),
        version("list", version_malformed, "13, 8"), version("negative", version_malformed, "-13"),
        version("above_255", version_malformed, "256"),
        version("exponent", version_malformed, "1e1"), version("hex", version_malformed, "0x0d"),
        version("huge", version_malformed, "99999999999999999999")),
    name_of_row);

std::string many_subprotocols(int count) {
  std::string lines = "Sec-WebSocket-Protocol: ";
  for (int i = 0; i < count; ++i) lines += "p" + std::to_string(i) + ",";
  return lines + "\r\n";
}

INSTANTIATE_TEST_SUITE_P(
    offers, judged_request,
    testing::Values(
        added("two_origins", origin_repeated, "Origin: http://a\r\nOrigin: http://a\r\n"),
        added("semicolon", subprotocol_not_token, "Sec-WebSocket-Protocol: a;b\r\n"),
        added("space", subprotocol_not_token, "Sec-WebSocket-Protocol: a b\r\n"),
        added("quoted", subprotocol_not_token, "Sec-WebSocket-Protocol: \"a\"\r\n"),
        added("twice", subprotocol_repeated, "Sec-WebSocket-Protocol: a, b, a\r\n"),
        added("twice_in_two_lines", subprotocol_repeated,
              "Sec-WebSocket-Protocol: a, b\r\nSec-WebSocket-Protocol: b\r\n"),
        added("sixty_five", too_many_subprotocols, many_subprotocols(65)),
        added("two_semicolons", extensions_malformed,
              "Sec-WebSocket-Extensions: permessage-deflate;;\r\n"),
        added("quote_open", extensions_malformed, "Sec-WebSocket-Extensions: a; b=\"\r\n"),
        added("second_line", extensions_malformed,
              "Sec-WebSocket-Extensions: a\r\nSec-WebSocket-Extensions: =\r\n")),
    name_of_row);

INSTANTIATE_TEST_SUITE_P(
    ways_to_write_it, judged_request,
    testing::Values(added("plain", none, ""),
                    changed("upgrade_in_capitals", none, "websocket", "WEBSOCKET"),
                    changed("upgrade_list", none, "websocket", "h2c, websocket"),
                    changed("firefox", none, "n: Upgrade", "n: keep-alive, Upgrade"),
                    changed("no_space_in_list", none, "n: Upgrade", "n: keep-alive,Upgrade"),
                    changed("two_connection_lines", none, "Connection: Upgrade",
                            "Connection: keep-alive\r\nConnection: upgrade"),
                    changed("close_too", none, "n: Upgrade", "n: close, Upgrade"),
                    changed("blanks_around_the_key", none, "Key: d", "Key: \t d"),
                    changed("no_blank_after_colon", none, "Upgrade: websocket",
                            "Upgrade:websocket"),
                    changed("blanks_behind", none, "websocket", "websocket \t "),
                    changed("absolute_target", none, "/chat", "http://server.example.com/chat"),
                    changed("http_1_2", none, "HTTP/1.1", "HTTP/1.2"),
                    added("empty_body", none, "Content-Length: 0\r\n"),
                    added("other_key_characters", none, "X: ++//\r\n"),
                    added("origin", none, "Origin: null\r\n"),
                    added("sixty_four_subprotocols", none, many_subprotocols(64)),
                    added("empty_subprotocols", none, "Sec-WebSocket-Protocol: ,,a, ,b,\r\n"),
                    added("unknown_extension", none, "Sec-WebSocket-Extensions: x-foo; bar=1\r\n"),
                    added("commas", none, "Sec-WebSocket-Extensions: a,,b,\r\n"),
                    added("eight_bit_value", none, "X: \xc3\xa4\xff\r\n")),
    name_of_row);

// As the browsers and libraries send it (the facts, with made-up hosts and keys).
const std::string firefox =
    "GET /echo HTTP/1.1\r\nHost: localhost:9001\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\n"
    "Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
    "Sec-WebSocket-Version: 13\r\nOrigin: http://localhost:8000\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate\r\n"
    "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\nConnection: keep-alive, Upgrade\r\n"
    "Sec-Fetch-Dest: empty\r\nSec-Fetch-Mode: websocket\r\nSec-Fetch-Site: same-site\r\n"
    "Pragma: no-cache\r\nCache-Control: no-cache\r\nUpgrade: websocket\r\n\r\n";
const std::string chromium =
    "GET / HTTP/1.1\r\nHost: 127.0.0.1:9001\r\nConnection: Upgrade\r\nPragma: no-cache\r\n"
    "Cache-Control: no-cache\r\nUser-Agent: Mozilla/5.0\r\nUpgrade: websocket\r\n"
    "Origin: http://127.0.0.1:8000\r\nSec-WebSocket-Version: 13\r\nAccept-Encoding: gzip\r\n"
    "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n";
const std::string lower_case_library =
    "GET /?x=1 HTTP/1.1\r\nhost:   [::1]:9001\t\r\nupgrade:websocket\r\nconnection:\tupgrade\r\n"
    "sec-websocket-key:dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version:13\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(real_clients, judged_request,
                         testing::Values(row{"firefox", none, firefox},
                                         row{"chromium", none, chromium},
                                         row{"lower_case", none, lower_case_library}),
                         name_of_row);

// Those up to origin_not_allowed are check_upgrade's; the others the shell decides.
TEST(handshake, every_rule_it_checks_is_provoked_by_a_row_above) {
  request_head head{.method = "GET", .form = target_form::authority};
  EXPECT_EQ(check_upgrade(head), target_not_a_path);  // no head that is read can say so
  head.form = target_form::asterisk;
  EXPECT_EQ(check_upgrade(head), target_not_a_path);
}

TEST(handshake, the_order_of_the_fields_does_not_matter) {
  std::vector<std::string> lines{"Host: h\r\n", "Upgrade: websocket\r\n", "Connection: Upgrade\r\n",
                                 key_line, version_line};
  std::sort(lines.begin(), lines.end());
  do {
    std::string text = "GET / HTTP/1.1\r\n";
    for (const std::string& each : lines) text += each;
    EXPECT_EQ(judged(text + "\r\n"), none);
  } while (std::next_permutation(lines.begin(), lines.end()));
}

TEST(handshake, a_request_asks_for_an_upgrade_when_it_has_the_field) {
  std::array<header_field, 16> room{};
  EXPECT_TRUE(asks_for_upgrade(read_request(good, room).head));
  EXPECT_FALSE(asks_for_upgrade(read_request("GET / HTTP/1.1\r\nHost: h\r\n\r\n", room).head));
}

TEST(handshake, the_subprotocol_is_the_first_offer_that_is_known) {
  constexpr std::array<std::string_view, 2> known{"chat", "superchat"};
  const auto chosen = [&](std::string_view lines) {
    std::array<header_field, 16> room{};
    const std::string text = with(lines);
    return std::string(choose_subprotocol(read_request(text, room).head, known));
  };
  EXPECT_EQ(chosen(""), "");
  EXPECT_EQ(chosen("Sec-WebSocket-Protocol: x, y\r\n"), "");
  EXPECT_EQ(chosen("Sec-WebSocket-Protocol: CHAT\r\n"), "");
  EXPECT_EQ(chosen("Sec-WebSocket-Protocol: a, superchat, chat\r\n"), "superchat");
  EXPECT_EQ(chosen("Sec-WebSocket-Protocol: a\r\nSec-WebSocket-Protocol: chat\r\n"), "chat");
}

TEST(handshake, the_acceptance_is_the_one_of_the_rfc) {
  std::array<char, 512> room{};
  const acceptance answer{.key = "dGhlIHNhbXBsZSBub25jZQ==", .subprotocol = "chat"};
  const std::string_view text(room.data(), write_acceptance(answer, room));
  EXPECT_EQ(text,
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
            "Sec-WebSocket-Protocol: chat\r\n\r\n");
}

TEST(handshake, no_value_becomes_a_line_of_the_acceptance) {
  std::array<char, 512> room{};
  EXPECT_EQ(write_acceptance({.key = "k", .subprotocol = "a\r\nX: y"}, room), 0u);
  EXPECT_EQ(write_acceptance({.key = "k", .extensions = "a\nX: y"}, room), 0u);
  EXPECT_GT(write_acceptance({.key = "k", .subprotocol = "a", .extensions = "b; c=1"}, room), 0u);
  EXPECT_EQ(write_acceptance({.key = "k"}, std::span(room).first(100)), 0u);
}

// Two octets of a good request are replaced by others: nothing crashes, and a request that is still
// accepted has kept what an upgrade needs.
TEST(handshake, a_damaged_request_is_refused_or_still_whole) {
  std::mt19937 random(6455);
  for (int i = 0; i < 20000; ++i) {
    std::string text = i % 2 == 0 ? firefox : chromium;
    for (int n = 0; n < 2; ++n) text[random() % text.size()] = static_cast<char>(random() & 0xff);
    std::array<header_field, 32> room{};
    const auto result = read_request(text, room);
    EXPECT_FALSE(result.error != http_error::none && result.size != 0);
    if (result.size == 0 || check_upgrade(result.head) != none) continue;
    EXPECT_EQ(look_up(result.head.fields, "Sec-WebSocket-Key").value.size(), 24u);
    EXPECT_EQ(look_up(result.head.fields, "Sec-WebSocket-Version").value, "13");
    EXPECT_EQ(result.head.method, "GET");
  }
}

}  // namespace
