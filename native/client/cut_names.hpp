// The cuts that can be chosen on a command line: "own", "pieces:3", "all", ... Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/test_case.hpp"

namespace wsproof::native {

struct cuts_result {
  std::vector<conformance::cutting> cuts;
  std::string error;  // what was not understood
};

// A comma list of: own, whole, frames, header, split:N, pieces:N, random[:SEED], and all, which is
// every kind with the sizes that find most.
[[nodiscard]] cuts_result parse_cuts(std::string_view list);

}  // namespace wsproof::native
