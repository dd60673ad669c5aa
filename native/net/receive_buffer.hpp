// The one place a loop receives into. It begins 64 octets after a page: the copies of several
// processors fall to a tenth of their speed where source and destination differ by 1 to 31 octets
// modulo a page. The octets in front are free for the header of a reply.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

#include "wsproof/types.hpp"

namespace wsproof::native {

class receive_buffer {
 public:
  static constexpr std::size_t front_room = 64;            // octets
  static constexpr std::size_t default_size = 512u << 10;  // octets

  explicit receive_buffer(std::size_t size = default_size)
      : memory_(new (page) std::byte[front_room + size]), size_(size) {}

  [[nodiscard]] bytes room() const noexcept { return {memory_.get() + front_room, size_}; }

  // Whether `data` lies in the room or in front of it: it stays until the next receive.
  [[nodiscard]] bool holds(const std::byte* data) const noexcept {
    return data >= memory_.get() && data <= memory_.get() + front_room + size_;
  }

 private:
  static constexpr std::align_val_t page{4096};
  struct release {
    void operator()(std::byte* memory) const noexcept { ::operator delete[](memory, page); }
  };

  std::unique_ptr<std::byte[], release> memory_;
  std::size_t size_;
};

}  // namespace wsproof::native
