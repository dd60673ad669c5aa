#include "native/net/loop.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <array>
#include <memory>
#include <thread>
#include <vector>

#include "native/net/signals.hpp"
#include "native/test/socket_pair.hpp"

namespace wsproof::native {
namespace {

struct recorder : watcher {
  std::function<void()> then = [] {};
  std::vector<readiness> seen;
  int deadlines = 0;
  void on_ready(readiness what) override {
    seen.push_back(what);
    then();
  }
  void on_deadline() override {
    ++deadlines;
    then();
  }
};

TEST(loop, tells_a_watcher_that_its_socket_can_be_read) {
  loop turns;
  const socket_pair pair = make_socket_pair();
  recorder watching;
  ASSERT_EQ(turns.watch(pair.near.number(), watching, interest::reading), 0);
  say(pair.far.number(), "x");
  turns.turn();
  ASSERT_EQ(watching.seen.size(), 1u);
  EXPECT_TRUE(watching.seen[0].readable);
  EXPECT_FALSE(watching.seen[0].writable);
  turns.forget(pair.near.number(), watching);
}

TEST(loop, says_when_a_socket_that_nobody_reads_is_reset) {
  loop turns;
  socket_pair pair = make_socket_pair();
  recorder watching;
  ASSERT_EQ(turns.watch(pair.near.number(), watching, interest::nothing), 0);
  reset_when_closed(pair.far.number());
  pair.far.reset();
  turns.turn();
  ASSERT_EQ(watching.seen.size(), 1u);
  EXPECT_TRUE(watching.seen[0].broken);
  turns.forget(pair.near.number(), watching);
}

TEST(loop, a_watcher_forgotten_in_the_same_turn_hears_nothing_more) {
  loop turns;
  const socket_pair one = make_socket_pair();
  const socket_pair two = make_socket_pair();
  std::array<recorder, 2> watching;
  ASSERT_EQ(turns.watch(one.near.number(), watching[0], interest::reading), 0);
  ASSERT_EQ(turns.watch(two.near.number(), watching[1], interest::reading), 0);
  const auto forget_both = [&] {
    turns.forget(one.near.number(), watching[0]);
    turns.forget(two.near.number(), watching[1]);
  };
  for (recorder& each : watching) each.then = forget_both;
  say(one.far.number(), "x");
  say(two.far.number(), "x");
  turns.turn();
  EXPECT_EQ(watching[0].seen.size() + watching[1].seen.size(), 1u);
}

TEST(loop, a_deadline_fires_without_any_descriptor) {
  loop turns;
  recorder watching;
  watching.then = [&] { turns.stop(); };
  turns.set_deadline(watching, milliseconds{20});
  const auto before = std::chrono::steady_clock::now();
  turns.run();
  EXPECT_EQ(watching.deadlines, 1);
  EXPECT_GE(std::chrono::steady_clock::now() - before, milliseconds{20});
}

TEST(loop, another_thread_can_stop_it) {
  loop turns;
  std::thread stopper([&] { turns.stop(); });
  turns.run();
  stopper.join();
  EXPECT_TRUE(turns.is_stopped());
}

TEST(loop, a_signal_is_an_event_like_any_other) {
  loop turns;
  int got = 0;
  const signal_watcher signals(turns, {SIGUSR1}, [&](int number) {
    got = number;
    turns.stop();
  });
  ASSERT_EQ(::raise(SIGUSR1), 0);
  turns.run();
  EXPECT_EQ(got, SIGUSR1);
}

TEST(socket, a_busy_port_is_an_error_with_a_reason) {
  const descriptor first = listen_on_loopback();
  const std::uint16_t port = local_port(first.number());
  const socket_result second = listen_on(resolve("127.0.0.1", port).found.at(0));
  EXPECT_FALSE(second.socket);
  EXPECT_EQ(second.error, EADDRINUSE);
}

TEST(socket, a_refused_connection_is_known_once_it_is_writable) {
  std::uint16_t port = 0;
  {
    const descriptor closed_again = listen_on_loopback();
    port = local_port(closed_again.number());
  }
  loop turns;
  recorder watching;
  const socket_result made = connect_to(resolve("127.0.0.1", port).found.at(0));
  if (!made.socket) {
    EXPECT_EQ(made.error, ECONNREFUSED);
    return;
  }
  ASSERT_EQ(turns.watch(made.socket.number(), watching, interest::writing), 0);
  turns.turn();
  EXPECT_EQ(pending_error(made.socket.number()), ECONNREFUSED);
  turns.forget(made.socket.number(), watching);
}

TEST(socket, an_unknown_host_is_an_error_in_words) {
  const resolve_result result = resolve("no-such-host.invalid", 80);
  EXPECT_TRUE(result.found.empty());
  EXPECT_FALSE(result.error.empty());
}

}  // namespace
}  // namespace wsproof::native
