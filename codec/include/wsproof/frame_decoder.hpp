// Layer 1: octets -> frame pieces, with every rule that a header alone can break (RFC 6455 §5.1,
// §5.2, §5.3, §5.5). Keeps at most one partial header between calls; payload is unmasked where it
// lies.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "wsproof/error.hpp"
#include "wsproof/frame.hpp"
#include "wsproof/kernels.hpp"
#include "wsproof/types.hpp"

namespace wsproof {

// A part of one frame's payload, as much of it as lay in the input. The first piece of a frame
// comes as soon as its header is whole and may be empty.
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
  std::uint64_t frame_size = 0;  // first: octets of the whole frame's payload, as declared
};

struct frame_rules {
  role reads_from = role::client;  // who sends the frames: a client's are masked, a server's not
  bool allow_rsv1 = false;         // an extension gave RSV1 a meaning (RFC 7692 §6)
};

class frame_decoder {
 public:
  explicit frame_decoder(frame_rules rules) noexcept : rules_(rules) {}

  // Takes octets from the front of `input` and says what they were. Call it until it returns
  // more_input_needed: then `input` is empty. After `failed` every call takes nothing and returns
  // the same failure. A rule is judged as soon as the octets that break it are there.
  [[nodiscard]] frame_piece next(bytes& input, const kernels& use = portable_kernels) noexcept;

  // Takes back the last `size` octets of the piece that next() just returned: `input` begins with
  // them again, masked as they came, and the next piece will have them. For a reader that could
  // not use all of a piece.
  void put_back(bytes& input, std::size_t size, const kernels& use = portable_kernels) noexcept;

  // Where in the stream the frame that was read last begins, in octets; after a failure, the
  // offending frame.
  [[nodiscard]] std::uint64_t frame_offset() const noexcept { return frame_offset_; }

  // Between frames: the stream may end here without cutting one.
  [[nodiscard]] bool is_between_frames() const noexcept {
    return state_ == state::reading_header && partial_size_ == 0;
  }

  // Whether the next `size` octets all lie inside the payload of a data frame, neither its first
  // nor its last.
  [[nodiscard]] bool is_inside_data(std::size_t size) const noexcept {
    return state_ == state::reading_payload && size < remaining_ && (first_octet_ & 0x8) == 0;
  }

  // Where is_inside_data(octets.size()): unmasks them and counts them as taken.
  void take_inside(bytes octets, const kernels& use = portable_kernels) noexcept;

  // Between frames only: somebody else read whole frames, the last one from `frame_offset` on;
  // the stream goes on at `next_offset`.
  void skip_to(std::uint64_t frame_offset, std::uint64_t next_offset) noexcept {
    frame_offset_ = frame_offset;
    next_offset_ = next_offset;
  }
  [[nodiscard]] std::uint64_t next_offset() const noexcept { return next_offset_; }

 private:
  enum class state : std::uint8_t { reading_header, announcing_frame, reading_payload, failed };

  [[nodiscard]] bool take_header(bytes& input) noexcept;
  [[nodiscard]] bool accept_header(const_bytes octets) noexcept;
  [[nodiscard]] bool is_masked() const noexcept { return rules_.reads_from == role::client; }
  void unmask(bytes octets, const kernels& use) noexcept;
  [[nodiscard]] frame_piece take_payload(bytes& input, const kernels& use) noexcept;

  std::uint64_t frame_offset_ = 0;  // octets of the stream before the frame read last
  std::uint64_t next_offset_ = 0;   // octets of the stream up to that frame's end
  std::uint64_t remaining_ = 0;     // octets of payload still to come
  std::uint32_t key_ = 0;           // in memory: the octet that meets the next payload octet first
  std::array<std::byte, max_header_size> partial_{};  // a header that came in pieces
  std::uint8_t partial_size_ = 0;
  state state_ = state::reading_header;
  errc error_ = errc::none;
  std::uint8_t first_octet_ = 0;  // of the current frame: FIN, RSV, opcode
  frame_rules rules_;
};

}  // namespace wsproof
