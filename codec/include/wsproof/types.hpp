// The vocabulary of RFC 6455: octets, roles, opcodes, mask keys, close codes.
// Pure values; nothing here judges a peer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace wsproof {

using bytes = std::span<std::byte>;              // caller-owned, writable
using const_bytes = std::span<const std::byte>;  // caller-owned

// The side an endpoint plays. A client masks what it sends, a server does not (§5.1).
enum class role : std::uint8_t { client, server };

// The opcodes of §5.2. Any value from 0 to 15 may be held: the reserved ones have no name.
enum class opcode : std::uint8_t {
  continuation = 0x0,
  text = 0x1,
  binary = 0x2,
  close = 0x8,
  ping = 0x9,
  pong = 0xa,
};

[[nodiscard]] constexpr bool is_control(opcode op) noexcept {
  return (static_cast<std::uint8_t>(op) & 0x8) != 0;
}

[[nodiscard]] constexpr bool is_reserved(opcode op) noexcept {
  const auto low = static_cast<std::uint8_t>(static_cast<std::uint8_t>(op) & 0x7);
  return low > 2;  // 3-7 and 0xb-0xf (§11.8)
}

// The four octets of §5.3, in the order they have on the wire.
struct mask_key {
  std::array<std::byte, 4> octets{};
  friend bool operator==(const mask_key&, const mask_key&) = default;
};

// The close codes with a name (§7.4.1 and the IANA registry). Any 16-bit value may be held.
enum class close_code : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  unsupported_data = 1003,
  no_status = 1005,         // never on the wire: a Close frame without a code
  abnormal_closure = 1006,  // never on the wire: no Close frame at all
  invalid_payload = 1007,
  policy_violation = 1008,
  message_too_big = 1009,
  mandatory_extension = 1010,
  internal_error = 1011,
  service_restart = 1012,
  try_again_later = 1013,
  bad_gateway = 1014,
  tls_handshake = 1015,  // never on the wire
};

// Whether a Close frame may carry this code (§7.4.1, §7.4.2, IANA registry): 1000-1003,
// 1007-1014 and 3000-4999.
[[nodiscard]] constexpr bool may_be_sent(close_code code) noexcept {
  const auto value = static_cast<std::uint16_t>(code);
  return (value >= 1000 && value <= 1003) || (value >= 1007 && value <= 1014) ||
         (value >= 3000 && value <= 4999);
}

// The same octets, seen as text or as bytes. Neither copies; the result lives as long as the
// argument's octets.
[[nodiscard]] const_bytes as_octets(std::string_view text) noexcept;
[[nodiscard]] std::string_view as_text(const_bytes octets) noexcept;

// The RFC's word for an opcode: "text", "ping", ... or "reserved". Static storage.
[[nodiscard]] std::string_view name_of(opcode op) noexcept;

}  // namespace wsproof
