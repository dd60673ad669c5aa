// Report writers: pure functions from a run to the octets of files. Nothing here opens a file.
// Text of a peer (agent names, reasons, payloads) may hold anything; every writer escapes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/run_report.hpp"

namespace wsproof::conformance {

struct report_file {
  std::string path;    // relative to the report's directory, with '/'
  std::string octets;  // the whole content
};

// All files of a report: report.json, index.html, summary.md, junit.xml and autobahn/.
[[nodiscard]] std::vector<report_file> write_report(const run_report& run);

// Our own schema, complete ("schema": "wsproof-report", "version": 1).
[[nodiscard]] std::string write_json(const run_report& run);

// One finished case of the peer at `url` as a line of report.jsonl, with its newline: appended as
// the case ends, so that a kill loses nothing. The agent's name may not be known yet.
[[nodiscard]] std::string write_line(std::string_view url, const outcome& finished);

// The run as a page that needs nothing else: no request leaves it.
[[nodiscard]] std::string write_html(const run_report& run);

// Counts, then each case that is not OK with one line of why.
[[nodiscard]] std::string write_markdown(const run_report& run);

// As GitLab and Jenkins read it; `classname` is ws.AGENT.GROUP.
[[nodiscard]] std::string write_junit(const run_report& run);

// Autobahn's files: index.json and one file a case, exact in keys, order and white space. Only
// Autobahn's own ids appear, and no case that was not run.
[[nodiscard]] std::vector<report_file> write_autobahn(const run_report& run);

// Autobahn's name for a case's file: "node_ws_8_18_case_1_1_1.json".
[[nodiscard]] std::string autobahn_file_name(std::string_view agent, std::string_view id);

}  // namespace wsproof::conformance
