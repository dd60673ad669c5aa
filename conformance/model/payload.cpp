#include "conformance/model/payload.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace wsproof::conformance {

std::string payload::octets() const {
  std::string all;
  all.reserve(size_);
  while (all.size() < size_) {
    all.append(pattern_, 0, std::min<std::uint64_t>(pattern_.size(), size_ - all.size()));
  }
  return all;
}

bool payload::is(const_bytes octets) const noexcept {
  if (octets.size() != size_) return false;
  for (std::size_t at = 0; at < octets.size(); at += pattern_.size()) {
    const auto part = std::min(pattern_.size(), octets.size() - at);
    if (std::memcmp(octets.data() + at, pattern_.data(), part) != 0) return false;
  }
  return true;
}

payload payload::followed_by(const payload& next) const {
  return octets() + next.octets();
}

payload octets(std::uint64_t size, char octet) {
  return {std::string(size > 0, octet), size};
}

payload hex(std::string_view digits) {
  std::string all;
  for (; digits.size() >= 2; digits.remove_prefix(2)) {
    unsigned value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + 2, value, 16);
    if (read.ptr != digits.data() + 2) break;
    all.push_back(static_cast<char>(value));
  }
  return all;
}

}  // namespace wsproof::conformance
