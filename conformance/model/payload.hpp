// Octets as data: a pattern repeated to a size, so that a case with megabytes
// stays small.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wsproof/types.hpp"

namespace wsproof::conformance {

class payload {
 public:
  payload() = default;
  payload(std::string octets) : pattern_(std::move(octets)), size_(pattern_.size()) {}
  payload(const char* text) : payload(std::string(text)) {}
  payload(std::string pattern, std::uint64_t size) : pattern_(std::move(pattern)), size_(size) {}

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  [[nodiscard]] std::string octets() const;
  [[nodiscard]] bool is(const_bytes octets) const noexcept;  // compares without building
  [[nodiscard]] payload followed_by(const payload& next) const;

 private:
  std::string pattern_;     // empty: nothing but size 0
  std::uint64_t size_ = 0;  // octets
};

// `size` times the same octet ('*' unless told): when only the length matters.
[[nodiscard]] payload octets(std::uint64_t size, char octet = '*');

// "cebae1": each pair of hex digits an octet. Anything else ends the text.
[[nodiscard]] payload hex(std::string_view digits);

}  // namespace wsproof::conformance
