// Layer 3: one side of a connection after the opening handshake. Octets in, events out, every rule
// of RFC 6455 §5-§8 and RFC 7692 §6 checked, pongs and Close replies made (§5.5.1-§5.5.3).
// Never allocates. Knows no socket and no clock: the shell arms its timers from closing().
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wsproof/closing.hpp"
#include "wsproof/endpoint_config.hpp"
#include "wsproof/error.hpp"
#include "wsproof/event.hpp"
#include "wsproof/frame.hpp"
#include "wsproof/frame_decoder.hpp"
#include "wsproof/message_assembler.hpp"
#include "wsproof/message_check.hpp"
#include "wsproof/types.hpp"

namespace wsproof {

class endpoint {
 public:
  // `inflate`: permessage-deflate was negotiated; outlives the endpoint.
  explicit endpoint(const endpoint_config& config, const inflate_stage* inflate = nullptr) noexcept;

  // Takes octets from the front of `input` and puts what they were into `out`; returns how many.
  // Call it until it returns 0: then `input` is empty and nothing is owed. `input` is writable
  // because payload is unmasked where it lies. After `failed`, and after a Close from the peer, it
  // takes and ignores the rest (§7.1.7, §5.5.1).
  [[nodiscard]] std::size_t read(bytes& input, event_batch& out) noexcept {
    return input.empty() && !owes_inflated_ ? 0 : take(input, out);
  }

  // Starts the closing handshake (§7.1.2): writes the Close frame into `out` and returns its size;
  // 0 where a Close was sent already, the code may not be sent, or the reason is longer than 123
  // octets or not UTF-8. close_code::no_status sends an empty payload.
  [[nodiscard]] std::size_t close(close_code code, std::string_view reason,
                                  std::span<std::byte, max_control_frame_size> out) noexcept;

  [[nodiscard]] close_state closing() const noexcept { return closing_; }
  [[nodiscard]] errc error() const noexcept { return error_; }  // sticky

  // Where the frame that was read last begins, in octets of the stream; after a failure, the
  // offending frame.
  [[nodiscard]] std::uint64_t offset() const noexcept { return decoder_.frame_offset(); }

  // Neither a frame nor a message is cut if the stream ends here.
  [[nodiscard]] bool is_between_messages() const noexcept {
    return decoder_.is_between_frames() && assembler_.is_between_messages();
  }

 private:
  class batch;  // the events of one call, and the scratch they may use

  [[nodiscard]] std::size_t take(bytes& input, event_batch& out) noexcept;
  template <bool masked>
  void take_whole_frames(bytes& input, batch& out) noexcept;
  void take_inside_frame(bytes& input, batch& out) noexcept;
  void take_piece(bytes& input, batch& out) noexcept;
  void take_data(const message_event& piece, bytes& input, batch& out) noexcept;
  void take_compressed(const message_event& piece, bytes& input, batch& out) noexcept;
  [[nodiscard]] std::size_t inflate(const_bytes octets, bool ends, batch& out) noexcept;
  void take_plain(bytes octets, bool ends, batch& out) noexcept;
  void give(bytes octets, bool ends, batch& out) noexcept;
  void answer_ping(bytes payload, batch& out) noexcept;
  void answer_close(bytes payload, batch& out) noexcept;
  void fail(errc error, batch& out) noexcept;
  void reply(opcode op, const_bytes payload, batch& out) noexcept;

  const endpoint_config* config_;
  const inflate_stage* inflate_;
  frame_decoder decoder_;
  message_check check_;
  message_assembler assembler_;
  opcode op_ = opcode::text;    // of the open message
  bool begins_ = false;         // no event of the open message was given yet
  bool owes_inflated_ = false;  // all octets went into the inflate stage, which has more for us
  bool owed_ends_ = false;      // and they were the message's last
  close_state closing_ = close_state::open;
  errc error_ = errc::none;
};

}  // namespace wsproof
