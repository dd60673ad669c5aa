// A file descriptor that is closed with its owner.
#pragma once

#include <utility>

namespace wsproof::native {

class descriptor {
 public:
  descriptor() noexcept = default;
  explicit descriptor(int number) noexcept : number_(number) {}
  descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  descriptor& operator=(descriptor&& other) noexcept;
  ~descriptor() { reset(); }

  [[nodiscard]] int number() const noexcept { return number_; }  // -1: none
  [[nodiscard]] explicit operator bool() const noexcept { return number_ >= 0; }
  void reset() noexcept;  // closes it now

 private:
  int number_ = -1;
};

}  // namespace wsproof::native
