#include "native/cli/report_files.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "native/net/socket.hpp"

namespace wsproof::native {

std::string write_files(const std::string& folder,
                        const std::vector<conformance::report_file>& files) {
  for (const conformance::report_file& each : files) {
    const std::filesystem::path path = std::filesystem::path(folder) / each.path;
    std::error_code failure;
    std::filesystem::create_directories(path.parent_path(), failure);
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(each.octets.data(), static_cast<std::streamsize>(each.octets.size()));
    file.close();
    if (!file) return path.string() + ": " + describe_errno(errno);
  }
  return {};
}

}  // namespace wsproof::native
