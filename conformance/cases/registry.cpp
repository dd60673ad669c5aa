#include "conformance/cases/registry.hpp"

#include <algorithm>
#include <utility>

#include "conformance/cases/families.hpp"

namespace wsproof::conformance {
namespace {

struct named_group {
  std::string_view id;
  std::string_view title;
};

constexpr named_group group_titles[] = {{"1", "whole messages"},
                                        {"2", "pings and pongs"},
                                        {"3", "reserved bits"},
                                        {"4", "reserved opcodes"},
                                        {"5", "fragmentation"},
                                        {"6", "text is UTF-8"},
                                        {"7", "closing"},
                                        {"10", "messages in many fragments"},
                                        {"HS-S", "opening handshake of a server"}};

// "6.22.3" -> {6, 22, 3}, so that 6.9 comes before 6.10.
std::vector<unsigned long> numbers_in(std::string_view id) {
  std::vector<unsigned long> numbers;
  bool inside = false;
  for (const char c : id) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !inside) numbers.push_back(0);
    if (digit) numbers.back() = numbers.back() * 10 + static_cast<unsigned long>(c - '0');
    inside = digit;
  }
  return numbers;
}

bool comes_first(const test_case& a, const test_case& b) {
  const bool a_numbered = a.id.front() <= '9', b_numbered = b.id.front() <= '9';
  if (a_numbered != b_numbered) return a_numbered;
  return numbers_in(a.id) < numbers_in(b.id);
}

std::vector<test_case> build() {
  std::vector<test_case> cases;
  add_framing_cases(cases);
  add_ping_cases(cases);
  add_reserved_cases(cases);
  add_fragmentation_cases(cases);
  add_text_cases(cases);
  add_closing_cases(cases);
  add_auto_fragment_cases(cases);
  add_request_line_cases(cases);
  add_request_field_cases(cases);
  add_request_syntax_cases(cases);
  add_negotiation_cases(cases);
  std::stable_sort(cases.begin(), cases.end(), comes_first);
  return cases;
}

std::string codes_of(const step& closing) {
  std::string all;
  for (const auto code : closing.codes) all += (all.empty() ? "" : " or ") + std::to_string(code);
  return all;
}

std::string shown(const frame_words& frame) {
  const bool short_text =
      frame.op != opcode::binary && frame.body.size() > 0 && frame.body.size() <= 40;
  std::string words = in_words(frame);
  if (!short_text || frame.op == opcode::close) return words;
  const std::string body = frame.body.octets();
  const bool printable =
      std::all_of(body.begin(), body.end(), [](char c) { return c >= ' ' && c <= '~'; });
  return printable ? words + ": \"" + body + "\"" : words;
}

std::string in_words(const step& one) {
  switch (one.what) {
    case step::kind::send:
      return "send      " + shown(one.frame);
    case step::kind::send_octets:
      return "send      " + std::to_string(one.raw.size()) + " octets";
    case step::kind::send_start:
      return "send      " + shown(one.frame) + " - the first " + std::to_string(one.part) +
             " octets of its payload";
    case step::kind::send_rest:
      return "send      the next " + std::to_string(one.part) + " octets";
    case step::kind::expect:
      return "expect    " + shown(one.frame);
    case step::kind::still_open:
      return "expect    the connection to stay open";
    case step::kind::should_fail:
      return "expect    the connection to be failed now (SHOULD)";
    case step::kind::closes_with:
      return "expect    the connection to be failed, close code " + codes_of(one);
    case step::kind::answers_close:
      return "expect    a Close frame in answer, code " + codes_of(one);
    case step::kind::answers_or_drops:
      return "expect    a Close frame with code " + codes_of(one) + ", or the end of TCP";
  }
  return {};
}

