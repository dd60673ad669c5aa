#include "wsproof/header_list.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace {

using namespace wsproof;

std::vector<std::string> all_of(list_reader reader) {
  std::vector<std::string> elements;
  while (const auto element = reader.next()) elements.emplace_back(*element);
  return elements;
}

using texts = std::vector<std::string>;

struct row {
  std::string_view name, value;
  texts elements;
};

void PrintTo(const row& shown, std::ostream* out) {
  *out << shown.name;
}

class list : public testing::TestWithParam<row> {};

TEST_P(list, has_these_elements) {
  EXPECT_EQ(all_of(list_reader(GetParam().value)), GetParam().elements);
}

INSTANTIATE_TEST_SUITE_P(
    values, list,
    testing::Values(row{"nothing", "", {}}, row{"one", "a", {"a"}},
                    row{"firefox", "keep-alive, Upgrade", {"keep-alive", "Upgrade"}},
                    row{"no_space", "a,b", {"a", "b"}},
                    row{"tabs_and_spaces", " \ta \t,\t b\t ", {"a", "b"}},
                    row{"empty_elements", ",,a, ,b,", {"a", "b"}},
                    row{"only_commas_and_blanks", ", \t,,", {}},
                    row{"inner_space_stays", "web socket", {"web socket"}}),
    [](const auto& param) { return std::string(param.param.name); });

constexpr std::array<header_field, 5> lines{{{"Connection", "keep-alive"},
                                             {"Host", "upgrade"},
                                             {"CONNECTION", "x-upgrade, ,"},
                                             {"connection", "foo, uPGRADE"},
                                             {"Connections", "more"}}};

TEST(header_list, several_lines_of_one_name_are_one_list) {
  EXPECT_EQ(all_of({lines, "Connection"}), (texts{"keep-alive", "x-upgrade", "foo", "uPGRADE"}));
  EXPECT_EQ(all_of({lines, "Absent"}), texts{});
}

TEST(header_list, a_token_is_found_whole_and_without_case) {
  EXPECT_TRUE(has_token(lines, "Connection", "Upgrade"));
  EXPECT_TRUE(has_token(lines, "Connection", "KEEP-ALIVE"));
  EXPECT_FALSE(has_token(lines, "Connection", "alive"));
  EXPECT_FALSE(has_token(lines, "Connection", "upgrades"));
  EXPECT_FALSE(has_token(std::span(lines).first(3), "Connection", "upgrade"));
}

TEST(header_list, a_field_is_looked_up_without_case_and_counted) {
  EXPECT_EQ(look_up(lines, "connection").count, 3u);
  EXPECT_EQ(look_up(lines, "connection").value, "keep-alive");
  EXPECT_EQ(look_up(lines, "Upgrade").count, 0u);
  EXPECT_EQ(look_up(lines, "Upgrade").value, "");
}

TEST(header_list, tokens_are_the_characters_of_rfc_9110_and_no_others) {
  const std::string_view allowed =
      "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  for (int value = 0; value < 256; ++value) {
    const char c = static_cast<char>(value);
    EXPECT_EQ(is_token({&c, 1}), allowed.find(c) != std::string_view::npos) << value;
  }
  EXPECT_FALSE(is_token(""));
  EXPECT_TRUE(is_token(allowed));
  EXPECT_FALSE(is_token("a b"));
}

TEST(header_list, only_ascii_letters_lose_their_case) {
  EXPECT_TRUE(equal_ignoring_case("AZaz09", "azAZ09"));
  EXPECT_FALSE(equal_ignoring_case("@[`{", "`{@["));
  EXPECT_FALSE(equal_ignoring_case("a", "ab"));
  EXPECT_FALSE(equal_ignoring_case("\xc4", "\xe4"));
}

TEST(header_list, trimming_takes_spaces_and_tabs_only) {
  EXPECT_EQ(trim(" \t a b\t "), "a b");
  EXPECT_EQ(trim("\ra\n"), "\ra\n");
  EXPECT_EQ(trim(" \t "), "");
}

}  // namespace
