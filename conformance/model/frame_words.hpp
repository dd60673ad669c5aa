// The words a case says frames with: text("Hel").more(), ping(octets(126)),
// with_opcode(3). Wrongness is a word on the frame. Masking is not said: the
// role demands it (RFC 6455 §5.1).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "conformance/model/payload.hpp"
#include "wsproof/frame.hpp"
#include "wsproof/types.hpp"

namespace wsproof::conformance {

struct frame_words {
  opcode op = opcode::text;
  payload body;
  bool fin = true;
  std::uint8_t rsv = 0;         // 4 = RSV1, 2 = RSV2, 1 = RSV3
  bool wrong_mask = false;      // does the opposite of what the role demands
  std::optional<mask_key> key;  // else the driver's
  length_form form = length_form::shortest;
  std::optional<std::uint64_t> declared;  // the length the header tells; else the true one

  [[nodiscard]] frame_words more() const;              // FIN clear
  [[nodiscard]] frame_words with_rsv(int bits) const;  // 0 to 7
  [[nodiscard]] frame_words mask_flipped() const;
  [[nodiscard]] frame_words masked_by(mask_key with) const;
  [[nodiscard]] frame_words length_in(int octets) const;          // 1, 2 or 8 octets of length
  [[nodiscard]] frame_words declaring(std::uint64_t size) const;  // a header that lies
};

[[nodiscard]] frame_words text(payload body);
[[nodiscard]] frame_words binary(payload body);
[[nodiscard]] frame_words more_of(payload body);  // a continuation; the last unless .more()
[[nodiscard]] frame_words ping(payload body = {});
[[nodiscard]] frame_words pong(payload body = {});
[[nodiscard]] frame_words close_frame(int code, std::string_view reason = {});
[[nodiscard]] frame_words close_holding(payload body);  // whatever octets
[[nodiscard]] frame_words with_opcode(int op, payload body = {});

// "text, 5 octets, FIN clear, RSV2 set": for `explain` and reports.
[[nodiscard]] std::string in_words(const frame_words& frame);

}  // namespace wsproof::conformance
