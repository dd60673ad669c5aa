// What was measured, as tables: each contender beside ours with the ratio and its spread, and each
// target with what was reached. Filled by Google Benchmark, one sample a round.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace wsproof::bench {

// What `ours` of a row is to reach. `other`: a contender of the same row; for ns_over a row of the
// same group. Ratios are judged by their median; a limit in ns or GB/s by the best round, since
// whatever else runs on the machine only ever adds time.
struct target {
  enum class kind { ns_at_most, gb_per_s_at_least, times_at_most, speed_at_least, ns_over };
  kind what;
  double value;
  std::string other{};
};

struct row {
  std::string name;
  double items = 1;   // of one iteration: frames, calls
  double octets = 0;  // of one item
  std::vector<target> targets{};
};

struct group {
  std::string name;
  std::string title;
  bool in_gb_per_s = false;               // else ns per item
  std::string net_of{};                   // a contender whose time is taken off all others'
  std::vector<std::string> contenders{};  // the first is ours
  std::vector<row> rows{};
};

// A contender's name in Google Benchmark: group/row/contender.
[[nodiscard]] std::string benchmark_name(const group& of, const row& in, const std::string& who);

class samples : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override;

  // Nanoseconds of one iteration, in the order of the rounds. Empty: not measured (a filter).
  [[nodiscard]] const std::vector<double>& of(const std::string& name) const;

 private:
  std::map<std::string, std::vector<double>> by_name_;
};

struct summary {
  double least = 0;
  double median = 0;
  double spread = 0;  // half of what lies between the quartiles, as a part of the median
};

[[nodiscard]] summary summarise(std::vector<double> values);

// Prints the group's table; returns how many targets were missed.
int print(const group& what, const samples& measured);

}  // namespace wsproof::bench
