// A streaming UTF-8 validator (RFC 3629, required by RFC 6455 §8.1): octets in, the place of the
// first octet that cannot be in any valid text out. Keeps one octet of state between calls.
#pragma once

#include <cstddef>
#include <cstdint>

#include "wsproof/kernels.hpp"
#include "wsproof/types.hpp"

namespace wsproof {

class utf8_validator {
 public:
  static constexpr std::size_t all_valid = static_cast<std::size_t>(-1);

  // Takes the next octets of the text, cut anywhere. Returns the index in `octets` of the first
  // one that cannot follow what went before, or all_valid. After a fault every call returns 0
  // until reset().
  [[nodiscard]] std::size_t take(const_bytes octets,
                                 const kernels& use = portable_kernels) noexcept;

  // Whether the text so far ends at a character boundary: it may end here.
  [[nodiscard]] bool is_complete() const noexcept { return state_ == 0; }

  void reset() noexcept { state_ = 0; }

 private:
  std::uint8_t state_ = 0;  // 0: between characters; the other states are in utf8.cpp
};

// Whether `octets` are valid UTF-8 from end to end.
[[nodiscard]] bool is_utf8(const_bytes octets, const kernels& use = portable_kernels) noexcept;

}  // namespace wsproof
