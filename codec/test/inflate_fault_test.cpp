#include "wsproof/inflate_fault.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

using namespace wsproof;

TEST(inflate_fault, each_has_a_name_a_sentence_and_a_section) {
  std::set<std::string_view> names;
  std::set<std::string_view> sentences;
  for (std::size_t i = 1; i < inflate_fault_count; ++i) {
    const inflate_fault_entry& entry = describe(inflate_fault(i));
    EXPECT_EQ(entry.code, inflate_fault(i));
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_TRUE(sentences.insert(entry.says).second) << entry.says;
    EXPECT_TRUE(entry.section.starts_with("RFC 1951 §3.2.") ||
                entry.section.starts_with("RFC 7692 §"))
        << entry.name;
  }
}

TEST(inflate_fault, a_value_outside_the_enumeration_is_described_as_none) {
  EXPECT_EQ(describe(inflate_fault(inflate_fault_count)).name, "none");
  EXPECT_EQ(describe(inflate_fault(255)).name, "none");
}

}  // namespace
