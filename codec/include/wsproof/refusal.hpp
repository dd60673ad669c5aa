// Why a server refuses an opening handshake (RFC 6455 §4.2.1), and the HTTP answer that says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "wsproof/http_error.hpp"

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
  request_too_slow,
  too_many_connections,
  shutting_down,
};

inline constexpr std::size_t refusal_count = 28;

[[nodiscard]] const rule_entry& describe(refusal why) noexcept;

// Writes the whole response to the front of `out`: the status, the fields it must carry, and a few
// lines of plain text that name the rule, its section and the remedy. It ends the connection
// ("Connection: close"). Returns its size; 0 where it does not fit. An answer to a HEAD request has
// no body.
[[nodiscard]] std::size_t write_refusal(refusal why, std::span<char> out,
                                        bool answers_head = false) noexcept;
[[nodiscard]] std::size_t write_refusal(http_error why, std::span<char> out,
                                        bool answers_head = false) noexcept;
inline constexpr std::size_t max_refusal_size = 768;  // octets; any of them fits

}  // namespace wsproof
