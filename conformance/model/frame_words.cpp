#include "conformance/model/frame_words.hpp"

#include <string>

namespace wsproof::conformance {
namespace {

frame_words frame_of(opcode op, payload body) {
  frame_words frame;
  frame.op = op;
  frame.body = std::move(body);
  return frame;
}

}  // namespace

frame_words frame_words::more() const {
  frame_words changed = *this;
  changed.fin = false;
  return changed;
}

frame_words frame_words::with_rsv(int bits) const {
  frame_words changed = *this;
  changed.rsv = static_cast<std::uint8_t>(bits & 7);
  return changed;
}

frame_words frame_words::mask_flipped() const {
  frame_words changed = *this;
  changed.wrong_mask = !wrong_mask;
  return changed;
}

frame_words frame_words::masked_by(mask_key with) const {
  frame_words changed = *this;
  changed.key = with;
  return changed;
}

frame_words frame_words::length_in(int octets) const {
  frame_words changed = *this;
  changed.form = octets == 8   ? length_form::sixty_four_bits
                 : octets == 2 ? length_form::sixteen_bits
                               : length_form::seven_bits;
  return changed;
}

frame_words frame_words::declaring(std::uint64_t size) const {
  frame_words changed = *this;
  changed.declared = size;
  return changed;
}

frame_words text(payload body) {
  return frame_of(opcode::text, std::move(body));
}
frame_words binary(payload body) {
  return frame_of(opcode::binary, std::move(body));
}
frame_words more_of(payload body) {
  return frame_of(opcode::continuation, std::move(body));
}
frame_words ping(payload body) {
  return frame_of(opcode::ping, std::move(body));
}
frame_words pong(payload body) {
  return frame_of(opcode::pong, std::move(body));
}

frame_words close_frame(int code, std::string_view reason) {
  std::string body{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
  return frame_of(opcode::close, body.append(reason));
}

frame_words close_holding(payload body) {
  return frame_of(opcode::close, std::move(body));
}

frame_words with_opcode(int op, payload body) {
  return frame_of(static_cast<opcode>(op), std::move(body));
}

std::string in_words(const frame_words& frame) {
  std::string words{name_of(frame.op)};
  if (is_reserved(frame.op)) words += " opcode " + std::to_string(static_cast<int>(frame.op));
  const auto size = frame.body.size();
  words += ", " + std::to_string(size) + (size == 1 ? " octet" : " octets");
  if (frame.op == opcode::close && size >= 2) {
    const std::string head = frame.body.octets().substr(0, 2);
    const int code =
        static_cast<unsigned char>(head[0]) * 256 + static_cast<unsigned char>(head[1]);
    words += ", code " + std::to_string(code);
  }
  if (!frame.fin) words += ", FIN clear";
  if (frame.rsv & 4) words += ", RSV1 set";
  if (frame.rsv & 2) words += ", RSV2 set";
  if (frame.rsv & 1) words += ", RSV3 set";
  if (frame.wrong_mask) words += ", masked the wrong way";
  if (frame.form == length_form::sixteen_bits) words += ", length in 2 octets";
  if (frame.form == length_form::sixty_four_bits) words += ", length in 8 octets";
  if (frame.declared) words += ", declaring " + std::to_string(*frame.declared) + " octets";
  return words;
}

}  // namespace wsproof::conformance
