// The least that reading masked frames and handing them over can cost: header rules, the mask, and
// a view of each message in an array that the caller then walks, as it must with any reader. No
// control frame, no fragment, no UTF-8, no limit, no reply; an unexpected octet ends it. It unmasks
// with the codec's own functions, so what it shows is what `endpoint` adds to them.
#pragma once

#include <array>
#include <cstdint>

#include "codec/bench/stream.hpp"
#include "wsproof/frame.hpp"
#include "wsproof/kernels.hpp"

namespace wsproof::bench {

class bare_floor {
 public:
  explicit bare_floor(const kernels& use) noexcept : use_(use) {}

  // A message, or a part of one whose frame is cut.
  struct view {
    std::byte* data;
    std::uint32_t size;
    bool first;
    bool last;
  };
  using views = std::array<view, 32>;

  // Takes octets from the front of `piece`, unmasking in place, and puts what they were into
  // `out`; returns how many. Called until `piece` is empty.
  [[nodiscard]] std::size_t read(bytes& piece, views& out) noexcept;
  [[nodiscard]] bool failed() const noexcept { return failed_; }  // an octet that is not allowed

 private:
  [[nodiscard]] std::size_t read_whole(bytes& piece, views& out) noexcept;
  [[nodiscard]] bool take_header(bytes& piece) noexcept;
  void take_payload(bytes& piece, view& out) noexcept;

  const kernels& use_;
  std::array<std::byte, max_header_size> header_{};  // as far as it has come
  std::size_t header_size_ = 0;
  std::uint64_t payload_size_ = 0;  // of the frame whose header is whole
  std::uint64_t taken_ = 0;         // octets of its payload
  mask_key key_{};
  bool in_payload_ = false;
  bool failed_ = false;
};

}  // namespace wsproof::bench
