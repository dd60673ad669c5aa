#include "conformance/judge/answer_judge.hpp"

#include <algorithm>
#include <charconv>

#include "wsproof/accept.hpp"
#include "wsproof/accept_mistake.hpp"
#include "wsproof/header_list.hpp"

namespace wsproof::conformance {
namespace {

// Octets up to and including the blank line, line ends CRLF or LF; npos while
// it is not there.
std::size_t end_of_head(std::string_view stream) {
  for (std::size_t at = stream.find('\n'); at != stream.npos; at = stream.find('\n', at + 1)) {
    const auto rest = stream.substr(at + 1);
    if (rest.starts_with("\n")) return at + 2;
    if (rest.starts_with("\r\n")) return at + 3;
  }
  return stream.npos;
}

void read_start_line(std::string_view line, answer_head& head) {
  if (!line.starts_with("HTTP/1.") || line.size() < 12 || line[8] != ' ') return;
  const auto read = std::from_chars(line.data() + 9, line.data() + 12, head.status);
  if (read.ptr != line.data() + 12) head.status = 0;
  head.lacks_reason_space = line.size() == 12;
}

answer_head read_head(std::string_view text) {
  answer_head head;
  head.text = text;
  for (bool first = true; !text.empty(); first = false) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    } else {
      head.has_bare_lf = true;
    }
    const auto colon = line.find(':');
    if (first) {
      read_start_line(line, head);
    } else if (colon == line.npos || colon == 0) {
      head.has_stray_line |= !line.empty();
    } else {
      head.fields.push_back(
          {std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1)))});
    }
  }
  return head;
}

explanation broken(std::string expected, std::string came, std::string sentence,
                   std::string cause = {}) {
  return {std::move(expected), std::move(came), std::move(sentence), "RFC 6455 §4.2.2",
          std::move(cause)};
}

// The value of `name`, or what is said where there is none.
std::string shown(const answer_head& head, std::string_view name) {
  const auto values = head.values(name);
  if (values.empty()) return "no " + std::string(name);
  return std::string(name) + ": " + std::string(values.front());
}

std::string_view first_word(std::string_view text) {
  return trim(text.substr(0, text.find(';')));
}

bool names_all_offered(std::string_view answered, std::string_view offered) {
  list_reader chosen(answered);
  for (auto one = chosen.next(); one; one = chosen.next()) {
    bool found = false;
    list_reader offers(offered);
    for (auto offer = offers.next(); offer; offer = offers.next()) {
      found |= first_word(*offer) == first_word(*one);
    }
    if (!found) return false;
  }
  return true;
}

// A request with two keys (a case sends one) has two right answers: which one the server took is
// not what its Accept is judged for.
bool fits_a_key(std::string_view accept, std::string_view keys) {
  if (accept == as_text(accept_for(keys))) return true;
  std::string list;
  list_reader each(keys);
  for (auto key = each.next(); key; key = each.next()) {
    if (accept == as_text(accept_for(*key))) return true;
    list += (list.empty() ? "" : ",") + std::string(*key);
  }
  return accept == as_text(accept_for(list));
}

explanation fault_of_accept(const answer_head& head, const asked& ask) {
  constexpr std::string_view name = "Sec-WebSocket-Accept";
  const auto values = head.values(name);
  if (values.size() == 1 && fits_a_key(values.front(), ask.key)) return {};
  const auto got = values.empty() ? std::string_view{} : values.front();
  std::string cause = values.size() > 1 ? "the field is sent more than once"
                                        : std::string(describe(why_wrong(ask.key, got)).says);
  return broken("one " + std::string(name) + ": " + std::string(as_text(accept_for(ask.key))),
                shown(head, name),
                "The value of this header field is constructed by "
                "concatenating /key/, defined "
                "above in step 4 in Section 4.2.2, with the string "
                "\"258EAFA5-E914-47DA-95CA-C5AB0DC85B11\"",
                std::move(cause));
}

judged_answer judge_field(const answer_head& head, const answer_rule::field& wanted) {
  const auto lines = head.values(wanted.name).size();
  const bool there = wanted.token.empty() ? lines > 0 : head.has_token(wanted.name, wanted.token);
  if (wanted.once ? lines <= 1 : there != wanted.absent) return {};
  judged_answer judged;
  judged.behaviour = wanted.otherwise;
  const std::string field = wanted.name + (wanted.token.empty() ? "" : ": " + wanted.token);
  judged.why.expected = wanted.once     ? "one line of " + field
                        : wanted.absent ? "no " + field
                                        : "a field " + field;
  judged.why.came = wanted.once ? std::to_string(lines) + " lines" : shown(head, wanted.name);
  return judged;
}

judged_answer judge_form(const answer_head& head) {
  judged_answer judged;
  const auto said = [&](verdict cost, std::string came) {
    judged.behaviour = cost;
    judged.why = {"an answer in the form of RFC 9112", std::move(came), "", "RFC 9112 §2.1", ""};
  };
  if (head.lacks_reason_space) {
    said(verdict::non_strict, "no space behind the status code");
  }
  if (head.has_bare_lf) said(verdict::failed, "a line that ends in a bare LF");
  if (head.has_stray_line) said(verdict::failed, "a line that is no header field");
  for (const char* name : {"Upgrade", "Connection", "Sec-WebSocket-Accept"}) {
    if (head.values(name).size() > 1) said(verdict::failed, std::string(name) + " more than once");
  }
  return judged;
}

