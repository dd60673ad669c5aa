#include "codec/bench/stream.hpp"

#include <algorithm>
#include <array>
#include <random>

#include "wsproof/frame.hpp"

namespace wsproof::bench {
namespace {

constexpr std::size_t page_size = 4096;
constexpr std::size_t stream_size = 65536;  // octets, about

}  // namespace

aligned_room::aligned_room(std::size_t size)
    : memory_(std::make_unique<std::byte[]>(size + 2 * page_size)) {
  const auto at = reinterpret_cast<std::uintptr_t>(memory_.get());
  octets_ = {memory_.get() + (page_size - at % page_size) + 64, size};
}

stream make_stream(opcode op, std::size_t payload_size, bool cut) {
  std::array<std::byte, max_header_size> header;
  frame_header made{.payload_size = payload_size, .op = op, .masked = true};
  const std::size_t frame_size = write_header(made, header) + payload_size;
  const std::size_t frames = std::max<std::size_t>(1, stream_size / frame_size);
  std::mt19937 random(2);
  stream result{aligned_room(frames * frame_size), {}, {}};

  bytes rest = result.octets.octets();
  for (std::size_t i = 0; i < frames; ++i) {
    for (std::byte& octet : made.key.octets) octet = static_cast<std::byte>(random() & 0xff);
    const std::size_t header_size = write_header(made, header);
    std::copy_n(header.begin(), header_size, rest.begin());
    const bytes payload = rest.subspan(header_size, payload_size);
    for (std::byte& octet : payload) octet = static_cast<std::byte>('a' + random() % 26);
    result.expected.add(payload.data(), payload.size(), true);
    ++result.expected.messages;
    apply_mask(payload, made.key);
    rest = rest.subspan(frame_size);
  }
  for (std::size_t left = frames * frame_size; left > 0; left -= result.cuts.back()) {
    result.cuts.push_back(cut ? std::min<std::size_t>(left, 1 + random() % 64) : left);
  }
  return result;
}

}  // namespace wsproof::bench
