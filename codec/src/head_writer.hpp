// Puts the lines of an HTTP head into a caller's buffer. What does not fit, or holds an octet that
// would break the head into other lines, makes the whole come to nothing.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "characters.hpp"

namespace wsproof {

// Whether `text` may be a field's value: no CR, LF, NUL or other control octet but HTAB (RFC 9110
// §5.5).
constexpr bool is_field_value(std::string_view text) {
  for (const char c : text) {
    if (characters::is_control(c)) return false;
  }
  return true;
}

class head_writer {
 public:
  explicit head_writer(std::span<char> out) : out_(out) {}

  head_writer& put(std::string_view text) {
    if (text.size() > out_.size() - size_) failed_ = true;
    if (failed_) return *this;
    for (const char c : text) out_[size_++] = c;
    return *this;
  }
  head_writer& put_number(std::size_t number) {
    if (number > 9) put_number(number / 10);
    const char digit = static_cast<char>('0' + number % 10);
    return put({&digit, 1});
  }
  head_writer& field(std::string_view name, std::string_view value) {
    failed_ = failed_ || !is_field_value(value);
    return put(name).put(": ").put(value).put("\r\n");
  }
  head_writer& field_unless_empty(std::string_view name, std::string_view value) {
    return value.empty() ? *this : field(name, value);
  }

  // Octets written; 0 where something failed.
  [[nodiscard]] std::size_t size() const { return failed_ ? 0 : size_; }

 private:
  std::span<char> out_;
  std::size_t size_ = 0;
  bool failed_ = false;
};

}  // namespace wsproof
