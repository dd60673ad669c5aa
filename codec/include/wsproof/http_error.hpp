// Every way the head of an HTTP message can be wrong before anything of WebSocket is asked: one
// enumerator is one broken rule, one section, one status.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wsproof {

enum class http_error : std::uint8_t {
  none,
  // limits
  head_too_large,
  too_many_fields,
  method_too_long,
  target_too_long,
  status_line_too_long,
  field_line_too_long,
  // octets
  bare_lf,
  bare_cr,
  control_octet,  // NUL and the others but HTAB
  // start line
  empty_line_before_head,  // more than the one that is ignored
  request_line_malformed,  // not: method SP target SP version
  method_not_token,
  target_malformed,
  version_malformed,
  version_not_supported,  // not HTTP/1.x
  status_line_malformed,
  // field lines
  space_before_first_field,
  line_folded,
  colon_missing,
  name_empty,
  space_before_colon,
  name_not_token,
  // what a request's fields must say
  host_missing,
  host_repeated,
  host_malformed,
  content_length_repeated,
  content_length_malformed,
  length_and_coding,   // Content-Length and Transfer-Encoding together
  coding_in_http_1_0,  // Transfer-Encoding in a version that has none
};

inline constexpr std::size_t http_error_count = 30;

// What there is to say of a broken rule, whoever broke it. All text has static storage.
struct rule_entry {
  std::string_view name;      // the enumerator's name
  std::string_view says;      // what was wrong, in plain words
  std::string_view remedy;    // what to do
  std::string_view section;   // "RFC 9112 §5.1"
  std::uint16_t status = 0;   // what a server answers; 0 where only a client sees it
  std::string_view fields{};  // whole field lines which that answer must carry, each with CR LF
};

[[nodiscard]] const rule_entry& describe(http_error error) noexcept;

}  // namespace wsproof
