// The closing handshake (RFC 6455 §7.1) as a table, and the payload of its frames (§5.5.1). Does
// not know the role: who drops TCP first is the shell's business (§7.1.1).
#pragma once

#include <cstdint>
#include <string_view>

#include "wsproof/error.hpp"
#include "wsproof/types.hpp"

namespace wsproof {

// Named by what the connection waits for.
enum class close_state : std::uint8_t {
  open,
  close_sent,      // our Close is out, theirs is awaited; data may still arrive
  close_received,  // theirs is here, ours is owed
  closed,          // both Close frames went over; TCP may go
  failed,          // _Fail the WebSocket Connection_ (§7.1.7)
};

enum class close_input : std::uint8_t { send_close, receive_close, fail };

// The state after `input`. Total: every pair has an answer.
[[nodiscard]] close_state after(close_state state, close_input input) noexcept;

// Whether a data frame may still be sent in this state (§5.5.1).
[[nodiscard]] constexpr bool may_send_data(close_state state) noexcept {
  return state == close_state::open;
}

// The code in a Close frame's payload; close_code::no_status where there is none (§7.1.5).
[[nodiscard]] close_code code_in(const_bytes close_payload) noexcept;

// The rule that a Close frame's payload breaks, or none (§5.5.1, §7.4, §8.1).
[[nodiscard]] errc judge_close_payload(const_bytes payload) noexcept;

[[nodiscard]] std::string_view name_of(close_state state) noexcept;
[[nodiscard]] std::string_view name_of(close_input input) noexcept;

}  // namespace wsproof
