// The mask (RFC 6455 §5.3) for payloads of at most 128 octets, without a loop: some words from the
// front and as many from the back, which overlap where the size is not a power of two. Internal.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "words.hpp"

namespace wsproof {

inline constexpr std::size_t max_unmask_small = 128;  // octets

// Unmasks sizeof...(I) words from the front and as many that end at `size`. Everything is loaded
// before anything is stored, so it does not matter that they overlap.
template <class Word, std::size_t... I>
[[gnu::always_inline]] inline Word unmask_ends(std::byte* data, std::size_t size, std::uint32_t key,
                                               std::index_sequence<I...>) noexcept {
  std::byte* const last = data + size - sizeof...(I) * sizeof(Word);
  const Word front_key = repeated<Word>(key);
  const Word back_key = repeated<Word>(key_at(key, size));  // words are multiples of four octets
  const Word front[]{(load<Word>(data + I * sizeof(Word)) ^ front_key)...};
  const Word back[]{(load<Word>(last + I * sizeof(Word)) ^ back_key)...};
  (store(data + I * sizeof(Word), front[I]), ...);
  (store(last + I * sizeof(Word), back[I]), ...);
  Word any{};
  ((any |= front[I] | back[I]), ...);
  return any;
}

template <std::size_t N>
[[gnu::always_inline]] inline std::uint64_t unmask_wide_ends(std::byte* data, std::size_t size,
                                                             std::uint32_t key) noexcept {
  const wide_word any = unmask_ends<wide_word>(data, size, key, std::make_index_sequence<N>{});
  return any[0] | any[1];
}

// One to three octets: the first, the middle and the last are all there are.
[[gnu::always_inline]] inline std::uint64_t unmask_octets(std::byte* data, std::size_t size,
                                                          std::uint32_t key) noexcept {
  const std::size_t middle = size / 2;
  const auto first_word = std::endian::native == std::endian::little ? 0U : 24U;
  const auto octet_of_key = [&](std::size_t place) {
    return static_cast<std::byte>(key_at(key, place) >> first_word);
  };
  const std::byte a = data[0] ^ octet_of_key(0);
  const std::byte b = data[middle] ^ octet_of_key(middle);
  const std::byte c = data[size - 1] ^ octet_of_key(size - 1);
  data[0] = a;
  data[middle] = b;
  data[size - 1] = c;
  return std::to_integer<std::uint64_t>(a | b | c);
}

// Unmasks `size` <= 128 octets at `data`, any alignment, touching nothing else. Returns a word with
// a high bit set in some octet (`& high_bits`) exactly when some unmasked octet is not ASCII.
// `key`: the four octets as they lie in memory. Cost: about 1 ns at 16 to 32 octets.
[[gnu::always_inline]] inline std::uint64_t unmask_small(std::byte* data, std::size_t size,
                                                         std::uint32_t key) noexcept {
  if (size >= 16) {
    if (size <= 32) return unmask_wide_ends<1>(data, size, key);
    if (size <= 64) return unmask_wide_ends<2>(data, size, key);
    return unmask_wide_ends<4>(data, size, key);
  }
  constexpr std::index_sequence<0> one_word;
  if (size >= 8) return unmask_ends<std::uint64_t>(data, size, key, one_word);
  if (size >= 4) return unmask_ends<std::uint32_t>(data, size, key, one_word);
  return size == 0 ? 0 : unmask_octets(data, size, key);
}

}  // namespace wsproof
