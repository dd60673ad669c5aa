#include "wsproof/prefix_code.hpp"

#include <algorithm>

namespace wsproof {

inflate_fault make_code(prefix_code& made, std::span<const std::uint8_t> lengths,
                        completeness needed) noexcept {
  made.count.fill(0);
  made.longest = 0;
  for (const std::uint8_t length : lengths) {
    made.count[length] = static_cast<std::uint16_t>(made.count[length] + 1);
    made.longest = std::max<std::uint16_t>(made.longest, length);
  }
  made.count[0] = 0;
  std::array<std::uint16_t, 16> place{};  // of the next symbol with a word of this length
  std::int32_t unused = 1;                // words of this length that are still to be had
  for (std::size_t length = 1; length < made.count.size(); ++length) {
    unused = unused * 2 - made.count[length];
    if (unused < 0) return inflate_fault::code_over_subscribed;
    place[length] = static_cast<std::uint16_t>(place[length - 1] + made.count[length - 1]);
  }
  if (unused > 0 && (needed == completeness::required || made.longest > 1)) {
    return inflate_fault::code_incomplete;
  }
  for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
    if (lengths[symbol] == 0) continue;
    made.symbols[place[lengths[symbol]]++] = static_cast<std::uint16_t>(symbol);
  }
  return inflate_fault::none;
}

}  // namespace wsproof
