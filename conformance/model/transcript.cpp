#include "conformance/model/transcript.hpp"

#include <algorithm>

namespace wsproof::conformance {

kept_octets keep(const_bytes octets) {
  constexpr std::uint64_t offset_basis = 0xcbf29ce484222325,
                          prime = 0x100000001b3;  // FNV-1a
  kept_octets kept;
  kept.size = octets.size();
  kept.head = as_text(octets.first(std::min(octets.size(), kept_octets::limit)));
  kept.digest = offset_basis;
  for (const std::byte octet : octets) {
    kept.digest = (kept.digest ^ static_cast<std::uint64_t>(octet)) * prime;
  }
  return kept;
}

}  // namespace wsproof::conformance