std::string in_words(const answer_rule& rule) {
  switch (rule.wants) {
    case answer_rule::want::upgrade:
      return "101 Switching Protocols";
    case answer_rule::want::refusal:
      return "an HTTP error, not 101";
    case answer_rule::want::refusal_or_drop:
      return "an HTTP error or the end of TCP, not 101";
    case answer_rule::want::either:
      return "101 or an HTTP error";
    case answer_rule::want::anything:
      return "anything";
  }
  return {};
}

bool glob_matches(std::string_view glob, std::string_view id) noexcept {
  std::size_t g = 0, i = 0, star = glob.npos, mark = 0;
  while (i < id.size()) {
    if (g < glob.size() && (glob[g] == '?' || glob[g] == id[i])) {
      ++g, ++i;
    } else if (g < glob.size() && glob[g] == '*') {
      star = g++;
      mark = i;
    } else if (star != glob.npos) {
      g = star + 1;
      i = ++mark;
    } else {
      return false;
    }
  }
  return glob.find_first_not_of('*', g) == glob.npos;
}

}  // namespace

const std::vector<test_case>& all_cases() {
  static const std::vector<test_case> cases = build();
  return cases;
}

const test_case* find_case(std::string_view id) {
  for (const test_case& one : all_cases()) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

bool matches_glob(std::string_view glob, std::string_view id) noexcept {
  return glob_matches(glob, id);
}

std::vector<const test_case*> select_cases(std::span<const std::string> wanted,
                                           std::span<const std::string> unwanted) {
  const auto any_matches = [](std::span<const std::string> globs, const std::string& id) {
    return std::any_of(globs.begin(), globs.end(),
                       [&](const std::string& glob) { return matches_glob(glob, id); });
  };
  std::vector<const test_case*> chosen;
  for (const test_case& one : all_cases()) {
    if (!wanted.empty() && !any_matches(wanted, one.id)) continue;
    if (!any_matches(unwanted, one.id)) chosen.push_back(&one);
  }
  return chosen;
}

std::vector<case_group> groups() {
  std::vector<case_group> all;
  for (const auto& [id, title] : group_titles) {
    case_group group{std::string(id), std::string(title), 0};
    for (const test_case& one : all_cases()) {
      if (group_of(one.id) == id) ++group.size;
    }
    all.push_back(std::move(group));
  }
  return all;
}

std::string expectation_of(const test_case& which) {
  if (which.is_probe) return "see the sentence: a probe measures it";
  if (which.judged.informational) return "nothing: what happens is reported, not judged";
  const conversation talk = conversation_of(which, 0);
  if (talk.frames.empty()) return in_words(talk.answer);
  std::string last = in_words(talk.frames.back()).substr(10);
  return talk.frames.back().codes.empty() ? last + ", then a clean closing handshake" : last;
}

case_summary summary_of(const test_case& which) {
  case_summary made;
  made.id = which.id;
  made.title = which.title;
  made.expectation = expectation_of(which);
  made.says = which.says;
  made.section = which.section;
  made.requirement = which.requirement;
  made.group = group_of(which.id);
  return made;
}

std::string explain(const test_case& which) {
  std::string words =
      which.id + ": " + which.title + "\n\n  \"" + which.says + "\"\n  " + which.section;
  if (!which.requirement.empty()) words += "  [" + which.requirement + "]";
  words += "\n\n";
  if (which.is_probe) words += "  A probe: it needs more than one conversation can say.\n";
  for (std::size_t i = 0; i < conversations_of(which); ++i) {
    const conversation talk = conversation_of(which, i);
    if (!which.variants.empty()) {
      words += "  " + (talk.label.empty() ? "request" : talk.label) + ": expect " +
               in_words(talk.answer) + "\n";
    }
    for (const step& one : talk.frames) words += "    " + in_words(one) + "\n";
    const bool closes = !talk.frames.empty() && !talk.frames.back().codes.empty();
    if (!closes && which.variants.empty())
      words += "    then a clean closing handshake, code 1000\n";
  }
  if (!which.cause.empty()) words += "\n  Usual cause of a failure: " + which.cause + ".\n";
  return words;
}

}  // namespace wsproof::conformance
