#include "wsproof/prefix_code.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace wsproof;
using enum inflate_fault;

TEST(prefix_code, the_example_of_section_3_2_2_has_its_words_in_order) {
  // "ABCDEFGH", with bit lengths (3, 3, 3, 3, 3, 2, 4, 4)
  constexpr std::uint8_t lengths[] = {3, 3, 3, 3, 3, 2, 4, 4};
  prefix_code made;
  ASSERT_EQ(make_code(made, lengths, completeness::required), none);
  EXPECT_THAT(made.count, testing::ElementsAre(0, 0, 1, 5, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  EXPECT_EQ(made.longest, 4);
  // F = 00, A = 010, ..., E = 110, G = 1110, H = 1111
  const std::vector<int> order(made.symbols.begin(), made.symbols.begin() + 8);
  EXPECT_THAT(order, testing::ElementsAre(5, 0, 1, 2, 3, 4, 6, 7));
}

struct row {
  const char* name;
  std::vector<std::uint8_t> lengths;
  inflate_fault when_required, when_one_word_will_do;
};
class prefix_code_rule : public testing::TestWithParam<row> {};
TEST_P(prefix_code_rule, is_kept) {
  prefix_code made;
  const row& each = GetParam();
  EXPECT_EQ(make_code(made, each.lengths, completeness::required), each.when_required);
  EXPECT_EQ(make_code(made, each.lengths, completeness::not_of_one_word),
            each.when_one_word_will_do);
}
INSTANTIATE_TEST_SUITE_P(
    lengths, prefix_code_rule,
    testing::Values(
        row{"complete", {1, 2, 2}, none, none},
        row{"complete_to_15_bits",
            {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15},
            none,
            none},
        row{"no_words", {0, 0, 0}, code_incomplete, none},
        row{"no_symbols", {}, code_incomplete, none},
        row{"one_word_of_one_bit", {0, 1}, code_incomplete, none},
        row{"one_word_of_two_bits", {2}, code_incomplete, code_incomplete},
        row{"a_word_short", {1, 2}, code_incomplete, code_incomplete},
        row{"three_words_of_one_bit", {1, 1, 1}, code_over_subscribed, code_over_subscribed},
        row{"one_long_word_too_many", {1, 1, 15}, code_over_subscribed, code_over_subscribed}),
    [](const auto& each) { return each.param.name; });

}  // namespace
