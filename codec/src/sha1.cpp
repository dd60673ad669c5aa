#include "wsproof/sha1.hpp"

#include <bit>

namespace wsproof {
namespace {

std::uint32_t big_endian_word(const std::byte* at) {
  return std::to_integer<std::uint32_t>(at[0]) << 24 | std::to_integer<std::uint32_t>(at[1]) << 16 |
         std::to_integer<std::uint32_t>(at[2]) << 8 | std::to_integer<std::uint32_t>(at[3]);
}

// The function and the constant of round `t` (RFC 3174 §5).
constexpr std::uint32_t mixed(std::size_t t, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  if (t < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (t < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (t < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

}  // namespace

sha1& sha1::take(const_bytes octets) noexcept {
  for (const std::byte octet : octets) {
    block_[size_++ % block_.size()] = octet;
    if (size_ % block_.size() == 0) take_block();
  }
  return *this;
}

sha1_digest sha1::finish() noexcept {
  const std::uint64_t bits = size_ * 8;
  std::byte padding{0x80};
  do {
    take({&padding, 1});
    padding = std::byte{0};
  } while (size_ % block_.size() != block_.size() - 8);
  for (int shift = 56; shift >= 0; shift -= 8) {
    const auto octet = static_cast<std::byte>(bits >> shift & 0xff);
    take({&octet, 1});
  }
  sha1_digest digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<std::byte>(hash_[i / 4] >> (24 - i % 4 * 8) & 0xff);
  }
  return digest;
}

void sha1::take_block() noexcept {
  std::array<std::uint32_t, 80> word{};
  for (std::size_t t = 0; t < 16; ++t) word[t] = big_endian_word(&block_[t * 4]);
  for (std::size_t t = 16; t < word.size(); ++t) {
    word[t] = std::rotl(word[t - 3] ^ word[t - 8] ^ word[t - 14] ^ word[t - 16], 1);
  }
  auto [a, b, c, d, e] = hash_;
  for (std::size_t t = 0; t < word.size(); ++t) {
    const std::uint32_t next = std::rotl(a, 5) + mixed(t, b, c, d) + e + word[t];
    e = d;
    d = c;
    c = std::rotl(b, 30);
    b = a;
    a = next;
  }
  hash_ = {hash_[0] + a, hash_[1] + b, hash_[2] + c, hash_[3] + d, hash_[4] + e};
}

}  // namespace wsproof
