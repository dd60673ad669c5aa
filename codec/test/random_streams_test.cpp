// Seeded streams of frames, right and wrong, cut anywhere, against the reference. A failure prints
// the seed; the same seed is the same stream for ever.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "codec/test/support/agreement.hpp"
#include "codec/test/support/cuts.hpp"
#include "codec/test/support/listener.hpp"
#include "codec/test/support/wire.hpp"

namespace {

using namespace wsproof;
using test::octets;
using test::wire_frame;
using test::wire_stream;

class stream_maker {
 public:
  explicit stream_maker(std::uint32_t seed) : random_(seed) {}

  [[nodiscard]] std::size_t below(std::size_t limit) { return random_() % limit; }
  [[nodiscard]] bool one_in(std::size_t n) { return below(n) == 0; }

  // Messages in fragments with control frames between them; sometimes a Close at the end.
  [[nodiscard]] wire_stream valid(bool deflate) {
    wire_stream frames;
    for (std::size_t messages = 1 + below(5); messages != 0; --messages) {
      add_message(frames, deflate);
    }
    if (one_in(4)) frames.push_back(close_frame());
    return frames;
  }

  // One or two frames get one fault each, in a field that the structure has.
  void mutate(wire_stream& frames) {
    for (std::size_t faults = 1 + below(2); faults != 0; --faults) {
      wire_frame& f = frames[below(frames.size())];
      switch (below(12)) {
        case 0:
          f.opcode = static_cast<int>(below(16));
          break;
        case 1:
          f.fin = !f.fin;
          break;
        case 2:
          f.rsv ^= static_cast<int>(1 + below(7));
          break;
        case 3:
          f.mask_flipped = true;
          break;
        case 4:
          f.length_octets = one_in(2) ? 3 : 9;
          break;
        case 5:
          f.declared = f.payload.size() + below(4);
          break;
        case 6:
          f.declared = one_in(2) ? ~std::uint64_t{0} >> below(64) : below(300);
          break;
        case 7:
          f.payload.resize(below(200), std::byte{'m'});
          break;
        case 8:
          flip(f.payload);
          break;
        case 9:
          flip(f.payload);
          break;
        case 10:
          frames.insert(frames.begin() + static_cast<std::ptrdiff_t>(below(frames.size())),
                        close_frame());
          break;
        default:
          frames.erase(frames.begin() + static_cast<std::ptrdiff_t>(below(frames.size())));
      }
      if (frames.empty()) return;
    }
  }

  // Octets that know no structure: flipped, lost, doubled, or the end cut off.
  void damage(octets& stream) {
    if (stream.empty()) return;
    const auto at = static_cast<std::ptrdiff_t>(below(stream.size()));
    switch (below(4)) {
      case 0:
        flip(stream);
        break;
      case 1:
        stream.erase(stream.begin() + at);
        break;
      case 2:
        stream.insert(stream.begin() + at, stream[static_cast<std::size_t>(at)]);
        break;
      default:
        stream.resize(static_cast<std::size_t>(at));
    }
  }

 private:
  void flip(octets& content) {
    if (!content.empty()) content[below(content.size())] ^= static_cast<std::byte>(1u << below(8));
  }

  // Mostly small; the length's boundaries often; at times some thousands.
  [[nodiscard]] std::size_t size() {
    constexpr std::size_t boundaries[] = {0, 1, 125, 126, 127, 128, 63, 64, 65};
    return one_in(60) ? below(5000) : one_in(4) ? boundaries[below(9)] : below(40);
  }

  [[nodiscard]] octets text(std::size_t size) {
    constexpr std::string_view characters[] = {"a",
                                               "\x7f",
                                               "\xc2\x80",
                                               "\xdf\xbf",
                                               "\xe0\xa0\x80",
                                               "\xed\x9f\xbf",
                                               "\xee\x80\x80",
                                               "\xf0\x90\x80\x80",
                                               "\xf4\x8f\xbf\xbf",
                                               "z"};
    const bool ascii = one_in(2);
    std::string result;
    while (result.size() < size) result += characters[ascii ? 0 : below(10)];
    return test::octets_of_text(result);
  }

  [[nodiscard]] octets noise(std::size_t size) {
    octets result(size);
    for (auto& octet : result) octet = static_cast<std::byte>(random_() & 255);
    return result;
  }

  [[nodiscard]] wire_frame finished(wire_frame frame) {
    frame.key = static_cast<std::uint32_t>(random_());
    return frame;
  }

