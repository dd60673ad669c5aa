// UTF-8 (RFC 3629) as a machine of nine states whose step is one look-up and one shift: the row of
// an octet is a 64-bit word that holds the next state for every state, at the place which the state
// names. So a state is a number of bits to shift by. Internal to the codec.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace wsproof::utf8 {

// Named by what must come next. The values are places in a row, six bits apart.
enum state : std::uint8_t {
  character = 0,      // anything that begins a character
  last_octet = 6,     // 80-BF
  two_octets = 12,    // 80-BF twice
  three_octets = 18,  // 80-BF three times
  after_e0 = 24,      // A0-BF, then one: less would be too long a form
  after_ed = 30,      // 80-9F, then one: more would be a surrogate
  after_f0 = 36,      // 90-BF, then two: less would be too long a form
  after_f4 = 42,      // 80-8F, then two: more would be beyond U+10FFFF
  faulty = 48,        // nothing: some octet could not follow
};

struct transition {
  state from;
  std::uint8_t first, last;  // octets
  state to;
};

// RFC 3629 §4. What is not here leads to `faulty`.
inline constexpr std::array<transition, 16> transitions{{
    {character, 0x00, 0x7f, character},
    {character, 0xc2, 0xdf, last_octet},
    {character, 0xe0, 0xe0, after_e0},
    {character, 0xe1, 0xec, two_octets},
    {character, 0xed, 0xed, after_ed},
    {character, 0xee, 0xef, two_octets},
    {character, 0xf0, 0xf0, after_f0},
    {character, 0xf1, 0xf3, three_octets},
    {character, 0xf4, 0xf4, after_f4},
    {last_octet, 0x80, 0xbf, character},
    {two_octets, 0x80, 0xbf, last_octet},
    {three_octets, 0x80, 0xbf, two_octets},
    {after_e0, 0xa0, 0xbf, last_octet},
    {after_ed, 0x80, 0x9f, last_octet},
    {after_f0, 0x90, 0xbf, two_octets},
    {after_f4, 0x80, 0x8f, two_octets},
}};

using row_table = std::array<std::uint64_t, 256>;

consteval row_table make_rows() {
  row_table rows{};
  for (std::uint64_t& row : rows) {
    for (int place = character; place <= faulty; place += 6) row |= std::uint64_t{faulty} << place;
  }
  for (const auto& [from, first, last, to] : transitions) {
    for (unsigned octet = first; octet <= last; ++octet) {
      rows[octet] &= ~(std::uint64_t{0x3f} << from);
      rows[octet] |= std::uint64_t{to} << from;
    }
  }
  return rows;
}

inline constexpr row_table rows = make_rows();

// The upper bits of the result are other states' business; `now & 0x3f` is the state.
[[nodiscard]] constexpr std::uint64_t step(std::uint64_t now, std::byte octet) noexcept {
  return rows[std::to_integer<std::uint8_t>(octet)] >> (now & 0x3f);
}

// How many of `size` octets, valid as far as they go, are whole characters: a character that the
// end cuts, or an octet that can never be in UTF-8, is left out. Octets below `size` are read.
[[nodiscard]] constexpr std::size_t whole_characters(const std::byte* data,
                                                     std::size_t size) noexcept {
  if (size >= 1 && data[size - 1] >= std::byte{0xc0}) return size - 1;
  if (size >= 2 && data[size - 2] >= std::byte{0xe0}) return size - 2;
  if (size >= 3 && data[size - 3] >= std::byte{0xf0}) return size - 3;
  return size;
}

}  // namespace wsproof::utf8
