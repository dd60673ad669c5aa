#include "native/server/server.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include "native/test/running_server.hpp"

namespace wsproof::native {
namespace {

using namespace std::string_literals;

struct http_row {
  const char* name;
  std::string request;
  std::string status_line;
};

class an_http_request : public testing::TestWithParam<http_row> {};

TEST_P(an_http_request, is_answered_and_the_connection_ends) {
  running_server server;
  bare_client client(server.port());
  client.say(GetParam().request);
  const std::string answer = client.hear_all();
  EXPECT_EQ(status_line_of(answer), GetParam().status_line);
}

const http_row http_rows[] = {
    {"front_page", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK"},
    {"health", "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK"},
    {"nothing_there", "GET /nope HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 404 Not Found"},
    {"upgrade_to_nothing", opening_for("/nope"), "HTTP/1.1 404 Not Found"},
    {"upgrade_of_health", opening_for("/healthz"), "HTTP/1.1 404 Not Found"},
    {"echo_without_upgrade", "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n",
     "HTTP/1.1 426 Upgrade Required"},
    {"post", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi",
     "HTTP/1.1 405 Method Not Allowed"},
    {"no_host", "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request"},
    {"garbage", "\x16\x03\x01 hello\r\n\r\n", "HTTP/1.1 400 Bad Request"},
    {"too_many_fields",
     [] {
       std::string request = "GET / HTTP/1.1\r\nHost: a\r\n";
       for (int i = 0; i < 200; ++i) request += "A: b\r\n";
       return request + "\r\n";
     }(),
     "HTTP/1.1 431 Request Header Fields Too Large"},
    {"too_large", "GET / HTTP/1.1\r\nHost: a\r\nA: " + std::string(20000, 'a') + "\r\n\r\n",
     "HTTP/1.1 431 Request Header Fields Too Large"},
};

INSTANTIATE_TEST_SUITE_P(all, an_http_request, testing::ValuesIn(http_rows),
                         [](const auto& row) { return row.param.name; });

TEST(server, a_head_request_has_no_body) {
  running_server server;
  bare_client client(server.port());
  client.say("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(client.hear_all().ends_with("\r\n\r\n"));
}

TEST(server, an_upgrade_on_the_front_page_echoes_too) {
  running_server server;
  bare_client client(server.port());
  client.say(opening_for("/"));
  EXPECT_TRUE(client.hear_until("\r\n\r\n").find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") !=
              std::string::npos);
  client.say(masked(text_frame, "hello"));
  EXPECT_EQ(client.hear(7), unmasked(text_frame, "hello"));
}

TEST(server, frames_behind_the_request_in_one_segment_are_echoed) {
  running_server server;
  bare_client client(server.port());
  client.say(opening_for("/echo") + masked(text_frame, "early") + masked(ping_frame, "p"));
  static_cast<void>(client.hear_until("\r\n\r\n"));
  EXPECT_EQ(client.hear(10), unmasked(text_frame, "early") + unmasked(pong_frame, "p"));
}

TEST(server, a_request_octet_by_octet_is_understood) {
  running_server server;
  bare_client client(server.port());
  send_at_once(client.number());
  for (const char octet : opening_for("/echo")) client.say({&octet, 1});
  EXPECT_EQ(status_line_of(client.hear_until("\r\n\r\n")), "HTTP/1.1 101 Switching Protocols");
  client.say(masked(binary_frame, "x"));
  EXPECT_EQ(client.hear(3), unmasked(binary_frame, "x"));
}

TEST(server, every_cut_of_a_conversation_gives_the_same_replies) {
  running_server server;
  const std::string talk = masked(text_frame, "one") + masked(ping_frame, "two") +
                           masked(text_begins, "thr") + masked(ping_frame, "") +
                           masked(last_piece, "ee") + masked(binary_frame, "\xff\xfe") +
                           masked(close_frame, "\x03\xe8");
  const std::string replies = unmasked(text_frame, "one") + unmasked(pong_frame, "two") +
                              unmasked(pong_frame, "") + unmasked(text_frame, "three") +
                              unmasked(binary_frame, "\xff\xfe") +
                              unmasked(close_frame, "\x03\xe8");
  for (std::size_t cut = 0; cut < talk.size(); ++cut) {
    bare_client client = open_client(server.port());
    client.say(std::string_view(talk).substr(0, cut));
    std::this_thread::yield();
    client.say(std::string_view(talk).substr(cut));
    ASSERT_EQ(client.hear_all(), replies) << "cut at " << cut;
  }
}

TEST(server, many_messages_in_one_segment_are_all_echoed_in_order) {
  running_server server;
  bare_client client = open_client(server.port());
  std::string talk;
  std::string replies;
  for (int i = 0; i < 5000; ++i) {
    const std::string text(static_cast<std::size_t>(i % 120), static_cast<char>('a' + i % 26));
    talk += masked(i % 7 == 0 ? ping_frame : text_frame, text);
    replies += unmasked(i % 7 == 0 ? pong_frame : text_frame, text);
  }
  std::thread speaker([&] { client.say(talk); });
  const std::string heard = client.hear(replies.size());
  speaker.join();
  EXPECT_TRUE(heard == replies);
}

TEST(server, a_protocol_error_is_answered_with_its_close_code_and_the_end) {
  running_server server;
  bare_client client = open_client(server.port());
  client.say(unmasked(text_frame, "no mask"));
  const std::string heard = client.hear_all();
  ASSERT_GE(heard.size(), 4u);
  EXPECT_EQ(heard.substr(0, 1), "\x88");
  EXPECT_EQ(heard.substr(2, 2), "\x03\xea");  // 1002
}

TEST(server, what_the_peer_still_sends_after_the_end_does_not_reset_the_connection) {
  running_server server;
  bare_client client = open_client(server.port());
  client.say(masked(close_frame, "\x03\xe8"));
  EXPECT_EQ(client.hear(4), unmasked(close_frame, "\x03\xe8"));
  for (int i = 0; i < 100; ++i) client.say(std::string(1000, 'x'));
  std::byte room[1];
  EXPECT_EQ(receive(client.number(), room).status, io_status::ended);
}

TEST(server, a_peer_that_only_ends_its_side_is_let_go) {
  running_server server;
  bare_client client = open_client(server.port());
  client.say(masked(text_frame, "last words"));
  shut_down_sending(client.number());
  EXPECT_EQ(client.hear_all(), unmasked(text_frame, "last words"));
}

TEST(server, a_message_above_the_limit_is_closed_with_1009) {
  server_limits limits;
  limits.message_size = 100;
  running_server server(limits);
  bare_client client = open_client(server.port());
  client.say(masked(text_frame, std::string(101, 'a')));
  EXPECT_EQ(client.hear(4).substr(2), "\x03\xf1");
}

std::string inflated(std::string compressed) {
  compressed += std::string("\x00\x00\xff\xff", 4);  // RFC 7692 §7.2.2
  z_stream engine{};
  EXPECT_EQ(::inflateInit2(&engine, -15), Z_OK);
  std::string plain(100'000, '\0');
  engine.next_in = reinterpret_cast<Bytef*>(compressed.data());
  engine.avail_in = static_cast<uInt>(compressed.size());
  engine.next_out = reinterpret_cast<Bytef*>(plain.data());
  engine.avail_out = static_cast<uInt>(plain.size());
  EXPECT_EQ(::inflate(&engine, Z_SYNC_FLUSH), Z_OK);
  plain.resize(engine.total_out);
  ::inflateEnd(&engine);
  return plain;
}

TEST(server, compression_is_agreed_on_and_used_both_ways) {
  running_server server;
  bare_client client(server.port());
  client.say(opening_for("/echo", "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
  const std::string answer = client.hear_until("\r\n\r\n");
  EXPECT_NE(answer.find("Sec-WebSocket-Extensions: permessage-deflate"), std::string::npos);
  // "Hello" of RFC 7692 §7.2.3.1 does not become smaller: it comes back plain.
  client.say(masked('\xc1', "\xf2\x48\xcd\xc9\xc9\x07\x00"s));
  EXPECT_EQ(client.hear(7), unmasked(text_frame, "Hello"));
  const std::string text(120, 'a');
  client.say(masked(text_frame, text));
  ASSERT_EQ(client.hear(1), "\xc1");
  const auto size = static_cast<unsigned char>(client.hear(1).at(0));
  EXPECT_LT(size, 20);
  EXPECT_EQ(inflated(client.hear(size)), text);
}

TEST(server, a_small_message_that_inflates_beyond_the_limit_is_closed_with_1009) {
  server_limits limits;
  limits.inflated_size = 4;
  running_server server(limits);
  bare_client client(server.port());
  client.say(opening_for("/echo", "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
  static_cast<void>(client.hear_until("\r\n\r\n"));
  client.say(masked('\xc1', "\xf2\x48\xcd\xc9\xc9\x07\x00"s));
  EXPECT_EQ(client.hear(4).substr(2), "\x03\xf1");
}

TEST(server, a_malformed_list_of_extensions_is_refused) {
  running_server server;
  bare_client client(server.port());
  client.say(opening_for("/echo", "Sec-WebSocket-Extensions: a;;b\r\n"));
  EXPECT_EQ(status_line_of(client.hear_all()), "HTTP/1.1 400 Bad Request");
}

TEST(server, a_slow_handshake_is_answered_with_408) {
  server_limits limits;
  limits.handshake_time = milliseconds{50};
  running_server server(limits);
  bare_client client(server.port());
  client.say("GET / HTTP/1.1\r\n");
  EXPECT_EQ(status_line_of(client.hear_all()), "HTTP/1.1 408 Request Timeout");
}

TEST(server, an_idle_connection_is_closed_with_1001_and_a_busy_one_is_not) {
  server_limits limits;
  limits.idle_time = milliseconds{150};
  running_server server(limits);
  bare_client idle = open_client(server.port());
  bare_client busy = open_client(server.port());
  for (int i = 0; i < 8; ++i) {
    std::this_thread::sleep_for(milliseconds{50});
    busy.say(masked(text_frame, "x"));
    ASSERT_EQ(busy.hear(3), unmasked(text_frame, "x"));
  }
  EXPECT_EQ(idle.hear(4).substr(2), "\x03\xe9");
}

TEST(server, a_peer_that_never_answers_our_close_is_let_go) {
  server_limits limits;
  limits.idle_time = milliseconds{20};
  limits.close_time = milliseconds{50};
  running_server server(limits);
  bare_client client = open_client(server.port());
  EXPECT_EQ(client.hear_all().substr(0, 1), "\x88");
}

TEST(server, a_peer_that_reads_nothing_is_not_read_from_and_then_let_go) {
  server_limits limits;
  limits.queued_output = 64u << 10;
  limits.stalled_time = milliseconds{100};
  limits.close_time = milliseconds{50};
  running_server server(limits);
  bare_client client = open_client(server.port());
  std::string many;
  for (int i = 0; i < 1000; ++i) many += masked(binary_frame, std::string(120, 'x'));
  std::size_t said = 0;
  iovec piece{many.data(), many.size()};
  // Ends when the server resets: a server that reads on without limit would take gigabytes.
  for (; said < (std::size_t{4} << 30); said += many.size()) {
    if (send(client.number(), {&piece, 1}).status != io_status::done) break;
  }
  EXPECT_LT(said, std::size_t{64} << 20);  // what the kernel keeps for both sides
}

TEST(server, draining_closes_every_connection_with_1001_and_ends) {
  running_server server;
  bare_client open = open_client(server.port());
  bare_client half(server.port());
  half.say("GET / HT");
  bare_client silent(server.port());
  std::this_thread::sleep_for(milliseconds{30});
  std::thread peer([&] {
    EXPECT_EQ(open.hear(2).substr(0, 1), "\x88");
    EXPECT_EQ(open.hear(2), "\x03\xe9");
    open.say(masked(close_frame, "\x03\xe9"));
    static_cast<void>(open.hear_all());
    open.hang_up();
    EXPECT_EQ(status_line_of(half.hear_all()), "HTTP/1.1 503 Service Unavailable");
    half.hang_up();
    EXPECT_EQ(silent.hear_all(), "");
  });
  server.drain();
  peer.join();
  EXPECT_EQ(server.sessions(), 0u);
}

TEST(server, draining_waits_no_longer_than_it_may) {
  server_limits limits;
  limits.drain_time = milliseconds{100};
  running_server server(limits);
  bare_client mute = open_client(server.port());
  const auto before = std::chrono::steady_clock::now();
  server.drain();
  EXPECT_LT(std::chrono::steady_clock::now() - before, milliseconds{2000});
  EXPECT_EQ(server.sessions(), 0u);
}

TEST(server, connections_that_break_off_leave_nothing_behind) {
  running_server server;
  for (int i = 0; i < 50; ++i) {
    bare_client client(server.port());
    client.say(opening_for("/echo").substr(0, static_cast<std::size_t>(i * 3)));
    if (i % 2 == 0) reset_when_closed(client.number());
  }
  bare_client last = open_client(server.port());
  last.say(masked(text_frame, "x"));
  EXPECT_EQ(last.hear(3), unmasked(text_frame, "x"));
  EXPECT_LE(server.sessions(), 1u);
}

}  // namespace
}  // namespace wsproof::native
