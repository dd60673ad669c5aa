#include "native/cli/summary.hpp"

#include <fmt/format.h>

#include <map>

namespace wsproof::native {
namespace {

using conformance::agent_report;
using conformance::close_judgement;
using conformance::outcome;
using conformance::run_report;
using conformance::verdict;

console::tone tone_of(verdict value) {
  switch (value) {
    case verdict::ok:
      return console::tone::good;
    case verdict::non_strict:
    case verdict::unimplemented:
      return console::tone::doubtful;
    case verdict::informational:
      return console::tone::plain;
    case verdict::failed:
    case verdict::not_run:
      return console::tone::bad;
  }
  return console::tone::plain;
}

std::string reason_of(const outcome& of) {
  std::string reason;
  if (!of.why.expected.empty()) reason = "expected " + of.why.expected;
  if (!of.why.came.empty()) reason += (reason.empty() ? "" : "; ") + of.why.came;
  if (!of.conversation.empty()) reason += " [" + of.conversation + "]";
  return reason;
}

std::string verdict_counts(const agent_report& agent, const console& paint) {
  const conformance::tally counted = count(agent);
  std::string text;
  for (std::size_t i = 0; i < conformance::verdict_count; ++i) {
    const auto value = static_cast<verdict>(i);
    if (counted.of(value) == 0) continue;
    if (!text.empty()) text += ", ";
    text += paint.painted(tone_of(value), fmt::format("{} {}", counted.of(value), text_of(value)));
  }
  return text;
}

std::string close_counts(const agent_report& agent) {
  std::map<close_judgement, std::size_t> counted;
  for (const outcome& each : agent.outcomes) {
    if (each.behaviour != verdict::not_run) ++counted[each.close];
  }
  std::string text;
  for (const auto& [value, times] : counted) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", times, text_of(value));
  }
  return text;
}

bool is_worth_a_line(const outcome& of, bool strictly) {
  return is_failure(of.behaviour, of.close, strictly);
}

std::string lines_of(const run_report& run, const agent_report& agent, bool strictly,
                     const console& paint) {
  std::string text;
  for (std::size_t i = 0; i < agent.outcomes.size() && i < run.cases.size(); ++i) {
    if (!is_worth_a_line(agent.outcomes[i], strictly)) continue;
    text += "  " + line_of(agent.outcomes[i], run.cases[i].title, paint) + "\n";
  }
  return text;
}

// NOT RUN cases by their reason: they are many or none.
std::string not_run_lines(const agent_report& agent, const console& paint) {
  std::map<std::string, std::vector<std::string>> by_reason;
  for (const outcome& each : agent.outcomes) {
    if (each.behaviour == verdict::not_run) by_reason[each.why.came].push_back(each.id);
  }
  std::string text;
  for (const auto& [reason, ids] : by_reason) {
    std::string list;
    for (std::size_t i = 0; i < ids.size() && i < 8; ++i) list += " " + ids[i];
    if (ids.size() > 8) list += fmt::format(" and {} more", ids.size() - 8);
    text += fmt::format("  {} {}:{}\n", paint.painted(console::tone::bad, "NOT RUN"), reason, list);
  }
  return text;
}

}  // namespace

std::string line_of(const outcome& of, const std::string& title, const console& paint) {
  const bool closes_wrongly = !is_failure(of.behaviour, close_judgement::ok, true);
  const std::string word = closes_wrongly ? fmt::format("close: {}", text_of(of.close))
                                          : std::string(text_of(of.behaviour));
  const std::string reason = reason_of(of);
  return fmt::format("{} {}  {}{}{}",
                     paint.painted(tone_of(of.behaviour), fmt::format("{:<10}", word)), of.id,
                     title, reason.empty() ? "" : ": ", reason);
}

std::string summary_of(const run_report& run, bool strictly, const console& paint) {
  std::string text;
  for (const agent_report& agent : run.agents) {
    const conformance::tally counted = count(agent, strictly);
    text += fmt::format("{} ({})\n", agent.agent, agent.url);
    text += lines_of(run, agent, strictly, paint) + not_run_lines(agent, paint);
    if (!agent.stopped_because.empty())
      text += fmt::format("  stopped: {}\n", agent.stopped_because);
    text += fmt::format("  {} cases: {}\n", agent.outcomes.size(), verdict_counts(agent, paint));
    if (const std::string closes = close_counts(agent); !closes.empty()) {
      text += fmt::format("  closing: {}\n", closes);
    }
    text += fmt::format("  {} conversations\n", counted.conversations);
  }
  return text + fmt::format("{:.2f} s\n", static_cast<double>(run.duration_ms) / 1000);
}

}  // namespace wsproof::native