void keep_worse(judged_answer& into, judged_answer&& next) {
  const bool opened = into.opened;
  if (worse(into.behaviour, next.behaviour) != into.behaviour) into = std::move(next);
  into.opened = opened;
}

bool wants_refusal(const answer_rule& rule) {
  return rule.wants == answer_rule::want::refusal ||
         rule.wants == answer_rule::want::refusal_or_drop;
}

judged_answer judge_upgraded(const answer_head& head, const asked& ask, const answer_rule& rule) {
  judged_answer judged;
  judged.why = fault_of_upgrade(head, ask);
  if (!judged.why.expected.empty()) {
    judged.behaviour = verdict::failed;
    return judged;
  }
  judged.opened = true;
  judged.behaviour = rule.when_as_wanted;
  const bool refusal_wanted =
      rule.wants == answer_rule::want::refusal || rule.wants == answer_rule::want::refusal_or_drop;
  if (refusal_wanted) {
    judged.behaviour = rule.otherwise;
    judged.why.expected = "the request to be refused with an HTTP error";
    judged.why.came = "101: the connection was upgraded";
  }
  if (rule.checks_form) keep_worse(judged, judge_form(head));
  return judged;
}

judged_answer judge_refused(const answer_head& head, const answer_rule& rule) {
  judged_answer judged;
  judged.behaviour = rule.when_as_wanted;
  if (rule.wants == answer_rule::want::upgrade) {
    judged.behaviour = rule.otherwise;
    judged.why.expected = "101 Switching Protocols";
    judged.why.came = "status " + std::to_string(head.status);
  } else if (head.status >= 500 && head.status != 501 && head.status != 505) {
    judged.behaviour = verdict::non_strict;
    judged.why.expected = "an HTTP error that blames the request";
    judged.why.came = "status " + std::to_string(head.status);
  }
  return judged;
}

}  // namespace

std::vector<std::string_view> answer_head::values(std::string_view name) const {
  std::vector<std::string_view> found;
  for (const answer_field& field : fields) {
    if (equal_ignoring_case(field.name, name)) found.emplace_back(field.value);
  }
  return found;
}

bool answer_head::has_token(std::string_view name, std::string_view token) const {
  for (const std::string_view value : values(name)) {
    list_reader list(value);
    for (auto one = list.next(); one; one = list.next()) {
      if (equal_ignoring_case(*one, token)) return true;
    }
  }
  return false;
}

std::optional<found_answer> find_answer(std::string_view stream) {
  found_answer found;
  while (true) {
    const auto rest = stream.substr(found.size);
    const auto size = end_of_head(rest);
    if (size == rest.npos) return std::nullopt;
    found.head = read_head(rest.substr(0, size));
    found.skipped = found.size;
    found.size += size;
    const int status = found.head.status;
    if (status < 100 || status >= 200 || status == 101) return found;
  }
}

explanation fault_of_upgrade(const answer_head& head, const asked& ask) {
  if (!head.has_token("Upgrade", "websocket")) {
    return broken("Upgrade: websocket", shown(head, "Upgrade"),
                  "An |Upgrade| header field with value \"websocket\" as per RFC 2616");
  }
  if (!head.has_token("Connection", "Upgrade")) {
    return broken("Connection: Upgrade", shown(head, "Connection"),
                  "A |Connection| header field with value \"Upgrade\".");
  }
  if (auto why = fault_of_accept(head, ask); !why.expected.empty()) return why;
  for (const std::string_view value : head.values("Sec-WebSocket-Extensions")) {
    if (names_all_offered(value, ask.extensions)) continue;
    return broken("only extensions that were offered", shown(head, "Sec-WebSocket-Extensions"),
                  "If not present or the value is not acceptable, no "
                  "extensions are used");
  }
  for (const std::string_view value : head.values("Sec-WebSocket-Protocol")) {
    if (!value.empty() && value.find(',') == value.npos &&
        names_all_offered(value, ask.subprotocols)) {
      continue;
    }
    return broken("one of the subprotocols that were offered, or none",
                  shown(head, "Sec-WebSocket-Protocol"),
                  "The value chosen MUST be derived from the client's handshake",
                  "the request's field is copied into the answer");
  }
  return {};
}

judged_answer judge_answer(const answer_head& head, const asked& ask, const answer_rule& rule) {
  judged_answer judged;
  if (rule.wants == answer_rule::want::anything) return judged;
  if (head.status == 0) {
    judged.behaviour = verdict::failed;
    judged.why = {"an HTTP answer", "octets that are none", "", "RFC 9112 §4", ""};
    return judged;
  }
  judged = head.status == 101 ? judge_upgraded(head, ask, rule) : judge_refused(head, rule);
  for (const answer_rule::field& wanted : rule.fields) {
    if (wanted.only_with_status != 0 && wanted.only_with_status != head.status) continue;
    // What a refusal must say is not asked of a 101.
    if (wanted.only_with_status == 0 && head.status == 101 && wants_refusal(rule)) continue;
    keep_worse(judged, judge_field(head, wanted));
  }
  return judged;
}

}  // namespace wsproof::conformance
