#include "wsproof/client_handshake.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

#include "wsproof/handshake.hpp"

namespace {

using namespace wsproof;

constexpr std::array<std::string_view, 2> subprotocols{"chat", "superchat"};

opening usual() {
  std::array<std::byte, 16> nonce{};
  for (std::size_t i = 0; i < nonce.size(); ++i) nonce[i] = static_cast<std::byte>(i + 1);
  return {.host = "server.example.com",
          .target = "/chat?a=b",
          .key = make_key(nonce),
          .origin = "http://example.com",
          .subprotocols = subprotocols,
          .extensions = "permessage-deflate; client_max_window_bits, x-foo"};
}

std::string written(const opening& ask) {
  std::array<char, 2048> room{};
  const request_result result = write_opening(ask, room);
  EXPECT_EQ(result.fault == opening_fault::none, result.size > 0);
  return {room.data(), result.size};
}

opening_fault fault_of(const opening& ask) {
  std::array<char, 2048> room{};
  return write_opening(ask, room).fault;
}

TEST(client_handshake, the_request_is_the_one_of_the_rfc) {
  EXPECT_EQ(written(usual()),
            "GET /chat?a=b HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n"
            "Sec-WebSocket-Version: 13\r\nOrigin: http://example.com\r\n"
            "Sec-WebSocket-Protocol: chat, superchat\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-foo\r\n\r\n");
}

TEST(client_handshake, what_is_empty_is_not_sent) {
  const opening ask{.host = "[::1]:9001", .key = usual().key};
  EXPECT_EQ(written(ask),
            "GET / HTTP/1.1\r\nHost: [::1]:9001\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\nSec-WebSocket-Version: 13\r\n\r\n");
}

TEST(client_handshake, our_server_accepts_what_our_client_sends_and_the_other_way_round) {
  const std::array<header_field, 2> extra{{{"Cookie", "a=b; c=d"}, {"X-Empty", ""}}};
  opening ask = usual();
  ask.extra = extra;
  const std::string text = written(ask);
  std::array<header_field, 32> room{};
  const auto request = read_request(text, room);
  ASSERT_EQ(request.size, text.size());
  EXPECT_EQ(check_upgrade(request.head), refusal::none);
  EXPECT_EQ(look_up(request.head.fields, "cookie").value, "a=b; c=d");

  std::array<char, 512> out{};
  const acceptance answer{.key = look_up(request.head.fields, "Sec-WebSocket-Key").value,
                          .subprotocol = choose_subprotocol(request.head, subprotocols),
                          .extensions = "permessage-deflate"};
  const std::string_view reply(out.data(), write_acceptance(answer, out));
  const auto response = read_response(reply, room);
  ASSERT_EQ(response.size, reply.size());
  EXPECT_EQ(check_response(response.head, ask), response_fault::none);
}

struct refused {
  opening_fault fault;
  void (*spoil)(opening&);
};

constexpr std::string_view injection = "a\r\nX-Injected: b";
constexpr std::array<header_field, 1> extra_injected{{{"X", injection}}};
constexpr std::array<header_field, 1> extra_lf{{{"X", "a\nb"}}};
constexpr std::array<header_field, 1> extra_name{{{"X: y\r\nZ", "a"}}};
constexpr std::array<header_field, 1> extra_no_name{{{"", "a"}}};
constexpr std::array<header_field, 1> extra_host{{{"host", "h"}}};
constexpr std::array<header_field, 1> extra_key{{{"sec-websocket-KEY", "k"}}};
constexpr std::array<header_field, 1> extra_length{{{"Content-Length", "5"}}};
constexpr std::array<std::string_view, 2> twice{"a", "a"};
constexpr std::array<std::string_view, 1> empty{""};
constexpr std::array<std::string_view, 1> list{"a, b"};
constexpr std::array<std::string_view, 1> injected{injection};

TEST(client_handshake, nothing_malformed_is_ever_sent) {
  using enum opening_fault;
  for (const auto& [fault, spoil] : std::initializer_list<refused>{
           {host_malformed, [](opening& ask) { ask.host = ""; }},
           {host_malformed, [](opening& ask) { ask.host = injection; }},
           {host_malformed, [](opening& ask) { ask.host = "http://h"; }},
           {key_malformed, [](opening& ask) { ask.key = {}; }},
           {key_malformed, [](opening& ask) { ask.key.back() = 'A'; }},
           {target_malformed, [](opening& ask) { ask.target = ""; }},
           {target_malformed, [](opening& ask) { ask.target = "/a b"; }},
           {target_malformed, [](opening& ask) { ask.target = "/a#b"; }},
           {target_malformed, [](opening& ask) { ask.target = "/ HTTP/1.1\r\nX: y"; }},
           {target_malformed, [](opening& ask) { ask.target = "/\xc3\xa4"; }},
           {target_malformed, [](opening& ask) { ask.target = "http://h/"; }},
           {origin_malformed, [](opening& ask) { ask.origin = injection; }},
           {subprotocol_malformed, [](opening& ask) { ask.subprotocols = twice; }},
           {subprotocol_malformed, [](opening& ask) { ask.subprotocols = empty; }},
           {subprotocol_malformed, [](opening& ask) { ask.subprotocols = list; }},
           {subprotocol_malformed, [](opening& ask) { ask.subprotocols = injected; }},
           {extensions_malformed, [](opening& ask) { ask.extensions = "a;"; }},
           {extensions_malformed, [](opening& ask) { ask.extensions = injection; }},
           {extra_name_malformed, [](opening& ask) { ask.extra = extra_name; }},
           {extra_name_malformed, [](opening& ask) { ask.extra = extra_no_name; }},
           {extra_name_reserved, [](opening& ask) { ask.extra = extra_host; }},
           {extra_name_reserved, [](opening& ask) { ask.extra = extra_key; }},
           {extra_name_reserved, [](opening& ask) { ask.extra = extra_length; }},
           {extra_value_malformed, [](opening& ask) { ask.extra = extra_injected; }},
           {extra_value_malformed, [](opening& ask) { ask.extra = extra_lf; }}}) {
    opening ask = usual();
    EXPECT_EQ(fault_of(ask), none);
    spoil(ask);
    EXPECT_EQ(name_of(fault_of(ask)), name_of(fault)) << ask.host << ask.target;
  }
}

TEST(client_handshake, what_does_not_fit_is_not_sent_in_part) {
  const std::string whole = written(usual());
  std::array<char, 2048> room{};
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const request_result result = write_opening(usual(), std::span(room).first(size));
    EXPECT_EQ(result.fault, opening_fault::no_room);
    EXPECT_EQ(result.size, 0u);
  }
  EXPECT_EQ(write_opening(usual(), std::span(room).first(whole.size())).size, whole.size());
}

