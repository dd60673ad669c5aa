// The opening handshake as data: the request of a case and what the answer must
// be. A case that says nothing gets a good request and expects a good 101.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/verdict.hpp"

namespace wsproof::conformance {

// A request of RFC 6455 §4.1, to be changed by words. In every part "{host}",
// "{target}" and
// "{key}" stand for what the player was given.
struct request_words {
  std::string start = "GET {target} HTTP/1.1";
  std::vector<std::string> lines;  // without line end
  std::string line_end = "\r\n";
  std::string after;  // octets right behind the blank line, before any frame
  std::string raw;    // if not empty: all of the request, and nothing else counts

  [[nodiscard]] request_words starting(std::string start_line) const;
  [[nodiscard]] request_words with(std::string line) const;   // adds a line at the end
  [[nodiscard]] request_words first(std::string line) const;  // adds a line at the front
  [[nodiscard]] request_words without(std::string_view name) const;
  [[nodiscard]] request_words replacing(std::string_view name, const std::string& line) const;
  [[nodiscard]] request_words ending_lines(std::string octets) const;
  [[nodiscard]] request_words followed_by(std::string octets) const;
};

// Host, Upgrade, Connection, Sec-WebSocket-Key and Sec-WebSocket-Version: 13.
[[nodiscard]] request_words good_request();

// What the peer's answer is held against.
struct answer_rule {
  enum class want : std::uint8_t {
    upgrade,          // 101, with every rule of §4.2.2 kept
    refusal,          // a complete HTTP answer that is not 101
    refusal_or_drop,  // the same; an end of TCP without an answer is NON-STRICT
    either,           // any of these
    anything,         // whatever the peer does: what counts comes after it
  };
  want wants = want::upgrade;
  verdict otherwise = verdict::failed;    // when it is the other of 101 and refusal
  verdict when_silent = verdict::failed;  // when neither an answer nor an end of TCP comes
  verdict when_as_wanted = verdict::ok;

  // A header field that must be there ("Upgrade: websocket": with this token),
  // and what it costs.
  struct field {
    std::string name;
    std::string token{};  // empty: any value
    verdict otherwise = verdict::failed;
    bool absent = false;       // must NOT be there
    int only_with_status = 0;  // 0: with every one
    bool once = false;         // may be there, but on one line only
  };
  std::vector<field> fields;
  bool checks_form = false;  // line ends, repeated fields: the answer's own syntax
  // Octets that must not come behind the answer's head: a second answer, an
  // echo.
  std::string never;
};

[[nodiscard]] answer_rule upgrades();
[[nodiscard]] answer_rule refuses();  // a 101 is FAILED
[[nodiscard]] answer_rule refuses_or(verdict when_upgraded);
[[nodiscard]] answer_rule either_way();
[[nodiscard]] answer_rule whatever();

}  // namespace wsproof::conformance
