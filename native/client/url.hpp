// A WebSocket URI (RFC 6455 §3) taken apart. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wsproof::native {

struct ws_url {
  std::string text;  // as given
  std::string host;  // without the brackets of an IPv6 address
  std::uint16_t port = 80;
  std::string target = "/";  // path and query
  // "host" or "host:port", as the Host field has it.
  [[nodiscard]] std::string authority() const;
};

struct url_result {
  ws_url url;
  std::string error;  // why it is none, in words
};

// ws:// and http:// (the same here); a bare "host:port/path" is taken as ws://.
[[nodiscard]] url_result parse_url(std::string_view text);

}  // namespace wsproof::native
