// Whether at most 128 octets are all ASCII, without a loop: some words from the front and as many
// from the back, which overlap where the size is not a power of two. Internal to the codec.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "words.hpp"

namespace wsproof {

inline constexpr std::size_t max_or_small = 128;  // octets

template <class Word, std::size_t... I>
[[gnu::always_inline]] inline Word or_of_ends(const std::byte* data, std::size_t size,
                                              std::index_sequence<I...>) noexcept {
  const std::byte* const last = data + size - sizeof...(I) * sizeof(Word);
  return ((load<Word>(data + I * sizeof(Word)) | load<Word>(last + I * sizeof(Word))) | ...);
}

template <std::size_t N>
[[gnu::always_inline]] inline std::uint64_t or_of_wide_ends(const std::byte* data,
                                                            std::size_t size) noexcept {
  const wide_word all = or_of_ends<wide_word>(data, size, std::make_index_sequence<N>{});
  return all[0] | all[1];
}

// A word with a high bit set in some octet (`& high_bits`) exactly when some of the `size` <= 128
// octets at `data` is not ASCII. Reads nothing else.
[[gnu::always_inline]] inline std::uint64_t or_small(const std::byte* data,
                                                     std::size_t size) noexcept {
  if (size >= 16) {
    if (size <= 32) return or_of_wide_ends<1>(data, size);
    if (size <= 64) return or_of_wide_ends<2>(data, size);
    return or_of_wide_ends<4>(data, size);
  }
  constexpr std::index_sequence<0> one_word;
  if (size >= 8) return or_of_ends<std::uint64_t>(data, size, one_word);
  if (size >= 4) return or_of_ends<std::uint32_t>(data, size, one_word);
  if (size == 0) return 0;
  return std::to_integer<std::uint64_t>(data[0] | data[size / 2] | data[size - 1]);
}

}  // namespace wsproof
