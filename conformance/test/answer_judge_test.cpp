#include "conformance/judge/answer_judge.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace wsproof;
using namespace wsproof::conformance;

const asked ask{"dGhlIHNhbXBsZSBub25jZQ==", "permessage-deflate; a=1, x-foo", "chat, superchat"};
const std::string good =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

answer_head head_of(const std::string& text) {
  return find_answer(text)->head;
}

struct row {
  const char* name;
  std::string text;
  const char* came;  // part of what the explanation says; empty: the connection is open
};

std::vector<row> rows() {
  const auto without = [](const std::string& line) {
    std::string text = good;
    const auto at = text.find(line);
    return text.erase(at, text.find("\r\n", at) + 2 - at) + "\r\n";
  };
  return {
      {"a_right_answer", good + "\r\n", ""},
      {"an_offered_extension", good + "Sec-WebSocket-Extensions: x-foo\r\n\r\n", ""},
      {"one_offered_subprotocol", good + "Sec-WebSocket-Protocol: chat\r\n\r\n", ""},
      {"no_upgrade", without("Upgrade"), "no Upgrade"},
      {"no_connection", without("Connection"), "no Connection"},
      {"no_accept", without("Sec-WebSocket-Accept"), "no Sec-WebSocket-Accept"},
      {"two_accepts", good + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n", "s3p"},
      {"an_accept_of_hex",
       without("Sec-WebSocket-Accept")
           .insert(32,
                   "\r\nSec-WebSocket-Accept: "
                   "YjM3YTRmMmNjMDYyNGYxNjkwZjY0NjA2Y2YzODU5NDViMmJlYzRlYQ=="),
       "YjM3"},
      {"an_extension_that_was_not_offered", good + "Sec-WebSocket-Extensions: x-bar\r\n\r\n",
       "x-bar"},
      {"two_subprotocols", good + "Sec-WebSocket-Protocol: chat, superchat\r\n\r\n", "superchat"},
      {"an_empty_subprotocol", good + "Sec-WebSocket-Protocol:\r\n\r\n", "Sec-WebSocket-Protocol"},
  };
}

class upgrade_row : public testing::TestWithParam<row> {};

TEST_P(upgrade_row, is_open_or_says_what_came) {
  const explanation why = fault_of_upgrade(head_of(GetParam().text), ask);
  EXPECT_EQ(why.expected.empty(), std::string_view(GetParam().came).empty()) << why.came;
  EXPECT_NE(why.came.find(GetParam().came), std::string::npos) << why.came;
}

TEST(answer_judge, of_two_keys_either_may_be_the_one_that_is_answered) {
  asked two = ask;
  for (const char* keys : {"AQIDBAUGBwgJCgsMDQ4PEA==, dGhlIHNhbXBsZSBub25jZQ==",
                           "dGhlIHNhbXBsZSBub25jZQ==,AQIDBAUGBwgJCgsMDQ4PEA=="}) {
    two.key = keys;
    EXPECT_EQ(fault_of_upgrade(head_of(good + "\r\n"), two).expected, "") << keys;
  }
  two.key = "AQIDBAUGBwgJCgsMDQ4PEA==, AAAAAAAAAAAAAAAAAAAAAA==";
  EXPECT_NE(fault_of_upgrade(head_of(good + "\r\n"), two).expected, "");
}

INSTANTIATE_TEST_SUITE_P(all, upgrade_row, testing::ValuesIn(rows()),
                         [](const auto& chosen) { return std::string(chosen.param.name); });

TEST(answer_judge, names_the_mistake_behind_a_wrong_accept) {
  const auto why = fault_of_upgrade(head_of(rows()[7].text), ask);
  EXPECT_NE(why.likely_cause.find("hex"), std::string::npos) << why.likely_cause;
}

TEST(answer_judge, waits_for_the_blank_line_and_skips_interim_answers) {
  EXPECT_FALSE(find_answer(good).has_value());
  const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_FALSE(find_answer(interim).has_value());
  const auto found = find_answer(interim + good + "\r\nframes");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->head.status, 101);
  EXPECT_EQ(found->size, interim.size() + good.size() + 2);
}

TEST(answer_judge, judges_by_the_rule_of_the_case) {
  const answer_head upgraded = head_of(good + "\r\n");
  const answer_head refused = head_of("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
  const answer_head broken = head_of("HTTP/1.1 500 Oops\r\n\r\n");
  EXPECT_EQ(judge_answer(upgraded, ask, upgrades()).behaviour, verdict::ok);
  EXPECT_TRUE(judge_answer(upgraded, ask, upgrades()).opened);
  EXPECT_EQ(judge_answer(refused, ask, upgrades()).behaviour, verdict::failed);
  EXPECT_EQ(judge_answer(upgraded, ask, refuses()).behaviour, verdict::failed);
  EXPECT_EQ(judge_answer(refused, ask, refuses()).behaviour, verdict::ok);
  EXPECT_EQ(judge_answer(broken, ask, refuses()).behaviour, verdict::non_strict);
  EXPECT_EQ(judge_answer(upgraded, ask, refuses_or(verdict::informational)).behaviour,
            verdict::informational);
  EXPECT_EQ(judge_answer(head_of("hello\r\n\r\n"), ask, either_way()).behaviour, verdict::failed);
}

TEST(answer_judge, a_field_may_be_wanted_unwanted_or_wanted_once) {
  const auto judged = [](const std::string& text, answer_rule::field wanted) {
    answer_rule rule = either_way();
    rule.fields = {std::move(wanted)};
    return judge_answer(head_of(text), ask, rule).behaviour;
  };
  const std::string refusal =
      "HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 8, 13\r\n\r\n";
  EXPECT_EQ(judged(refusal, {.name = "Sec-WebSocket-Version", .token = "13"}), verdict::ok);
  EXPECT_EQ(judged(refusal, {.name = "Sec-WebSocket-Version", .token = "7"}), verdict::failed);
  EXPECT_EQ(judged(refusal, {.name = "Sec-WebSocket-Version", .absent = true}), verdict::failed);
  EXPECT_EQ(judged(refusal, {.name = "Upgrade", .only_with_status = 400}), verdict::ok);
  EXPECT_EQ(judged(good + "X: 1\r\nX: 2\r\n\r\n", {.name = "X", .once = true}), verdict::failed);
}

TEST(answer_judge, the_form_of_an_answer_is_judged_where_the_case_asks_for_it) {
  answer_rule rule = upgrades();
  rule.checks_form = true;
  const auto judged = [&](const std::string& text) {
    return judge_answer(head_of(text), ask, rule).behaviour;
  };
  std::string bare = good;
  bare.erase(bare.find('\r'), 1);
  EXPECT_EQ(judged(good + "\r\n"), verdict::ok);
  EXPECT_EQ(judged(bare + "\r\n"), verdict::failed);
  EXPECT_EQ(judged(good + "no field\r\n\r\n"), verdict::failed);
  EXPECT_EQ(judged(good + "Upgrade: websocket\r\n\r\n"), verdict::failed);
}

}  // namespace
