// Reports as files: the pure writers of conformance/report give octets, this puts them on disk.
#pragma once

#include <string>

#include "conformance/model/run_report.hpp"

namespace wsproof::native {

// Writes everything into `folder`; returns the path of the first file to look at, or nothing where
// a file could not be written.
[[nodiscard]] std::string write_reports(const std::string& folder,
                                        const conformance::run_report& run);

}  // namespace wsproof::native
