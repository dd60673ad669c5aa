#include "wsproof/response_fault.hpp"

#include <gtest/gtest.h>

#include "codec/test/support/rules.hpp"

namespace {

using namespace wsproof;

TEST(response_fault, each_has_a_name_a_sentence_a_remedy_and_a_section) {
  test::expect_each_rule_is_described<response_fault>(response_fault_count);
}

TEST(response_fault, no_server_answers_with_a_status_what_only_a_client_sees) {
  for (std::size_t i = 0; i < response_fault_count; ++i) {
    EXPECT_EQ(describe(response_fault(i)).status, 0);
  }
}

}  // namespace
