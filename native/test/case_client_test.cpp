#include "native/client/case_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/time.h>

#include <mutex>

#include "native/test/fake_peer.hpp"
#include "native/test/running_server.hpp"
#include "wsproof/accept.hpp"

namespace wsproof::native {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// One masked frame with less than 126 octets, unmasked; empty at the end of the stream.
std::string hear_frame(int socket) {
  const std::string head = hear(socket, 6);
  if (head.size() < 6) return {};
  EXPECT_TRUE((head[1] & 0x80) != 0) << "a client masks its frames";
  std::string payload = hear(socket, static_cast<std::size_t>(head[1] & 0x7f));
  for (std::size_t i = 0; i < payload.size(); ++i) {
    payload[i] = static_cast<char>(payload[i] ^ head[2 + i % 4]);
  }
  return head.substr(0, 1) + payload;
}

std::string hear_request(int socket) {
  std::string heard;
  while (!heard.ends_with("\r\n\r\n")) {
    const std::string octet = hear(socket, 1);
    if (octet.empty()) break;
    heard += octet;
  }
  return heard;
}

// A case server with three cases; what it was asked and what came back.
struct case_server {
  std::mutex lock;
  std::vector<std::string> asked;
  std::vector<std::string> echoed;
  fake_peer peer{[this](int socket, const std::atomic<bool>&) { talk(socket); }};

  void talk(int socket) {
    const timeval limit{5, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    const std::string request = hear_request(socket);
    const std::string target = request.substr(4, request.find(' ', 4) - 4);
    const std::string name = "Sec-WebSocket-Key: ";
    const std::string key = request.substr(request.find(name) + name.size(), 24);
    const accept_value accept = accept_for(key);
    say(socket,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
            std::string(as_text(accept)) + "\r\n\r\n");
    const std::scoped_lock guard(lock);
    asked.push_back(target);
    if (target == "/getCaseCount") say(socket, unmasked(text_frame, "3"));
    if (target.starts_with("/runCase")) {
      say(socket,
          unmasked(text_begins, "he") + unmasked(ping_frame, "p") + unmasked(last_piece, "llo"));
      echoed.push_back(hear_frame(socket));
      echoed.push_back(hear_frame(socket));
    }
    say(socket, unmasked(close_frame, "\x03\xe8"));
    echoed.push_back(hear_frame(socket));
    shut_down_sending(socket);
  }
};

TEST(case_client, runs_every_case_of_the_server_and_has_the_reports_written) {
  case_server server;
  client_room shared;
  shared.agent = "our client/1";
  const ws_url url = parse_url("ws://127.0.0.1:" + std::to_string(server.peer.port())).url;
  std::vector<std::size_t> seen;
  const case_client_result got =
      run_case_client(shared, url, resolve(url.host, url.port).found.at(0),
                      [&](std::size_t i) { seen.push_back(i); });
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.cases, 3u);
  EXPECT_EQ(got.opened, 3u);
  EXPECT_THAT(seen, ElementsAre(1, 2, 3));
  const std::scoped_lock guard(server.lock);
  EXPECT_THAT(server.asked, ElementsAre("/getCaseCount", "/runCase?case=1&agent=our%20client%2F1",
                                        "/runCase?case=2&agent=our%20client%2F1",
                                        "/runCase?case=3&agent=our%20client%2F1",
                                        "/updateReports?agent=our%20client%2F1"));
  const std::string close = "\x88\x03\xe8";
  EXPECT_THAT(server.echoed, ElementsAre(close, "\x8ap", "\x81hello", close, "\x8ap", "\x81hello",
                                         close, "\x8ap", "\x81hello", close, close));
}

TEST(case_client, says_why_it_could_not_begin) {
  client_room shared;
  {
    std::uint16_t port = 0;
    {
      const descriptor closed_again = listen_on_loopback();
      port = local_port(closed_again.number());
    }
    const ws_url url = parse_url("ws://127.0.0.1:" + std::to_string(port)).url;
    const auto got =
        run_case_client(shared, url, resolve(url.host, url.port).found.at(0), [](std::size_t) {});
    EXPECT_THAT(got.error, HasSubstr("getCaseCount: Connection refused"));
  }
  running_server server;  // it has no such path
  const ws_url url = parse_url("ws://127.0.0.1:" + std::to_string(server.port())).url;
  const auto got =
      run_case_client(shared, url, resolve(url.host, url.port).found.at(0), [](std::size_t) {});
  EXPECT_THAT(got.error, HasSubstr("getCaseCount: status 404"));
}

TEST(client_session, opens_and_closes_a_connection_to_our_own_server) {
  running_server server;
  client_room shared;
  const ws_url url = parse_url("ws://127.0.0.1:" + std::to_string(server.port())).url;
  shared.silence_time = milliseconds{50};  // nobody begins: we close
  client_session session(shared, url, "/echo", true);
  EXPECT_TRUE(session.run(resolve(url.host, url.port).found.at(0)));
  EXPECT_EQ(session.error(), "");
}

}  // namespace
}  // namespace wsproof::native
