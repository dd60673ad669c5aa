// What an endpoint says: what the stream was, or what the shell must write. 16 octets, no owner.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "wsproof/error.hpp"
#include "wsproof/types.hpp"

namespace wsproof {

struct event {
  enum class kind : std::uint8_t {
    message,  // a piece of a text or binary message: plain octets
    ping,     // its reply is the `send` that follows
    pong,
    close,   // the peer's Close frame: its payload; its reply, if one is owed, is the next `send`
    send,    // octets that the shell must write to the peer, in order
    failed,  // the peer broke a rule; the Close frame that says so is the next `send`
  };
  kind what = kind::message;
  opcode op = opcode::continuation;  // message: text or binary
  errc error = errc::none;           // failed: which rule; describe(error) has the rest
  bool first : 1 = false;            // message: this piece begins it
  bool last : 1 = false;             // message: this piece ends it
  std::uint32_t size = 0;            // octets at `data`
  std::byte* data =
      nullptr;  // valid until the next read(); in the input, the endpoint or the scratch

  [[nodiscard]] bytes octets() const noexcept { return {data, size}; }
};
static_assert(sizeof(event) == 16);

// Code and reason of a `close` event (§5.5.1, §7.1.5, §7.1.6). Without payload:
// close_code::no_status. The reason lives as long as the event's octets.
[[nodiscard]] close_code code_of(const event& close) noexcept;
[[nodiscard]] std::string_view reason_of(const event& close) noexcept;

inline constexpr std::size_t events_per_batch = 32;
using event_batch = std::array<event, events_per_batch>;

}  // namespace wsproof
