#include "wsproof/http_head.hpp"

#include "characters.hpp"

namespace wsproof {
namespace {

using namespace characters;

struct line_scan {
  enum class kind : std::uint8_t { more_input_needed, line, failed };
  kind what = kind::more_input_needed;
  http_error error = http_error::none;
  std::string_view line{};  // without CR LF
};

constexpr line_scan failed(http_error error) {
  return {.what = line_scan::kind::failed, .error = error};
}

// What an octet that is no part of a line's text is: its end, or a fault. `at`: where it lies.
http_error judge_end(std::string_view input, std::size_t at) {
  const char c = input[at];
  if (c == '\n') return http_error::bare_lf;
  if (c != '\r') return http_error::control_octet;
  const bool is_whole = at + 1 < input.size();
  return is_whole && input[at + 1] != '\n' ? http_error::bare_cr : http_error::none;
}

// Looks at the octets from `at` on for the end of the line that begins at `begin`; moves `at`
// behind the line, or to the first octet that must be looked at again. Limits are met octet by
// octet, so that they do not depend on the cuts either.
line_scan scan_line(std::string_view input, const head_limits& limits, std::size_t begin,
                    std::size_t& at) {
  for (; at < input.size(); ++at) {
    const char c = input[at];
    if (at + (c == '\r') >= limits.max_size) return failed(http_error::head_too_large);
    if (is_control(c)) {
      const http_error fault = judge_end(input, at);
      if (fault != http_error::none) return failed(fault);
      if (at + 1 == input.size()) return {};
      at += 2;
      return {.what = line_scan::kind::line, .line = first(after(input, begin), at - 2 - begin)};
    }
    if (at - begin >= limits.max_line_size) return failed(http_error::field_line_too_long);
  }
  return {};
}

// "HTTP/1.1": its minor digit is the only one that may differ.
http_error take_version(std::string_view text, std::uint8_t& minor) {
  if (text.size() != 8 || first(text, 5) != "HTTP/" || !is_digit(text[5]) || text[6] != '.' ||
      !is_digit(text[7])) {
    return http_error::version_malformed;
  }
  minor = static_cast<std::uint8_t>(text[7] - '0');
  return text[5] == '1' ? http_error::none : http_error::version_not_supported;
}

http_error take_first_line(std::string_view line, request_head& head) {
  head.method = take_until(line, ' ');
  head.target = take_until(line, ' ');
  if (head.method.empty() || head.target.empty() || line.empty() || contains(line, ' ')) {
    return http_error::request_line_malformed;
  }
  if (!is_token(head.method)) return http_error::method_not_token;
  const http_error version = take_version(line, head.minor_version);
  if (version != http_error::none) return version;
  const target_parts parts = read_target(head.method, head.target);
  head.form = parts.form;
  head.path = parts.path;
  head.query = parts.query;
  head.host = parts.authority;
  const bool malformed = parts.form == target_form::malformed;
  return malformed ? http_error::target_malformed : http_error::none;
}

http_error take_first_line(std::string_view line, response_head& head) {
  const std::string_view version = take_until(line, ' ');
  const http_error fault = take_version(version, head.minor_version);
  if (fault != http_error::none) return fault;
  const std::string_view status = take_until(line, ' ');
  head.reason = line;
  if (status.size() != 3 || !is_digit(status[0]) || !is_digit(status[1]) || !is_digit(status[2])) {
    return http_error::status_line_malformed;
  }
  const int value = (status[0] - '0') * 100 + (status[1] - '0') * 10 + (status[2] - '0');
  head.status = static_cast<std::uint16_t>(value);
  const bool known = value >= 100 && value <= 599;
  return known ? http_error::none : http_error::status_line_malformed;
}

// What is too long in a first line whose beginning is `text`.
http_error too_long(std::string_view text, const request_head&) {
  return contains(text, ' ') ? http_error::target_too_long : http_error::method_too_long;
}
http_error too_long(std::string_view, const response_head&) {
  return http_error::status_line_too_long;
}

http_error take_field(std::string_view line, bool is_first, header_field& field) {
  if (is_blank(line.front())) {
    return is_first ? http_error::space_before_first_field : http_error::line_folded;
  }
  if (!contains(line, ':')) return http_error::colon_missing;
  field.name = take_until(line, ':');
  field.value = trim(line);
  if (field.name.empty()) return http_error::name_empty;
  if (is_blank(field.name.back())) return http_error::space_before_colon;
  return is_token(field.name) ? http_error::none : http_error::name_not_token;
}

http_error check_host(request_head& head) {
  const field_lookup host = look_up(head.fields, "Host");
  if (host.count > 1) return http_error::host_repeated;
  if (host.count == 0) {
    return head.minor_version == 0 ? http_error::none : http_error::host_missing;
  }
  if (!is_valid_host(host.value)) return http_error::host_malformed;
  if (head.form != target_form::absolute) head.host = host.value;
  return http_error::none;
}

http_error take_content_length(std::string_view text, std::uint64_t& length) {
  for (const char c : text) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (!is_digit(c) || length > (UINT64_MAX - digit) / 10) {
      return http_error::content_length_malformed;
    }
    length = length * 10 + digit;
  }
  return text.empty() ? http_error::content_length_malformed : http_error::none;
}

// What all the fields together must say of the message.
http_error check_fields(request_head& head) {
  const http_error host = check_host(head);
  if (host != http_error::none) return host;
  const field_lookup length = look_up(head.fields, "Content-Length");
  if (length.count > 1) return http_error::content_length_repeated;
  head.has_transfer_coding = look_up(head.fields, "Transfer-Encoding").count > 0;
  if (head.has_transfer_coding && length.count > 0) return http_error::length_and_coding;
  if (head.has_transfer_coding && head.minor_version == 0) return http_error::coding_in_http_1_0;
  if (length.count == 0) return http_error::none;
  return take_content_length(length.value, head.content_length);
}

http_error check_fields(response_head&) {
  return http_error::none;
}

constexpr bool skips_an_empty_line(const request_head&) {
  return true;
}
constexpr bool skips_an_empty_line(const response_head&) {
  return false;
}

// Reads line by line; `Head` only says what its first line and its fields mean.
template <typename Head>
class head_reader {
 public:
  head_reader(std::string_view input, std::span<header_field> room, const head_limits& limits)
      : input_(input), room_(room), limits_(limits) {}

