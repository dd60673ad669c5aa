// What a run came to, for a person: counts, failing cases with one line each. Pure.
#pragma once

#include <string>

#include "conformance/model/run_report.hpp"
#include "native/cli/console.hpp"

namespace wsproof::native {

// One line: verdict, id, title and the reason.
[[nodiscard]] std::string line_of(const conformance::outcome& outcome, const std::string& title,
                                  const console& paint);

// Several lines per agent. `strictly`: NON-STRICT counts as a failure.
[[nodiscard]] std::string summary_of(const conformance::run_report& run, bool strictly,
                                     const console& paint);

}  // namespace wsproof::native
