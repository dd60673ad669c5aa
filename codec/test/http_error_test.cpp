#include "wsproof/http_error.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

using namespace wsproof;

TEST(http_error, each_has_a_name_a_sentence_a_remedy_and_a_section) {
  std::set<std::string_view> names;
  std::set<std::string_view> sentences;
  for (std::size_t i = 1; i < http_error_count; ++i) {
    const rule_entry& entry = describe(http_error(i));
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_TRUE(sentences.insert(entry.says).second) << entry.says;
    EXPECT_FALSE(entry.remedy.empty()) << entry.name;
    EXPECT_TRUE(entry.section.starts_with("RFC ")) << entry.name;
  }
}

TEST(http_error, a_server_answers_with_the_status_that_the_rfc_names) {
  EXPECT_EQ(describe(http_error::head_too_large).status, 431);
  EXPECT_EQ(describe(http_error::target_too_long).status, 414);
  EXPECT_EQ(describe(http_error::method_too_long).status, 501);
  EXPECT_EQ(describe(http_error::version_not_supported).status, 505);
  EXPECT_EQ(describe(http_error::host_missing).status, 400);
  EXPECT_EQ(describe(http_error::status_line_malformed).status, 0);
}

TEST(http_error, a_value_outside_the_enumeration_is_described_as_none) {
  EXPECT_EQ(describe(http_error::none).name, "none");
  EXPECT_EQ(describe(http_error(http_error_count)).name, "none");
  EXPECT_EQ(describe(http_error(255)).name, "none");
}

}  // namespace
