// SHA-1 (RFC 3174), only because the opening handshake proves with it that it was understood
// (RFC 6455 §4.2.2). It is no secret there; do not use it where one is needed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "wsproof/types.hpp"

namespace wsproof {

using sha1_digest = std::array<std::byte, 20>;

// Takes a message in pieces; keeps at most one block of 64 octets.
class sha1 {
 public:
  sha1& take(const_bytes octets) noexcept;
  // Ends the message; take() must not be called after it.
  [[nodiscard]] sha1_digest finish() noexcept;

 private:
  void take_block() noexcept;

  std::array<std::uint32_t, 5> hash_{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  std::array<std::byte, 64> block_{};
  std::uint64_t size_ = 0;  // octets taken
};

}  // namespace wsproof
