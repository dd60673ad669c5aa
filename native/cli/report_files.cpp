#include "native/cli/report_files.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace wsproof::native {
namespace {

using conformance::outcome;
using conformance::run_report;
using nlohmann::ordered_json;

ordered_json json_of(const outcome& of) {
  return {{"id", of.id},
          {"verdict", text_of(of.behaviour)},
          {"close", text_of(of.close)},
          {"duration_ms", of.duration_ms},
          {"conversations", of.conversations_run},
          {"why",
           {{"expected", of.why.expected},
            {"came", of.why.came},
            {"sentence", of.why.sentence},
            {"section", of.why.section},
            {"likely_cause", of.why.likely_cause},
            {"conversation", of.conversation}}}};
}

// What a peer said may be anything but UTF-8.
std::string text_of_json(const ordered_json& value, int indent) {
  return value.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

std::string report_line(const std::string& url, const outcome& of) {
  ordered_json line = {{"url", url}};
  line.update(json_of(of));
  return text_of_json(line, -1);
}

std::string json_of(const run_report& run) {
  ordered_json agents = ordered_json::array();
  for (const conformance::agent_report& agent : run.agents) {
    ordered_json cases = ordered_json::array();
    for (const outcome& each : agent.outcomes) cases.push_back(json_of(each));
    agents.push_back({{"agent", agent.agent},
                      {"url", agent.url},
                      {"stopped_because", agent.stopped_because},
                      {"cases", std::move(cases)}});
  }
  const ordered_json whole = {{"schema", run_report::schema_version},
                              {"wsproof", run.wsproof_version},
                              {"started_at", run.started_at},
                              {"duration_ms", run.duration_ms},
                              {"settings", run.settings},
                              {"agents", std::move(agents)}};
  return text_of_json(whole, 1);
}

std::string write_reports(const std::string& folder, const run_report& run) {
  const std::string path = std::filesystem::path(folder) / "report.json";
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << json_of(run) << '\n';
  file.close();
  return file ? path : std::string{};
}

}  // namespace wsproof::native
