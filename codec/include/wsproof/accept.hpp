// Sec-WebSocket-Key and Sec-WebSocket-Accept (RFC 6455 §1.3, §4.1, §4.2.2): the key and its answer.
// Which mistake made a wrong answer: accept_mistake.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace wsproof {

inline constexpr std::string_view handshake_guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

using key_value = std::array<char, 24>;     // base64 of 16 octets
using accept_value = std::array<char, 28>;  // base64 of a SHA-1 digest

// The key of 16 octets, which the caller has drawn afresh from a source nobody can predict (§4.1).
[[nodiscard]] key_value make_key(std::span<const std::byte, 16> nonce) noexcept;

// base64(SHA-1(key + GUID)), over the key's characters as they are. Any text will do as a key.
[[nodiscard]] accept_value accept_for(std::string_view key) noexcept;

[[nodiscard]] inline std::string_view as_text(const key_value& key) noexcept {
  return {key.data(), key.size()};
}
[[nodiscard]] inline std::string_view as_text(const accept_value& accept) noexcept {
  return {accept.data(), accept.size()};
}

}  // namespace wsproof
