// TCP sockets, all of them non-blocking and closed on exec. The only file that knows these system
// calls; EINTR and EAGAIN do not leave it.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "native/net/descriptor.hpp"
#include "wsproof/types.hpp"

namespace wsproof::native {

enum class io_status : std::uint8_t { done, would_block, ended, failed };

struct io_result {
  io_status status = io_status::done;
  std::size_t size = 0;  // done: octets moved
  int error = 0;         // failed: errno
};

struct socket_result {
  descriptor socket;
  int error = 0;  // errno where there is no socket
};

// Where a socket listens or connects to.
struct address {
  sockaddr_storage storage{};
  socklen_t size = 0;  // octets of `storage` in use
};

struct resolve_result {
  std::vector<address> found;
  std::string error;  // why nothing was found
};

// Asks the resolver, which may block: for start-up only. IPv4 and IPv6, in the resolver's order.
[[nodiscard]] resolve_result resolve(const std::string& host, std::uint16_t port);

[[nodiscard]] socket_result listen_on(const address& where, int backlog = 4096) noexcept;
[[nodiscard]] std::uint16_t local_port(int socket) noexcept;

// The next connection that waits at `listener`; no socket and no error: none waits.
[[nodiscard]] socket_result accept_from(int listener) noexcept;

// Begins to connect. When the socket becomes writable, pending_error() says how it went.
[[nodiscard]] socket_result connect_to(const address& where) noexcept;
[[nodiscard]] int pending_error(int socket) noexcept;

[[nodiscard]] io_result receive(int socket, bytes room) noexcept;

// Writes the pieces in their order, as much as fits now, in one system call (up to 1024 pieces).
[[nodiscard]] io_result send(int socket, std::span<iovec> pieces) noexcept;

// Sends the end of stream; the other direction stays open (RFC 6455 §7.1.1).
void shut_down_sending(int socket) noexcept;

// A close that the peer sees as a reset, whatever is still queued.
void reset_when_closed(int socket) noexcept;

// Every write is its own segment, as far as TCP promises anything: no Nagle.
void send_at_once(int socket) noexcept;

// "address already in use", ...: the system's words for an errno.
[[nodiscard]] std::string describe_errno(int error);

}  // namespace wsproof::native
