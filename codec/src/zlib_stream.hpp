// zlib's z_stream wired to zlib_memory; private to the target wsproof::deflate. zlib keeps a
// pointer to the z_stream, so it lies in a block of its own and the classes above can be moved.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <limits>

#include "wsproof/types.hpp"
#include "wsproof/zlib_memory.hpp"

namespace wsproof {

struct zlib_stream {
  z_stream stream;
  zlib_memory memory;
};

// nullptr: no memory. The z_stream is ready for inflateInit2 or deflateInit2.
[[nodiscard]] zlib_stream* make_zlib_stream(const zlib_memory& memory) noexcept;

// zlib counts in unsigned int; one call moves at most this many octets.
inline constexpr std::size_t max_zlib_step = std::numeric_limits<uInt>::max();

inline void set_input(z_stream& stream, const_bytes in) noexcept {
  // zlib never writes to its input; the missing const is from before C had it everywhere.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(in.data()));
  stream.avail_in = static_cast<uInt>(std::min(in.size(), max_zlib_step));
}

inline void set_output(z_stream& stream, bytes out) noexcept {
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(std::min(out.size(), max_zlib_step));
}

}  // namespace wsproof
