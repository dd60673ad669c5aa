// Words for the opening-handshake cases (HS-S): one case is a list of requests,
// each with the rule for its answer.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "conformance/cases/families.hpp"

namespace wsproof::conformance {

// "Upgrade: websocket" and so on: the fields a case leaves out, changes or
// adds.
[[nodiscard]] inline conversation asks(std::string label, request_words request,
                                       answer_rule answer) {
  conversation made;
  made.label = std::move(label);
  made.request = std::move(request);
  made.answer = std::move(answer);
  return made;
}

struct opening_case {
  std::string id;  // behind "HS-S-"
  std::string title, says, section, requirement;
  std::vector<conversation> variants;
  std::string cause;
};

inline void add(std::vector<test_case>& cases, opening_case one) {
  const family kin{std::move(one.says), std::move(one.section), std::move(one.requirement),
                   std::move(one.cause)};
  cases.push_back(kin.of("HS-S-" + one.id, std::move(one.title), {}));
  cases.back().variants = std::move(one.variants);
}

// The good request with one field line changed, added or taken away.
[[nodiscard]] inline request_words changed(const char* name, const std::string& line) {
  return good_request().replacing(name, line);
}

// One variant a value: the same field with different values, all under one
// rule.
[[nodiscard]] inline std::vector<conversation> each_value(const char* name,
                                                          const std::vector<std::string>& values,
                                                          const answer_rule& rule) {
  std::vector<conversation> variants;
  for (const std::string& value : values) {
    const std::string line = std::string(name) + ": " + value;
    variants.push_back(asks(line.substr(0, 60), changed(name, line), rule));
  }
  return variants;
}

inline const std::string reading = "RFC 6455 §4.2.1";
inline const std::string answering = "RFC 6455 §4.2.2";

}  // namespace wsproof::conformance
