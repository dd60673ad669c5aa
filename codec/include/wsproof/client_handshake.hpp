// The client's side of the opening handshake (RFC 6455 §4.1): what to ask -> the request; the
// response's head -> established or the first rule it breaks. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wsproof/accept.hpp"
#include "wsproof/http_head.hpp"
#include "wsproof/response_fault.hpp"

namespace wsproof {

// What the client asks. Empty fields are not sent.
struct opening {
  std::string_view host{};        // of the URI, with the port where it is not the default one
  std::string_view target = "/";  // path and query, percent-encoded, no fragment
  key_value key{};                // make_key() of 16 fresh octets
  std::string_view origin{};
  std::span<const std::string_view> subprotocols{};  // in order of preference
  std::string_view extensions{};                     // the whole value of Sec-WebSocket-Extensions
  header_fields extra{};                             // Cookie, Authorization, ...
};

enum class opening_fault : std::uint8_t {
  none,
  host_malformed,
  key_malformed,     // not base64 of 16 octets
  target_malformed,  // does not begin with "/", or holds a space, "#", a control or 8-bit octet
  origin_malformed,  // an octet that no field value may have
  subprotocol_malformed,  // not a token, or named twice
  extensions_malformed,   // not the grammar of §9.1
  extra_name_malformed,   // not a token
  extra_name_reserved,    // a field that the handshake writes itself
  extra_value_malformed,  // CR, LF, NUL or another octet that no field value may have
  no_room,
};
inline constexpr std::size_t opening_fault_count = 11;
[[nodiscard]] std::string_view name_of(opening_fault fault) noexcept;

struct request_result {
  opening_fault fault = opening_fault::none;
  std::size_t size = 0;  // octets written; 0 with a fault
};

// Writes the whole request to the front of `out`. Refuses whatever would let a value become a line
// of its own, so that nothing of an URL or an API argument is ever injected into the head.
[[nodiscard]] request_result write_opening(const opening& ask, std::span<char> out) noexcept;

// Whether this is an interim response (1xx but 101): the next head follows it (RFC 9110 §15.2).
[[nodiscard]] constexpr bool is_interim(const response_head& head) noexcept {
  return head.status / 100 == 1 && head.status != 101;
}

// Whether `head` answers `ask`. Names of extensions are compared only; what their parameters say is
// their own module's to judge.
[[nodiscard]] response_fault check_response(const response_head& head, const opening& ask) noexcept;

}  // namespace wsproof
