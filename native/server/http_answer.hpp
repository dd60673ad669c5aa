// Which path is what, and whole HTTP answers as octets. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wsproof/handshake.hpp"
#include "wsproof/http_head.hpp"

namespace wsproof::native {

// What is at a path.
struct place {
  bool has_page = false;  // answers a GET
  bool upgrades = false;  // echoes on a WebSocket
  std::string_view content_type{};
  std::string_view body{};  // static storage
};

// Nothing of both: there is nothing at this path.
[[nodiscard]] const place& place_at(std::string_view path) noexcept;

// The whole answer to a request that is not to become a WebSocket; says that the connection closes.
[[nodiscard]] std::string answer_to(const request_head& request, const place& at);

[[nodiscard]] std::string answer_to(refusal why);
[[nodiscard]] std::string answer_to(http_error why);

}  // namespace wsproof::native
