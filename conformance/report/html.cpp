#include "conformance/report/assets.hpp"
#include "conformance/report/values.hpp"
#include "conformance/report/writers.hpp"

namespace wsproof::conformance {
namespace {

// Puts `with` where the template says `place`; each place is there once.
void fill(std::string& page, std::string_view place, std::string_view with) {
  page.replace(page.find(place), place.size(), with);
}

// JSON inside a <script>: no '<' is left, so nothing in it can end the element.
std::string as_script_data(const ordered_json& value) {
  std::string text = text_of(value, -1);
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return safe;
}

}  // namespace

std::string write_html(const run_report& run) {
  std::string page(assets::report_html);
  fill(page, "/*{style}*/", assets::report_css);
  fill(page, "/*{script}*/", assets::report_mjs);
  fill(page, "/*{data}*/", as_script_data(value_of(run)));
  return page;
}

}  // namespace wsproof::conformance
