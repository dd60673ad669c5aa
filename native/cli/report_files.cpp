#include "native/cli/report_files.hpp"

#include <filesystem>
#include <fstream>

#include "conformance/report/writers.hpp"

namespace wsproof::native {
namespace {

bool write(const std::filesystem::path& path, const std::string& octets) {
  std::error_code failure;
  std::filesystem::create_directories(path.parent_path(), failure);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(octets.data(), static_cast<std::streamsize>(octets.size()));
  file.close();
  return static_cast<bool>(file);
}

}  // namespace

std::string write_reports(const std::string& folder, const conformance::run_report& run) {
  const std::filesystem::path root(folder);
  for (const conformance::report_file& file : conformance::write_report(run)) {
    if (!write(root / file.path, file.octets)) return {};
  }
  return root / "index.html";
}

}  // namespace wsproof::native
