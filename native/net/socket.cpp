#include "native/net/socket.hpp"

#include <netdb.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

namespace wsproof::native {
namespace {

constexpr std::size_t max_pieces = 1024;  // IOV_MAX on Linux

template <class Call>
auto uninterrupted(Call call) noexcept {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

io_result io_failure() noexcept {
  if (errno == EAGAIN || errno == EWOULDBLOCK) return {io_status::would_block, 0, 0};
  return {io_status::failed, 0, errno};
}

void set_option(int socket, int level, int name, int value) noexcept {
  // A missing option costs speed or a few seconds after a restart, never correctness.
  static_cast<void>(::setsockopt(socket, level, name, &value, sizeof value));
}

const sockaddr* generic(const address& where) noexcept {
  return reinterpret_cast<const sockaddr*>(&where.storage);
}

socket_result open_socket(const address& where) noexcept {
  const int number =
      ::socket(where.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (number < 0) return {descriptor{}, errno};
  return {descriptor{number}, 0};
}

}  // namespace

resolve_result resolve(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const int failure = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  if (failure != 0) return {{}, ::gai_strerror(failure)};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(list, &::freeaddrinfo);
  resolve_result result;
  for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next) {
    address& where = result.found.emplace_back();
    where.size = entry->ai_addrlen;
    std::memcpy(&where.storage, entry->ai_addr, entry->ai_addrlen);
  }
  return result;
}

socket_result listen_on(const address& where, int backlog) noexcept {
  socket_result result = open_socket(where);
  if (!result.socket) return result;
  const int number = result.socket.number();
  set_option(number, SOL_SOCKET, SO_REUSEADDR, 1);
  if (::bind(number, generic(where), where.size) != 0 || ::listen(number, backlog) != 0) {
    return {descriptor{}, errno};
  }
  return result;
}

std::uint16_t local_port(int socket) noexcept {
  address here;
  here.size = sizeof here.storage;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&here.storage), &here.size) != 0) return 0;
  if (here.storage.ss_family == AF_INET6) {
    return ntohs(reinterpret_cast<const sockaddr_in6*>(&here.storage)->sin6_port);
  }
  return ntohs(reinterpret_cast<const sockaddr_in*>(&here.storage)->sin_port);
}

socket_result accept_from(int listener) noexcept {
  const int number = uninterrupted(
      [&] { return ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC); });
  if (number >= 0) return {descriptor{number}, 0};
  const bool none_waits = errno == EAGAIN || errno == EWOULDBLOCK || errno == ECONNABORTED;
  return {descriptor{}, none_waits ? 0 : errno};
}

socket_result connect_to(const address& where) noexcept {
  socket_result result = open_socket(where);
  if (!result.socket) return result;
  send_at_once(result.socket.number());
  // An interrupted connect goes on by itself, like one that is in progress.
  if (::connect(result.socket.number(), generic(where), where.size) != 0 && errno != EINPROGRESS &&
      errno != EINTR) {
    return {descriptor{}, errno};
  }
  return result;
}

int pending_error(int socket) noexcept {
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
  return error;
}

io_result receive(int socket, bytes room) noexcept {
  const ssize_t size = uninterrupted([&] { return ::recv(socket, room.data(), room.size(), 0); });
  if (size > 0) return {io_status::done, static_cast<std::size_t>(size), 0};
  if (size == 0) return {io_status::ended, 0, 0};
  return io_failure();
}

io_result send(int socket, std::span<iovec> pieces) noexcept {
  msghdr message{};
  message.msg_iov = pieces.data();
  message.msg_iovlen = std::min(pieces.size(), max_pieces);
  const ssize_t size = uninterrupted([&] { return ::sendmsg(socket, &message, MSG_NOSIGNAL); });
  if (size >= 0) return {io_status::done, static_cast<std::size_t>(size), 0};
  return io_failure();
}

void shut_down_sending(int socket) noexcept {
  // Fails only when the connection is gone, and then the next receive says so.
  static_cast<void>(::shutdown(socket, SHUT_WR));
}

void reset_when_closed(int socket) noexcept {
  const linger at_once{1, 0};
  static_cast<void>(::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once));
}

void send_at_once(int socket) noexcept {
  set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
}

std::string describe_errno(int error) {
  return std::system_category().message(error);
}

}  // namespace wsproof::native