  [[nodiscard]] wire_frame close_frame() {
    constexpr int codes[] = {1000, 1001, 1011, 3000, 4999, 1005, 999, 5000};
    const int code = codes[below(one_in(5) ? 8 : 5)];
    const octets head{static_cast<std::byte>(code >> 8), static_cast<std::byte>(code & 255)};
    if (one_in(4)) return finished({.opcode = 8});
    return finished({.opcode = 8, .payload = test::joined({head, text(below(110))})});
  }

  void add_message(wire_stream& frames, bool deflate) {
    const bool is_text = one_in(2);
    octets whole = is_text ? text(size()) : noise(size());
    wire_frame frame{.opcode = is_text ? 1 : 2, .rsv = deflate && one_in(2) ? 4 : 0};
    const octets rest = whole;
    std::size_t from = 0;
    for (bool more = true; more;) {
      while (one_in(3)) {
        frames.push_back(finished({.opcode = one_in(2) ? 9 : 10, .payload = noise(below(126))}));
      }
      const std::size_t left = rest.size() - from;
      more = one_in(2);
      const std::size_t take = more ? below(left + 1) : left;
      frame.payload.assign(rest.begin() + static_cast<std::ptrdiff_t>(from),
                           rest.begin() + static_cast<std::ptrdiff_t>(from + take));
      from += take;
      frame.fin = !more;
      frames.push_back(finished(frame));
      frame.opcode = frame.rsv = 0;
    }
  }

  std::mt19937 random_;
};

enum class kind { valid, mutated, damaged };

void agrees_on(std::uint32_t seed, kind wanted, test::listener& listener, role plays,
               bool deflate) {
  stream_maker maker(seed);
  wire_stream frames = maker.valid(deflate);
  if (wanted == kind::mutated) maker.mutate(frames);
  octets stream = test::wire(frames, plays == role::server);
  if (wanted == kind::damaged) maker.damage(stream);
  const auto expected = reference::decode(stream, listener.rules());
  const auto check = [&](const test::cut& cut) {
    if (testing::Test::HasFailure()) return;
    EXPECT_TRUE(agrees(listener.hear(cut), expected, plays == role::client))
        << "seed " << seed << ", cut " << cut.name << "\n"
        << test::hex_of(stream, 400);
  };
  check({"whole", {stream}});
  check(test::cut_every(stream, 1));
  check(test::cut_every(stream, 1 + seed % 40));
  if (!stream.empty()) check(test::cut_in_two(stream, seed % stream.size()));
  check(test::cut_randomly(stream, seed, 4));
  check(test::cut_randomly(stream, seed + 1, 100));
}

class random_streams : public testing::TestWithParam<kind> {};

TEST_P(random_streams, mean_what_the_reference_says) {
  for (const role plays : {role::server, role::client}) {
    for (const bool deflate : {false, true}) {
      test::listener open(plays, deflate);
      test::listener tight(plays, deflate, {.max_size = 100, .max_fragments = 3});
      for (std::uint32_t seed = 1; seed <= 1500 && !HasFailure(); ++seed) {
        agrees_on(seed, GetParam(), seed % 4 == 0 ? tight : open, plays, deflate);
      }
    }
  }
}

// A corpus that never fails, or always, would show nothing.
TEST_P(random_streams, fail_about_as_often_as_they_should) {
  int failed = 0;
  for (std::uint32_t seed = 1; seed <= 1500; ++seed) {
    stream_maker maker(seed);
    wire_stream frames = maker.valid(false);
    if (GetParam() == kind::mutated) maker.mutate(frames);
    octets stream = test::wire(frames, true);
    if (GetParam() == kind::damaged) maker.damage(stream);
    failed += reference::decode(stream, {}).failed ? 1 : 0;
  }
  const bool is_valid = GetParam() == kind::valid;
  EXPECT_GT(failed, is_valid ? 0 : 400);
  EXPECT_LT(failed, is_valid ? 100 : 1300);
}

const auto name_of_kind = [](const auto& tested) {
  constexpr std::string_view names[] = {"valid", "mutated", "damaged"};
  return std::string(names[static_cast<int>(tested.param)]);
};
INSTANTIATE_TEST_SUITE_P(all, random_streams,
                         testing::Values(kind::valid, kind::mutated, kind::damaged), name_of_kind);

}  // namespace
