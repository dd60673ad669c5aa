// Reports as files: the pure writers of conformance/report give octets, this puts them on disk.
#pragma once

#include <string>

#include "conformance/model/run_report.hpp"

namespace wsproof::native {

// One line of report.jsonl.
[[nodiscard]] std::string report_line(const std::string& url, const conformance::outcome& outcome);

[[nodiscard]] std::string json_of(const conformance::run_report& run);

// Writes everything into `folder`; returns the path of the first file to look at, or nothing where
// a file could not be written.
[[nodiscard]] std::string write_reports(const std::string& folder,
                                        const conformance::run_report& run);

}  // namespace wsproof::native
