// A stream has no boundaries: the same octets in any pieces must mean the same. These call a check
// with the pieces of every cut worth trying.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace wsproof::test {

struct cut {
  std::string name;  // "whole", "2 at 17", "every 3", "random 5"
  std::vector<std::span<const std::byte>> pieces;
};

[[nodiscard]] inline cut cut_in_two(std::span<const std::byte> stream, std::size_t at) {
  return {"2 at " + std::to_string(at), {stream.first(at), stream.subspan(at)}};
}

[[nodiscard]] inline cut cut_every(std::span<const std::byte> stream, std::size_t size) {
  cut result{"every " + std::to_string(size), {}};
  for (; stream.size() > size; stream = stream.subspan(size)) {
    result.pieces.push_back(stream.first(size));
  }
  result.pieces.push_back(stream);
  return result;
}

// Pieces of 0 to about twice `mean` octets; the same seed gives the same cut.
[[nodiscard]] inline cut cut_randomly(std::span<const std::byte> stream, std::uint32_t seed,
                                      std::size_t mean = 8) {
  std::mt19937 random(seed);
  cut result{"random " + std::to_string(seed), {}};
  while (!stream.empty()) {
    const auto size = std::min<std::size_t>(random() % (2 * mean + 1), stream.size());
    result.pieces.push_back(stream.first(size));
    stream = stream.subspan(size);
  }
  return result;
}

// Whole, each two-way split, every fixed size from 1 to 16 octets, eight random cuts. Costs about
// size^2 octets of work: meant for streams of up to a few hundred octets.
template <typename Check>
void for_each_cut(std::span<const std::byte> stream, Check&& check) {
  check(cut{"whole", {stream}});
  for (std::size_t at = 1; at < stream.size(); ++at) check(cut_in_two(stream, at));
  for (std::size_t size = 1; size <= 16 && size < stream.size(); ++size) {
    check(cut_every(stream, size));
  }
  for (std::uint32_t seed = 1; seed <= 8; ++seed) check(cut_randomly(stream, seed));
}

// For long streams: whole, two-way splits near both ends, a few fixed sizes and random cuts.
template <typename Check>
void for_each_cut_of_long(std::span<const std::byte> stream, Check&& check) {
  constexpr std::size_t near = 20;  // octets from either end; a header has at most 14
  check(cut{"whole", {stream}});
  for (std::size_t at = 1; at < stream.size(); ++at) {
    if (at < near || stream.size() - at < near) check(cut_in_two(stream, at));
  }
  for (const std::size_t size : {1u, 3u, 14u, 127u, 1000u, 4096u, 65536u}) {
    if (size < stream.size()) check(cut_every(stream, size));
  }
  for (std::uint32_t seed = 1; seed <= 4; ++seed) check(cut_randomly(stream, seed, 1u << 2 * seed));
}

}  // namespace wsproof::test
