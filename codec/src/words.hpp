// Unaligned words in memory, and the mask key as words (RFC 6455 §5.3). Internal to the codec.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace wsproof {

// Sixteen octets that the compiler keeps in one register where the machine has such, else in two.
using wide_word = std::uint64_t __attribute__((vector_size(16)));

// One bit for each octet: set in some octet of a word, not all of them are ASCII.
inline constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080;

template <class Word>
[[nodiscard]] inline Word load(const std::byte* from) noexcept {
  Word word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

template <class Word>
inline void store(std::byte* to, Word word) noexcept {
  std::memcpy(to, &word, sizeof word);
}

// The key as the octet `offset` places further on meets it.
[[nodiscard]] constexpr std::uint32_t key_at(std::uint32_t key, std::uint64_t offset) noexcept {
  const int bits = static_cast<int>(offset & 3) * 8;
  return std::endian::native == std::endian::little ? std::rotr(key, bits) : std::rotl(key, bits);
}

// The four octets of the key, repeated through a word.
template <class Word>
[[nodiscard]] inline Word repeated(std::uint32_t key) noexcept {
  if constexpr (sizeof(Word) == sizeof key) {
    return key;
  } else {
    const std::uint64_t twice = std::uint64_t{key} << 32 | key;
    if constexpr (sizeof(Word) == sizeof twice) {
      return twice;
    } else {
      return Word{twice, twice};
    }
  }
}

}  // namespace wsproof
