// Everything a peer can make grow, with its name, default and unit.
#pragma once

#include <cstddef>
#include <cstdint>

#include "native/net/deadline_wheel.hpp"

namespace wsproof::native {

struct server_limits {
  // the opening handshake
  std::size_t head_size = 16384;        // octets of a request's head
  std::size_t head_line_size = 8448;    // octets of one of its lines
  std::size_t head_fields = 128;        // field lines; at most max_head_fields
  milliseconds handshake_time{10'000};  // from the connection to the whole head
  // messages
  std::uint64_t message_size = 16u << 20;   // octets before inflation; 0: no limit
  std::uint64_t inflated_size = 16u << 20;  // octets after inflation; 0: no limit
  std::uint32_t inflated_ratio = 0;         // inflated per compressed octet; 0: no limit
  std::uint32_t fragments = 1u << 20;       // frames of one message; 0: no limit
  // a connection
  std::size_t queued_output = 1u << 20;  // octets; above it nothing more is read
  milliseconds stalled_time{30'000};     // with reading stopped for that; then close 1008
  milliseconds idle_time{600'000};  // without an octet from the peer; then close 1001; 0: never
  milliseconds close_time{5'000};   // for the peer's Close frame, and for its end of TCP
  // the server
  milliseconds drain_time{5'000};  // after SIGTERM, for all closing handshakes together

  static constexpr std::size_t max_head_fields = 1024;
};

}  // namespace wsproof::native
