// Two connected TCP sockets on loopback for tests: the far end blocks.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>

#include <string>

#include "native/net/socket.hpp"

namespace wsproof::native {

struct socket_pair {
  descriptor near;
  descriptor far;
};

inline void make_blocking(int socket) {
  ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) & ~O_NONBLOCK);
}

inline descriptor listen_on_loopback() {
  const resolve_result where = resolve("127.0.0.1", 0);
  EXPECT_EQ(where.found.size(), 1u) << where.error;
  return listen_on(where.found.at(0)).socket;
}

inline descriptor connect_to_loopback(std::uint16_t port) {
  socket_result made = connect_to(resolve("127.0.0.1", port).found.at(0));
  EXPECT_TRUE(made.socket) << describe_errno(made.error);
  make_blocking(made.socket.number());
  return std::move(made.socket);
}

inline socket_pair make_socket_pair() {
  const descriptor listener = listen_on_loopback();
  descriptor far = connect_to_loopback(local_port(listener.number()));
  make_blocking(listener.number());
  socket_result near = accept_from(listener.number());
  EXPECT_TRUE(near.socket) << describe_errno(near.error);
  return {std::move(near.socket), std::move(far)};
}

inline void say(int socket, std::string_view text) {
  std::string copy(text);
  iovec piece{copy.data(), copy.size()};
  const io_result sent = send(socket, {&piece, 1});
  EXPECT_EQ(sent.size, text.size());
}

// Exactly `size` octets, or what came before the end of stream.
inline std::string hear(int socket, std::size_t size) {
  std::string heard(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const io_result got = receive(socket, std::as_writable_bytes(std::span(heard).subspan(done)));
    if (got.status != io_status::done) break;
    done += got.size;
  }
  heard.resize(done);
  return heard;
}

}  // namespace wsproof::native
