// `wsproof test`: runs the suite against servers, side by side, and keeps what comes of it.
#pragma once

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "conformance/model/run_report.hpp"
#include "native/cli/console.hpp"
#include "native/cli/exit_code.hpp"
#include "native/client/suite_run.hpp"
#include "native/net/child_process.hpp"

namespace wsproof::native {

enum class fail_on { failed, non_strict, none };

struct test_options {
  std::vector<std::string> urls;
  std::vector<std::string> cases;    // globs; none: all
  std::vector<std::string> exclude;  // globs
  std::string cuts = "own";
  std::size_t jobs = 64;
  double patience = 1.0;
  std::string out = "reports";
  fail_on red = fail_on::failed;
  std::string launch;    // a command; "{port}" in it is replaced
  std::string agent;     // else the Server header
  bool json = false;     // the report on standard output
  std::string settings;  // the command line, for the report
};

class test_run {
 public:
  explicit test_run(const test_options& options);

  [[nodiscard]] exit_code run();

 private:
  // Each step says on the console why it cannot go on.
  [[nodiscard]] exit_code prepare();
  [[nodiscard]] bool choose_cases();
  [[nodiscard]] bool open_report();
  [[nodiscard]] bool launch();
  [[nodiscard]] bool resolve_all();

  void converse();
  void probe_all();
  [[nodiscard]] std::string reason_to_stop(const suite_run& run) const;  // empty: none
  [[nodiscard]] conformance::run_report make_report() const;
  [[nodiscard]] exit_code conclude();
  [[nodiscard]] exit_code verdict_on(const conformance::run_report& report) const;
  void on_case(const suite_run& of, const conformance::outcome& outcome);
  void stop_all(const std::string& why);
  [[nodiscard]] bool is_done() const;
  [[nodiscard]] std::string agent_of(const suite_run& of) const;

  const test_options& options_;
  console console_;
  loop turns_;
  run_settings settings_;
  std::vector<ws_url> urls_;
  std::vector<address> addresses_;
  std::vector<std::unique_ptr<suite_run>> runs_;
  std::unique_ptr<child_process> launched_;
  std::ofstream lines_;  // report.jsonl
  instant began_;
  std::string began_at_;  // RFC 3339
  std::int64_t took_ms_ = 0;
  bool probing_ = false;  // all conversations are over
  bool interrupted_ = false;
};

}  // namespace wsproof::native
