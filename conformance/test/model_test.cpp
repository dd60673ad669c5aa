#include <gtest/gtest.h>

#include <array>
#include <string>

#include "conformance/model/frame_words.hpp"
#include "conformance/model/opening.hpp"
#include "conformance/model/run_report.hpp"
#include "conformance/model/test_case.hpp"

namespace {

using namespace wsproof;
using namespace wsproof::conformance;

outcome outcome_of(verdict behaviour, close_judgement close, std::string label) {
  outcome made;
  made.behaviour = behaviour;
  made.close = close;
  made.conversation = std::move(label);
  made.conversations_run = 1;
  made.duration_ms = 3;
  return made;
}

TEST(model, verdicts_have_the_spelling_that_other_tools_parse) {
  constexpr std::array<std::string_view, verdict_count> verdicts{
      "OK", "NON-STRICT", "INFORMATIONAL", "UNIMPLEMENTED", "FAILED", "NOT RUN"};
  for (std::size_t i = 0; i < verdicts.size(); ++i) EXPECT_EQ(text_of(verdict(i)), verdicts[i]);
  constexpr std::array<std::string_view, 6> closes{
      "OK", "INFORMATIONAL", "FAILED", "WRONG CODE", "UNCLEAN", "FAILED BY CLIENT"};
  for (std::size_t i = 0; i < closes.size(); ++i) {
    EXPECT_EQ(text_of(close_judgement(i)), closes[i]);
  }
}

TEST(model, a_case_is_as_bad_as_its_worst_conversation) {
  outcome all;
  merge(all, outcome_of(verdict::ok, close_judgement::ok, "whole"));
  EXPECT_EQ(all.behaviour, verdict::not_run) << "a default outcome never looks like passed";
  all = outcome_of(verdict::ok, close_judgement::ok, "whole");
  merge(all, outcome_of(verdict::failed, close_judgement::ok, "split at 3"));
  merge(all, outcome_of(verdict::non_strict, close_judgement::wrong_code, "split at 4"));
  EXPECT_EQ(all.behaviour, verdict::failed);
  EXPECT_EQ(all.close, close_judgement::wrong_code);
  EXPECT_EQ(all.conversation, "split at 3") << "the transcript of the worst one is kept";
  EXPECT_EQ(all.conversations_run, 3u);
  EXPECT_EQ(all.duration_ms, 9);
}

TEST(model, what_is_red_depends_on_how_strictly_one_asks) {
  EXPECT_TRUE(is_failure(verdict::failed, close_judgement::ok));
  EXPECT_TRUE(is_failure(verdict::ok, close_judgement::wrong_code));
  EXPECT_TRUE(is_failure(verdict::ok, close_judgement::unclean));
  EXPECT_FALSE(is_failure(verdict::non_strict, close_judgement::failed_by_client));
  EXPECT_TRUE(is_failure(verdict::non_strict, close_judgement::ok, true));
  EXPECT_TRUE(is_failure(verdict::ok, close_judgement::failed_by_client, true));
  EXPECT_FALSE(is_failure(verdict::informational, close_judgement::informational, true));
  EXPECT_FALSE(is_failure(verdict::not_run, close_judgement::ok, true));
}

TEST(model, a_tally_counts_every_verdict_once) {
  agent_report agent;
  agent.outcomes = {outcome_of(verdict::ok, close_judgement::ok, ""),
                    outcome_of(verdict::ok, close_judgement::unclean, ""),
                    outcome_of(verdict::not_run, close_judgement::ok, "")};
  const tally sum = count(agent);
  EXPECT_EQ(sum.of(verdict::ok), 2u);
  EXPECT_EQ(sum.of(verdict::not_run), 1u);
  EXPECT_EQ(sum.failures, 1u);
  EXPECT_EQ(sum.conversations, 3u);
}

TEST(model, a_payload_is_its_pattern_repeated) {
  const payload seven{"abc", 7};
  EXPECT_EQ(seven.octets(), "abcabca");
  EXPECT_TRUE(seven.is(as_octets("abcabca")));
  EXPECT_FALSE(seven.is(as_octets("abcabcb")));
  EXPECT_FALSE(seven.is(as_octets("abcabcab")));
  EXPECT_EQ(octets(3).octets(), "***");
  EXPECT_TRUE(payload{}.is({}));
  EXPECT_EQ(hex("48690a").octets(), "Hi\n");
  EXPECT_EQ(payload("ab").followed_by("cd").octets(), "abcd");
}

TEST(model, frames_are_said_in_words) {
  EXPECT_EQ(in_words(text("Hel").more().with_rsv(5)),
            "text, 3 octets, FIN clear, RSV1 set, RSV3 set");
  EXPECT_EQ(in_words(close_frame(1002)), "close, 2 octets, code 1002");
  EXPECT_EQ(in_words(with_opcode(11, "x")), "reserved opcode 11, 1 octet");
  EXPECT_EQ(in_words(ping(octets(126)).length_in(8).mask_flipped().declaring(4)),
            "ping, 126 octets, masked the wrong way, length in 8 octets, declaring 4 "
            "octets");
}

TEST(model, octets_above_the_limit_are_kept_by_their_digest) {
  const std::string big = octets(1000).octets();
  const kept_octets kept = keep(as_octets(big));
  EXPECT_EQ(kept.head.size(), kept_octets::limit);
  EXPECT_EQ(kept.size, 1000u);
  EXPECT_FALSE(kept.is_whole());
  EXPECT_EQ(keep(as_octets("foobar")).digest, 0x85944171f73967e8u) << "FNV-1a's published vector";
}

TEST(model, a_request_is_changed_by_words_and_left_as_it_was) {
  const request_words good = good_request();
  EXPECT_EQ(good.without("Upgrade").lines.size(), 4u);
  EXPECT_EQ(good.with("X: 1").lines.back(), "X: 1");
  EXPECT_EQ(good.first("X: 1").lines.front(), "X: 1");
  EXPECT_EQ(good.replacing("Connection", "Connection: close").lines[2], "Connection: close");
  EXPECT_EQ(good.lines.size(), 5u);
}

TEST(model, the_group_of_a_case_is_in_its_id) {
  EXPECT_EQ(group_of("5.19"), "5");
  EXPECT_EQ(group_of("10.1.1"), "10");
  EXPECT_EQ(group_of("HS-S-067"), "HS-S");
}

TEST(model, a_probe_has_no_conversation_and_a_plain_case_has_one) {
  test_case probe;
  probe.is_probe = true;
  EXPECT_EQ(conversations_of(probe), 0u);
  test_case plain;
  plain.frames = {send(text("a")), expect(text("a"))};
  EXPECT_EQ(conversations_of(plain), 1u);
  EXPECT_EQ(conversation_of(plain, 0).frames.size(), 2u);
  plain.variants.resize(3);
  EXPECT_EQ(conversations_of(plain), 3u);
}

}  // namespace
