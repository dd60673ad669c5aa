// Octets as tests write them: "81 85 37fa213d"_octets. A digit that is none, or half an octet,
// throws.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wsproof::test {

using octets = std::vector<std::byte>;

[[nodiscard]] inline octets octets_of_hex(std::string_view hex) {
  constexpr std::string_view digits = "0123456789abcdef";
  octets result;
  std::size_t high = 16;  // 16: no digit waits for its second
  for (const char c : hex) {
    const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    const std::size_t value = digits.find(lower);
    if (value == digits.npos) {
      if ((c != ' ' && c != '\n') || high != 16) throw std::invalid_argument(std::string(hex));
    } else if (high == 16) {
      high = value;
    } else {
      result.push_back(static_cast<std::byte>(high << 4 | value));
      high = 16;
    }
  }
  if (high != 16) throw std::invalid_argument(std::string(hex));
  return result;
}

[[nodiscard]] inline octets octets_of_text(std::string_view text) {
  const auto* first = reinterpret_cast<const std::byte*>(text.data());
  return {first, first + text.size()};
}

[[nodiscard]] inline octets joined(std::initializer_list<std::span<const std::byte>> parts) {
  octets result;
  for (const auto& part : parts) result.insert(result.end(), part.begin(), part.end());
  return result;
}

// "81 05 48": what failure messages show. Long inputs are cut after `most` octets.
[[nodiscard]] inline std::string hex_of(std::span<const std::byte> input, std::size_t most = 64) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  for (const std::byte octet : input.first(input.size() < most ? input.size() : most)) {
    if (!result.empty()) result += ' ';
    result += digits[std::to_integer<std::size_t>(octet >> 4)];
    result += digits[std::to_integer<std::size_t>(octet & std::byte{15})];
  }
  if (input.size() > most) result += " ... (" + std::to_string(input.size()) + " octets)";
  return result;
}

inline namespace literals {
[[nodiscard]] inline octets operator""_octets(const char* hex, std::size_t size) {
  return octets_of_hex({hex, size});
}
}  // namespace literals

}  // namespace wsproof::test
