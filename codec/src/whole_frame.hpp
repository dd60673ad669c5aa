// The straight path's view of a frame: a whole unfragmented data frame in memory (RFC 6455 §5.2),
// as most frames are. Everything else is left to the layers. Internal to the endpoint.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "mask_small.hpp"
#include "words.hpp"
#include "wsproof/kernels.hpp"
#include "wsproof/types.hpp"

namespace wsproof {

inline constexpr std::byte whole_text{0x81};    // FIN, no RSV, opcode 1
inline constexpr std::byte whole_binary{0x82};  // FIN, no RSV, opcode 2

// The octets of `size` at `at`, ORed together eight at a time: tells whether all are ASCII.
inline std::uint64_t or_of(const std::byte* at, std::size_t size) noexcept {
  std::uint64_t all = 0;
  std::uint64_t word = 0;
  for (; size >= sizeof word; at += sizeof word, size -= sizeof word) {
    std::memcpy(&word, at, sizeof word);
    all |= word;
  }
  word = 0;
  if (size != 0) std::memcpy(&word, at, size);
  return all | word;
}

// A data frame with FIN, without RSV, with a minimal length below 65536, that lies whole in memory.
struct whole_frame {
  std::byte* payload = nullptr;  // null: what lies here is anything else
  std::size_t size = 0;          // octets of payload
  opcode op = opcode::text;
};

template <bool masked>
[[gnu::always_inline]] inline whole_frame whole_frame_at(bytes input) noexcept {
  std::size_t header = masked ? 6 : 2;
  if (input.size() < header) return {};
  const std::byte* const at = input.data();
  if (at[0] != whole_text && at[0] != whole_binary) return {};
  std::size_t size = static_cast<std::uint8_t>(at[1]) ^ (masked ? 0x80u : 0u);
  if (size > 125) {
    if (size != 126 || input.size() < header + 2) return {};
    header += 2;
    size = static_cast<std::size_t>(at[2]) << 8 | static_cast<std::size_t>(at[3]);
    if (size < 126) return {};
  }
  if (input.size() - header < size) return {};
  return {input.data() + header, size, at[0] == whole_text ? opcode::text : opcode::binary};
}

// Unmasks; the result has a high bit where some octet of a text may be other than ASCII.
template <bool masked>
[[gnu::always_inline]] inline std::uint64_t unmask_whole(const whole_frame& frame,
                                                         const kernels& use) noexcept {
  if constexpr (masked) {
    const auto key = load<std::uint32_t>(frame.payload - 4);
    if (frame.size <= max_unmask_small) return unmask_small(frame.payload, frame.size, key);
    use.mask(frame.payload, frame.size, key);
    return high_bits;
  } else {
    if (frame.op != opcode::text) return 0;
    return frame.size <= max_unmask_small ? or_of(frame.payload, frame.size) : high_bits;
  }
}

}  // namespace wsproof
