// Every case against our own strict endpoint, under every cut and schedule.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "conformance/cases/registry.hpp"
#include "conformance/test/in_process.hpp"

namespace {

using namespace wsproof;
using namespace wsproof::conformance;

std::vector<cutting> cuts_of(const test_case& which, role peer) {
  std::vector<cutting> cuts{{cutting::kind::own},
                            {cutting::kind::whole},
                            {cutting::kind::frames},
                            {cutting::kind::header_payload}};
  const auto size = octets_sent_by(which, 0, peer);
  const std::uint64_t step = std::max<std::uint64_t>(1, size / 40);  // each place of short ones
  for (std::uint64_t at = 1; at < size; at += step) cuts.push_back({cutting::kind::split, at});
  for (std::uint64_t n = size < 5000 ? 1 : 15; n <= 16; ++n) {
    cuts.push_back({cutting::kind::pieces, n});
  }
  for (std::uint64_t seed = 1; seed <= 3 && size < 5000; ++seed) {
    cuts.push_back({cutting::kind::random, seed});
  }
  return cuts;
}

// What Autobahn itself only measures may be INFORMATIONAL; everything else is
// OK.
void expect_right(const test_case& which, const outcome& got, const std::string& how) {
  const auto verdict_wanted = which.judged.informational ? verdict::informational : verdict::ok;
  const auto close_wanted =
      which.judged.informational ? close_judgement::informational : close_judgement::ok;
  EXPECT_EQ(got.behaviour, verdict_wanted) << how << ' ' << in_words(got);
  EXPECT_EQ(got.close, close_wanted) << how << ' ' << in_words(got);
}

void run_all(role peer) {
  const auto make = [peer] { return strict_peer(peer); };
  std::uint64_t conversations = 0;
  for (const test_case& which : all_cases()) {
    if (conversations_of(which) == 0 || !which.variants.empty()) continue;
    for (const cutting& cut : cuts_of(which, peer)) {
      for (const schedule order : {schedule::eager, schedule::polite}) {
        player_options options = test_options();
        options.peer_plays = peer;
        options.cut = cut;
        options.order = order;
        expect_right(which, run_in_process(which, options, make),
                     std::to_string(int(cut.how)) + ":" + std::to_string(cut.at) +
                         (order == schedule::eager ? " eager" : " polite"));
        ++conversations;
        if (testing::Test::HasFailure()) return;
      }
    }
  }
  EXPECT_GT(conversations, 15000u);
}

// INFORMATIONAL where the rule has nothing better to give.
TEST(strict_peer, our_server_keeps_every_rule_of_the_opening_handshake) {
  const std::set<std::string> informational{"HS-S-044"};
  const auto make = [] { return strict_peer(role::server); };
  for (const test_case& which : all_cases()) {
    if (which.variants.empty() || which.profile != needs::nothing) continue;
    const outcome got = run_in_process(which, test_options(), make);
    EXPECT_EQ(got.behaviour, informational.count(which.id) ? verdict::informational : verdict::ok)
        << in_words(got);
    EXPECT_EQ(got.close, close_judgement::ok) << in_words(got);
    EXPECT_EQ(got.conversations_run, conversations_of(which)) << in_words(got);
  }
}

TEST(strict_peer, our_server_passes_every_case_under_every_cut) {
  run_all(role::server);
}
TEST(strict_peer, our_client_passes_every_case_under_every_cut) {
  run_all(role::client);
}

}  // namespace
