// summary.md and junit.xml.
#include <fmt/format.h>

#include <array>

#include "conformance/report/writers.hpp"

namespace wsproof::conformance {
namespace {

constexpr std::array shown{
    verdict::ok,     verdict::non_strict, verdict::informational, verdict::unimplemented,
    verdict::failed, verdict::not_run};

std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return line;
}

// Markdown gives these a meaning; a backslash takes it away. '<' and '&' would be HTML.
std::string markdown(std::string_view text) {
  std::string escaped;
  for (const char c : one_line(text)) {
    if (c == '<') {
      escaped += "&lt;";
    } else if (c == '&') {
      escaped += "&amp;";
    } else {
      if (std::string_view("\\`*_{}[]()#|!~>").find(c) != std::string_view::npos) escaped += '\\';
      escaped += c;
    }
  }
  return escaped;
}

std::string xml(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else if (c == '"') {
      escaped += "&quot;";
    } else if (octet < 0x20 || octet > 0x7e) {
      escaped += c == '\n' ? "\n" : fmt::format("\\x{:02x}", octet);
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string reason(const outcome& which) {
  const explanation& why = which.why;
  std::string text;
  if (!why.expected.empty()) text += "expected " + why.expected;
  if (!why.came.empty()) text += (text.empty() ? "" : "; ") + why.came;
  if (!why.likely_cause.empty()) text += (text.empty() ? "" : "; likely: ") + why.likely_cause;
  return text;
}

bool wants_a_line(const outcome& which) {
  return is_failure(which.behaviour, which.close, true) || which.behaviour == verdict::not_run;
}

std::string agent_lines(const run_report& run, const agent_report& agent) {
  std::string text;
  for (const outcome& which : agent.outcomes) {
    if (!wants_a_line(which)) continue;
    const case_summary* about = find_summary(run, which.id);
    text += fmt::format("| {} | {} | {} | {} | {} |\n", markdown(which.id),
                        text_of(which.behaviour), text_of(which.close),
                        markdown(about == nullptr ? "" : about->title), markdown(reason(which)));
  }
  if (text.empty()) return "Nothing to tell: every case passed.\n";
  return "| case | verdict | close | what it tests | why |\n|---|---|---|---|---|\n" + text;
}

std::string junit_case(const run_report& run, const agent_report& agent, const outcome& which) {
  const case_summary* about = find_summary(run, which.id);
  std::string text =
      fmt::format(R"(    <testcase classname="ws.{}.{}" name="{} {}" time="{:.3f}">)",
                  xml(agent.agent), xml(about == nullptr ? "" : about->group), xml(which.id),
                  xml(about == nullptr ? "" : about->title), double(which.duration_ms) / 1000);
  const std::string why = xml(reason(which));
  const std::string verdicts =
      fmt::format("{} / close {}", text_of(which.behaviour), text_of(which.close));
  if (is_failure(which.behaviour, which.close)) {
    text += fmt::format("\n      <failure message=\"{}\">{}</failure>\n    ", verdicts, why);
  } else if (which.behaviour == verdict::not_run) {
    text += fmt::format("\n      <error message=\"NOT RUN\">{}</error>\n    ", why);
  } else if (which.behaviour == verdict::unimplemented) {
    text += fmt::format("\n      <skipped message=\"UNIMPLEMENTED\">{}</skipped>\n    ", why);
  } else if (which.behaviour != verdict::ok) {
    text += fmt::format("\n      <system-out>{}: {}</system-out>\n    ", verdicts, why);
  }
  return text + "</testcase>\n";
}

}  // namespace

std::string write_markdown(const run_report& run) {
  std::string text = "# Conformance report\n\n";
  text +=
      fmt::format("wsproof {}, {}, {:.1f} s. `{}`\n\n", markdown(run.wsproof_version),
                  markdown(run.started_at), double(run.duration_ms) / 1000, one_line(run.settings));
  text += "| agent |";
  for (const verdict one : shown) text += fmt::format(" {} |", text_of(one));
  text += " conversations |\n|---|---:|---:|---:|---:|---:|---:|---:|\n";
  for (const agent_report& agent : run.agents) {
    const tally counts = count(agent);
    text += fmt::format("| {} |", markdown(agent.agent));
    for (const verdict one : shown) text += fmt::format(" {} |", counts.of(one));
    text += fmt::format(" {} |\n", counts.conversations);
  }
  for (const agent_report& agent : run.agents) {
    text += fmt::format("\n## {}\n\n", markdown(agent.agent));
    if (!agent.stopped_because.empty()) {
      text += fmt::format("**Stopped early:** {}\n\n", markdown(agent.stopped_because));
    }
    text += agent_lines(run, agent);
  }
  return text;
}

std::string write_junit(const run_report& run) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (const agent_report& agent : run.agents) {
    const tally counts = count(agent);
    text += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" "
        "time=\"{:.3f}\" timestamp=\"{}\">\n",
        xml(agent.agent), agent.outcomes.size(), counts.failures, counts.of(verdict::not_run),
        counts.of(verdict::unimplemented), double(run.duration_ms) / 1000, xml(run.started_at));
    for (const outcome& which : agent.outcomes) text += junit_case(run, agent, which);
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

}  // namespace wsproof::conformance
