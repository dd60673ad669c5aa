// Unpredictable octets from the kernel, drawn 4 KiB at a time (RFC 6455 §5.3, §10.3).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "wsproof/types.hpp"

namespace wsproof::native {

class entropy {
 public:
  void fill(bytes out) noexcept;
  [[nodiscard]] std::uint32_t word() noexcept;

  // For endpoint_config: `self` is an entropy.
  [[nodiscard]] static mask_key new_mask_key(void* self) noexcept;

 private:
  std::array<std::byte, 4096> pool_{};
  std::size_t used_ = sizeof pool_;  // octets at the front that were given out
};

}  // namespace wsproof::native
