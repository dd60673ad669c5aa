// What both sides agree on for permessage-deflate (RFC 7692 §5, §7.1), from the values of
// Sec-WebSocket-Extensions and back. Pure functions for both roles; the engines that keep the
// agreement are `inflater` and `deflater`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wsproof/header_list.hpp"
#include "wsproof/http_error.hpp"
#include "wsproof/types.hpp"

namespace wsproof {

inline constexpr std::string_view deflate_name = "permessage-deflate";

// The four parameters of an answer. 0 bits: the parameter is not there, so the window is unlimited.
struct deflate_params {
  bool server_no_context_takeover = false;
  bool client_no_context_takeover = false;
  std::uint8_t server_max_window_bits = 0;  // 8-15, or 0
  std::uint8_t client_max_window_bits = 0;  // 8-15, or 0

  // What they mean for the messages that `sender` sends.
  [[nodiscard]] constexpr std::uint8_t window_bits(role sender) const noexcept {
    const std::uint8_t bits =
        sender == role::server ? server_max_window_bits : client_max_window_bits;
    return bits == 0 ? 15 : bits;
  }
  [[nodiscard]] constexpr bool takes_context_over(role sender) const noexcept {
    return !(sender == role::server ? server_no_context_takeover : client_no_context_takeover);
  }
  // zlib writes raw DEFLATE with 9 bits or more. A side held to 8 sends its messages plain (§6).
  [[nodiscard]] constexpr bool may_deflate(role sender) const noexcept {
    return window_bits(sender) > 8;
  }
  friend bool operator==(const deflate_params&, const deflate_params&) = default;
};

// What a client asks. In an offer client_max_window_bits may stand without a value (§7.1.2.2).
struct deflate_offer {
  deflate_params asks{};
  bool understands_client_max_window_bits = true;  // false: asks.client_max_window_bits is 0
};

// Why an offer is declined, or an answer fails the connection (§7).
enum class deflate_fault : std::uint8_t {
  none,
  list_malformed,  // not the grammar of RFC 6455 §9.1
  parameter_unknown,
  parameter_repeated,
  value_not_allowed,           // server_ or client_no_context_takeover has one
  value_missing,               // server_max_window_bits, or client_ in an answer, has none
  window_bits_malformed,       // not 8-15 in decimal without leading zeros
  window_not_supported,        // offer: the server cannot keep its window that small
  client_window_not_limited,   // offer: the server wants a smaller window than the client can keep
  answered_twice,              // more than one permessage-deflate in an answer
  client_window_not_offered,   // answer: client_max_window_bits, which the offer did not have
  client_window_too_big,       // answer: more than was offered
  server_window_not_answered,  // answer: lacks the server_max_window_bits that was asked for
  server_window_too_big,       // answer: more than was asked for
  server_takeover_not_answered,  // answer: lacks the server_no_context_takeover that was asked for
};
inline constexpr std::size_t deflate_fault_count = 15;

// Name, words and section. Static storage; a value outside the enumeration is described as `none`.
[[nodiscard]] const rule_entry& describe(deflate_fault fault) noexcept;

// What a server is ready to do.
struct deflate_limits {
  std::uint8_t server_max_window_bits = 15;  // 9-15: the most it uses
  std::uint8_t client_max_window_bits = 15;  // 8-15: the most it wants to keep for a client
  bool server_no_context_takeover = false;   // give up takeover though not asked to
  bool client_no_context_takeover = false;   // demand that the client gives it up
  // Clients that do not understand client_max_window_bits cannot be held to less than 15: decline.
  bool insists_on_client_window = false;
};

struct offer_result {
  enum class kind : std::uint8_t { accepted, declined, malformed };
  kind what = kind::declined;
  deflate_fault fault = deflate_fault::none;  // declined: why the last offer was; none: no offer
  deflate_params agreed{};                    // accepted
};

// The server's choice: the first offer that it can keep (§5). A list that is malformed anywhere is
// malformed as a whole; it answers 400 (RFC 6455 §9.1).
[[nodiscard]] offer_result choose_offer(header_fields request,
                                        const deflate_limits& limits) noexcept;

struct answer_result {
  deflate_fault fault = deflate_fault::none;  // else the client fails the connection (§7)
  bool is_accepted = false;                   // false without a fault: messages are plain
  deflate_params agreed{};
};

// The client's judgement of a response to `offer`. Other extensions are not looked at.
[[nodiscard]] answer_result check_answer(header_fields response,
                                         const deflate_offer& offer) noexcept;

// Write the value of Sec-WebSocket-Extensions and return its size.
inline constexpr std::size_t max_deflate_value_size = 160;  // octets
using deflate_value_room = std::span<char, max_deflate_value_size>;
std::size_t write_offer(const deflate_offer& offer, deflate_value_room out) noexcept;
std::size_t write_answer(const deflate_params& agreed, deflate_value_room out) noexcept;

}  // namespace wsproof
