#include <fmt/core.h>

#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>

#include "codec/bench/floor.hpp"
#include "codec/bench/groups.hpp"
#include "codec/bench/rival_beast.hpp"
#include "codec/bench/rival_wslay.hpp"
#include "codec/bench/stream.hpp"
#include "wsproof/endpoint.hpp"

namespace wsproof::bench {
namespace {

// A stream and a copy to read it from, because unmasking in place leaves plain octets behind.
struct source {
  explicit source(stream made) : frames(std::move(made)), copy(frames.octets.octets().size()) {}
  stream frames;
  aligned_room copy;

  bytes fresh() {
    const bytes from = frames.octets.octets();
    const bytes to = copy.octets();
    std::memcpy(to.data(), from.data(), from.size());
    benchmark::ClobberMemory();
    return to;
  }
};

class endpoint_reader {
 public:
  explicit endpoint_reader(const kernels& use) { config_.use = &use; }

  tally read(source& from) {
    tally seen;
    bytes rest = from.fresh();
    for (const std::size_t cut : from.frames.cuts) {
      bytes piece = rest.first(cut);
      rest = rest.subspan(cut);
      while (const std::size_t count = peer_.read(piece, events_)) {
        for (std::size_t i = 0; i < count; ++i) take(events_[i], seen);
      }
    }
    return seen;
  }

 private:
  static void take(const event& what, tally& seen) noexcept {
    if (what.what != event::kind::message) return;
    seen.add(what.data, what.size, what.first);
    seen.messages += what.last;
  }

  std::array<std::byte, scratch_size> scratch_{};
  endpoint_config config_{scratch_};
  endpoint peer_{config_};
  event_batch events_;
};

class floor_reader {
 public:
  tally read(source& from) {
    tally seen;
    bytes rest = from.fresh();
    for (const std::size_t cut : from.frames.cuts) {
      bytes piece = rest.first(cut);
      rest = rest.subspan(cut);
      while (!piece.empty() && !floor_.failed()) {
        const std::size_t count = floor_.read(piece, views_);
        for (std::size_t i = 0; i < count; ++i) take(views_[i], seen);
      }
    }
    return seen;
  }

 private:
  static void take(const bare_floor::view& what, tally& seen) noexcept {
    seen.add(what.data, what.size, what.first);
    seen.messages += what.last;
  }

  bare_floor floor_{best_kernels()};
  bare_floor::views views_;
};

// A number that nobody saw right is no measurement.
void check(const std::string& who, const tally& seen, const tally& expected) {
  if (seen == expected) return;
  fmt::print(stderr, "codec_bench: {} read {} messages with {} octets, not {} with {}\n", who,
             seen.messages, seen.octets, expected.messages, expected.octets);
  std::exit(3);
}

template <class Reader>
void add(const group& of, const row& in, const std::string& who,
         const std::shared_ptr<source>& from, const std::shared_ptr<Reader>& reader) {
  const auto read = [from, reader] {
    if constexpr (requires { reader->read(*from); }) {
      return reader->read(*from);
    } else {
      return reader->read(from->frames);
    }
  };
  check(who + " " + in.name, read(), from->frames.expected);
  check(who + " " + in.name, read(), from->frames.expected);
  measure(of, in, who, [read] { benchmark::DoNotOptimize(read()); });
}

void add_row(group& to, std::string name, stream frames, std::vector<target> targets) {
  const auto from = std::make_shared<source>(std::move(frames));
  to.rows.push_back({.name = std::move(name),
                     .items = static_cast<double>(from->frames.expected.messages),
                     .targets = std::move(targets)});
  const row& in = to.rows.back();
  add(to, in, "endpoint", from, std::make_shared<endpoint_reader>(best_kernels()));
  add(to, in, "floor", from, std::make_shared<floor_reader>());
  add(to, in, "portable", from, std::make_shared<endpoint_reader>(portable_kernels));
  add(to, in, "wslay", from, std::make_shared<wslay_reader>());
  add(to, in, "beast", from, std::make_shared<beast_reader>());
  measure(to, in, "copy", [from] { benchmark::DoNotOptimize(from->fresh().data()); });
}

}  // namespace

std::vector<group> decode_groups() {
  using kind = target::kind;
  group decode{.name = "decode",
               .title =
                   "Strict decoding of masked frames, ns a frame net of copying the input\n"
                   "(every rule checked but by the floor, which checks headers only)",
               .net_of = "copy",
               .contenders = {"endpoint", "floor", "portable", "wslay", "beast", "copy"}};
  const target near_floor{kind::times_at_most, 1.25, "floor"};
  const auto at_most = [](double ns) { return target{kind::ns_at_most, ns}; };
  const auto binary = [](std::size_t size, bool cut = false) {
    return make_stream(opcode::binary, size, cut);
  };
  add_row(decode, "binary 5", binary(5), {at_most(7), near_floor});
  add_row(decode, "binary 20", binary(20), {at_most(7), near_floor});
  add_row(decode, "binary 125", binary(125), {at_most(9), near_floor});
  add_row(decode, "binary 1024", binary(1024), {at_most(18)});
  add_row(decode, "binary 65536", binary(65536), {at_most(1000)});
  add_row(decode, "text 20", make_stream(opcode::text, 20, false),
          {{kind::ns_over, 4, "binary 20"}});
  add_row(decode, "binary 20 cut", binary(20, true), {at_most(13)});
  add_row(decode, "binary 1024 cut", binary(1024, true), {at_most(200)});
  return {decode};
}

}  // namespace wsproof::bench
