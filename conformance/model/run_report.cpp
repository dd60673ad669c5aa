#include "conformance/model/run_report.hpp"

namespace wsproof::conformance {

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
