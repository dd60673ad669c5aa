// HTTP fields and the comma lists in them (RFC 9110 §5.5, §5.6.1, §5.6.2), pulled element by
// element. Views into the caller's octets; nothing is copied; one pass over each value.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace wsproof {

// One field line. Both views alias the head it was read from.
struct header_field {
  std::string_view name{};   // as sent; compare it with equal_ignoring_case
  std::string_view value{};  // without the whitespace around it
};

using header_fields = std::span<const header_field>;

// Whether `text` is a token: one or more visible ASCII characters, no separators (§5.6.2).
[[nodiscard]] bool is_token(std::string_view text) noexcept;

// Compares as ASCII; other octets must be equal.
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept;

// `text` without SP and HTAB at both ends (OWS, §5.6.3).
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

// How many lines of this name there are, and the value of the first one (empty where there is
// none).
struct field_lookup {
  std::size_t count = 0;
  std::string_view value{};
};
[[nodiscard]] field_lookup look_up(header_fields fields, std::string_view name) noexcept;

// Pulls the elements of a comma list, trimmed; empty elements are skipped (§5.6.1.2). Several lines
// of one name are one list (§5.3). Knows no quoted strings: extension_reader does.
class list_reader {
 public:
  explicit list_reader(std::string_view value) noexcept : rest_(value) {}
  list_reader(header_fields fields, std::string_view name) noexcept
      : fields_(fields), name_(name) {}

  // The next element, or nothing at the end.
  [[nodiscard]] std::optional<std::string_view> next() noexcept;

 private:
  std::string_view rest_;  // of the current line
  header_fields fields_;   // lines still to be looked at
  std::string_view name_;
};

// Whether the list in all lines of this name has `token`, compared without case: how a client that
// sends "Connection: keep-alive, Upgrade" is understood (RFC 6455 §4.2.1).
[[nodiscard]] bool has_token(header_fields fields, std::string_view name,
                             std::string_view token) noexcept;

}  // namespace wsproof
