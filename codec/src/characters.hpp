// The character classes of RFC 9110 and RFC 3986, and cuts of a view that cannot fail. Shared by
// the sources of the opening handshake. (string_view's own find and substr would call out of the
// codec.)
#pragma once

#include <cstddef>
#include <string_view>

namespace wsproof::characters {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// What no line of a head may hold: the control octets but HTAB (RFC 9110 §5.5).
constexpr bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7f';
}

// Index of the first `wanted`, or text.size().
constexpr std::size_t index_of(std::string_view text, char wanted) {
  std::size_t i = 0;
  while (i < text.size() && text[i] != wanted) ++i;
  return i;
}

constexpr bool contains(std::string_view text, char wanted) {
  return index_of(text, wanted) < text.size();
}

// RFC 9110 §5.6.2.
constexpr bool is_tchar(char c) {
  return is_digit(c) || is_alpha(c) || contains("!#$%&'*+-.^_`|~", c);
}

// At most the first `size` octets.
constexpr std::string_view first(std::string_view text, std::size_t size) {
  return {text.data(), size < text.size() ? size : text.size()};
}

// What follows the first `size` octets.
constexpr std::string_view after(std::string_view text, std::size_t size) {
  text.remove_prefix(size < text.size() ? size : text.size());
  return text;
}

// Takes the front of `rest` up to `stop`, and `stop` itself; all of it where there is none.
constexpr std::string_view take_until(std::string_view& rest, char stop) {
  const std::size_t size = index_of(rest, stop);
  const std::string_view taken = first(rest, size);
  rest = after(rest, size + 1);
  return taken;
}

}  // namespace wsproof::characters
