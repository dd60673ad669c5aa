// The grammar of Sec-WebSocket-Extensions (RFC 6455 §9.1), pulled piece by piece. It knows no
// extension: what a name or a parameter means is the caller's business (permessage-deflate's in
// deflate_negotiation.hpp). One pass, no copies, no backtracking: time is linear in the octets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wsproof/header_list.hpp"

namespace wsproof {

// "a; b=1; c=\"2\", d" comes as
//   extension a, parameter b=1, parameter c=2, extension d, end
// Empty list elements ("a,, b,") are passed over (RFC 9110 §5.6.1.2); a second line of the same
// name goes on with the list. After `malformed` and after `end` next() repeats itself.
struct extension_item {
  enum class kind : std::uint8_t { extension, parameter, end, malformed };
  kind what = kind::end;
  std::string_view name{};  // extension: its token; parameter: the token before "="
  std::string_view
      value{};             // parameter: the token, or what lies between the quotes, escapes and all
  bool has_value = false;  // parameter: there was an "="
  bool quoted = false;     // parameter: the value was a quoted string
};

class extension_reader {
 public:
  explicit extension_reader(std::string_view value) noexcept : rest_(value) {}
  // All lines of the name `Sec-WebSocket-Extensions`, as one list.
  explicit extension_reader(header_fields fields) noexcept : fields_(fields) {}

  [[nodiscard]] extension_item next() noexcept;

 private:
  enum class state : std::uint8_t { between_extensions, in_extension, failed };

  [[nodiscard]] extension_item take_extension() noexcept;
  [[nodiscard]] extension_item take_parameter() noexcept;
  [[nodiscard]] bool take_value(extension_item& parameter) noexcept;
  [[nodiscard]] extension_item fail() noexcept;
  [[nodiscard]] bool take_line() noexcept;

  std::string_view rest_;  // of the current line
  header_fields fields_;   // lines still to be looked at
  state state_ = state::between_extensions;
};

// A parameter's value without quotes and escapes: `value` itself where it has no escape, otherwise
// written to `room`; empty where it does not fit there. Always a token, because §9.1 demands it.
[[nodiscard]] std::string_view unescaped(const extension_item& parameter,
                                         std::span<char> room) noexcept;

// Whether the value, unescaped, is exactly `expected`.
[[nodiscard]] bool has_value(const extension_item& parameter, std::string_view expected) noexcept;

// Whether all lines follow the grammar. A server answers 400 to one that does not (§9.1).
[[nodiscard]] bool is_well_formed_extension_list(header_fields fields) noexcept;

}  // namespace wsproof
