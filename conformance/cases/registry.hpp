// Every case there is, in the order of reports: Autobahn's ids by number, then
// the catalogue's.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/run_report.hpp"
#include "conformance/model/test_case.hpp"

namespace wsproof::conformance {

// Built once, on the first call; static storage.
[[nodiscard]] const std::vector<test_case>& all_cases();

// nullptr where there is none.
[[nodiscard]] const test_case* find_case(std::string_view id);

// `*` any run of characters, `?` any one. "5.*" does not match "15.1".
[[nodiscard]] bool matches_glob(std::string_view glob, std::string_view id) noexcept;

// The cases that match one of `wanted` (none: all) and none of `unwanted`, in
// registry order.
[[nodiscard]] std::vector<const test_case*> select_cases(std::span<const std::string> wanted,
                                                         std::span<const std::string> unwanted);

struct case_group {
  std::string id;     // "5"
  std::string title;  // "fragmentation"
  std::size_t size = 0;
};
[[nodiscard]] std::vector<case_group> groups();

[[nodiscard]] case_summary summary_of(const test_case& which);

// The case in words, with its frames: several lines, for `wsproof explain`.
[[nodiscard]] std::string explain(const test_case& which);

// One sentence: what a right peer does.
[[nodiscard]] std::string expectation_of(const test_case& which);

}  // namespace wsproof::conformance
