// The server's side of the opening handshake (RFC 6455 §4.2): a request's head -> accepted or the
// first rule it breaks; what was agreed -> the 101. Pure functions. The answer to a request that is
// refused: refusal.hpp. The client's side: client_handshake.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wsproof/accept.hpp"
#include "wsproof/http_head.hpp"
#include "wsproof/refusal.hpp"

namespace wsproof {

inline constexpr std::size_t max_subprotocols = 64;  // offers in one request

// Whether the request wants to leave HTTP at all: it has an Upgrade field. One that has none and
// goes to a path with a page is an ordinary GET.
[[nodiscard]] bool asks_for_upgrade(const request_head& head) noexcept;

// The first rule of §4.2.1 that `head` breaks, in the RFC's order, or none.
[[nodiscard]] refusal check_upgrade(const request_head& head) noexcept;

// The first of the client's offers, which come in its order of preference (§4.1), that is among
// `known`; empty where none is. Compared with case (§4.2.2). A view into `head`.
[[nodiscard]] std::string_view choose_subprotocol(const request_head& head,
                                                  std::span<const std::string_view> known) noexcept;

// What the 101 says beside Upgrade and Connection. Empty fields are not sent.
struct acceptance {
  std::string_view key{};          // the request's Sec-WebSocket-Key, as sent
  std::string_view subprotocol{};  // one that was offered
  std::string_view extensions{};   // the whole value, as negotiated
};

// Writes the whole 101 to the front of `out` and returns its size; 0 where it does not fit or a
// value holds an octet that would break the head.
[[nodiscard]] std::size_t write_acceptance(const acceptance& answer, std::span<char> out) noexcept;

}  // namespace wsproof
