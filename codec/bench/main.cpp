// codec_bench [--rounds=N] [Google Benchmark's options]: measures everything once a round, so that
// what is compared ran side by side, and prints medians over the rounds. Exit: 0; 2 wrong usage;
// 3 could not measure. A missed target is printed, not an error: machines differ.
#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include <charconv>
#include <cstdlib>
#include <iterator>
#include <string_view>
#include <vector>

#include "codec/bench/groups.hpp"
#include "wsproof/kernels.hpp"

namespace {

using namespace wsproof::bench;

constexpr int default_rounds = 21;
constexpr std::string_view rounds_option = "--rounds=";

// Takes our own option out of `arguments`; 0: it is wrong.
int take_rounds(std::vector<char*>& arguments) {
  for (auto at = arguments.begin(); at != arguments.end(); ++at) {
    const std::string_view argument = *at;
    if (!argument.starts_with(rounds_option)) continue;
    int rounds = 0;
    const char* const end = argument.data() + argument.size();
    const auto [stop, error] = std::from_chars(argument.data() + rounds_option.size(), end, rounds);
    arguments.erase(at);
    return error == std::errc{} && stop == end && rounds > 0 ? rounds : 0;
  }
  return default_rounds;
}

std::vector<group> all_groups() {
  std::vector<group> all;
  for (auto make : {decode_groups, mask_groups, utf8_groups, header_groups}) {
    for (group& each : make()) all.push_back(std::move(each));
  }
  return all;
}

}  // namespace

int main(int count, char** values) {
  std::vector<char*> arguments(values, values + count);
  const int rounds = take_rounds(arguments);
  char min_time[] = "--benchmark_min_time=0.004";
  arguments.insert(arguments.begin() + 1, min_time);
  int left = static_cast<int>(arguments.size());
  benchmark::Initialize(&left, arguments.data());
  if (rounds == 0 || benchmark::ReportUnrecognizedArguments(left, arguments.data())) {
    fmt::print(stderr, "usage: codec_bench [--rounds=N] [--benchmark_filter=REGEX]\n");
    return 2;
  }

  const std::vector<group> groups = all_groups();
  samples measured;
  for (int round = 0; round < rounds; ++round) {
    if (benchmark::RunSpecifiedBenchmarks(&measured) == 0) return 3;
  }
  fmt::print(
      "kernels: {}; medians of {} interleaved rounds. First column: ours. Others: value (time as\n"
      "a multiple of ours). ~: half of what lies between the quartiles.\n",
      wsproof::best_kernels().name, rounds);
  int missed = 0;
  for (const group& each : groups) missed += print(each, measured);
  fmt::print("\n{} targets missed\n", missed);
  return 0;
}
