#include "native/client/suite_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/time.h>

#include <algorithm>

#include "conformance/cases/registry.hpp"
#include "native/client/cut_names.hpp"
#include "native/test/fake_peer.hpp"
#include "native/test/running_server.hpp"

namespace wsproof::native {
namespace {

using conformance::outcome;
using conformance::verdict;
using testing::HasSubstr;

constexpr milliseconds answer_limit{30'000};  // of a test; a hang fails instead of blocking

struct watchdog final : watcher {
  explicit watchdog(loop& of) : turns(of) { turns.set_deadline(*this, answer_limit); }
  ~watchdog() { turns.forget(-1, *this); }
  void on_ready(readiness) override {}
  void on_deadline() override { bit = true; }
  loop& turns;
  bool bit = false;
};

struct result {
  std::vector<outcome> outcomes;
  std::string stopped_because;
  std::size_t heard = 0;  // cases that were reported as they finished
  [[nodiscard]] std::size_t count(verdict value) const {
    return static_cast<std::size_t>(
        std::count_if(outcomes.begin(), outcomes.end(),
                      [&](const outcome& each) { return each.behaviour == value; }));
  }
};

struct run_of {
  std::vector<std::string> cases = {"*"};
  std::string cuts = "own";
  double patience = 1.0;
  std::size_t jobs = 64;
};

result run_suite(std::uint16_t port, const run_of& how) {
  loop turns;
  run_settings settings;
  for (const conformance::test_case* each : conformance::select_cases(how.cases, {})) {
    const bool runs = !each->is_probe && each->profile == conformance::needs::nothing;
    if (runs) settings.cases.push_back(each);
  }
  settings.cuts = parse_cuts(how.cuts).cuts;
  settings.patience = how.patience;
  settings.jobs = how.jobs;
  result got;
  const ws_url url = parse_url("ws://127.0.0.1:" + std::to_string(port) + "/echo").url;
  suite_run run(turns, url, settings, [&](const suite_run&, const outcome&) { ++got.heard; });
  const watchdog dog(turns);
  run.begin(resolve("127.0.0.1", port).found.at(0));
  while (!run.is_done() && !dog.bit) turns.turn();
  EXPECT_FALSE(dog.bit) << "the run did not end";
  got.outcomes = run.outcomes();
  got.stopped_because = run.stopped_because();
  return got;
}

void expect_all_good(const result& got) {
  for (const outcome& each : got.outcomes) {
    EXPECT_TRUE(each.behaviour == verdict::ok || each.behaviour == verdict::informational)
        << each.id << " " << text_of(each.behaviour) << ": expected " << each.why.expected
        << "; came " << each.why.came << " [" << each.conversation << "]";
    EXPECT_FALSE(is_failure(each.behaviour, each.close, true)) << each.id;
  }
  EXPECT_EQ(got.heard, got.outcomes.size());
}

TEST(suite_run, our_own_server_passes_every_case) {
  running_server server;
  const result got = run_suite(server.port(), {});
  EXPECT_GE(got.outcomes.size(), 247u);
  expect_all_good(got);
  EXPECT_LE(got.count(verdict::informational), 10u);
}

TEST(suite_run, our_own_server_passes_every_case_under_every_cut) {
  running_server server;
  expect_all_good(run_suite(server.port(), {.cuts = "all", .patience = 5}));
}

TEST(suite_run, a_peer_that_refuses_leaves_every_case_not_run) {
  std::uint16_t port = 0;
  {
    const descriptor closed_again = listen_on_loopback();
    port = local_port(closed_again.number());
  }
  const result got = run_suite(port, {});
  EXPECT_EQ(got.count(verdict::not_run), got.outcomes.size());
  EXPECT_EQ(got.heard, got.outcomes.size());
  EXPECT_THAT(got.stopped_because, HasSubstr("cannot be reached"));
  EXPECT_THAT(got.outcomes.back().why.came, HasSubstr("cannot be reached"));
}

TEST(suite_run, a_peer_that_never_answers_is_given_up) {
  fake_peer peer([](int socket, const std::atomic<bool>& over) {
    std::byte room[1000];
    while (!over && receive(socket, room).status != io_status::ended) {
    }
  });
  const result got = run_suite(peer.port(), {.patience = 0.1, .jobs = 16});
  EXPECT_GT(got.count(verdict::not_run), got.outcomes.size() / 2);
  EXPECT_EQ(got.count(verdict::not_run) + got.count(verdict::failed), got.outcomes.size());
  EXPECT_THAT(got.stopped_because, HasSubstr("never says anything"));
}

TEST(suite_run, a_peer_that_answers_garbage_fails) {
  fake_peer peer([](int socket, const std::atomic<bool>&) {
    std::byte room[1000];
    static_cast<void>(receive(socket, room));
    say(socket, "SSH-2.0-garbage\r\n\r\n");
  });
  const result got = run_suite(peer.port(), {.cases = {"1.*", "2.*"}, .patience = 0.2});
  EXPECT_EQ(got.count(verdict::failed), got.outcomes.size());
  EXPECT_EQ(got.stopped_because, "");
}

TEST(suite_run, a_peer_that_floods_is_cut_off) {
  fake_peer peer([](int socket, const std::atomic<bool>& over) {
    std::string many(1u << 20, 'x');
    iovec piece{many.data(), many.size()};
    while (!over && send(socket, {&piece, 1}).status != io_status::failed) {
    }
  });
  const result got = run_suite(peer.port(), {.cases = {"1.1.*"}, .patience = 0.2});
  EXPECT_EQ(got.count(verdict::ok), 0u);
}

TEST(suite_run, a_peer_that_dies_in_the_middle_blames_no_case_that_did_not_run) {
  running_server server;
  // Passes octets on to a good server, 40 times; then it is gone.
  fake_peer mortal(
      [&](int socket, const std::atomic<bool>& over) {
        const descriptor behind = connect_to_loopback(server.port());
        std::thread back([&] {
          std::byte room[70'000];
          for (io_result got; (got = receive(behind.number(), room)).status == io_status::done;) {
            iovec piece{room, got.size};
            if (send(socket, {&piece, 1}).status != io_status::done) break;
          }
          shut_down_sending(socket);
        });
        std::byte room[70'000];
        while (!over) {
          const io_result got = receive(socket, room);
          if (got.status == io_status::would_block) continue;
          if (got.status != io_status::done) break;
          iovec piece{room, got.size};
          if (send(behind.number(), {&piece, 1}).status != io_status::done) break;
        }
        shut_down_sending(behind.number());
        back.join();
      },
      40);
  const result got = run_suite(mortal.port(), {.cases = {"?.*"}, .jobs = 4});
  EXPECT_EQ(got.count(verdict::failed), 0u);
  EXPECT_GT(got.count(verdict::ok), 30u);
  EXPECT_GT(got.count(verdict::not_run), 100u);
  EXPECT_THAT(got.stopped_because, HasSubstr("cannot be reached"));
}

TEST(suite_run, one_conversation_at_a_time_comes_to_the_same) {
  running_server server;
  const result got = run_suite(server.port(), {.cases = {"3.*"}, .jobs = 1});
  expect_all_good(got);
}

TEST(cut_names, are_understood_or_refused_with_the_list_of_them) {
  using kind = conformance::cutting::kind;
  const cuts_result some = parse_cuts("own,pieces:3,split:17,random");
  ASSERT_EQ(some.cuts.size(), 4u);
  EXPECT_EQ(some.cuts[1].how, kind::pieces);
  EXPECT_EQ(some.cuts[1].at, 3u);
  EXPECT_EQ(some.cuts[2].at, 17u);
  EXPECT_EQ(some.cuts[3].at, 1u);
  EXPECT_GT(parse_cuts("all").cuts.size(), 8u);
  for (const char* wrong : {"", "pieces", "pieces:0", "pieces:x", "own:1", "frame", "own,,whole"}) {
    EXPECT_NE(parse_cuts(wrong).error, "") << wrong;
  }
}

TEST(url, is_taken_apart_or_refused_with_a_reason) {
  const struct {
    const char* text;
    const char* host;
    std::uint16_t port;
    const char* target;
    const char* authority;
  } good[] = {
      {"ws://localhost:9001/echo", "localhost", 9001, "/echo", "localhost:9001"},
      {"ws://localhost", "localhost", 80, "/", "localhost"},
      {"ws://[::1]:8080?a=b", "::1", 8080, "/?a=b", "[::1]:8080"},
      {"127.0.0.1:9/x/y?z", "127.0.0.1", 9, "/x/y?z", "127.0.0.1:9"},
      {"http://h/", "h", 80, "/", "h"},
  };
  for (const auto& row : good) {
    const url_result got = parse_url(row.text);
    EXPECT_EQ(got.error, "") << row.text;
    EXPECT_EQ(got.url.host, row.host);
    EXPECT_EQ(got.url.port, row.port);
    EXPECT_EQ(got.url.target, row.target);
    EXPECT_EQ(got.url.authority(), row.authority);
  }
  for (const char* wrong : {"wss://a/", "ftp://a/", "ws://", "ws://a:0/", "ws://a:70000/",
                            "ws://a:/", "ws://[::1/", "ws://a/b c", "ws://a/#f", "ws://[::1]x/"}) {
    EXPECT_NE(parse_url(wrong).error, "") << wrong;
  }
}

}  // namespace
}  // namespace wsproof::native
