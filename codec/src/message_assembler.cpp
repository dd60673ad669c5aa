#include "wsproof/message_assembler.hpp"

#include <algorithm>

#include "wsproof/closing.hpp"

namespace wsproof {
namespace {

constexpr message_event failure(errc error) noexcept {
  return {.what = message_event::kind::failed, .error = error};
}

}  // namespace

message_event message_assembler::take(const frame_piece& piece) noexcept {
  switch (piece.what) {
    case frame_piece::kind::more_input_needed:
      return {};
    case frame_piece::kind::failed:
      return failure(piece.error);
    case frame_piece::kind::payload:
      break;
  }
  return is_control(piece.op) ? take_control(piece) : take_data(piece);
}

// §5.4: a message begins with a text or binary frame, goes on with continuations and ends with FIN.
message_event message_assembler::take_data(const frame_piece& piece) noexcept {
  const bool continues = piece.op == opcode::continuation;
  if (piece.first && continues && !open_) return failure(errc::continuation_without_message);
  if (piece.first && !continues && open_) return failure(errc::message_interrupted);
  const bool begins = piece.first && !continues;
  if (begins) {
    op_ = piece.op;
    compressed_ = piece.rsv1;
  }
  const bool ends = piece.last && piece.fin;
  open_ = !ends;
  return {.what = message_event::kind::data,
          .op = op_,
          .first = begins,
          .last = ends,
          .compressed = compressed_,
          .begins_frame = piece.first,
          .frame_size = piece.frame_size,
          .payload = piece.payload};
}

// A control frame is handed on whole: where it lies if it came in one piece, else from control_.
message_event message_assembler::take_control(const frame_piece& piece) noexcept {
  bytes payload = piece.payload;
  const bool in_pieces = !piece.first || !piece.last;
  if (in_pieces) {
    if (piece.first) control_size_ = 0;
    std::copy(payload.begin(), payload.end(), control_.begin() + control_size_);
    control_size_ = static_cast<std::uint8_t>(control_size_ + payload.size());
    if (!piece.last) return {};
    payload = bytes(control_).first(control_size_);
  }
  message_event whole{.what = message_event::kind::close, .kept = in_pieces, .payload = payload};
  if (piece.op == opcode::ping) whole.what = message_event::kind::ping;
  if (piece.op == opcode::pong) whole.what = message_event::kind::pong;
  if (whole.what != message_event::kind::close) return whole;
  const errc fault = judge_close_payload(payload);
  return fault == errc::none ? whole : failure(fault);
}

}  // namespace wsproof
