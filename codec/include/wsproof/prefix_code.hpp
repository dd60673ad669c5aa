// A DEFLATE code as its lengths define it (RFC 1951 §3.2.2): shorter words come first, words of one
// length are consecutive numbers in the order of their symbols.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "wsproof/inflate_fault.hpp"

namespace wsproof {

struct prefix_code {
  std::array<std::uint16_t, 16> count;     // words of each length in bits; none of length 0
  std::array<std::uint16_t, 288> symbols;  // in the order of their words
  std::uint16_t longest;                   // bits
};

enum class completeness : std::uint8_t {
  required,
  not_of_one_word,  // a code of one word of one bit will do, and so will one without any
};

// Makes the code in which symbol i has a word of lengths[i] bits, 0 to 15; 0: it has none. At most
// 288 symbols. Returns code_over_subscribed or code_incomplete where there is no such code.
[[nodiscard]] inflate_fault make_code(prefix_code& made, std::span<const std::uint8_t> lengths,
                                      completeness needed) noexcept;

}  // namespace wsproof