  head_result<Head> read() {
    result_.error = read_lines();
    if (result_.error == http_error::none) return result_;
    return {.error = result_.error, .line = result_.line};
  }

 private:
  // The next line; false where there is none, or it failed.
  bool take_line() {
    result_.line = at_;
    std::size_t at = at_;
    scan_ = scan_line(input_, limits_, at_, at);
    if (scan_.what != line_scan::kind::line) return false;
    at_ = at;
    return true;
  }

  http_error read_lines() {
    if (!take_line()) return first_line_fault();
    if (scan_.line.empty() && skips_an_empty_line(result_.head) && !take_line()) {
      return first_line_fault();
    }
    if (scan_.line.empty()) return http_error::empty_line_before_head;
    const http_error fault = take_first_line(scan_.line, result_.head);
    return fault != http_error::none ? fault : read_fields();
  }

  [[nodiscard]] http_error first_line_fault() const {
    if (scan_.error != http_error::field_line_too_long) return scan_.error;
    return too_long(first(after(input_, at_), limits_.max_line_size), result_.head);
  }

  http_error read_fields() {
    std::size_t count = 0;
    while (take_line()) {
      if (scan_.line.empty()) return finish(count);
      if (count == room_.size()) return http_error::too_many_fields;
      const http_error fault = take_field(scan_.line, count == 0, room_[count]);
      if (fault != http_error::none) return fault;
      ++count;
    }
    return scan_.error;
  }

  http_error finish(std::size_t count) {
    result_.head.fields = room_.first(count);
    result_.size = at_;
    return check_fields(result_.head);
  }

  std::string_view input_;
  std::span<header_field> room_;
  const head_limits& limits_;
  std::size_t at_ = 0;  // octets read
  line_scan scan_;
  head_result<Head> result_;
};

}  // namespace

head_result<request_head> read_request(std::string_view input, std::span<header_field> room,
                                       const head_limits& limits) noexcept {
  return head_reader<request_head>(input, room, limits).read();
}

head_result<response_head> read_response(std::string_view input, std::span<header_field> room,
                                         const head_limits& limits) noexcept {
  return head_reader<response_head>(input, room, limits).read();
}

bool head_watch::is_ready(std::string_view received) noexcept {
  while (state_ != state::done) {
    const line_scan scan = scan_line(received, limits_, line_begins_, seen_);
    if (scan.what == line_scan::kind::more_input_needed) return false;
    if (scan.what == line_scan::kind::failed) break;
    line_begins_ = seen_;
    if (state_ == state::awaits_first_line) {
      if (!scan.line.empty()) state_ = state::awaits_blank_line;
      return true;
    }
    if (scan.line.empty()) break;
  }
  state_ = state::done;
  return true;
}

}  // namespace wsproof
