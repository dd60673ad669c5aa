// What codec_bench measures. Each function registers its benchmarks and says how to print them.
#pragma once

#include <vector>

#include "codec/bench/report.hpp"

namespace wsproof::bench {

[[nodiscard]] std::vector<group> mask_groups();
[[nodiscard]] std::vector<group> utf8_groups();
[[nodiscard]] std::vector<group> header_groups();
[[nodiscard]] std::vector<group> decode_groups();

// Registers `work` as the contender `who` of a row; it is one iteration.
template <class Work>
void measure(const group& of, const row& in, const std::string& who, Work work) {
  benchmark::RegisterBenchmark(benchmark_name(of, in, who).c_str(),
                               [work](benchmark::State& state) mutable {
                                 for ([[maybe_unused]] auto round : state) work();
                               });
}

}  // namespace wsproof::bench
