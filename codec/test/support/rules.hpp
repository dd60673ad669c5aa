// What every table of rules owes its reader: names and sentences that differ, a remedy, a section.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <set>
#include <string_view>

#include "wsproof/http_error.hpp"

namespace wsproof::test {

// `count` enumerators of `Code`, the first of which is "none".
template <typename Code>
void expect_each_rule_is_described(std::size_t count) {
  std::set<std::string_view> names;
  std::set<std::string_view> sentences;
  for (std::size_t i = 1; i < count; ++i) {
    const rule_entry& entry = describe(Code(i));
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_TRUE(sentences.insert(entry.says).second) << entry.says;
    EXPECT_FALSE(entry.remedy.empty()) << entry.name;
    EXPECT_TRUE(entry.section.starts_with("RFC ")) << entry.name;
  }
  EXPECT_EQ(describe(Code(0)).name, "none");
  EXPECT_EQ(describe(Code(count)).name, "none") << "outside the enumeration";
  EXPECT_EQ(describe(Code(255)).name, "none");
}

}  // namespace wsproof::test
