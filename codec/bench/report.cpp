#include "codec/bench/report.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace wsproof::bench {
namespace {

using series = std::vector<double>;  // one value a round

class view {
 public:
  view(const group& what, const samples& measured) : group_(what), measured_(measured) {}

  // ns per item, net of what the group takes off. Empty when it was not measured.
  [[nodiscard]] series ns(const row& in, const std::string& who) const {
    series values = measured_.of(benchmark_name(group_, in, who));
    if (!group_.net_of.empty() && who != group_.net_of) {
      const series& off = measured_.of(benchmark_name(group_, in, group_.net_of));
      if (off.size() != values.size()) return {};
      for (std::size_t i = 0; i < values.size(); ++i) values[i] -= off[i];
    }
    for (double& value : values) value /= in.items;
    return values;
  }

  // The least time, less the least that the group takes off: the least difference of one round
  // would be that of the round in which the copy was slow.
  [[nodiscard]] double best(const row& in, const std::string& who) const {
    const auto least = [&](const std::string& each) {
      return summarise(measured_.of(benchmark_name(group_, in, each))).least;
    };
    return (least(who) - (group_.net_of.empty() ? 0 : least(group_.net_of))) / in.items;
  }

  [[nodiscard]] const row* find(const std::string& name) const {
    const auto at = std::find_if(group_.rows.begin(), group_.rows.end(),
                                 [&](const row& each) { return each.name == name; });
    return at == group_.rows.end() ? nullptr : &*at;
  }
  [[nodiscard]] const group& what() const { return group_; }
  [[nodiscard]] const std::string& ours() const { return group_.contenders.front(); }

 private:
  const group& group_;
  const samples& measured_;
};

series combine(const series& a, const series& b,
               const std::function<double(double, double)>& with) {
  series result;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) result.push_back(with(a[i], b[i]));
  return result;
}

std::string number(double value) {
  const int digits = std::abs(value) < 10 ? 2 : std::abs(value) < 100 ? 1 : 0;
  return fmt::format("{:.{}f}", value, digits);
}

std::string cell(const view& of, const row& in, const std::string& who) {
  const series ns = of.ns(in, who);
  if (ns.empty()) return "-";
  series shown = ns;
  if (of.what().in_gb_per_s) {
    for (double& value : shown) value = in.octets / value;
  }
  const std::string value = number(summarise(shown).median);
  if (who == of.ours()) return fmt::format("{} ~{:.0f}%", value, summarise(ns).spread * 100);
  const summary ratio = summarise(combine(ns, of.ns(in, of.ours()), std::divides<>()));
  return fmt::format("{} ({}x ~{:.0f}%)", value, number(ratio.median), ratio.spread * 100);
}

struct outcome {
  std::string says;
  bool missed = false;
};

outcome judged(const std::string& says, double value, bool met) {
  return {fmt::format("{}: {} {}", says, number(value), met ? "met" : "MISSED"), !met};
}

outcome not_measured(const std::string& says) {
  return {says + ": not measured", false};
}

outcome judge_best(const view& of, const row& in, const target& aim) {
  const double ns = of.best(in, of.ours());
  if (aim.what == target::kind::ns_at_most) {
    return judged(fmt::format("<= {} ns at best", aim.value), ns, ns <= aim.value);
  }
  const double speed = in.octets / ns;
  return judged(fmt::format(">= {} GB/s at best", aim.value), speed, speed >= aim.value);
}

outcome judge(const view& of, const row& in, const target& aim) {
  const series ours = of.ns(in, of.ours());
  switch (aim.what) {
    case target::kind::ns_at_most:
    case target::kind::gb_per_s_at_least:
      return judge_best(of, in, aim);
    case target::kind::times_at_most: {
      const std::string says = fmt::format("<= {} x {}", aim.value, aim.other);
      const series times = combine(ours, of.ns(in, aim.other), std::divides<>());
      if (times.empty()) return not_measured(says);
      return judged(says, summarise(times).median, summarise(times).median <= aim.value);
    }
    case target::kind::speed_at_least: {
      const std::string says = fmt::format(">= {} x {}", aim.value, aim.other);
      const series times = combine(of.ns(in, aim.other), ours, std::divides<>());
      if (times.empty()) return not_measured(says);
      return judged(says, summarise(times).median, summarise(times).median >= aim.value);
    }
    case target::kind::ns_over: {
      const std::string says = fmt::format("<= {} ns over {}, at best", aim.value, aim.other);
      const row* const other = of.find(aim.other);
      if (other == nullptr || of.ns(*other, of.ours()).empty()) return not_measured(says);
      const double over = of.best(in, of.ours()) - of.best(*other, of.ours());
      return judged(says, over, over <= aim.value);
    }
  }
  return {};
}

}  // namespace

std::string benchmark_name(const group& of, const row& in, const std::string& who) {
  return fmt::format("{}/{}/{}", of.name, in.name, who);
}

void samples::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
    by_name_[run.run_name.function_name].push_back(run.GetAdjustedCPUTime());
  }
}

const std::vector<double>& samples::of(const std::string& name) const {
  static const std::vector<double> none;
  const auto at = by_name_.find(name);
  return at == by_name_.end() ? none : at->second;
}

summary summarise(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto at = [&](double part) {
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1) + 0.5)];
  };
  return {values.front(), at(0.5),
          at(0.5) == 0 ? 0 : std::abs((at(0.75) - at(0.25)) / 2 / at(0.5))};
}

int print(const group& what, const samples& measured) {
  const view of(what, measured);
  const auto is_measured = [&](const row& in) { return !of.ns(in, of.ours()).empty(); };
  if (std::none_of(what.rows.begin(), what.rows.end(), is_measured)) return 0;
  fmt::print("\n{}\n  {:<16}", what.title, "");
  for (const std::string& who : what.contenders) fmt::print(" {:>20}", who);
  fmt::print("\n");
  int missed = 0;
  for (const row& in : what.rows) {
    if (!is_measured(in)) continue;
    fmt::print("  {:<16}", in.name);
    for (const std::string& who : what.contenders) fmt::print(" {:>20}", cell(of, in, who));
    fmt::print("\n");
    for (const target& aim : in.targets) {
      const outcome result = judge(of, in, aim);
      missed += result.missed ? 1 : 0;
      fmt::print("  {:<16}   target {}\n", "", result.says);
    }
  }
  return missed;
}

}  // namespace wsproof::bench
