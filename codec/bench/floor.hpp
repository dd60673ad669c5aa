// The least that reading masked frames can cost: header rules and the mask, nothing else. No
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

  // Reads one piece of the stream, unmasking in place; false: an octet that is not allowed.
  [[nodiscard]] bool read(bytes piece, tally& seen) noexcept;

 private:
  [[nodiscard]] bool read_whole(bytes& piece, tally& seen) noexcept;
  [[nodiscard]] bool read_cut(bytes& piece, tally& seen) noexcept;
  [[nodiscard]] bool take_header(bytes& piece) noexcept;

  const kernels& use_;
  std::array<std::byte, max_header_size> header_{};  // as far as it has come
  std::size_t header_size_ = 0;
  std::uint64_t payload_size_ = 0;  // of the frame whose header is whole
  std::uint64_t taken_ = 0;         // octets of its payload
  mask_key key_{};
  bool in_payload_ = false;
};

}  // namespace wsproof::bench
