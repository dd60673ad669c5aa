#include "wsproof/message_check.hpp"

namespace wsproof {

void message_check::begin(bool is_text) noexcept {
  size_ = 0;
  fragments_ = 0;
  utf8_.reset();
  is_text_ = is_text;
}

errc message_check::take_frame(std::uint64_t frame_size, const message_limits& limits) noexcept {
  ++fragments_;
  if (limits.max_fragments != 0 && fragments_ > limits.max_fragments) {
    return errc::too_many_fragments;
  }
  if (limits.max_size != 0 && frame_size > limits.max_size - size_) return errc::message_too_big;
  size_ += frame_size;
  return errc::none;
}

message_check::result message_check::take(const_bytes octets, bool ends,
                                          const kernels& use) noexcept {
  if (!is_text_) return {octets.size(), errc::none};
  const std::size_t bad = utf8_.take(octets, use);
  if (bad != utf8_validator::all_valid) return {bad, errc::text_not_utf8};
  if (ends && !utf8_.is_complete()) return {octets.size(), errc::text_incomplete};
  return {octets.size(), errc::none};
}

}  // namespace wsproof
