// The request target and the host of an HTTP request (RFC 9112 §3.2, RFC 3986 §3.2.2): text -> its
// parts, as views into it. Nothing is decoded or normalised.
#pragma once

#include <cstdint>
#include <string_view>

namespace wsproof {

// The forms of §3.2. `absolute` holds an http or https URI; `authority` comes with CONNECT only and
// `asterisk` with OPTIONS only.
enum class target_form : std::uint8_t { malformed, origin, absolute, authority, asterisk };

struct target_parts {
  target_form form = target_form::malformed;
  std::string_view path{};       // origin and absolute: begins with "/"
  std::string_view query{};      // what follows the first "?"
  std::string_view authority{};  // absolute and authority: host and port
};

// Takes visible ASCII without "#"; a fragment, a space and 8-bit octets are malformed. Octets that
// browsers send as they are, such as "|" and "{", pass.
[[nodiscard]] target_parts read_target(std::string_view method, std::string_view target) noexcept;

// Whether `host` can be a Host field's value: uri-host [ ":" port ] (RFC 9110 §7.2). An empty one
// can; a name of more than 255 octets cannot (RFC 3986 §3.2.2).
[[nodiscard]] bool is_valid_host(std::string_view host) noexcept;

}  // namespace wsproof
