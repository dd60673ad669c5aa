#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "conformance/report/writers.hpp"

namespace {

using namespace wsproof::conformance;
using testing::HasSubstr;
using testing::Not;

outcome result(std::string id, verdict behaviour, close_judgement close) {
  outcome made;
  made.id = std::move(id);
  made.behaviour = behaviour;
  made.close = close;
  made.duration_ms = 3;
  made.conversations_run = 1;
  return made;
}

run_report sample() {
  run_report run;
  run.wsproof_version = "0.1.0";
  run.started_at = "2026-11-22T10:00:00Z";
  run.duration_ms = 1500;
  run.settings = "wsproof test ws://127.0.0.1:9001/echo";
  run.cases = {{"1.1.1", "an empty text message", "it comes back", "A data frame", "RFC 6455 §5.6",
                "RFC6455-5.6-a", "1"},
               {"1.1.10", "another", "", "", "", "", "1"},
               {"2.5", "a long ping", "", "", "RFC 6455 §5.5", "", "2"},
               {"HS-S-001", "the sample nonce", "", "", "RFC 6455 §4.2.2", "", "HS-S"}};
  agent_report agent;
  agent.agent = "Node/ws 8";
  agent.url = "ws://127.0.0.1:9001/echo";
  agent.outcomes = {result("1.1.1", verdict::ok, close_judgement::ok),
                    result("1.1.10", verdict::not_run, close_judgement::ok),
                    result("2.5", verdict::failed, close_judgement::wrong_code),
                    result("HS-S-001", verdict::ok, close_judgement::ok)};
  agent.outcomes[0].end.remote_code = 1000;
  agent.outcomes[2].why = {"Close 1002", "a pong", "All control frames", "RFC 6455 §5.5",
                           "no check"};
  run.agents = {agent};
  return run;
}

const std::string& octets_of(const std::vector<report_file>& files, std::string_view path) {
  for (const report_file& file : files) {
    if (file.path == path) return file.octets;
  }
  static const std::string missing = "(no such file)";
  return missing;
}

TEST(autobahn_files, the_index_is_exact_to_the_octet) {
  const auto files = write_autobahn(sample());
  EXPECT_EQ(octets_of(files, "autobahn/index.json"),
            "{\n"
            "   \"Node/ws 8\": {\n"
            "      \"1.1.1\": {\n"
            "         \"behavior\": \"OK\",\n"
            "         \"behaviorClose\": \"OK\",\n"
            "         \"duration\": 3,\n"
            "         \"remoteCloseCode\": 1000,\n"
            "         \"reportfile\": \"node_ws_8_case_1_1_1.json\"\n"
            "      },\n"
            "      \"2.5\": {\n"
            "         \"behavior\": \"FAILED\",\n"
            "         \"behaviorClose\": \"WRONG CODE\",\n"
            "         \"duration\": 3,\n"
            "         \"remoteCloseCode\": null,\n"
            "         \"reportfile\": \"node_ws_8_case_2_5.json\"\n"
            "      }\n"
            "   }\n"
            "}");
}

TEST(autobahn_files, ids_that_are_not_autobahns_and_cases_not_run_are_left_out) {
  for (const report_file& file : write_autobahn(sample())) {
    EXPECT_THAT(file.path, Not(HasSubstr("hs_s"))) << file.path;
    EXPECT_THAT(file.path, Not(HasSubstr("1_1_10"))) << file.path;
  }
}

TEST(autobahn_files, a_case_file_has_all_the_keys_that_others_read) {
  const auto files = write_autobahn(sample());
  const auto value = nlohmann::json::parse(octets_of(files, "autobahn/node_ws_8_case_2_5.json"));
  std::istringstream keys(
      "case id description expectation agent started duration reportTime reportCompressionRatio "
      "behavior behaviorClose expected expectedClose received result resultClose wirelog "
      "createWirelog closedByMe failedByMe droppedByMe wasClean wasNotCleanReason "
      "wasServerConnectionDropTimeout wasOpenHandshakeTimeout wasCloseHandshakeTimeout "
      "localCloseCode localCloseReason remoteCloseCode remoteCloseReason isServer createStats "
      "rxOctetStats rxFrameStats txOctetStats txFrameStats httpRequest httpResponse trafficStats");
  std::size_t count = 0;
  for (std::string key; keys >> key; ++count) EXPECT_TRUE(value.contains(key)) << key;
  EXPECT_EQ(value.size(), count);
  EXPECT_EQ(value["case"], 3);
}

struct name_row {
  const char* agent;
  const char* file;
};

TEST(autobahn_files, names_are_lower_case_letters_and_digits) {
  for (const auto& [agent, file] :
       {name_row{"Node/ws 8", "node_ws_8_case_1_1.json"}, name_row{" A  b! ", "a__b_case_1_1.json"},
        name_row{"", "_case_1_1.json"}, name_row{"///", "_case_1_1.json"},
        name_row{"caf\xc3\xa9", "caf_case_1_1.json"}}) {
    EXPECT_EQ(autobahn_file_name(agent, "1.1"), file) << agent;
  }
}

TEST(report_json, is_versioned_and_complete) {
  const auto value = nlohmann::json::parse(write_json(sample()));
  EXPECT_EQ(value["schema"], "wsproof-report");
  EXPECT_EQ(value["version"], 1);
  EXPECT_EQ(value["cases"].size(), 4u);
  const auto& failed = value["agents"][0]["outcomes"][2];
  EXPECT_EQ(failed["id"], "2.5");
  EXPECT_EQ(failed["verdict"], "FAILED");
  EXPECT_EQ(failed["close"], "WRONG CODE");
  EXPECT_EQ(failed["why"]["came"], "a pong");
  EXPECT_EQ(failed["duration_ms"], 3);
}

TEST(report_json, a_line_is_one_line) {
  const run_report run = sample();
  const std::string line = write_line(run.agents[0].url, run.agents[0].outcomes[2]);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_EQ(nlohmann::json::parse(line)["outcome"]["id"], "2.5");
}

// Everything a peer can put into a report.
run_report planted() {
  constexpr const char* markup = "</script><img src=x onerror=alert(1)>\xff`|<!--";
  run_report run = sample();
  agent_report& agent = run.agents[0];
  agent.agent = markup;
  agent.stopped_because = markup;
  outcome& which = agent.outcomes[2];
  which.why = {markup, markup, markup, markup, markup};
  which.http_response = markup;
  which.end.remote_reason = markup;
  which.end.not_clean_reason = markup;
  which.received.push_back({seen_event::kind::text, {markup, 40, 1}, markup});
  transcript_entry entry;
  entry.note = markup;
  which.log.entries.push_back(entry);
  which.log.offences.push_back({{0, 1}, markup, markup});
  return run;
}

TEST(untrusted_text, cannot_leave_the_pages_data) {
  const std::string page = write_html(planted());
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("<!--")));
  EXPECT_THAT(page, HasSubstr("\\u003cimg"));
  // The template's own elements, and not one more.
  std::size_t ends = 0;
  for (auto at = page.find("</script>"); at != page.npos; at = page.find("</script>", at + 1))
    ++ends;
  EXPECT_EQ(ends, 2u);
}

