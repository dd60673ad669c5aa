#include "wsproof/request_target.hpp"

#include "characters.hpp"
#include "wsproof/header_list.hpp"

namespace wsproof {
namespace {

using namespace characters;

constexpr std::size_t max_host_size = 255;  // octets

constexpr bool is_unreserved_or_delimiter(char c) {
  return is_alpha(c) || is_digit(c) || contains("-._~!$&'()*+,;=", c);
}

// RFC 3986 §3.2.2: *( unreserved / pct-encoded / sub-delims ). IPv4 addresses are among them.
bool is_name(std::string_view text) {
  while (!text.empty()) {
    if (text.front() == '%') {
      if (text.size() < 3 || !is_hex(text[1]) || !is_hex(text[2])) return false;
      text.remove_prefix(3);
    } else {
      if (!is_unreserved_or_delimiter(text.front())) return false;
      text.remove_prefix(1);
    }
  }
  return true;
}

bool are_digits(std::string_view text) {
  for (const char c : text) {
    if (!is_digit(c)) return false;
  }
  return true;
}

bool is_octet(std::string_view text) {  // 0-255 without leading zeros
  if (text.empty() || text.size() > 3 || !are_digits(text)) return false;
  if (text.size() > 1 && text.front() == '0') return false;
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value <= 255;
}

bool is_ipv4(std::string_view text) {
  int octets = 1;
  for (const char c : text) octets += c == '.';
  if (octets != 4 || text.back() == '.') return false;
  while (!text.empty()) {
    if (!is_octet(take_until(text, '.'))) return false;
  }
  return true;
}

std::size_t hex_digits(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && is_hex(text[size])) ++size;
  return size;
}

// Takes ":" or "::" from the front of what is not empty. False: there is none, the text ends with a
// single one, or "::" stood before (RFC 3986 §3.2.2).
bool take_colons(std::string_view& text, bool& elided) {
  if (text.front() != ':' || text.size() == 1) return false;
  const bool twice = text[1] == ':';
  if (twice && elided) return false;
  elided = elided || twice;
  text.remove_prefix(twice ? 2 : 1);
  return true;
}

bool is_ipv6(std::string_view text) {
  std::size_t groups = 0;  // of 16 bits
  bool elided = first(text, 2) == "::";
  if (elided) text.remove_prefix(2);
  while (!text.empty()) {
    const std::size_t size = hex_digits(text);
    if (size == 0 || size > 4) return false;
    if (text.size() > size && text[size] == '.') {
      if (!is_ipv4(text)) return false;
      groups += 2;
      break;
    }
    ++groups;
    text.remove_prefix(size);
    if (!text.empty() && !take_colons(text, elided)) return false;
  }
  return elided ? groups < 8 : groups == 8;
}

bool is_future_address(std::string_view text) {
  if (text.empty() || (text.front() != 'v' && text.front() != 'V')) return false;
  text.remove_prefix(1);
  const std::size_t size = hex_digits(text);
  if (size == 0 || size + 1 >= text.size() || text[size] != '.') return false;
  for (const char c : after(text, size + 1)) {
    if (c != ':' && !is_unreserved_or_delimiter(c)) return false;
  }
  return true;
}

// Takes the host from the front of `rest`; false where it is not one.
bool take_host(std::string_view& rest) {
  if (rest.empty() || rest.front() != '[') {
    const std::string_view name = first(rest, index_of(rest, ':'));
    rest.remove_prefix(name.size());
    return name.size() <= max_host_size && is_name(name);
  }
  rest.remove_prefix(1);
  const std::size_t size = index_of(rest, ']');
  if (size == rest.size()) return false;
  const std::string_view address = first(rest, size);
  rest.remove_prefix(size + 1);
  return is_ipv6(address) || is_future_address(address);
}

// "?" and what follows are the query; an absolute URI may leave the path out.
void split_path(std::string_view text, target_parts& parts) {
  parts.path = take_until(text, '?');
  parts.query = text;
  if (parts.path.empty()) parts.path = "/";
}

bool has_scheme(std::string_view target, std::string_view scheme) {
  return equal_ignoring_case(first(target, scheme.size()), scheme);
}

target_parts read_absolute(std::string_view rest) {
  target_parts parts;
  std::size_t size = 0;
  while (size < rest.size() && rest[size] != '/' && rest[size] != '?') ++size;
  parts.authority = first(rest, size);
  if (size == 0 || parts.authority.front() == ':' || !is_valid_host(parts.authority)) return {};
  split_path(after(rest, size), parts);
  parts.form = target_form::absolute;
  return parts;
}

target_parts read_authority(std::string_view target) {
  std::string_view rest = target;
  if (!take_host(rest) || rest.size() < 2 || rest.size() == target.size()) return {};
  if (!is_valid_host(target)) return {};
  return {.form = target_form::authority, .authority = target};
}

}  // namespace

bool is_valid_host(std::string_view host) noexcept {
  if (!take_host(host)) return false;
  return host.empty() || (host.front() == ':' && are_digits(after(host, 1)));
}

target_parts read_target(std::string_view method, std::string_view target) noexcept {
  for (const char c : target) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet <= ' ' || octet >= 0x7f || c == '#') return {};
  }
  if (method == "CONNECT") return read_authority(target);
  if (has_scheme(target, "http://")) return read_absolute(after(target, 7));
  if (has_scheme(target, "https://")) return read_absolute(after(target, 8));
  if (target == "*" && method == "OPTIONS") return {.form = target_form::asterisk};
  if (target.empty() || target.front() != '/') return {};
  target_parts parts{.form = target_form::origin};
  split_path(target, parts);
  return parts;
}

}  // namespace wsproof
