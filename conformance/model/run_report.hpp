// One run: agents x cases -> outcomes. Time and versions come from the caller.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/outcome.hpp"
#include "wsproof/types.hpp"

namespace wsproof::conformance {

// What a report says of a case beside its outcome: no conversation, just words.
struct case_summary {
  std::string id;
  std::string title;
  std::string expectation;
  std::string says;         // the quoted sentence
  std::string section;      // "RFC 6455 §5.5"
  std::string requirement;  // id in the requirements catalogue
  std::string group;        // "2"; "HS-S"
};

struct agent_report {
  std::string agent;              // "ws/8.18.0", from the user or the Server header
  std::string url;                // of a server under test
  role plays = role::server;      // the peer's role
  std::vector<outcome> outcomes;  // in the order of `run_report::cases`; one a selected case
  std::string stopped_because;    // the peer died, ...: why cases are NOT RUN;
                                  // mostly empty
};

struct run_report {
  static constexpr int schema_version = 1;
  std::string wsproof_version;
  std::string started_at;        // RFC 3339, UTC
  std::int64_t duration_ms = 0;  // wall time
  std::string settings;          // the options that matter for repeating it, as a command line
  std::vector<case_summary> cases;
  std::vector<agent_report> agents;
};

struct tally {
  std::array<std::size_t, verdict_count> verdicts{};  // by value of verdict
  std::size_t failures = 0;                           // is_failure, as the caller asked
  std::uint64_t conversations = 0;
  [[nodiscard]] std::size_t of(verdict value) const noexcept {
    return verdicts[static_cast<std::size_t>(value)];
  }
};

// What the run says of the case with this id; null where it has none.
[[nodiscard]] const case_summary* find_summary(const run_report& run, std::string_view id) noexcept;

[[nodiscard]] tally count(const agent_report& agent, bool strictly = false);

}  // namespace wsproof::conformance
