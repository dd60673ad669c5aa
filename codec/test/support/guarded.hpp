// A buffer between two pages that may not be touched: octets placed at its end (or at its start)
// make an access one octet too far crash, without a sanitizer. Linux only, as the tests are.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <new>
#include <span>

namespace wsproof::test {

class guarded_buffer {
 public:
  // Room for `capacity` octets. Costs two system calls: make one and reuse it.
  explicit guarded_buffer(std::size_t capacity)
      : page_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))),
        room_((std::max<std::size_t>(capacity, 1) + page_ - 1) / page_ * page_) {
    void* whole = ::mmap(nullptr, room_ + 2 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (whole == MAP_FAILED) throw std::bad_alloc();
    begin_ = static_cast<std::byte*>(whole) + page_;
    if (::mprotect(begin_, room_, PROT_READ | PROT_WRITE) != 0) throw std::bad_alloc();
    std::fill_n(begin_, room_, canary);
    data_ = begin_;
  }
  guarded_buffer(const guarded_buffer&) = delete;
  guarded_buffer& operator=(const guarded_buffer&) = delete;
  ~guarded_buffer() { ::munmap(begin_ - page_, room_ + 2 * page_); }

  [[nodiscard]] std::size_t capacity() const noexcept { return room_; }

  // `size` octets whose end touches the forbidden page. What lies before them is checked by
  // is_intact(). The earlier placement is void.
  [[nodiscard]] std::span<std::byte> at_end(std::size_t size) {
    placed(begin_ + (room_ - checked(size)), size);
    return {begin_ + (room_ - size), size};
  }
  // `size` octets whose start touches the forbidden page.
  [[nodiscard]] std::span<std::byte> at_start(std::size_t size) {
    placed(begin_, checked(size));
    return {begin_, size};
  }
  // The same, filled with a copy of `content`.
  [[nodiscard]] std::span<std::byte> at_end(std::span<const std::byte> content) {
    const auto place = at_end(content.size());
    std::copy(content.begin(), content.end(), place.begin());
    return place;
  }
  [[nodiscard]] std::span<std::byte> at_start(std::span<const std::byte> content) {
    const auto place = at_start(content.size());
    std::copy(content.begin(), content.end(), place.begin());
    return place;
  }

  // Whether the octets just outside the placement (up to `reach` on its open side) were left alone.
  [[nodiscard]] bool is_intact() const {
    const auto is_canary = [](std::byte octet) { return octet == canary; };
    const auto before = std::min(reach, static_cast<std::size_t>(data_ - begin_));
    const auto after = std::min(reach, static_cast<std::size_t>(begin_ + room_ - (data_ + size_)));
    return std::all_of(data_ - before, data_, is_canary) &&
           std::all_of(data_ + size_, data_ + size_ + after, is_canary);
  }

 private:
  static constexpr std::byte canary{0xa5};
  static constexpr std::size_t reach = 64;  // octets

  [[nodiscard]] std::size_t checked(std::size_t size) const {
    if (size > room_) throw std::bad_alloc();
    return size;
  }
  void placed(std::byte* data, std::size_t size) {
    std::fill_n(data_, size_, canary);
    data_ = data;
    size_ = size;
  }

  std::size_t page_;  // octets
  std::size_t room_;  // octets between the two forbidden pages
  std::byte* begin_ = nullptr;
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace wsproof::test
