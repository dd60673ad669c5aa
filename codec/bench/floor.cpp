#include "codec/bench/floor.hpp"

#include <algorithm>
#include <cstring>

#include "codec/src/mask_small.hpp"

namespace wsproof::bench {
namespace {

// FIN, no reserved bit, text or binary.
bool is_whole_data(std::byte first) noexcept {
  return first == std::byte{0x81} || first == std::byte{0x82};
}

bool is_minimal(std::size_t size, std::size_t extended) noexcept {
  return extended == 0 || size > (extended == 2 ? 125u : 65535u);
}

}  // namespace

std::size_t bare_floor::read(bytes& piece, views& out) noexcept {
  if (header_size_ == 0 && !in_payload_) {
    const std::size_t made = read_whole(piece, out);
    if (made != 0 || piece.empty() || failed_) return made;
  }
  if (!in_payload_) {
    failed_ = !take_header(piece);
    if (failed_ || !in_payload_) return 0;
  }
  take_payload(piece, out[0]);
  return 1;
}

// Frames that lie whole in the piece; leaves the first that does not.
std::size_t bare_floor::read_whole(bytes& piece, views& out) noexcept {
  std::byte* at = piece.data();
  std::byte* const end = at + piece.size();
  view* made = out.data();
  for (view* const full = made + out.size(); made != full && end - at >= 6; ++made) {
    failed_ = !is_whole_data(at[0]) || at[1] < std::byte{0x80};
    std::size_t size = std::to_integer<std::size_t>(at[1] & std::byte{0x7f});
    const std::size_t extended = size < 126 ? 0 : size == 126 ? 2 : 8;
    if (extended != 0) {
      if (static_cast<std::size_t>(end - at) < 6 + extended) break;
      size = 0;
      for (std::size_t i = 0; i < extended; ++i) {
        size = size << 8 | std::to_integer<std::size_t>(at[2 + i]);
      }
      failed_ |= !is_minimal(size, extended);
    }
    if (failed_ || static_cast<std::size_t>(end - at) - 6 - extended < size) break;
    const auto key = load<std::uint32_t>(at + 2 + extended);
    std::byte* const payload = at + 6 + extended;
    if (size <= max_unmask_small) {
      static_cast<void>(unmask_small(payload, size, key));
    } else {
      use_.mask(payload, size, key);
    }
    *made = {payload, static_cast<std::uint32_t>(size), true, true};
    at = payload + size;
  }
  piece = {at, end};
  return static_cast<std::size_t>(made - out.data());
}

// Some octets of one frame that is cut.
void bare_floor::take_payload(bytes& piece, view& out) noexcept {
  const std::size_t size = std::min<std::uint64_t>(piece.size(), payload_size_ - taken_);
  apply_mask(piece.first(size), key_, taken_, use_);
  in_payload_ = taken_ + size != payload_size_;
  out = {piece.data(), static_cast<std::uint32_t>(size), taken_ == 0, !in_payload_};
  taken_ += size;
  piece = piece.subspan(size);
}

bool bare_floor::take_header(bytes& piece) noexcept {
  const std::size_t had = header_size_;
  const std::size_t more = std::min(piece.size(), header_.size() - had);
  std::memcpy(header_.data() + had, piece.data(), more);
  const auto [header, size] = read_header(std::span(header_).first(had + more));
  if (size == 0) {
    header_size_ += more;
    piece = piece.subspan(more);
    return true;
  }
  piece = piece.subspan(size - had);
  header_size_ = 0;
  payload_size_ = header.payload_size;
  taken_ = 0;
  key_ = header.key;
  in_payload_ = true;
  const std::size_t extended = size - 6;
  return header.masked && is_whole_data(header_[0]) && is_minimal(header.payload_size, extended);
}

}  // namespace wsproof::bench
