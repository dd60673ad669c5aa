// The first two octets of a frame header (RFC 6455 §5.2) as bits, and what they say of its size.
// Internal to the codec.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wsproof {

inline constexpr std::uint8_t fin_bit = 0x80;   // of the first octet
inline constexpr std::uint8_t rsv1_bit = 0x40;  // of the first octet
inline constexpr std::uint8_t rsv_bits = 0x70;  // of the first octet
inline constexpr std::uint8_t mask_bit = 0x80;  // of the second octet

inline constexpr std::uint8_t size_in_16_bits = 126;  // the second octet's other seven bits
inline constexpr std::uint8_t size_in_64_bits = 127;

// Octets from the header's begin up to its mask key, or to its end where there is none.
[[nodiscard]] constexpr std::size_t size_before_key(std::uint8_t second) noexcept {
  const std::uint8_t low = second & 0x7f;
  return low == size_in_16_bits ? 4 : low == size_in_64_bits ? 10 : 2;
}

// Octets of the whole header.
[[nodiscard]] constexpr std::size_t size_of_header(std::uint8_t second) noexcept {
  return size_before_key(second) + ((second & mask_bit) != 0 ? 4 : 0);
}

}  // namespace wsproof