TEST(client_handshake, the_faults_of_an_opening_have_names) {
  EXPECT_EQ(name_of(opening_fault::none), "none");
  EXPECT_EQ(name_of(opening_fault::no_room), "no_room");
  EXPECT_EQ(name_of(opening_fault(opening_fault_count)), "none");
}

const std::string good =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: " +
    std::string(as_text(accept_for("AQIDBAUGBwgJCgsMDQ4PEA=="))) +
    "\r\nSec-WebSocket-Protocol: chat\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n";

struct row {
  std::string_view name;
  response_fault fault;
  std::string_view from, to;  // one change of the good response
};

void PrintTo(const row& shown, std::ostream* out) {
  *out << shown.name;
}

class responses : public testing::TestWithParam<row> {};

TEST_P(responses, are_judged) {
  const auto& [name, fault, from, to] = GetParam();
  std::string text = good;
  text.replace(text.find(from), from.size(), to);
  std::array<header_field, 16> room{};
  const auto result = read_response(text, room);
  ASSERT_EQ(result.size, text.size()) << describe(result.error).name;
  EXPECT_EQ(describe(check_response(result.head, usual())).name, describe(fault).name) << text;
}

using enum response_fault;
constexpr std::string_view protocol_line = "Sec-WebSocket-Protocol: chat\r\n";
constexpr std::string_view extensions_line = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

