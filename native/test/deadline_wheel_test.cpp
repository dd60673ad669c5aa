#include "native/net/deadline_wheel.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace wsproof::native {
namespace {

const instant start{};

std::vector<deadline*> due_at(deadline_wheel& wheel, instant now) {
  std::vector<deadline*> result;
  while (deadline* late = wheel.take_due(now)) result.push_back(late);
  return result;
}

TEST(deadline_wheel, nothing_is_due_where_nothing_was_set) {
  deadline_wheel wheel(start);
  EXPECT_EQ(wheel.take_due(start + milliseconds{100000}), nullptr);
  EXPECT_LT(wheel.until_next(start), milliseconds{0});
}

TEST(deadline_wheel, a_deadline_is_never_early_and_at_most_a_tick_late) {
  for (const int after : {0, 1, 7, 8, 9, 100, 4095, 4096, 4097, 60'000, 3'600'000}) {
    deadline_wheel wheel(start);
    deadline entry;
    const instant when = start + milliseconds{after};
    wheel.set(entry, when);
    if (after > 0) {
      EXPECT_EQ(wheel.take_due(when - milliseconds{1}), nullptr) << after;
    }
    EXPECT_EQ(wheel.take_due(when + deadline_wheel::tick), &entry) << after;
    EXPECT_FALSE(entry.is_set());
  }
}

TEST(deadline_wheel, sleeping_for_as_long_as_it_says_reaches_every_deadline) {
  deadline_wheel wheel(start);
  std::vector<deadline> entries(50);
  int after = 1;
  for (deadline& entry : entries) wheel.set(entry, start + milliseconds{after = after * 5 / 4 + 3});
  std::size_t seen = 0;
  int wakes = 0;
  for (instant now = start; seen < entries.size(); ++wakes) {
    ASSERT_LT(wakes, 2000);
    const milliseconds wait = wheel.until_next(now);
    ASSERT_GE(wait, milliseconds{0});
    now += std::max(wait, milliseconds{1});
    seen += due_at(wheel, now).size();
  }
  EXPECT_LT(wheel.until_next(start), milliseconds{0});
}

TEST(deadline_wheel, a_deadline_that_moves_is_due_at_its_new_time_only) {
  deadline_wheel wheel(start);
  deadline entry;
  wheel.set(entry, start + milliseconds{50});
  wheel.set(entry, start + milliseconds{9000});
  EXPECT_TRUE(due_at(wheel, start + milliseconds{5000}).empty());
  EXPECT_EQ(due_at(wheel, start + milliseconds{9010}).size(), 1u);
}

TEST(deadline_wheel, a_dropped_deadline_is_never_due) {
  deadline_wheel wheel(start);
  deadline kept;
  deadline dropped;
  wheel.set(dropped, start + milliseconds{10});
  wheel.set(kept, start + milliseconds{10});
  wheel.drop(dropped);
  wheel.drop(dropped);
  EXPECT_EQ(due_at(wheel, start + milliseconds{50}), std::vector<deadline*>{&kept});
}

TEST(deadline_wheel, a_very_long_sleep_loses_nothing) {
  deadline_wheel wheel(start);
  std::vector<deadline> entries(1000);
  int after = 0;
  for (deadline& entry : entries) wheel.set(entry, start + milliseconds{after += 17});
  EXPECT_EQ(due_at(wheel, start + std::chrono::hours{1}).size(), entries.size());
}

}  // namespace
}  // namespace wsproof::native
