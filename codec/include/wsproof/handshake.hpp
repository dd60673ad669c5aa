// The server's side of the opening handshake (RFC 6455 §4.2): a request's head -> accepted or the
// first rule it breaks; what was decided -> the HTTP answer. Pure functions. The client's side:
// client_handshake.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wsproof/accept.hpp"
#include "wsproof/http_head.hpp"

namespace wsproof {

// The first rule that a request breaks. Those from `origin_not_allowed` on are the shell's to
// decide.
enum class refusal : std::uint8_t {
  none,
  method_not_get,
  http_version_too_old,  // below 1.1
  target_not_a_path,     // "*" or an authority
  body_not_allowed,
  upgrade_missing,
  upgrade_lacks_websocket,
  connection_missing,
  connection_lacks_upgrade,
  key_missing,
  key_repeated,
  key_not_base64,
  key_not_16_octets,
  key_has_stray_bits,
  version_missing,
  version_repeated,
  version_malformed,  // not a number of 0-255 without leading zeros
  version_not_supported,
  origin_repeated,
  subprotocol_not_token,
  subprotocol_repeated,
  too_many_subprotocols,
  extensions_malformed,
  origin_not_allowed,
  path_unknown,
  credentials_missing,
  request_too_slow,
  too_many_connections,
  shutting_down,
};

inline constexpr std::size_t refusal_count = 29;
inline constexpr std::size_t max_subprotocols = 64;  // offers in one request

[[nodiscard]] const rule_entry& describe(refusal why) noexcept;

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

// Write the whole response to the front of `out` and return its size; 0 where it does not fit or a
// value holds an octet that would break the head.
[[nodiscard]] std::size_t write_acceptance(const acceptance& answer, std::span<char> out) noexcept;
[[nodiscard]] std::size_t write_refusal(refusal why, std::span<char> out) noexcept;
[[nodiscard]] std::size_t write_refusal(http_error why, std::span<char> out) noexcept;
inline constexpr std::size_t max_refusal_size = 768;  // octets

}  // namespace wsproof
