// The memory that all connections of one loop share, because only one of them is served at a time.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "native/net/receive_buffer.hpp"
#include "native/net/writer.hpp"
#include "wsproof/endpoint.hpp"

namespace wsproof::native {

struct loop_room {
  receive_buffer input;
  cork pieces;
  std::array<std::byte, scratch_size> scratch;                        // the endpoints' own
  std::vector<std::byte> packed = std::vector<std::byte>(64u << 10);  // a compressed reply
};

}  // namespace wsproof::native
