#include "wsproof/message_check.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "codec/test/support/hex.hpp"

namespace {

using namespace wsproof;
using namespace wsproof::test::literals;

constexpr message_limits no_limits{};

TEST(message_check, binary_may_hold_any_octets) {
  message_check check;
  check.begin(false);
  const auto result = check.take("ff fe 80"_octets, true);
  EXPECT_EQ(result.error, errc::none);
  EXPECT_EQ(result.valid, 3u);
}

TEST(message_check, text_fails_at_its_first_bad_octet) {
  message_check check;
  check.begin(true);
  const auto result = check.take("61 ce ff 62"_octets, true);
  EXPECT_EQ(result.error, errc::text_not_utf8);
  EXPECT_EQ(result.valid, 2u);
}

TEST(message_check, a_character_may_be_cut_between_pieces_but_not_by_the_end) {
  message_check check;
  check.begin(true);
  EXPECT_EQ(check.take("ce"_octets, false).error, errc::none);
  EXPECT_EQ(check.take("ba ce"_octets, false).error, errc::none);
  const auto end = check.take({}, true);
  EXPECT_EQ(end.error, errc::text_incomplete);
  check.begin(true);
  EXPECT_EQ(check.take("6f 6b"_octets, true).error, errc::none);
}

TEST(message_check, the_size_limit_counts_all_frames_and_needs_no_payload) {
  constexpr message_limits limits{.max_size = 10, .max_fragments = 0};
  message_check check;
  check.begin(false);
  EXPECT_EQ(check.take_frame(4, limits), errc::none);
  EXPECT_EQ(check.take_frame(6, limits), errc::none);
  EXPECT_EQ(check.take_frame(0, limits), errc::none);
  EXPECT_EQ(check.take_frame(1, limits), errc::message_too_big);
  check.begin(false);
  EXPECT_EQ(check.take_frame(std::numeric_limits<std::int64_t>::max(), limits),
            errc::message_too_big);
}

TEST(message_check, the_sum_of_declared_sizes_does_not_wrap_around) {
  constexpr message_limits limits{.max_size = std::numeric_limits<std::uint64_t>::max(),
                                  .max_fragments = 0};
  constexpr std::uint64_t half = std::uint64_t{1} << 63;
  message_check check;
  check.begin(false);
  EXPECT_EQ(check.take_frame(half, limits), errc::none);
  EXPECT_EQ(check.take_frame(half, limits), errc::message_too_big);
}

TEST(message_check, the_fragment_limit_counts_frames) {
  constexpr message_limits limits{.max_size = 0, .max_fragments = 2};
  message_check check;
  check.begin(false);
  EXPECT_EQ(check.take_frame(0, limits), errc::none);
  EXPECT_EQ(check.take_frame(0, limits), errc::none);
  EXPECT_EQ(check.take_frame(0, limits), errc::too_many_fragments);
}

TEST(message_check, zero_means_no_limit) {
  message_check check;
  check.begin(true);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(check.take_frame(std::uint64_t{1} << 62, no_limits), errc::none);
  }
}

}  // namespace
