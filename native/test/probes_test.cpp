#include "native/probes/probes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/time.h>

#include "conformance/cases/registry.hpp"
#include "native/test/fake_peer.hpp"
#include "native/test/running_server.hpp"

namespace wsproof::native {
namespace {

using conformance::verdict;
using testing::HasSubstr;

conformance::outcome probe(const char* id, std::uint16_t port) {
  const ws_url url = parse_url("ws://127.0.0.1:" + std::to_string(port) + "/echo").url;
  const address where = resolve("127.0.0.1", port).found.at(0);
  return run_probe(*conformance::find_case(id), {where, url, 1.0});
}

std::string hear_head(int socket, const std::atomic<bool>& over) {
  std::string heard;
  std::byte room[65536];
  while (!over && heard.find("\r\n\r\n") == std::string::npos) {
    const io_result got = receive(socket, room);
    if (got.status == io_status::ended || got.status == io_status::failed) break;
    heard.append(as_text(const_bytes(room).first(got.size)));
  }
  return heard;
}

constexpr std::string_view refused = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

TEST(probes, every_case_that_is_one_has_its_probe_and_every_probe_its_case) {
  for (const conformance::test_case& each : conformance::all_cases()) {
    if (each.is_probe) {
      EXPECT_TRUE(has_probe(each.id)) << each.id;
    }
  }
  for (const char* id : {"HS-S-052", "HS-S-062", "HS-S-081", "HS-S-082"}) {
    EXPECT_TRUE(has_probe(id)) << id;
    EXPECT_NE(conformance::find_case(id), nullptr) << id;
  }
  EXPECT_FALSE(has_probe("5.6"));
}

TEST(probes, our_own_server_passes_all) {
  running_server server;
  for (const char* id : {"HS-S-052", "HS-S-062", "HS-S-081", "HS-S-082"}) {
    const conformance::outcome got = probe(id, server.port());
    EXPECT_EQ(got.behaviour, verdict::ok) << id << ": " << got.why.came;
    EXPECT_EQ(got.id, id);
    EXPECT_GT(got.conversations_run, 0u);
  }
}

TEST(probes, a_case_without_one_is_not_run) {
  EXPECT_EQ(probe("5.6", 1).behaviour, verdict::not_run);
}

TEST(probes, time_that_grows_with_the_square_of_a_list_fails) {
  fake_peer slow([](int socket, const std::atomic<bool>& over) {
    const std::string head = hear_head(socket, over);
    const auto size = static_cast<std::int64_t>(head.size());
    std::this_thread::sleep_for(std::chrono::microseconds{size * size / 2000});
    say(socket, refused);
  });
  const conformance::outcome got = probe("HS-S-081", slow.port());
  EXPECT_EQ(got.behaviour, verdict::failed);
  EXPECT_THAT(got.why.came, HasSubstr("ms"));
}

TEST(probes, a_peer_that_waits_for_the_whole_body_is_told_of_without_blame) {
  running_server server;
  fake_peer waits([&](int socket, const std::atomic<bool>& over) {
    const std::string head = hear_head(socket, over);
    if (head.find("Content-Length") == std::string::npos) {
      say(socket, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
      return;
    }
    std::byte room[65536];
    while (!over) {
      const io_status status = receive(socket, room).status;
      if (status == io_status::ended || status == io_status::failed) return;
    }
  });
  EXPECT_EQ(probe("HS-S-062", waits.port()).behaviour, verdict::informational);
}

TEST(probes, a_peer_that_dies_of_it_fails) {
  for (const char* id : {"HS-S-052", "HS-S-062", "HS-S-082"}) {
    fake_peer mortal(
        [](int socket, const std::atomic<bool>& over) {
          static_cast<void>(hear_head(socket, over));
          say(socket, refused);
        },
        1);
    EXPECT_EQ(probe(id, mortal.port()).behaviour, verdict::failed) << id;
  }
}

}  // namespace
}  // namespace wsproof::native
