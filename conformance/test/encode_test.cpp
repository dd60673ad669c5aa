#include "conformance/player/encode.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

namespace {

using namespace wsproof;
using namespace wsproof::conformance;

const mask_key key{{std::byte{0x37}, std::byte{0xfa}, std::byte{0x21}, std::byte{0x3d}}};

TEST(encode, frames_are_those_of_the_standard) {  // RFC 6455 §5.7
  EXPECT_EQ(encode(text("Hello"), role::server, key).octets, hex("810548656c6c6f").octets());
  EXPECT_EQ(encode(text("Hello"), role::client, key).octets,
            hex("818537fa213d7f9f4d5158").octets());
  EXPECT_EQ(encode(text("Hel").more(), role::server, key).octets, hex("010348656c").octets());
  EXPECT_EQ(encode(ping("Hello").mask_flipped(), role::server, key).octets,
            hex("898537fa213d7f9f4d5158").octets());
  EXPECT_EQ(encode(text("a").length_in(8).with_rsv(4), role::server, key).octets,
            hex("c17f000000000000000161").octets());
  EXPECT_EQ(encode(text("a").declaring(300), role::server, key).octets, hex("817e012c61").octets());
}

TEST(encode, a_request_has_its_places_filled_in) {
  const request_names names{"h:1", "/t", "KEY=", "me"};
  EXPECT_EQ(encode(good_request().followed_by("x"), names),
            "GET /t HTTP/1.1\r\nHost: h:1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: KEY=\r\nSec-WebSocket-Version: 13\r\nUser-Agent: me\r\n\r\nx");
  EXPECT_EQ(value_in(good_request().with("upgrade:  b "), "Upgrade"), "websocket, b");
}

struct row {
  const char* name;
  cutting how;
  std::uint64_t before;
  std::vector<std::size_t> sizes;
};

TEST(encode, a_batch_is_cut_where_it_is_said) {
  const batch two{std::string(30, 'x'), {10, 30}, {2, 16}};
  const row rows[] = {
      {"whole", {cutting::kind::whole}, 0, {30}},
      {"frames", {cutting::kind::frames}, 0, {10, 20}},
      {"headers", {cutting::kind::header_payload}, 0, {2, 8, 6, 14}},
      {"split", {cutting::kind::split, 7}, 0, {7, 23}},
      {"split behind what was sent before", {cutting::kind::split, 47}, 40, {7, 23}},
      {"split elsewhere", {cutting::kind::split, 7}, 40, {30}},
      {"pieces", {cutting::kind::pieces, 12}, 0, {12, 12, 6}},
  };
  for (const auto& [name, how, before, sizes] : rows) {
    std::vector<std::size_t> got;
    for (const std::string& write : cut(two, how, before)) got.push_back(write.size());
    EXPECT_EQ(got, sizes) << name;
  }
  EXPECT_TRUE(cut({}, {cutting::kind::pieces, 1}, 0).empty());
}

TEST(encode, random_cuts_are_the_same_for_one_seed_and_lose_nothing) {
  const batch what{octets(500).octets(), {}, {}};
  const auto once = cut(what, {cutting::kind::random, 5}, 0);
  EXPECT_EQ(once, cut(what, {cutting::kind::random, 5}, 0));
  EXPECT_NE(once, cut(what, {cutting::kind::random, 6}, 0));
  EXPECT_EQ(std::accumulate(once.begin(), once.end(), std::string()), what.octets);
  for (const std::string& write : once) EXPECT_LE(write.size(), 16u);
}

}  // namespace
