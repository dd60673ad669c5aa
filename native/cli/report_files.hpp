// Reports as files: the pure writers of conformance/report give octets, this puts them on disk.
#pragma once

#include <string>
#include <vector>

#include "conformance/report/writers.hpp"

namespace wsproof::native {

// Writes all of them below `folder`, and makes the folders they are in. Returns why that failed, in
// words; empty when all were written.
[[nodiscard]] std::string write_files(const std::string& folder,
                                      const std::vector<conformance::report_file>& files);

}  // namespace wsproof::native
