// Boost.Beast: websocket::stream as a server over a stream in memory, and its mask and UTF-8 check.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "codec/bench/stream.hpp"

namespace wsproof::bench {

class beast_reader {
 public:
  beast_reader();
  ~beast_reader();

  // Reads as many messages as the stream has. It may read ahead, so the octets come round and
  // round; the first call decides from which stream.
  [[nodiscard]] tally read(const stream& from);

 private:
  struct connection;
  std::unique_ptr<connection> connection_;
};

void beast_mask(std::byte* data, std::size_t size, std::uint32_t key);
[[nodiscard]] bool beast_is_utf8(std::string_view text);

}  // namespace wsproof::bench
