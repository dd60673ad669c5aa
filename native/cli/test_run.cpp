#include "native/cli/test_run.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <thread>

#include "conformance/cases/registry.hpp"
#include "native/cli/report_files.hpp"
#include "native/cli/summary.hpp"
#include "native/cli/version.hpp"
#include "native/client/cut_names.hpp"
#include "native/net/signals.hpp"
#include "native/probes/probes.hpp"
#include "wsproof/http_head.hpp"

namespace wsproof::native {

using conformance::outcome;
using conformance::verdict;

namespace {

constexpr std::string_view port_word = "{port}";
constexpr milliseconds launch_time{10'000};  // for a launched server to accept; times patience

std::string with_port(std::string text, std::uint16_t port) {
  for (std::size_t at = 0; (at = text.find(port_word, at)) != text.npos;) {
    text.replace(at, port_word.size(), std::to_string(port));
  }
  return text;
}

// One that was free a moment ago.
std::uint16_t free_port() {
  const resolve_result any = resolve("127.0.0.1", 0);
  if (any.found.empty()) return 0;
  const socket_result made = listen_on(any.found.front());
  return made.socket ? local_port(made.socket.number()) : std::uint16_t{0};
}

std::string now_in_rfc3339() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

}  // namespace

test_run::test_run(const test_options& options)
    : options_(options), began_(turns_.now()), began_at_(now_in_rfc3339()) {}

exit_code test_run::run() {
  const signal_watcher signals(turns_, {SIGINT, SIGTERM}, [this](int) {
    if (interrupted_) std::_Exit(static_cast<int>(exit_code::interrupted));  // asked twice
    interrupted_ = true;
    stop_all("the run was interrupted");
  });
  const exit_code ready = prepare();
  if (ready != exit_code::passed) return ready;
  converse();
  probe_all();
  launched_.reset();
  return conclude();
}

exit_code test_run::prepare() {
  if (!choose_cases()) return exit_code::usage;
  if (options_.launch.empty() && options_.urls.front().find(port_word) != std::string::npos) {
    console_.line("wsproof: {port} in a URL needs --launch");
    return exit_code::usage;
  }
  const std::uint16_t port = options_.launch.empty() ? std::uint16_t{0} : free_port();
  for (const std::string& text : options_.urls) {
    url_result parsed = parse_url(with_port(text, port));
    if (!parsed.error.empty()) {
      console_.line(fmt::format("wsproof: {}: {}", text, parsed.error));
      return exit_code::usage;
    }
    urls_.push_back(std::move(parsed.url));
  }
  const bool ready = open_report() && resolve_all() && launch();
  if (interrupted_) return exit_code::interrupted;
  return ready ? exit_code::passed : exit_code::could_not_run;
}

bool test_run::choose_cases() {
  const cuts_result cuts = parse_cuts(options_.cuts);
  if (!cuts.error.empty()) {
    console_.line("wsproof: --cuts: " + cuts.error);
    return false;
  }
  settings_.cuts = cuts.cuts;
  settings_.jobs = options_.jobs;
  settings_.patience = options_.patience;
  settings_.cases = conformance::select_cases(options_.cases, options_.exclude);
  // A case that needs to be told about the server is left out, unless it was asked for by name.
  std::erase_if(settings_.cases, [&](const conformance::test_case* each) {
    const auto& named = options_.cases;
    return each->profile != conformance::needs::nothing &&
           std::find(named.begin(), named.end(), each->id) == named.end();
  });
  if (settings_.cases.empty()) console_.line("wsproof: no case matches --cases and --exclude");
  return !settings_.cases.empty();
}

bool test_run::open_report() {
  std::error_code failure;
  std::filesystem::create_directories(options_.out, failure);
  lines_.open(std::filesystem::path(options_.out) / "report.jsonl", std::ios::trunc);
  if (!lines_) console_.line(fmt::format("wsproof: cannot write into {}", options_.out));
  return static_cast<bool>(lines_);
}

bool test_run::resolve_all() {
  for (const ws_url& url : urls_) {
    const resolve_result where = resolve(url.host, url.port);
    if (where.found.empty()) {
      console_.line(fmt::format("wsproof: {}: {}", url.host, where.error));
      return false;
    }
    addresses_.push_back(where.found.front());
  }
  return true;
}

// Starts the command and waits until the first server takes connections.
bool test_run::launch() {
  if (options_.launch.empty()) return true;
  const std::string command = with_port(options_.launch, urls_.front().port);
  const std::string log = std::filesystem::path(options_.out) / "launched.log";
  launched_ = std::make_unique<child_process>(turns_, command, log, [this](const std::string& how) {
    stop_all("the launched server is gone: " + how);
  });
  const auto limit = std::chrono::duration<double, std::milli>(launch_time) * options_.patience;
  const instant until = std::chrono::steady_clock::now() +
                        std::chrono::duration_cast<std::chrono::steady_clock::duration>(limit);
  while (!interrupted_ && launched_->how_it_ended().empty()) {
    if (takes_connections(addresses_.front(), milliseconds{200})) return true;
    if (std::chrono::steady_clock::now() > until) break;
    std::this_thread::sleep_for(milliseconds{20});
    turns_.poll();
  }
  const std::string& end = launched_->how_it_ended();
  console_.line(
      fmt::format("wsproof: the launched server takes no connections on port {}{}; its "
                  "output is in {}",
                  urls_.front().port, end.empty() ? "" : ": " + end, log));
  return false;
}

void test_run::converse() {
  for (std::size_t i = 0; i < urls_.size(); ++i) {
    runs_.push_back(std::make_unique<suite_run>(
        turns_, urls_[i], settings_,
        [this](const suite_run& of, const outcome& result) { on_case(of, result); }));
    runs_.back()->begin(addresses_[i]);
  }
  while (!is_done()) turns_.turn();
}

bool test_run::is_done() const {
  return std::all_of(runs_.begin(), runs_.end(), [](const auto& each) { return each->is_done(); });
}

void test_run::stop_all(const std::string& why) {
  for (const auto& each : runs_) each->stop(why);
}

// Probes measure time and count connections: one at a time, after everything else.
void test_run::probe_all() {
  probing_ = true;
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    suite_run& run = *runs_[i];
    for (std::size_t at = 0; at < settings_.cases.size(); ++at) {
      const conformance::test_case& which = *settings_.cases[at];
      if (!which.is_probe && !has_probe(which.id)) continue;
      turns_.poll();  // SIGINT, and the end of a launched server
      const probe_target target{addresses_[i], urls_[i], options_.patience};
      const std::string stopped = reason_to_stop(run);
      run.add_outcome(
          at, stopped.empty() ? run_probe(which, target) : conformance::not_run(which, stopped));
    }
  }
}

std::string test_run::reason_to_stop(const suite_run& run) const {
  if (interrupted_) return "the run was interrupted";
  const bool is_gone = launched_ && !launched_->how_it_ended().empty();
  return is_gone ? "the launched server is gone: " + launched_->how_it_ended()
                 : run.stopped_because();
}

void test_run::on_case(const suite_run& of, const outcome& result) {
  if (has_probe(result.id) && !probing_) return;  // its probe will end it
  const conformance::test_case& which = *conformance::find_case(result.id);
  lines_ << conformance::write_line(of.url().text, result) << std::flush;
  const bool strictly = options_.red == fail_on::non_strict;
  if (is_failure(result.behaviour, result.close, strictly)) {
    const std::string whose = runs_.size() > 1 ? of.url().text + " " : "";
    console_.line(whose + line_of(result, which.title, console_));
  }
  console_.progress(fmt::format("{}/{} cases{}", of.cases_done(), settings_.cases.size(),
                                runs_.size() > 1 ? "  " + of.url().text : ""));
}

std::string test_run::agent_of(const suite_run& of) const {
  if (!options_.agent.empty()) {
    return runs_.size() == 1 ? options_.agent : options_.agent + " " + of.url().text;
  }
  for (const outcome& each : of.outcomes()) {
    std::array<header_field, 256> room;
    const auto head = read_response(each.http_response, room);
    if (head.size == 0 || head.error != http_error::none) continue;
    const field_lookup server = look_up(head.head.fields, "Server");
    if (server.count > 0 && !server.value.empty()) return std::string(server.value);
  }
  return runs_.size() == 1 ? "UnknownServer" : "UnknownServer " + of.url().text;
}

conformance::run_report test_run::make_report() const {
  conformance::run_report report;
  report.wsproof_version = version_number();
  report.started_at = began_at_;
  report.duration_ms = took_ms_;
  report.settings = options_.settings;
  for (const conformance::test_case* each : settings_.cases) {
    report.cases.push_back(conformance::summary_of(*each));
  }
  for (const auto& run : runs_) {
    report.agents.push_back(
        {agent_of(*run), run->url().text, role::server, run->outcomes(), run->stopped_because()});
  }
  return report;
}

exit_code test_run::conclude() {
  console_.end_progress();
  const auto took = std::chrono::steady_clock::now() - began_;
  took_ms_ = std::chrono::duration_cast<milliseconds>(took).count();
  const conformance::run_report report = make_report();
  const bool strictly = options_.red == fail_on::non_strict;
  const std::string failure = write_files(options_.out, conformance::write_report(report));
  if (options_.json) {
    fmt::print("{}", conformance::write_json(report));
    console_.line(summary_of(report, strictly, console_));
  } else {
    fmt::print("{}", summary_of(report, strictly, console_));
  }
  if (!failure.empty()) {
    console_.line("wsproof: the report could not be written: " + failure);
    return exit_code::could_not_run;
  }
  console_.line("report: " + (std::filesystem::path(options_.out) / "index.html").string());
  return verdict_on(report);
}

exit_code test_run::verdict_on(const conformance::run_report& report) const {
  if (interrupted_) return exit_code::interrupted;
  std::size_t not_run = 0;
  std::size_t failures = 0;
  for (const conformance::agent_report& agent : report.agents) {
    const conformance::tally counted = count(agent, options_.red == fail_on::non_strict);
    not_run += counted.of(verdict::not_run);
    failures += counted.failures;
  }
  if (not_run > 0) return exit_code::could_not_run;
  return failures > 0 && options_.red != fail_on::none ? exit_code::failures : exit_code::passed;
}

}  // namespace wsproof::native
