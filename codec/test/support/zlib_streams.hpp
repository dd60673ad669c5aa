// zlib used as its manual says, one whole buffer at a time: what the tests of inflate_inspector,
// inflater and deflater are held against. And octets worth compressing.
#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include "codec/test/support/hex.hpp"

namespace wsproof::test {

struct deflate_options {
  int level = 6;
  int window_bits = 15;
  int memory_level = 8;
  int strategy = Z_DEFAULT_STRATEGY;
  int end = Z_FINISH;  // or a flush: Z_SYNC_FLUSH, Z_FULL_FLUSH, ...
};

// One engine kept over several messages.
class zlib_deflater {
 public:
  explicit zlib_deflater(const deflate_options& options) : end_(options.end) {
    if (deflateInit2(&stream_, options.level, Z_DEFLATED, -options.window_bits,
                     options.memory_level, options.strategy) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  zlib_deflater(const zlib_deflater&) = delete;
  zlib_deflater& operator=(const zlib_deflater&) = delete;
  ~zlib_deflater() { deflateEnd(&stream_); }

  [[nodiscard]] octets take(std::span<const std::byte> plain) {
    octets out(plain.size() * 2 + 1024);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(plain.data()));
    stream_.avail_in = static_cast<uInt>(plain.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    ::deflate(&stream_, end_);
    out.resize(out.size() - stream_.avail_out);
    return out;
  }
  // A permessage-deflate payload (RFC 7692 §7.2.1); the options say Z_SYNC_FLUSH.
  [[nodiscard]] octets take_message(std::span<const std::byte> plain) {
    octets out = take(plain);
    if (out.empty()) return {std::byte{0}};  // zlib flushes nothing twice; §7.2.3.6 asks for this
    out.resize(out.size() - 4);
    return out;
  }

 private:
  z_stream stream_{};
  int end_;
};

[[nodiscard]] inline octets deflated(std::span<const std::byte> plain,
                                     const deflate_options& options) {
  return zlib_deflater(options).take(plain);
}

// A raw stream that ends with BFINAL=1, inflated with a 32 KiB window; nothing if zlib refuses it,
// or its end is missing, or it is longer than `limit`.
[[nodiscard]] inline std::optional<octets> inflated(std::span<const std::byte> compressed,
                                                    std::size_t limit) {
  octets out(limit + 1);
  z_stream stream{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(compressed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  if (inflateInit2(&stream, -15) != Z_OK) throw std::bad_alloc();
  const int says = ::inflate(&stream, Z_FINISH);
  const std::size_t size = out.size() - stream.avail_out;
  inflateEnd(&stream);
  if (says != Z_STREAM_END || size > limit) return std::nullopt;
  out.resize(size);
  return out;
}

enum class texture { zeros, random, text, few_letters, long_period, mixed };
inline constexpr texture textures[] = {texture::zeros,       texture::random,      texture::text,
                                       texture::few_letters, texture::long_period, texture::mixed};

// The same seed gives the same octets.
[[nodiscard]] inline octets sample(texture kind, std::size_t size, std::uint32_t seed) {
  std::mt19937 random(seed);
  static constexpr std::string_view words[] = {"{\"user\":", "\"message\"", " the ", " frame ",
                                               "payload",    ", 1234",      "}]\n",  "mask"};
  octets out;
  out.reserve(size + 16);
  const std::size_t period = 1 + random() % 40000;
  while (out.size() < size) {
    const texture now = kind != texture::mixed ? kind : textures[out.size() / 700 % 5];
    switch (now) {
      case texture::zeros:
        out.push_back(std::byte{0});
        break;
      case texture::few_letters:
        out.push_back(static_cast<std::byte>('a' + random() % 3));
        break;
      case texture::text:
        for (const char letter : words[random() % 8]) out.push_back(static_cast<std::byte>(letter));
        break;
      case texture::long_period:
        if (out.size() >= period) {
          out.push_back(out[out.size() - period]);
          break;
        }
        [[fallthrough]];
      case texture::random:
      case texture::mixed:
        out.push_back(static_cast<std::byte>(random()));
    }
  }
  out.resize(size);
  return out;
}

}  // namespace wsproof::test