TEST(untrusted_text, is_escaped_in_markdown_and_junit) {
  EXPECT_THAT(write_markdown(planted()), Not(HasSubstr("<img")));
  EXPECT_THAT(write_markdown(planted()), Not(HasSubstr("`|")));
  EXPECT_THAT(write_junit(planted()), Not(HasSubstr("<img")));
}

TEST(untrusted_text, that_is_not_utf8_does_not_break_json) {
  for (const report_file& file : write_report(planted())) {
    if (!file.path.ends_with(".json")) continue;
    EXPECT_TRUE(nlohmann::json::accept(file.octets)) << file.path;
  }
}

TEST(page, asks_for_nothing_outside_itself) {
  const std::string page = write_html(sample());
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, Not(HasSubstr("http://www")));
  EXPECT_THAT(page, Not(HasSubstr("https://")));
  EXPECT_THAT(page, Not(HasSubstr("/*{")));
  EXPECT_THAT(page, Not(HasSubstr("innerHTML")));
}

TEST(summary, tells_counts_and_every_case_that_is_not_ok) {
  const std::string text = write_markdown(sample());
  EXPECT_THAT(text, HasSubstr("| Node/ws 8 | 2 | 0 | 0 | 0 | 1 | 1 | 4 |"));
  EXPECT_THAT(text, HasSubstr("| 2.5 | FAILED | WRONG CODE |"));
  EXPECT_THAT(text, HasSubstr("| 1.1.10 | NOT RUN |"));
  EXPECT_THAT(text, Not(HasSubstr("| HS-S-001")));
}

TEST(junit, counts_failures_errors_and_skips) {
  run_report run = sample();
  run.agents[0].outcomes[0].behaviour = verdict::unimplemented;
  run.agents[0].outcomes[3].behaviour = verdict::non_strict;
  const std::string text = write_junit(run);
  EXPECT_THAT(text, HasSubstr("tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\""));
  EXPECT_THAT(text, HasSubstr("classname=\"ws.Node/ws 8.2\" name=\"2.5 a long ping\""));
  EXPECT_THAT(text,
              HasSubstr("<failure message=\"FAILED / close WRONG CODE\">expected Close 1002"));
  EXPECT_THAT(text, HasSubstr("<system-out>NON-STRICT"));
}

}  // namespace
