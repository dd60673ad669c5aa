// Layer 1: octets -> frame pieces, with every rule a single header can break (RFC 6455 §5.1, §5.2,
// §5.3, §5.5). Keeps at most one partial header between calls. Payload is unmasked where it lies.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "wsproof/error.hpp"
#include "wsproof/frame.hpp"
#include "wsproof/kernels.hpp"
#include "wsproof/types.hpp"

namespace wsproof {

// A part of one frame's payload, as much as lay in the input. A frame without payload is one empty
// piece that is both first and last.
struct frame_piece {
  enum class kind : std::uint8_t { more_input_needed, payload, failed };
  kind what = kind::more_input_needed;
  errc error = errc::none;  // failed: the rule that was broken
  opcode op = opcode::continuation;
  bool fin = false;
  bool rsv1 = false;
  bool first = false;            // begins its frame
  bool last = false;             // ends its frame
  bytes payload{};               // unmasked; aliases the input
  std::uint64_t frame_size = 0;  // octets of the whole frame's payload, as declared
};

struct frame_rules {
  role reads_from = role::client;  // who sends the frames: a client's are masked, a server's not
  bool allow_rsv1 = false;         // an extension gave RSV1 a meaning (RFC 7692 §6)
};

class frame_decoder {
 public:
  explicit frame_decoder(frame_rules rules) noexcept;

  // Takes octets from the front of `input` and says what they were. Call it until it returns
  // more_input_needed, which it does only when `input` is empty. After `failed` every call returns
  // the same failure and takes nothing.
  [[nodiscard]] frame_piece next(bytes& input, const kernels& use = portable_kernels) noexcept;

  // Octets of the stream up to the frame that is being read (after a failure: the offending one).
  [[nodiscard]] std::uint64_t frame_offset() const noexcept { return frame_offset_; }

  // Between frames: the stream may end here without cutting one.
  [[nodiscard]] bool is_between_frames() const noexcept;

 private:
  enum class state : std::uint8_t { reading_header, reading_payload, failed };

  std::uint64_t frame_offset_ = 0;  // octets of the stream before the current frame
  std::uint64_t remaining_ = 0;     // octets of payload still to come
  std::uint64_t frame_size_ = 0;    // octets of payload in all
  std::array<std::byte, max_header_size - 1> partial_{};
  std::uint8_t partial_size_ = 0;
  state state_ = state::reading_header;
  // and what the current header said
};

}  // namespace wsproof
