// The inner loops that depend on the processor, as a table of functions. Pick one table when the
// program starts and hand it to every endpoint; what is short (masks up to 128 octets, texts below
// 32) never goes through it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wsproof {

struct kernels {
  std::string_view name;  // "portable", "avx2", ...: for reports and benchmarks

  // XORs `size` octets at `data` with the repeated four octets of `key` (as they lie in memory,
  // so the octet at data[0] meets the first octet of `key`). Any size and alignment (§5.3).
  void (*mask)(std::byte* data, std::size_t size, std::uint32_t key) noexcept;

  // How many octets from `data` on are whole UTF-8 characters for certain (§8.1, RFC 3629). The
  // input begins at a character, and the answer ends at one. May stop short of the first fault or
  // of the end by fewer than 128 octets; the caller goes on from there octet by octet.
  std::size_t (*utf8_prefix)(const std::byte* data, std::size_t size) noexcept;
};

// Works on every machine; fast through plain 64-bit words.
extern const kernels portable_kernels;

// The fastest table this processor can run. Asks CPUID on each call (about 100 ns): call it once.
[[nodiscard]] const kernels& best_kernels() noexcept;

}  // namespace wsproof
