// One frame header as octets and as a struct, and the mask: pure functions of RFC 6455 §5.2, §5.3.
// Syntax only: nothing here judges, so the header of a faulty peer reads as well as a good one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "wsproof/kernels.hpp"
#include "wsproof/types.hpp"

namespace wsproof {

inline constexpr std::size_t max_header_size = 14;              // octets
inline constexpr std::size_t max_control_payload_size = 125;    // octets (§5.5)
inline constexpr std::size_t max_control_frame_size = 6 + 125;  // octets, masked

// How the payload length is written. Only `shortest` is right on the wire (§5.2); the others say
// what was read or let a test write what a faulty peer would.
enum class length_form : std::uint8_t { shortest, seven_bits, sixteen_bits, sixty_four_bits };

struct frame_header {
  std::uint64_t payload_size = 0;  // octets; up to 2^64-1 as read, the RFC allows 2^63-1
  mask_key key{};                  // meaningful when masked
  opcode op = opcode::continuation;
  std::uint8_t rsv = 0;  // 4 = RSV1, 2 = RSV2, 1 = RSV3
  bool fin = true;
  bool masked = false;
  length_form form = length_form::shortest;  // read_header always says which of the three it was
  friend bool operator==(const frame_header&, const frame_header&) = default;
};

struct header_result {
  frame_header header;
  std::size_t size = 0;  // octets of the header; 0: more input is needed
};

// Reads the header at the front of `input`. Never refuses. Cost: a few nanoseconds.
[[nodiscard]] header_result read_header(const_bytes input) noexcept;

// Writes `header` to the front of `out` and returns its size, 2 to 14 octets. A form too small for
// the payload size is replaced by the shortest that fits.
[[nodiscard]] std::size_t write_header(const frame_header& header,
                                       std::span<std::byte, max_header_size> out) noexcept;

// Masks or unmasks in place (§5.3: the same act). `phase` is the number of payload octets that went
// before, so a payload may come in pieces cut anywhere; only its lowest two bits count.
void apply_mask(bytes data, mask_key key, std::uint64_t phase = 0,
                const kernels& use = portable_kernels) noexcept;

}  // namespace wsproof
