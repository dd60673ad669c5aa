// Octets that end where the process's memory ends: one octet read or written behind them stops the
// test, without any sanitizer.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>

#include "wsproof/types.hpp"

namespace wsproof_test {

class guarded_octets {
 public:
  // Room for `size` octets; `all()` ends at the guard.
  explicit guarded_octets(std::size_t size) : page_(static_cast<std::size_t>(getpagesize())) {
    mapped_ = (size / page_ + 2) * page_;
    void* const at =
        mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) std::abort();
    begin_ = static_cast<std::byte*>(at);
    end_ = begin_ + mapped_ - page_;
    if (mprotect(end_, page_, PROT_NONE) != 0) std::abort();
  }
  ~guarded_octets() { munmap(begin_, mapped_); }
  guarded_octets(const guarded_octets&) = delete;
  guarded_octets& operator=(const guarded_octets&) = delete;

  // The last `size` octets before the guard.
  [[nodiscard]] wsproof::bytes last(std::size_t size) const { return {end_ - size, size}; }

 private:
  std::size_t page_;
  std::size_t mapped_;
  std::byte* begin_;
  std::byte* end_;
};

}  // namespace wsproof_test
