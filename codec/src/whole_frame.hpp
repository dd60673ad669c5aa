// The straight path's view of a frame: a whole unfragmented data frame in memory (RFC 6455 §5.2),
// as most frames are. Everything else is left to the layers. Internal to the endpoint.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "ascii.hpp"
#include "mask_small.hpp"
#include "words.hpp"
#include "wsproof/event.hpp"
#include "wsproof/kernels.hpp"
#include "wsproof/types.hpp"

namespace wsproof {

inline constexpr std::byte whole_text{0x81};    // FIN, no RSV, opcode 1
inline constexpr std::byte whole_binary{0x82};  // FIN, no RSV, opcode 2

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
    return frame.size <= max_or_small ? or_small(frame.payload, frame.size) : high_bits;
  }
}

[[gnu::always_inline]] inline event whole_message(opcode op, const whole_frame& frame) noexcept {
  return {.what = event::kind::message,
          .op = op,
          .first = true,
          .last = true,
          .size = static_cast<std::uint32_t>(frame.size),
          .data = frame.payload};
}

// Whole frames one after the other: one event each.
struct whole_frames {
  std::size_t events = 0;
  std::byte* last = nullptr;  // where the last frame taken begins; null: none was
  std::byte* end = nullptr;   // behind it
  bytes unchecked{};          // the last one's payload, if it is a text that may not be UTF-8: has
                              // no event
};

// Takes whole frames of at most `limit` octets from the front of `input` until one is anything
// else, or `out` is full. Arguments by value: nothing here can alias the payload that is written.
// A function of its own, so that its loop has the registers for itself.
template <bool masked>
[[gnu::noinline]] whole_frames read_whole_frames(bytes input, std::span<event> out,
                                                 std::uint64_t limit, const kernels use) noexcept {
  std::byte* at = input.data();
  std::byte* last = nullptr;
  std::byte* const end = at + input.size();
  event* made = out.data();
  for (event* const full = made + out.size(); made != full; ++made) {
    const whole_frame frame = whole_frame_at<masked>({at, end});
    if (frame.payload == nullptr || frame.size > limit) break;
    last = at;
    at = frame.payload + frame.size;
    if (frame.op == opcode::binary) {
      static_cast<void>(unmask_whole<masked>(frame, use));
      *made = whole_message(opcode::binary, frame);
    } else if ((unmask_whole<masked>(frame, use) & high_bits) == 0) {
      *made = whole_message(opcode::text, frame);
    } else {
      return {static_cast<std::size_t>(made - out.data()), last, at, {frame.payload, frame.size}};
    }
  }
  return {static_cast<std::size_t>(made - out.data()), last, at, {}};
}

}  // namespace wsproof
