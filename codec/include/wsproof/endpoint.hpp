// Layer 3: one side of a connection after the opening handshake. Octets in, events out, every rule
// of RFC 6455 §5-§8 and RFC 7692 §6 checked, pongs and Close replies made (§5.5.1-§5.5.3).
// Never allocates. Knows no socket and no clock: the shell arms its timers from closing().
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "wsproof/closing.hpp"
#include "wsproof/error.hpp"
#include "wsproof/frame.hpp"
#include "wsproof/frame_decoder.hpp"
#include "wsproof/kernels.hpp"
#include "wsproof/message_assembler.hpp"
#include "wsproof/message_check.hpp"
#include "wsproof/types.hpp"

namespace wsproof {

// Something the stream was, or, `send`, something that the shell must now write to the peer.
struct event {
  enum class kind : std::uint8_t { message, ping, pong, close, send, failed };
  kind what;
  opcode op : 4;           // message: text or binary
  std::uint8_t first : 1;  // message: this piece begins it
  std::uint8_t last : 1;   // message: this piece ends it
  errc error;              // failed: which rule; describe(error) has the rest
  std::uint32_t size;      // octets at `data`
  std::byte* data;  // valid until the next call; message, ping, pong and close alias the input

  [[nodiscard]] bytes octets() const noexcept { return {data, size}; }
};

// What a Close frame's payload says (§5.5.1). No payload: close_code::no_status (§7.1.5).
[[nodiscard]] close_code code_of(const event& close) noexcept;
[[nodiscard]] std::string_view reason_of(const event& close) noexcept;

using event_batch = std::array<event, 32>;

// Inflates one connection's compressed messages. Made by wsproof::deflate; `self` outlives the
// endpoint. The function takes octets of a message's payload from `in` (`ends`: they are its last),
// puts plain octets into `out` and sets `more` while it has more of them for a bigger `out`.
struct inflate_stage {
  struct step {
    std::size_t taken = 0;  // octets of `in`
    std::size_t given = 0;  // octets of `out`
    bool more = false;      // call again before anything else
    errc error = errc::none;
  };
  step (*inflate)(void* self, const_bytes in, bool ends, bytes out) noexcept = nullptr;
  void* self = nullptr;
};

// Shared by all endpoints of a loop, which it outlives; never changed while one exists.
struct endpoint_config {
  role plays = role::server;
  std::uint64_t max_message_size = 16u << 20;  // octets, before inflation; 0: no limit
  std::uint32_t max_fragments = 0;             // frames of one message; 0: no limit
  const kernels* use = &portable_kernels;
  mask_key (*new_mask_key)(void* entropy) noexcept =
      nullptr;  // client: fresh and unpredictable (§5.3)
  void* entropy = nullptr;
  bytes scratch{};  // borrowed during read() only: inflated octets and replies are built here.
                    // At least 256 octets; with an inflate_stage 16 KiB serve well
};

class endpoint {
 public:
  // `inflate`: permessage-deflate was negotiated; outlives the endpoint.
  explicit endpoint(const endpoint_config& config, const inflate_stage* inflate = nullptr) noexcept;

  // Takes octets from the front of `input` and puts what they were into `out`; returns how many.
  // Call it until it returns 0: then `input` is empty and nothing is owed. `input` is writable
  // because payload is unmasked where it lies. After `failed`, or a Close in both directions, it
  // takes and ignores the rest (§7.1.7, §5.5.1).
  [[nodiscard]] std::size_t read(bytes& input, event_batch& out) noexcept {
    return input.empty() && !owes_events_ ? 0 : take(input, out);
  }

  // Starts the closing handshake (§7.1.2): writes the Close frame into `out` and returns its size;
  // 0 where a Close was sent already, the code may not be sent, or the reason is too long (123
  // octets) or not UTF-8. close_code::no_status sends an empty payload.
  [[nodiscard]] std::size_t close(close_code code, std::string_view reason,
                                  std::span<std::byte, max_control_frame_size> out) noexcept;

  [[nodiscard]] close_state closing() const noexcept { return closing_; }
  [[nodiscard]] errc error() const noexcept { return error_; }  // sticky
  [[nodiscard]] std::uint64_t offset() const noexcept;  // octets of the stream before the frame
                                                        // being read, or the offending one
 private:
  [[nodiscard]] std::size_t take(bytes& input, event_batch& out) noexcept;
  bool owes_events_ = false;
  close_state closing_ = close_state::open;
  errc error_ = errc::none;
};

}  // namespace wsproof
