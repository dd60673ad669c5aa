// What this program was built from.
#pragma once

#include <string>
#include <string_view>

namespace wsproof::native {

// "0.1.0".
[[nodiscard]] std::string_view version_number() noexcept;

// The version and the facts of the build that matter when two runs differ.
[[nodiscard]] std::string version_text();

}  // namespace wsproof::native
