#include "wsproof/error.hpp"

#include <array>

#include "enumeration_table.hpp"

namespace wsproof {
namespace {

using enum errc;

constexpr std::array<error_entry, errc_count> error_table{{
    {none, "none", "nothing is wrong", "", close_code::normal},
    {reserved_bit_set, "reserved_bit_set",
     "a reserved bit (RSV1-3) is set, but no extension that uses it was negotiated",
     "RFC 6455 §5.2", close_code::protocol_error},
    {compressed_control_frame, "compressed_control_frame",
     "RSV1 is set on a control frame; control frames are never compressed", "RFC 7692 §6.1",
     close_code::protocol_error},
    {compressed_continuation, "compressed_continuation",
     "RSV1 is set on a continuation; only a message's first frame says that it is compressed",
     "RFC 7692 §6.1", close_code::protocol_error},
    {reserved_opcode, "reserved_opcode", "the opcode is reserved (3-7 or 0xb-0xf)", "RFC 6455 §5.2",
     close_code::protocol_error},
    {frame_not_masked, "frame_not_masked",
     "the MASK bit is clear, but a client must mask every frame", "RFC 6455 §5.1",
     close_code::protocol_error},
    {frame_masked, "frame_masked", "the MASK bit is set, but a server must not mask any frame",
     "RFC 6455 §5.1", close_code::protocol_error},
    {length_not_minimal, "length_not_minimal",
     "the payload length is not written in the fewest octets possible", "RFC 6455 §5.2",
     close_code::protocol_error},
    {length_msb_set, "length_msb_set",
     "the most significant bit of the 64-bit payload length is set", "RFC 6455 §5.2",
     close_code::protocol_error},
    {control_frame_fragmented, "control_frame_fragmented",
     "a control frame has FIN clear; control frames must not be fragmented", "RFC 6455 §5.5",
     close_code::protocol_error},
    {control_frame_too_long, "control_frame_too_long",
     "a control frame has a payload of more than 125 octets", "RFC 6455 §5.5",
     close_code::protocol_error},
    {continuation_without_message, "continuation_without_message",
     "a continuation came although no message is open", "RFC 6455 §5.4",
     close_code::protocol_error},
    {message_interrupted, "message_interrupted",
     "a new text or binary frame came before the open message was finished", "RFC 6455 §5.4",
     close_code::protocol_error},
    {close_payload_too_short, "close_payload_too_short",
     "a Close frame has one octet of payload; a close code has two", "RFC 6455 §5.5.1",
     close_code::protocol_error},
    {close_code_not_allowed, "close_code_not_allowed",
     "the close code is one that must not be sent", "RFC 6455 §7.4", close_code::protocol_error},
    {close_reason_not_utf8, "close_reason_not_utf8", "the close reason is not UTF-8",
     "RFC 6455 §5.5.1", close_code::invalid_payload},
    {text_not_utf8, "text_not_utf8", "a text message holds an octet that is not UTF-8 there",
     "RFC 6455 §8.1", close_code::invalid_payload},
    {text_incomplete, "text_incomplete", "a text message ends inside a UTF-8 character",
     "RFC 6455 §8.1", close_code::invalid_payload},
    {message_too_big, "message_too_big", "the message has more octets than this endpoint accepts",
     "RFC 6455 §7.4.1", close_code::message_too_big},
    {too_many_fragments, "too_many_fragments",
     "the message has more frames than this endpoint accepts", "RFC 6455 §10.4",
     close_code::policy_violation},
    {inflated_message_too_big, "inflated_message_too_big",
     "the message inflates to more octets than this endpoint accepts", "RFC 6455 §10.4",
     close_code::message_too_big},
    {inflate_ratio_exceeded, "inflate_ratio_exceeded",
     "the message inflates to more octets per compressed octet than this endpoint accepts",
     "RFC 6455 §10.4", close_code::message_too_big},
    {compressed_data_invalid, "compressed_data_invalid",
     "the compressed message is not a valid DEFLATE stream", "RFC 7692 §7.2.2",
     close_code::invalid_payload},
}};

static_assert(is_in_enumeration_order(error_table));

}  // namespace

const error_entry& describe(errc code) noexcept {
  return row_of(error_table, code);
}

}  // namespace wsproof
