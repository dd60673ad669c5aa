#include "conformance/model/test_case.hpp"

namespace wsproof::conformance {

std::size_t conversations_of(const test_case& which) noexcept {
  if (which.is_probe) return 0;
  return which.variants.empty() ? 1 : which.variants.size();
}

conversation conversation_of(const test_case& which, std::size_t index) {
  if (index < which.variants.size()) return which.variants[index];
  conversation only;
  only.frames = which.frames;
  return only;
}

std::string_view group_of(std::string_view id) noexcept {
  const bool numbered = !id.empty() && id.front() >= '0' && id.front() <= '9';
  const auto end = numbered ? id.find('.') : id.rfind('-');
  return id.substr(0, end);
}

}  // namespace wsproof::conformance
