// Memory that counts what is taken and refuses when told to: zlib_memory for tests.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <limits>

#include "wsproof/zlib_memory.hpp"

namespace wsproof::test {

class limited_pool {
 public:
  explicit limited_pool(std::size_t grants = std::numeric_limits<std::size_t>::max())
      : grants_(grants) {}
  limited_pool(const limited_pool&) = delete;
  limited_pool& operator=(const limited_pool&) = delete;

  [[nodiscard]] zlib_memory memory() noexcept {
    return {.take = take, .give_back = give_back, .pool = this};
  }
  void refuse_from_now_on() noexcept { grants_ = 0; }
  [[nodiscard]] std::size_t held() const noexcept { return held_; }    // octets
  [[nodiscard]] std::size_t taken() const noexcept { return taken_; }  // blocks, ever

 private:
  static constexpr std::size_t prefix = alignof(std::max_align_t);  // holds the block's size

  static void* take(void* self, std::size_t size) noexcept {
    auto& pool = *static_cast<limited_pool*>(self);
    if (pool.grants_ == 0) return nullptr;
    --pool.grants_;
    ++pool.taken_;
    auto* const block = static_cast<std::byte*>(std::malloc(prefix + size));
    *reinterpret_cast<std::size_t*>(block) = size;
    pool.held_ += size;
    return block + prefix;
  }
  static void give_back(void* self, void* place) noexcept {
    auto* const block = static_cast<std::byte*>(place) - prefix;
    static_cast<limited_pool*>(self)->held_ -= *reinterpret_cast<std::size_t*>(block);
    std::free(block);
  }

  std::size_t grants_;
  std::size_t held_ = 0;
  std::size_t taken_ = 0;
};

}  // namespace wsproof::test
