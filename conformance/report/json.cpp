#include "conformance/report/values.hpp"
#include "conformance/report/writers.hpp"

namespace wsproof::conformance {

std::string write_json(const run_report& run) {
  return text_of(value_of(run), 1) + '\n';
}

std::string write_line(std::string_view url, const outcome& finished) {
  ordered_json line{{"url", url}};
  line["outcome"] = value_of(finished);
  return text_of(line, -1) + '\n';
}

std::vector<report_file> write_report(const run_report& run) {
  std::vector<report_file> files{{"report.json", write_json(run)},
                                 {"index.html", write_html(run)},
                                 {"summary.md", write_markdown(run)},
                                 {"junit.xml", write_junit(run)}};
  for (report_file& file : write_autobahn(run)) files.push_back(std::move(file));
  return files;
}

}  // namespace wsproof::conformance
