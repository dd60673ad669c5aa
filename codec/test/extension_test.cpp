#include "wsproof/extension.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>
#include <limits>
#include <string>

namespace {

using namespace wsproof;
using kind = extension_item::kind;

// "name;parameter=value;parameter" for each extension, joined by "|", and "!" where it is
// malformed.
std::string told(extension_reader reader) {
  std::string text;
  for (;;) {
    const extension_item item = reader.next();
    std::array<char, 64> room{};
    switch (item.what) {
      case kind::extension:
        text += (text.empty() ? "" : "|") + std::string(item.name);
        break;
      case kind::parameter:
        text += ";" + std::string(item.name);
        if (item.has_value) text += "=" + std::string(unescaped(item, room));
        if (item.quoted) text += "q";
        break;
      case kind::end:
        return text;
      case kind::malformed:
        return text + "!";
    }
  }
}

struct row {
  std::string_view name, value, expected;
};

void PrintTo(const row& shown, std::ostream* out) {
  *out << shown.name;
}

class extensions : public testing::TestWithParam<row> {};

TEST_P(extensions, are_told_piece_by_piece) {
  EXPECT_EQ(told(extension_reader(GetParam().value)), GetParam().expected);
  const std::array<header_field, 1> line{{{"sec-websocket-extensions", GetParam().value}}};
  EXPECT_EQ(told(extension_reader(line)), GetParam().expected);
  EXPECT_EQ(is_well_formed_extension_list(line), !GetParam().expected.ends_with("!"));
}

INSTANTIATE_TEST_SUITE_P(
    well_formed, extensions,
    testing::Values(row{"nothing", "", ""}, row{"one", "foo", "foo"},
                    row{"chromium", "permessage-deflate; client_max_window_bits",
                        "permessage-deflate;client_max_window_bits"},
                    row{"safari_before_2016", "x-webkit-deflate-frame", "x-webkit-deflate-frame"},
                    row{"two_with_values", "a; b=1; c, d;e=f", "a;b=1;c|d;e=f"},
                    row{"blanks_everywhere", " \ta ; b = 1\t;c\t, d ", "a;b=1;c|d"},
                    row{"empty_elements", ",,a,, ,b,", "a|b"}, row{"only_commas", " , ,\t", ""},
                    row{"quoted", "a; b=\"15\"", "a;b=15q"},
                    row{"quoted_between_blanks", "a; b = \"15\" ; c", "a;b=15q;c"},
                    row{"escapes", "a; b=\"\\1\\5x\"", "a;b=15xq"},
                    row{"prototype", "constructor, __proto__; toString",
                        "constructor|__proto__;toString"}),
    [](const auto& param) { return std::string(param.param.name); });

INSTANTIATE_TEST_SUITE_P(
    malformed, extensions,
    testing::Values(row{"semicolon_alone", ";", "!"}, row{"equals_alone", "=", "!"},
                    row{"parameter_left_out", "a;", "a!"}, row{"two_semicolons", "a;;b", "a!"},
                    row{"semicolon_before_comma", "a; , b", "a!"},
                    row{"name_of_parameter_left_out", "a;=b", "a!"},
                    row{"value_left_out", "a;b=", "a!"},
                    row{"value_left_out_before_comma", "a;b=,c", "a!"},
                    row{"two_words", "a b", "a!"}, row{"two_values", "a; b=c d", "a;b=c!"},
                    row{"quoted_name", "\"x\"", "!"}, row{"quote_not_closed", "a; b=\"c", "a!"},
                    row{"quote_empty", "a; b=\"\"", "a!"},
                    row{"quote_with_space", "a; b=\"c d\"", "a!"},
                    row{"quote_with_comma", "a; b=\"c,d\"", "a!"},
                    row{"quote_ends_in_escape", "a; b=\"c\\", "a!"},
                    row{"escaped_quote", "a; b=\"\\\"\"", "a!"},
                    row{"escaped_backslash", "a; b=\"\\\\\"", "a!"},
                    row{"text_after_quote", "a; b=\"c\"d", "a;b=cq!"}, row{"slash", "a/b", "a!"},
                    row{"eight_bit", "\xc3\xa4", "!"}, row{"second_is_wrong", "a, b;", "a|b!"}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(extension, several_lines_are_one_list_and_each_line_ends_its_extension) {
  const std::array<header_field, 5> lines{{{"Sec-WebSocket-Extensions", "a; b=1,"},
                                           {"Sec-WebSocket-Extension", "wrong;"},
                                           {"Sec-WebSocket-Extensions", ""},
                                           {"SEC-WEBSOCKET-EXTENSIONS", "c"},
                                           {"Host", "h"}}};
  EXPECT_EQ(told(extension_reader(lines)), "a;b=1|c");
  const std::array<header_field, 2> cut{
      {{"Sec-WebSocket-Extensions", "a"}, {"Sec-WebSocket-Extensions", ";b"}}};
  EXPECT_EQ(told(extension_reader(cut)), "a!");
}

TEST(extension, the_end_and_a_fault_repeat_themselves) {
  extension_reader at_end("a");
  static_cast<void>(at_end.next());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(at_end.next().what, kind::end);
  extension_reader wrong("a;, b");
  static_cast<void>(wrong.next());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(wrong.next().what, kind::malformed);
}

TEST(extension, a_value_is_compared_as_if_unescaped) {
  const auto parameter = [](std::string_view text) {
    extension_reader reader(text);
    static_cast<void>(reader.next());
    return reader.next();
  };
  EXPECT_TRUE(has_value(parameter("a;b=15"), "15"));
  EXPECT_TRUE(has_value(parameter("a;b=\"\\15\""), "15"));
  EXPECT_FALSE(has_value(parameter("a;b=15"), "1"));
  EXPECT_FALSE(has_value(parameter("a;b=15"), "151"));
  EXPECT_FALSE(has_value(parameter("a;b=15"), "16"));
  EXPECT_FALSE(has_value(parameter("a;b"), ""));
}

TEST(extension, an_escaped_value_that_does_not_fit_is_empty) {
  extension_reader reader("a;b=\"\\1\\2\\3\"");
  static_cast<void>(reader.next());
  const extension_item item = reader.next();
  std::array<char, 3> room{};
  EXPECT_EQ(unescaped(item, room), "123");
  EXPECT_EQ(unescaped(item, std::span(room).first(2)), "");
}

// The least CPU time of this thread, of several tries, to read `value`; in nanoseconds.
std::int64_t cost_of(const std::string& value, std::string_view expected) {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  for (int i = 0; i < 7; ++i) {
    timespec begin{};
    timespec end{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    EXPECT_EQ(told(extension_reader(value)), expected);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    least =
        std::min(least, (end.tv_sec - begin.tv_sec) * 1'000'000'000 + end.tv_nsec - begin.tv_nsec);
  }
  return least;
}

// CVE-2020-7662: a pattern that is tried from every place makes this quadratic, and 8 times the
// octets cost 64 times as much. Measured in CPU time, as a ratio: a busy machine does not matter.
TEST(extension, the_cost_of_what_is_no_extension_is_linear) {
  for (const std::string_view piece : {"\\c", ",", " "}) {
    const bool is_escape = piece.size() == 2;
    const auto flood = [&](int count) {
      std::string value = is_escape ? "a; b=\"" : "";
      for (int i = 0; i < count; ++i) value += piece;
      return value;
    };
    const std::string_view expected = is_escape ? "a!" : "";
    const std::int64_t small = cost_of(flood(50'000), expected);
    const std::int64_t large = cost_of(flood(400'000), expected);
    EXPECT_LT(large, 32 * small) << "'" << piece << "'";
  }
}

}  // namespace
