// Every way a peer can break RFC 6455's framing or RFC 7692: one enumerator is one broken sentence,
// one close code, one section. What a peer got wrong in the opening handshake is in handshake.hpp.
#pragma once

#include <cstdint>
#include <string_view>

#include "wsproof/types.hpp"

namespace wsproof {

enum class errc : std::uint8_t {
  none,
  reserved_bit_set,              // RSV1-3 without an extension that gives it a meaning
  compressed_control_frame,      // RSV1 on a control frame although deflate was negotiated
  compressed_continuation,       // RSV1 on a continuation although deflate was negotiated
  reserved_opcode,               // 3-7, 0xb-0xf
  frame_not_masked,              // a client's frame without mask
  frame_masked,                  // a server's frame with mask
  length_not_minimal,            // 16-bit form below 126, 64-bit form below 65536
  length_msb_set,                // most significant bit of a 64-bit length
  control_frame_fragmented,      // FIN clear on close, ping or pong
  control_frame_too_long,        // more than 125 octets
  continuation_without_message,  // opcode 0 with nothing to continue
  message_interrupted,           // a new data frame before the last message ended
  close_payload_too_short,       // a Close frame with one octet
  close_code_not_allowed,        // a code that must not be on the wire
  close_reason_not_utf8,
  text_not_utf8,             // an octet that cannot be in any UTF-8 text
  text_incomplete,           // the message ends inside a character
  message_too_big,           // the local limit on a message's octets, before inflation
  too_many_fragments,        // the local limit on a message's frames
  inflated_message_too_big,  // the local limit on a message's octets, after inflation
  inflate_ratio_exceeded,    // the local limit on inflated octets per compressed octet
  compressed_data_invalid,   // not a DEFLATE stream
};

inline constexpr std::size_t errc_count = 23;

// What there is to say of one errc. All text has static storage.
struct error_entry {
  errc code;
  std::string_view name;     // the enumerator's name
  std::string_view says;     // what was wrong, in plain words
  std::string_view section;  // "RFC 6455 §5.2"
  close_code close;          // what the failing endpoint puts in its Close frame (§7.1.7)
};

// Cost: one table look-up. A value outside the enumeration is described as `none`.
[[nodiscard]] const error_entry& describe(errc code) noexcept;

}  // namespace wsproof
