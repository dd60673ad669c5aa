#include "wsproof/response_fault.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

using namespace wsproof;

TEST(response_fault, each_has_a_name_a_sentence_a_remedy_and_a_section) {
  std::set<std::string_view> names;
  std::set<std::string_view> sentences;
  for (std::size_t i = 1; i < response_fault_count; ++i) {
    const rule_entry& entry = describe(response_fault(i));
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_TRUE(sentences.insert(entry.says).second) << entry.says;
    EXPECT_FALSE(entry.remedy.empty()) << entry.name;
    EXPECT_TRUE(entry.section.starts_with("RFC 6455 §")) << entry.name;
    EXPECT_EQ(entry.status, 0) << entry.name;
  }
}

TEST(response_fault, a_value_outside_the_enumeration_is_described_as_none) {
  EXPECT_EQ(describe(response_fault(response_fault_count)).name, "none");
  EXPECT_EQ(describe(response_fault(255)).name, "none");
}

}  // namespace
