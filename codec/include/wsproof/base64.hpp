// Base64 (RFC 4648 §4) of small values: 20 octets of digest, 16 of key.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wsproof/types.hpp"

namespace wsproof {

[[nodiscard]] constexpr std::size_t base64_size(std::size_t octets) noexcept {
  return (octets + 2) / 3 * 4;
}

// Writes the base64 of `octets`, padded, and returns its size; 0 where `out` is too small.
[[nodiscard]] std::size_t base64_encode(const_bytes octets, std::span<char> out) noexcept;

enum class base64_fault : std::uint8_t {
  none,
  not_base64,  // a foreign character, a missing or misplaced "=", a size that is no multiple of 4
  stray_bits,  // the last character holds bits that no octet takes (§3.5)
  no_room,     // decodes to more octets than `out` holds
};

struct base64_result {
  base64_fault fault = base64_fault::none;
  std::size_t size = 0;  // octets written; with stray_bits too, otherwise 0
};

[[nodiscard]] base64_result base64_decode(std::string_view text, bytes out) noexcept;

}  // namespace wsproof
