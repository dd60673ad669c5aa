// A table with a row for each enumerator, in the order of the enumeration, whose rows have it as
// `code` and whose first row says "none". Internal to the codec.
#pragma once

#include <array>
#include <cstddef>

namespace wsproof {

template <typename Row, std::size_t Size>
consteval bool is_in_enumeration_order(const std::array<Row, Size>& table) {
  for (std::size_t i = 0; i < Size; ++i) {
    if (static_cast<std::size_t>(table[i].code) != i) return false;
  }
  return true;
}

// The row of `code`; the first one for a value outside the enumeration.
template <typename Row, std::size_t Size, typename Code>
constexpr const Row& row_of(const std::array<Row, Size>& table, Code code) {
  const auto index = static_cast<std::size_t>(code);
  return table[index < Size ? index : 0];
}

}  // namespace wsproof
