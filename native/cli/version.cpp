#include "native/cli/version.hpp"

#include <fmt/format.h>

#include "wsproof/kernels.hpp"

namespace wsproof::native {
namespace {

constexpr std::string_view compiler =
#if defined(__clang__)
    "clang " __clang_version__;
#else
    "gcc " __VERSION__;
#endif

}  // namespace

std::string_view version_number() noexcept {
  return WSPROOF_VERSION;
}

std::string version_text() {
  return fmt::format("wsproof {} ({}, {}, kernels: {})", version_number(), compiler,
                     WSPROOF_BUILD_TYPE, best_kernels().name);
}

}  // namespace wsproof::native
