#include "wsproof/extension.hpp"

#include "characters.hpp"

namespace wsproof {
namespace {

using namespace characters;

void skip_blanks(std::string_view& rest) {
  while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
}

bool take_octet(std::string_view& rest, char wanted) {
  if (rest.empty() || rest.front() != wanted) return false;
  rest.remove_prefix(1);
  return true;
}

// Takes the longest token, and the blanks on both sides of it; empty where there is none.
std::string_view take_token(std::string_view& rest) {
  skip_blanks(rest);
  std::size_t size = 0;
  while (size < rest.size() && is_tchar(rest[size])) ++size;
  const std::string_view token = first(rest, size);
  rest.remove_prefix(size);
  skip_blanks(rest);
  return token;
}

}  // namespace

extension_item extension_reader::next() noexcept {
  switch (state_) {
    case state::between_extensions:
      return take_extension();
    case state::in_extension:
      if (take_octet(rest_, ';')) return take_parameter();
      state_ = state::between_extensions;
      if (rest_.empty() || take_octet(rest_, ',')) return take_extension();
      return fail();
    case state::failed:
      break;
  }
  return fail();
}

extension_item extension_reader::take_extension() noexcept {
  do {
    skip_blanks(rest_);
    while (take_octet(rest_, ',')) skip_blanks(rest_);
    if (rest_.empty()) continue;
    const std::string_view name = take_token(rest_);
    if (name.empty()) return fail();
    state_ = state::in_extension;
    return {.what = extension_item::kind::extension, .name = name};
  } while (take_line());
  return {};
}

extension_item extension_reader::take_parameter() noexcept {
  extension_item parameter{.what = extension_item::kind::parameter, .name = take_token(rest_)};
  if (parameter.name.empty()) return fail();
  if (take_octet(rest_, '=') && !take_value(parameter)) return fail();
  return parameter;
}

bool extension_reader::take_value(extension_item& parameter) noexcept {
  parameter.has_value = true;
  skip_blanks(rest_);
  if (!take_octet(rest_, '"')) {
    parameter.value = take_token(rest_);
    return !parameter.value.empty();
  }
  parameter.quoted = true;
  std::size_t size = 0;
  for (; size < rest_.size() && rest_[size] != '"'; ++size) {
    if (rest_[size] == '\\' && ++size == rest_.size()) return false;
    if (!is_tchar(rest_[size])) return false;
  }
  if (size == rest_.size()) return false;
  parameter.value = first(rest_, size);
  rest_.remove_prefix(size + 1);
  skip_blanks(rest_);
  return size > 0;
}

extension_item extension_reader::fail() noexcept {
  state_ = state::failed;
  return {.what = extension_item::kind::malformed};
}

bool extension_reader::take_line() noexcept {
  while (!fields_.empty()) {
    const header_field& field = fields_.front();
    fields_ = fields_.subspan(1);
    if (!equal_ignoring_case(field.name, "Sec-WebSocket-Extensions")) continue;
    rest_ = field.value;
    return true;
  }
  return false;
}

std::string_view unescaped(const extension_item& parameter, std::span<char> room) noexcept {
  if (!contains(parameter.value, '\\')) return parameter.value;
  std::size_t size = 0;
  for (const char c : parameter.value) {
    if (c == '\\') continue;  // what it escapes is a token's character, so never another backslash
    if (size == room.size()) return {};
    room[size++] = c;
  }
  return {room.data(), size};
}

bool has_value(const extension_item& parameter, std::string_view expected) noexcept {
  std::size_t size = 0;
  for (const char c : parameter.value) {
    if (c == '\\') continue;
    if (size == expected.size() || expected[size] != c) return false;
    ++size;
  }
  return parameter.has_value && size == expected.size();
}

bool is_well_formed_extension_list(header_fields fields) noexcept {
  extension_reader reader(fields);
  for (;;) {
    switch (reader.next().what) {
      case extension_item::kind::extension:
      case extension_item::kind::parameter:
        break;
      case extension_item::kind::end:
        return true;
      case extension_item::kind::malformed:
        return false;
    }
  }
}

}  // namespace wsproof
