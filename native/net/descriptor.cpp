#include "native/net/descriptor.hpp"

#include <unistd.h>

namespace wsproof::native {

descriptor& descriptor::operator=(descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    number_ = std::exchange(other.number_, -1);
  }
  return *this;
}

void descriptor::reset() noexcept {
  // Linux releases the number even when close() is interrupted: never repeat it.
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

}  // namespace wsproof::native
