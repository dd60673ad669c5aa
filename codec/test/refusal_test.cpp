#include "wsproof/refusal.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "codec/test/support/rules.hpp"
#include "wsproof/http_head.hpp"

namespace {

using namespace wsproof;

template <typename Why>
std::string written(Why why, bool answers_head = false) {
  std::array<char, max_refusal_size> room{};
  return {room.data(), write_refusal(why, room, answers_head)};
}

TEST(refusal, each_has_a_name_a_sentence_a_remedy_and_a_section) {
  test::expect_each_rule_is_described<refusal>(refusal_count);
}

// The answer is read back with the client's reader, and its body is as long as it says.
template <typename Why>
void expect_a_whole_answer(Why why, int status) {
  const std::string text = written(why);
  std::array<header_field, 16> room{};
  const auto result = read_response(text, room);
  ASSERT_GT(result.size, 0u) << describe(why).name;
  EXPECT_EQ(result.head.status, status) << describe(why).name;
  EXPECT_FALSE(result.head.reason.empty());
  EXPECT_TRUE(has_token(result.head.fields, "Connection", "close"));
  const std::string body = text.substr(result.size);
  EXPECT_EQ(look_up(result.head.fields, "Content-Length").value, std::to_string(body.size()));
  for (const std::string_view part :
       {describe(why).says, describe(why).section, describe(why).remedy}) {
    EXPECT_NE(body.find(part), body.npos) << body;
  }
  EXPECT_EQ(written(why, true), text.substr(0, result.size)) << "no body for HEAD";
}

TEST(refusal, each_is_answered_with_a_whole_response) {
  for (std::size_t i = 1; i < refusal_count; ++i) {
    expect_a_whole_answer(refusal(i), describe(refusal(i)).status);
  }
  for (std::size_t i = 1; i < http_error_count; ++i) {
    const int status = describe(http_error(i)).status;
    expect_a_whole_answer(http_error(i), status == 0 ? 400 : status);
  }
}

struct needed {
  refusal why;
  std::string_view name, value;
};

// RFC 9110 §15.5.6, §15.5.22, §7.8; RFC 6455 §4.4.
TEST(refusal, the_answer_carries_the_fields_that_its_status_demands) {
  using enum refusal;
  for (const needed& row :
       std::initializer_list<needed>{{method_not_get, "Allow", "GET"},
                                     {http_version_too_old, "Upgrade", "websocket"},
                                     {upgrade_missing, "Upgrade", "websocket"},
                                     {version_missing, "Sec-WebSocket-Version", "13"},
                                     {version_repeated, "Sec-WebSocket-Version", "13"},
                                     {version_malformed, "Sec-WebSocket-Version", "13"},
                                     {version_not_supported, "Sec-WebSocket-Version", "13"}}) {
    const std::string text = written(row.why);
    std::array<header_field, 16> room{};
    const auto head = read_response(text, room).head;
    EXPECT_EQ(look_up(head.fields, row.name).value, row.value) << describe(row.why).name;
  }
  for (std::size_t i = 1; i < refusal_count; ++i) {
    std::array<header_field, 16> room{};
    const std::string text = written(refusal(i));
    const auto head = read_response(text, room).head;
    EXPECT_EQ(head.status == 426, has_token(head.fields, "Upgrade", "websocket"));
    EXPECT_EQ(head.status == 426, has_token(head.fields, "Connection", "upgrade"));
    EXPECT_EQ(head.status == 405, look_up(head.fields, "Allow").count == 1);
  }
}

TEST(refusal, what_does_not_fit_is_not_written_in_part) {
  const std::string whole = written(refusal::version_not_supported);
  std::array<char, max_refusal_size> room{};
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(write_refusal(refusal::version_not_supported, std::span(room).first(size)), 0u);
  }
  EXPECT_EQ(write_refusal(refusal::version_not_supported, std::span(room).first(whole.size())),
            whole.size());
}

}  // namespace
