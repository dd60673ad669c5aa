// A server on a free port of loopback in a thread of its own, and a client of bare octets that
// gives up by itself.
#pragma once

#include <sys/time.h>

#include <string>
#include <string_view>
#include <thread>

#include "native/server/server.hpp"
#include "native/test/socket_pair.hpp"

namespace wsproof::native {

class running_server {
 public:
  explicit running_server(const server_limits& with = {}) : limits_(with) {}
  ~running_server() { stop(); }

  [[nodiscard]] std::uint16_t port() const noexcept { return serving_.port(); }
  void stop() {
    turns_.stop();
    if (thread_.joinable()) thread_.join();
  }
  // As SIGTERM does; waits until the loop has ended.
  void drain() {
    stop();
    turns_.restart();
    serving_.drain();
    turns_.run();
  }
  [[nodiscard]] std::size_t sessions() {  // stops the loop first: nobody else may look
    stop();
    return serving_.sessions();
  }

 private:
  server_limits limits_;
  loop turns_;
  server serving_{turns_, listen_on_loopback(), limits_};
  std::thread thread_{[this] { turns_.run(); }};
};

class bare_client {
 public:
  explicit bare_client(std::uint16_t port) : socket_(connect_to_loopback(port)) {
    const timeval limit{5, 0};
    ::setsockopt(socket_.number(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }

  void say(std::string_view octets) {
    for (std::size_t done = 0; done < octets.size();) {
      iovec piece{const_cast<char*>(octets.data()) + done, octets.size() - done};
      const io_result sent = send(socket_.number(), {&piece, 1});
      if (sent.status != io_status::done) return;
      done += sent.size;
    }
  }
  [[nodiscard]] std::string hear(std::size_t size) { return native::hear(socket_.number(), size); }
  // Up to and with `mark`, or what came until the end of the stream.
  [[nodiscard]] std::string hear_until(std::string_view mark) {
    std::string heard;
    while (!heard.ends_with(mark)) {
      const std::string octet = hear(1);
      if (octet.empty()) break;
      heard += octet;
    }
    return heard;
  }
  [[nodiscard]] std::string hear_all() { return hear_until("\xff no such mark"); }
  [[nodiscard]] int number() const noexcept { return socket_.number(); }
  void hang_up() { socket_.reset(); }

 private:
  descriptor socket_;
};

// The request of RFC 6455 §1.3.
inline std::string opening_for(std::string_view target, std::string_view extra = "") {
  return "GET " + std::string(target) +
         " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
         std::string(extra) + "\r\n";
}

inline std::string status_line_of(std::string_view answer) {
  return std::string(answer.substr(0, answer.find('\r')));
}

// A connection on which the handshake is done.
inline bare_client open_client(std::uint16_t port, std::string_view extra = "") {
  bare_client client(port);
  client.say(opening_for("/echo", extra));
  EXPECT_EQ(status_line_of(client.hear_until("\r\n\r\n")), "HTTP/1.1 101 Switching Protocols");
  return client;
}

// A client's frame with the mask key 0, so that its payload reads as it is. Sizes below 126 only.
inline std::string masked(char first_octet, std::string_view payload) {
  std::string frame{first_octet, static_cast<char>(0x80 | payload.size()), 0, 0, 0, 0};
  return frame.append(payload);
}

inline std::string unmasked(char first_octet, std::string_view payload) {
  std::string frame{first_octet, static_cast<char>(payload.size())};
  return frame.append(payload);
}

inline constexpr char text_frame = '\x81';
inline constexpr char text_begins = '\x01';
inline constexpr char last_piece = '\x80';
inline constexpr char binary_frame = '\x82';
inline constexpr char close_frame = '\x88';
inline constexpr char ping_frame = '\x89';
inline constexpr char pong_frame = '\x8a';

}  // namespace wsproof::native
