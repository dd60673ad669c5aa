// Reads the peer's answer to an opening handshake and holds it against a rule.
// Lenient in syntax, so that a faulty answer can be described; RFC 6455 §4.2.2,
// RFC 9112.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/opening.hpp"
#include "conformance/model/outcome.hpp"

namespace wsproof::conformance {

struct answer_field {
  std::string name;
  std::string value;  // without the whitespace around it
};

struct answer_head {
  std::string text;  // as it came, blank line included
  int status = 0;    // 0: the start line is not HTTP
  std::vector<answer_field> fields;
  bool has_bare_lf = false;
  bool has_stray_line = false;  // a line without a colon or name
  bool lacks_reason_space = false;

  [[nodiscard]] std::vector<std::string_view> values(std::string_view name) const;
  [[nodiscard]] bool has_token(std::string_view name, std::string_view token) const;
};

// The head at the front of `stream`, interim 1xx answers skipped (`skipped`
// octets of them). Nothing while it is not complete.
struct found_answer {
  answer_head head;
  std::size_t skipped = 0;
  std::size_t size = 0;  // octets of `stream` up to the end of the head
};
[[nodiscard]] std::optional<found_answer> find_answer(std::string_view stream);

struct asked {
  std::string key;         // as sent
  std::string extensions;  // values of the request's fields, lines joined by ","
  std::string subprotocols;
};

// The first rule of §4.2.2 a 101 breaks, so that no connection is open; empty
// `expected` where none is. Other statuses are not looked at.
[[nodiscard]] explanation fault_of_upgrade(const answer_head& head, const asked& ask);

struct judged_answer {
  verdict behaviour = verdict::ok;
  bool opened = false;  // a right 101: the play may begin
  explanation why;
};
[[nodiscard]] judged_answer judge_answer(const answer_head& head, const asked& ask,
                                         const answer_rule& rule);

}  // namespace wsproof::conformance
