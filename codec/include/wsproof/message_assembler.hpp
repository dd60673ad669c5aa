// Layer 2: frame pieces -> message events, with the rules that span frames (RFC 6455 §5.4) and the
// payload of a Close frame (§5.5.1, §7.4). Keeps one control payload between calls.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "wsproof/error.hpp"
#include "wsproof/frame.hpp"
#include "wsproof/frame_decoder.hpp"
#include "wsproof/types.hpp"

namespace wsproof {

// A piece of a message, or a whole control frame.
struct message_event {
  enum class kind : std::uint8_t { nothing, data, ping, pong, close, failed };
  kind what = kind::nothing;
  errc error = errc::none;    // failed: the rule that was broken
  opcode op = opcode::text;   // data: text or binary
  bool first = false;         // data: begins its message
  bool last = false;          // data: ends its message
  bool compressed = false;    // data: the message's first frame had RSV1 (RFC 7692 §6)
  bool begins_frame = false;  // data: begins a frame, of frame_size octets
  std::uint64_t frame_size = 0;
  bool kept = false;  // control: came in pieces; the payload is the assembler's until it takes more
  bytes payload{};    // aliases the piece, or, where it is kept, the assembler
};

class message_assembler {
 public:
  // Takes the next piece of the stream. The pieces are those of one frame_decoder, in order.
  [[nodiscard]] message_event take(const frame_piece& piece) noexcept;

  // The reader of the last data event put octets of it back into its frame: the message is still
  // open, whatever that event said.
  void put_back() noexcept { open_ = true; }

  // Between messages: no message is open.
  [[nodiscard]] bool is_between_messages() const noexcept { return !open_; }

  // A message is open and its first frame had RSV1.
  [[nodiscard]] bool is_compressed() const noexcept { return open_ && compressed_; }

 private:
  [[nodiscard]] message_event take_data(const frame_piece& piece) noexcept;
  [[nodiscard]] message_event take_control(const frame_piece& piece) noexcept;

  std::array<std::byte, max_control_payload_size> control_{};  // a control frame in pieces
  std::uint8_t control_size_ = 0;
  bool open_ = false;  // a message was begun and not yet ended
  bool compressed_ = false;
  opcode op_ = opcode::text;  // of the open message
};

}  // namespace wsproof
