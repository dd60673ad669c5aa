#include "conformance/model/run_report.hpp"

namespace wsproof::conformance {

const case_summary* find_summary(const run_report& run, std::string_view id) noexcept {
  for (const case_summary& one : run.cases) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

tally count(const agent_report& agent, bool strictly) {
  tally sum;
  for (const outcome& one : agent.outcomes) {
    ++sum.verdicts[static_cast<std::size_t>(one.behaviour)];
    if (is_failure(one.behaviour, one.close, strictly)) ++sum.failures;
    sum.conversations += one.conversations_run;
  }
  return sum;
}

}  // namespace wsproof::conformance
