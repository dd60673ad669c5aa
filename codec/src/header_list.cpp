#include "wsproof/header_list.hpp"

#include <array>

#include "characters.hpp"

namespace wsproof {
namespace {

using namespace characters;

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

}  // namespace

bool is_token(std::string_view text) noexcept {
  for (const char c : text) {
    if (!is_tchar(c)) return false;
  }
  return !text.empty();
}

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (lower(left[i]) != lower(right[i])) return false;
  }
  return true;
}

std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

field_lookup look_up(header_fields fields, std::string_view name) noexcept {
  field_lookup found;
  for (const header_field& field : fields) {
    if (!equal_ignoring_case(field.name, name)) continue;
    if (found.count++ == 0) found.value = field.value;
  }
  return found;
}

std::optional<std::string_view> list_reader::next() noexcept {
  for (;;) {
    while (!rest_.empty()) {
      const std::string_view element = trim(take_until(rest_, ','));
      if (!element.empty()) return element;
    }
    if (fields_.empty()) return std::nullopt;
    if (equal_ignoring_case(fields_.front().name, name_)) rest_ = fields_.front().value;
    fields_ = fields_.subspan(1);
  }
}

bool has_token(header_fields fields, std::string_view name, std::string_view token) noexcept {
  list_reader elements(fields, name);
  while (const auto element = elements.next()) {
    if (equal_ignoring_case(*element, token)) return true;
  }
  return false;
}

}  // namespace wsproof
