#include "conformance/model/opening.hpp"

#include <algorithm>
#include <utility>

namespace wsproof::conformance {
namespace {

bool is_field(std::string_view line, std::string_view name) {
  return line.size() > name.size() && line.substr(0, name.size()) == name &&
         line[name.size()] == ':';
}

answer_rule wanting(answer_rule::want what) {
  answer_rule rule;
  rule.wants = what;
  return rule;
}

}  // namespace

request_words request_words::starting(std::string start_line) const {
  request_words changed = *this;
  changed.start = std::move(start_line);
  return changed;
}

request_words request_words::with(std::string line) const {
  request_words changed = *this;
  changed.lines.push_back(std::move(line));
  return changed;
}

request_words request_words::first(std::string line) const {
  request_words changed = *this;
  changed.lines.insert(changed.lines.begin(), std::move(line));
  return changed;
}

request_words request_words::without(std::string_view name) const {
  request_words changed = *this;
  std::erase_if(changed.lines, [&](const std::string& line) { return is_field(line, name); });
  return changed;
}

request_words request_words::replacing(std::string_view name, const std::string& line) const {
  request_words changed = *this;
  for (std::string& old : changed.lines) {
    if (is_field(old, name)) old = line;
  }
  return changed;
}

request_words request_words::ending_lines(std::string octets) const {
  request_words changed = *this;
  changed.line_end = std::move(octets);
  return changed;
}

request_words request_words::followed_by(std::string octets) const {
  request_words changed = *this;
  changed.after = std::move(octets);
  return changed;
}

request_words good_request() {
  request_words request;
  request.lines = {"Host: {host}", "Upgrade: websocket", "Connection: Upgrade",
                   "Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"};
  return request;
}

answer_rule upgrades() {
  return wanting(answer_rule::want::upgrade);
}
answer_rule refuses() {
  return wanting(answer_rule::want::refusal_or_drop);
}

answer_rule refuses_or(verdict when_upgraded) {
  answer_rule rule = refuses();
  rule.otherwise = when_upgraded;
  return rule;
}

answer_rule either_way() {
  return wanting(answer_rule::want::either);
}

answer_rule whatever() {
  return wanting(answer_rule::want::anything);
}

}  // namespace wsproof::conformance
