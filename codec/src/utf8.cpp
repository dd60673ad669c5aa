#include "wsproof/utf8.hpp"

#include <algorithm>

#include "ascii.hpp"
#include "utf8_machine.hpp"

namespace wsproof {
namespace {

constexpr std::size_t min_prefix_size = 32;  // octets; below, the kernels' start costs too much

[[gnu::always_inline]] inline bool is_short_ascii(const_bytes octets) noexcept {
  return octets.size() <= max_or_small && (or_small(octets.data(), octets.size()) & high_bits) == 0;
}

// The state after `octets`; looks for a fault only at the end of each block.
struct run_result {
  std::uint64_t now;
  std::size_t fault;  // index of the octet that could not follow, or all_valid
};

run_result run(std::uint64_t now, const_bytes octets) noexcept {
  constexpr std::size_t block_size = 64;  // octets
  for (std::size_t at = 0; at < octets.size(); at += block_size) {
    const const_bytes block = octets.subspan(at, std::min(block_size, octets.size() - at));
    const std::uint64_t before = now;
    for (const std::byte octet : block) now = utf8::step(now, octet);
    now &= 0x3f;
    if (now != utf8::faulty) continue;
    now = before;
    for (std::size_t i = 0;; ++i) {
      now = utf8::step(now, block[i]) & 0x3f;
      if (now == utf8::faulty) return {now, at + i};
    }
  }
  return {now, utf8_validator::all_valid};
}

}  // namespace

std::size_t utf8_validator::take(const_bytes octets, const kernels& use) noexcept {
  if (state_ == utf8::character && is_short_ascii(octets)) return all_valid;
  if (state_ == utf8::faulty) return 0;
  std::size_t taken = 0;
  while (state_ != utf8::character && taken < octets.size()) {
    state_ = utf8::step(state_, octets[taken]) & 0x3f;
    if (state_ == utf8::faulty) return taken;
    ++taken;
  }
  const const_bytes rest = octets.subspan(taken);
  if (rest.size() >= min_prefix_size) taken += use.utf8_prefix(rest.data(), rest.size());
  const auto [now, fault] = run(state_, octets.subspan(taken));
  state_ = static_cast<std::uint8_t>(now);
  return fault == all_valid ? all_valid : taken + fault;
}

bool is_utf8(const_bytes octets, const kernels& use) noexcept {
  if (is_short_ascii(octets)) return true;
  utf8_validator validator;
  return validator.take(octets, use) == utf8_validator::all_valid && validator.is_complete();
}

}  // namespace wsproof
