#include "wsproof/closing.hpp"

#include <array>

#include "wsproof/utf8.hpp"

namespace wsproof {
namespace {

using enum close_state;

// Rows: the state. Columns: send_close, receive_close, fail. A failed connection stays failed;
// after both Close frames nothing more can happen to the closing handshake (§7.1.4).
constexpr std::array<std::array<close_state, 3>, 5> close_transitions{{
    {close_sent, close_received, failed},  // open
    {close_sent, closed, failed},          // close_sent
    {closed, close_received, failed},      // close_received
    {closed, closed, closed},              // closed
    {failed, failed, failed},              // failed
}};

}  // namespace

close_code code_in(const_bytes close_payload) noexcept {
  if (close_payload.size() < 2) return close_code::no_status;
  return static_cast<close_code>(static_cast<unsigned>(close_payload[0]) << 8 |
                                 static_cast<unsigned>(close_payload[1]));
}

errc judge_close_payload(const_bytes payload) noexcept {
  if (payload.empty()) return errc::none;
  if (payload.size() == 1) return errc::close_payload_too_short;
  if (!may_be_sent(code_in(payload))) return errc::close_code_not_allowed;
  if (!is_utf8(payload.subspan(2))) return errc::close_reason_not_utf8;
  return errc::none;
}

close_state after(close_state state, close_input input) noexcept {
  return close_transitions[static_cast<std::size_t>(state)][static_cast<std::size_t>(input)];
}

std::string_view name_of(close_state state) noexcept {
  constexpr std::array<std::string_view, 5> names{"open", "close_sent", "close_received", "closed",
                                                  "failed"};
  return names[static_cast<std::size_t>(state)];
}

std::string_view name_of(close_input input) noexcept {
  constexpr std::array<std::string_view, 3> names{"send_close", "receive_close", "fail"};
  return names[static_cast<std::size_t>(input)];
}

}  // namespace wsproof
