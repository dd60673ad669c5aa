// The head of an HTTP/1.1 message (RFC 9112 §2-§6, RFC 9110 §5): octets -> start line and fields,
// as views into the caller's buffer. Strict: what two recipients might read differently is refused.
// Decisions (a bare LF, folded lines, empty lines): docs/decisions/0007.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wsproof/header_list.hpp"
#include "wsproof/http_error.hpp"
#include "wsproof/request_target.hpp"

namespace wsproof {

// The number of fields is limited by the room the caller gives.
struct head_limits {
  std::size_t max_size = 16384;      // octets of the whole head, the blank line included
  std::size_t max_line_size = 8448;  // octets of one line: a value of 8 KiB and its name
};

struct request_head {
  std::string_view method{};  // case-sensitive
  std::string_view target{};  // as sent
  target_form form = target_form::origin;
  std::string_view path{};   // origin and absolute: never empty, as sent, percent-encoded
  std::string_view query{};  // what follows "?", without it
  std::string_view host{};  // of an absolute target, else of the Host field (§3.2.2); may be empty
  std::uint8_t minor_version = 1;    // of HTTP/1.x
  std::uint64_t content_length = 0;  // octets of the body, where not chunked
  bool has_transfer_coding = false;  // a Transfer-Encoding field is there
  header_fields fields{};
};

struct response_head {
  std::uint16_t status = 0;   // 100-599
  std::string_view reason{};  // may be empty
  std::uint8_t minor_version = 1;
  header_fields fields{};
};

template <typename Head>
struct head_result {
  http_error error = http_error::none;
  std::size_t size = 0;  // octets of the head; with no error, 0 means: more input is needed
  std::size_t line = 0;  // octets before the line that is wrong, where one is
  Head head{};           // when size > 0; its views live as long as `input` and `room`
};

// Reads the head at the front of `input`; octets after its blank line are not looked at. A fault is
// told as soon as its line is there, and it does not depend on where the input was cut. One pass;
// while more input is needed, call it again when head_watch says so.
[[nodiscard]] head_result<request_head> read_request(std::string_view input,
                                                     std::span<header_field> room,
                                                     const head_limits& limits = {}) noexcept;
[[nodiscard]] head_result<response_head> read_response(std::string_view input,
                                                       std::span<header_field> room,
                                                       const head_limits& limits = {}) noexcept;

// Spares a head that comes octet by octet from being read again each time: looks at every octet
// once and says when to read, which is when the first line is there, when an octet or a limit is
// wrong, and at the blank line.
//   if (watch.is_ready(received)) result = read_request(received, room);
class head_watch {
 public:
  explicit head_watch(const head_limits& limits = {}) noexcept : limits_(limits) {}

  // `received`: all octets so far, from the first one of the head.
  [[nodiscard]] bool is_ready(std::string_view received) noexcept;

 private:
  enum class state : std::uint8_t { awaits_first_line, awaits_blank_line, done };

  head_limits limits_;
  std::size_t seen_ = 0;         // octets looked at
  std::size_t line_begins_ = 0;  // octets before the current line
  state state_ = state::awaits_first_line;
};

}  // namespace wsproof
