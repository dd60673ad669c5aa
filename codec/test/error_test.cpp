#include "wsproof/error.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

using namespace wsproof;

TEST(error, each_has_a_name_a_sentence_and_a_section_of_its_own) {
  std::set<std::string_view> names;
  std::set<std::string_view> sentences;
  for (std::size_t i = 1; i < errc_count; ++i) {
    const error_entry& entry = describe(errc(i));
    EXPECT_EQ(entry.code, errc(i));
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_TRUE(sentences.insert(entry.says).second) << entry.says;
    EXPECT_TRUE(entry.section.starts_with("RFC 6455 §") || entry.section.starts_with("RFC 7692 §"))
        << entry.name;
    EXPECT_TRUE(may_be_sent(entry.close)) << entry.name;
  }
}

TEST(error, the_close_code_is_the_one_the_rfc_names) {
  EXPECT_EQ(describe(errc::frame_not_masked).close, close_code::protocol_error);
  EXPECT_EQ(describe(errc::text_not_utf8).close, close_code::invalid_payload);
  EXPECT_EQ(describe(errc::close_reason_not_utf8).close, close_code::invalid_payload);
  EXPECT_EQ(describe(errc::message_too_big).close, close_code::message_too_big);
  EXPECT_EQ(describe(errc::too_many_fragments).close, close_code::policy_violation);
}

TEST(error, a_value_outside_the_enumeration_is_described_as_none) {
  EXPECT_EQ(describe(errc(errc_count)).code, errc::none);
  EXPECT_EQ(describe(errc(255)).code, errc::none);
}

}  // namespace
