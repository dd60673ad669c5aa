// The report page's parts, made from conformance/report/assets by the build.
#pragma once

#include <string_view>

namespace wsproof::conformance::assets {

extern const std::string_view report_html;
extern const std::string_view report_css;
extern const std::string_view report_mjs;

}  // namespace wsproof::conformance::assets
