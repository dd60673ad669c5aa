#include "wsproof/http_error.hpp"

#include <gtest/gtest.h>

#include "codec/test/support/rules.hpp"

namespace {

using namespace wsproof;

TEST(http_error, each_has_a_name_a_sentence_a_remedy_and_a_section) {
  test::expect_each_rule_is_described<http_error>(http_error_count);
}

TEST(http_error, a_server_answers_with_the_status_that_the_rfc_names) {
  EXPECT_EQ(describe(http_error::head_too_large).status, 431);
  EXPECT_EQ(describe(http_error::target_too_long).status, 414);
  EXPECT_EQ(describe(http_error::method_too_long).status, 501);
  EXPECT_EQ(describe(http_error::version_not_supported).status, 505);
  EXPECT_EQ(describe(http_error::host_missing).status, 400);
  EXPECT_EQ(describe(http_error::status_line_malformed).status, 0);
}

}  // namespace
