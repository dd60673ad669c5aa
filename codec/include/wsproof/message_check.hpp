// The rules on what a message holds, whatever frames it came in: UTF-8 in text (RFC 6455 §5.6,
// §8.1) and the local limits on its octets and frames (§10.4).
#pragma once

#include <cstddef>
#include <cstdint>

#include "wsproof/error.hpp"
#include "wsproof/kernels.hpp"
#include "wsproof/types.hpp"
#include "wsproof/utf8.hpp"

namespace wsproof {

struct message_limits {
  std::uint64_t max_size = 0;       // octets of payload in all its frames; 0: no limit
  std::uint32_t max_fragments = 0;  // frames; 0: no limit
};

class message_check {
 public:
  // A message begins; text must be UTF-8.
  void begin(bool is_text) noexcept;

  // A frame of the message begins, of `frame_size` octets: judged before any of them came.
  [[nodiscard]] errc take_frame(std::uint64_t frame_size, const message_limits& limits) noexcept;

  struct result {
    std::size_t valid = 0;  // octets from the front that are in order
    errc error = errc::none;
  };
  // The next octets of the message, inflated; `ends`: they are its last.
  [[nodiscard]] result take(const_bytes octets, bool ends,
                            const kernels& use = portable_kernels) noexcept;

 private:
  std::uint64_t size_ = 0;  // octets in the message's frames so far, as declared
  std::uint32_t fragments_ = 0;
  utf8_validator utf8_;
  bool is_text_ = false;
};

}  // namespace wsproof