INSTANTIATE_TEST_SUITE_P(
    refused, responses,
    testing::Values(
        row{"http_1_0", http_version_too_old, "HTTP/1.1", "HTTP/1.0"},
        row{"ok", status_not_101, "101 Switching Protocols", "200 OK"},
        row{"redirect", status_not_101, "101", "302"}, row{"interim", status_not_101, "101", "103"},
        row{"no_upgrade", upgrade_missing, "Upgrade: websocket\r\n", ""},
        row{"two_upgrades", upgrade_repeated, "Upgrade: w", "Upgrade: h2c\r\nUpgrade: w"},
        row{"other_upgrade", upgrade_not_websocket, "websocket", "h2c"},
        row{"longer_upgrade", upgrade_not_websocket, "websocket", "websocketx"},
        row{"upgrade_list", upgrade_not_websocket, "websocket", "websocket, foo"},
        row{"empty_upgrade", upgrade_not_websocket, "websocket", ""},
        row{"no_connection", connection_missing, "Connection: Upgrade\r\n", ""},
        row{"close", connection_lacks_upgrade, "n: Upgrade", "n: close"},
        row{"not_upgrade", connection_lacks_upgrade, "n: Upgrade", "n: notupgrade"},
        row{"no_accept", accept_missing, "Sec-WebSocket-Accept", "X"},
        row{"two_accepts", accept_repeated, "Sec-WebSocket-Accept",
            "Sec-WebSocket-Accept: x\r\nSec-WebSocket-Accept"},
        row{"empty_accept", accept_wrong, "Accept: ", "Accept:\r\nX: "},
        row{"accept_and_more", accept_wrong, "=\r\n", "=x\r\n"},
        row{"two_extension_lines", extensions_repeated, extensions_line,
            "Sec-WebSocket-Extensions: x-foo\r\nSec-WebSocket-Extensions: x-foo\r\n"},
        row{"malformed_extension", extensions_malformed, "deflate\r\n", "deflate;\r\n"},
        row{"other_extension", extension_not_offered, "permessage-deflate", "x-bar"},
        row{"one_other_extension", extension_not_offered, "deflate\r\n", "deflate, x-bar\r\n"},
        row{"two_protocol_lines", subprotocol_repeated, "Sec-WebSocket-Protocol",
            "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol"},
        row{"protocol_list", subprotocol_malformed, ": chat", ": chat, superchat"},
        row{"empty_protocol", subprotocol_malformed, ": chat", ":"},
        row{"other_protocol", subprotocol_not_offered, ": chat", ": other"},
        row{"protocol_in_capitals", subprotocol_not_offered, ": chat", ": CHAT"}),
    [](const auto& each) { return std::string(each.param.name); });

INSTANTIATE_TEST_SUITE_P(
    accepted, responses,
    testing::Values(row{"as_is", none, "", ""}, row{"no_reason", none, " Switching Protocols", ""},
                    row{"capitals", none, "websocket", "WebSocket"},
                    row{"connection_list", none, "n: Upgrade", "n: keep-alive, upgrade"},
                    row{"blanks_around_accept", none, "Accept: ", "Accept: \t "},
                    row{"no_protocol", none, protocol_line, ""},
                    row{"no_extension", none, extensions_line, ""},
                    row{"empty_extensions", none, ": permessage-deflate", ":"},
                    row{"parameters", none, "deflate\r\n",
                        "deflate; client_max_window_bits=\"10\", x-foo\r\n"},
                    row{"cookies", none, protocol_line, "Set-Cookie: a\r\nSet-Cookie: b\r\n"},
                    row{"a_length", none, protocol_line, "Content-Length: 5\r\n"},
                    row{"a_version", none, protocol_line, "Sec-WebSocket-Version: 13\r\n"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(client_handshake, nothing_was_offered_where_the_offer_is_malformed) {
  opening ask = usual();
  ask.extensions = "a;, permessage-deflate";
  std::array<header_field, 16> room{};
  EXPECT_EQ(check_response(read_response(good, room).head, ask), extension_not_offered);
}

TEST(client_handshake, interim_responses_are_those_of_1xx_but_101) {
  for (int status = 100; status < 600; ++status) {
    const response_head head{.status = static_cast<std::uint16_t>(status)};
    EXPECT_EQ(is_interim(head), status < 200 && status != 101) << status;
  }
}

TEST(client_handshake, a_damaged_response_with_another_accept_is_never_accepted) {
  std::mt19937 random(101);
  for (int i = 0; i < 20000; ++i) {
    std::string text = good;
    for (int n = 0; n < 2; ++n) text[random() % text.size()] = static_cast<char>(random() & 0xff);
    std::array<header_field, 16> room{};
    const auto result = read_response(text, room);
    if (result.size == 0 || check_response(result.head, usual()) != none) continue;
    EXPECT_EQ(look_up(result.head.fields, "Sec-WebSocket-Accept").value,
              as_text(accept_for("AQIDBAUGBwgJCgsMDQ4PEA==")));
    EXPECT_EQ(result.head.status, 101);
  }
}

}  // namespace
