// What an endpoint promises about itself, whatever the peer does: its size, no allocation, sticky
// errors; and that two of them, back to back, agree and come to an end.
#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "codec/test/support/agreement.hpp"
#include "codec/test/support/counting_new.hpp"
#include "codec/test/support/listener.hpp"
#include "codec/test/support/wire.hpp"
#include "wsproof/endpoint.hpp"

namespace {

using namespace wsproof;
using namespace wsproof::test::literals;
using test::octets;

static_assert(sizeof(endpoint) <= 216, "a million idle connections pay for every octet");

class endpoint_promises : public testing::TestWithParam<role> {
 protected:
  [[nodiscard]] bool is_client() const { return GetParam() == role::client; }
  [[nodiscard]] octets from_peer(const test::wire_stream& frames) const {
    return test::wire(frames, !is_client());
  }
};

TEST_P(endpoint_promises, nothing_is_allocated) {
  octets text(3000, std::byte{'t'});
  const octets streams[] = {
      from_peer({{.opcode = 1, .payload = text, .fin = false},
                 {.opcode = 9, .payload = "01 02"_octets},
                 {.opcode = 0, .payload = text},
                 {.opcode = 2, .payload = text, .rsv = 4},
                 {.opcode = 8, .payload = "03e8"_octets}}),
      from_peer({{.opcode = 1, .payload = "ff"_octets}}),
      from_peer({{.opcode = 3}}),
  };
  test::listener listener(GetParam(), true);
  for (const octets& stream : streams) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{13}, stream.size()}) {
      octets copy = stream;
      event_batch batch;
      std::size_t events = 0;
      const auto before = test::allocations();
      endpoint peer = listener.make();
      for (bytes rest(copy); !rest.empty();) {
        bytes piece = rest.first(std::min(step, rest.size()));
        rest = rest.subspan(piece.size());
        for (std::size_t n = peer.read(piece, batch); n != 0; n = peer.read(piece, batch))
          events += n;
      }
      std::array<std::byte, max_control_frame_size> out{};
      (void)peer.close(close_code::normal, "bye", out);
      EXPECT_EQ(test::allocations(), before);
      EXPECT_GT(events, 1u);
    }
  }
}

TEST_P(endpoint_promises, after_a_failure_everything_is_ignored_and_the_error_stays) {
  test::listener listener(GetParam(), false);
  endpoint peer = listener.make();
  test::heard heard;
  listener.hear(peer, from_peer({{.opcode = 9}, {.opcode = 3}}), heard);
  ASSERT_EQ(heard.failed, errc::reserved_opcode);
  const auto sent = heard.sent;
  const auto offset = heard.offset;
  for (const octets& more : {from_peer({{.opcode = 9}}), from_peer({{.opcode = 8}}),
                             from_peer({{.opcode = 1, .payload = "ff"_octets}}), octets(300)}) {
    listener.hear(peer, more, heard);
    EXPECT_EQ(heard.unsound, "");
    EXPECT_EQ(heard.sent, sent);
    EXPECT_EQ(peer.offset(), offset);
    EXPECT_EQ(peer.error(), errc::reserved_opcode);
    EXPECT_EQ(peer.closing(), close_state::failed);
  }
  std::array<std::byte, max_control_frame_size> out{};
  EXPECT_EQ(peer.close(close_code::normal, "", out), 0u);
}

TEST_P(endpoint_promises, after_the_close_from_the_peer_everything_is_ignored) {
  test::listener listener(GetParam(), false);
  endpoint peer = listener.make();
  test::heard heard;
  listener.hear(peer, from_peer({{.opcode = 8, .payload = "03e8"_octets}}), heard);
  ASSERT_EQ(peer.closing(), close_state::closed);
  const auto sent = heard.sent;
  for (const octets& more : {from_peer({{.opcode = 9}}), from_peer({{.opcode = 3}}), octets(300)}) {
    listener.hear(peer, more, heard);
    EXPECT_EQ(heard.unsound, "");
    EXPECT_EQ(heard.events.size(), 1u);
    EXPECT_EQ(heard.sent, sent);
    EXPECT_EQ(peer.closing(), close_state::closed);
    EXPECT_EQ(peer.error(), errc::none);
  }
}

// §5.5.2 "unless it already received a Close frame": one that we sent changes nothing.
TEST_P(endpoint_promises, while_the_peers_close_is_awaited_messages_and_pings_go_on) {
  test::listener listener(GetParam(), false);
  endpoint peer = listener.make();
  test::heard heard;
  std::array<std::byte, max_control_frame_size> out{};
  ASSERT_NE(peer.close(close_code::going_away, "", out), 0u);
  ASSERT_EQ(peer.closing(), close_state::close_sent);
  listener.hear(peer, from_peer({{.opcode = 1, .payload = "41"_octets}, {.opcode = 9}}), heard);
  ASSERT_EQ(heard.events.size(), 2u);
  const auto pong = reference::decode(heard.sent, {.from_client = is_client()});
  ASSERT_EQ(pong.events.size(), 1u);
  EXPECT_EQ(pong.events[0].opcode, 10);
  heard.sent.clear();
  listener.hear(peer, from_peer({{.opcode = 8, .payload = "03e9"_octets}}), heard);
  EXPECT_EQ(heard.events.back().opcode, 8);
  EXPECT_TRUE(heard.sent.empty()) << "a second Close";
  EXPECT_EQ(peer.closing(), close_state::closed);
  EXPECT_EQ(heard.unsound, "");
}

TEST_P(endpoint_promises, a_failure_after_our_close_sends_no_second_one) {
  test::listener listener(GetParam(), false);
  endpoint peer = listener.make();
  test::heard heard;
  std::array<std::byte, max_control_frame_size> out{};
  ASSERT_NE(peer.close(close_code::going_away, "", out), 0u);
  listener.hear(peer, from_peer({{.opcode = 3}}), heard);
  EXPECT_EQ(heard.failed, errc::reserved_opcode);
  EXPECT_TRUE(heard.sent.empty()) << test::hex_of(heard.sent);
  EXPECT_EQ(peer.closing(), close_state::failed);
}

// §5.3 "a fresh masking key" for each frame, and none where a server sends.
TEST_P(endpoint_promises, each_frame_a_client_sends_has_a_key_of_its_own) {
  test::listener listener(GetParam(), false);
  const octets stream = from_peer({{.opcode = 9, .payload = "01"_octets},
                                   {.opcode = 9, .payload = "02"_octets},
                                   {.opcode = 8}});
  const auto heard = listener.hear({"whole", {stream}});
  EXPECT_EQ(heard.unsound, "");
  EXPECT_EQ(listener.keys_drawn(), is_client() ? 3u : 0u);
  if (is_client()) {
    const std::span sent(heard.sent);
    EXPECT_FALSE(std::equal(sent.begin() + 2, sent.begin() + 6, sent.begin() + 9));
  }
}

TEST_P(endpoint_promises, it_knows_whether_the_stream_may_end) {
  const octets stream = from_peer({{.opcode = 1, .payload = "41"_octets, .fin = false},
                                   {.opcode = 9, .payload = "42"_octets},
                                   {.opcode = 0},
                                   {.opcode = 2, .payload = "43"_octets}});
  test::listener listener(GetParam(), false);
  for (std::size_t size = 0; size <= stream.size(); ++size) {
    endpoint peer = listener.make();
    test::heard heard;
    const auto start = std::span(stream).first(size);
    listener.hear(peer, start, heard);
    const auto expected = reference::decode(start, listener.rules());
    const bool may_end = expected.offset == size && expected.open_opcode == 0;
    EXPECT_EQ(peer.is_between_messages(), may_end) << size;
  }
}

const auto name_of_role = [](const auto& tested) {
  return std::string(tested.param == role::server ? "server" : "client");
};
INSTANTIATE_TEST_SUITE_P(both, endpoint_promises, testing::Values(role::server, role::client),
                         name_of_role);

// One of two endpoints that talk: what it has yet to put on the wire, what it has heard.
struct side {
  side(role plays, std::uint32_t seed) : listener(plays, seed % 2 == 0), peer(listener.make()) {}
  test::listener listener;
  endpoint peer;
  test::heard heard;
  octets wire;                           // sent and not yet delivered
  std::vector<reference::event> spoken;  // whole messages, pings
  std::size_t fragments_left = 0;        // of the message that we are sending

  [[nodiscard]] bool is_client() const { return listener.rules().from_client == false; }
  [[nodiscard]] bool is_over() const {
    return peer.closing() == close_state::closed || peer.closing() == close_state::failed;
  }
};

void speak(side& from, std::mt19937& random) {
  if (!may_send_data(from.peer.closing())) return;
  const octets payload(random() % 200, std::byte{'p'});
  const int opcode = from.fragments_left != 0 ? 0 : random() % 4 == 0 ? 9 : 2;
  if (opcode == 9) {
    const octets little(
        payload.begin(),
        payload.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(payload.size(), 125)));
    test::append(from.wire, {.opcode = 9, .payload = little}, from.is_client());
    from.spoken.push_back({9, little, 0});
    return;
  }
  if (opcode == 2) {
    from.spoken.push_back({2, {}, 0});
    from.fragments_left = 1 + random() % 3;
  }
  --from.fragments_left;
  from.spoken.back().payload.insert(from.spoken.back().payload.end(), payload.begin(),
                                    payload.end());
  test::append(from.wire,
               {.opcode = opcode,
                .payload = payload,
                .fin = from.fragments_left == 0,
                .key = static_cast<std::uint32_t>(random())},
               from.is_client());
}

void deliver(side& from, side& to, std::mt19937& random) {
  const std::size_t size = std::min<std::size_t>(random() % 300, from.wire.size());
  const octets piece(from.wire.begin(), from.wire.begin() + static_cast<std::ptrdiff_t>(size));
  from.wire.erase(from.wire.begin(), from.wire.begin() + static_cast<std::ptrdiff_t>(size));
  to.listener.hear(to.peer, piece, to.heard);
  to.wire.insert(to.wire.end(), to.heard.sent.begin(), to.heard.sent.end());
  to.heard.sent.clear();
}

void start_close(side& who) {
  std::array<std::byte, max_control_frame_size> out{};
  const std::size_t size = who.peer.close(close_code::normal, "enough", out);
  who.wire.insert(who.wire.end(), out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size));
}

// What `to` heard of data and pings, in order, is how `from` began; pongs answer `to`'s own pings.
void expect_heard(const side& from, const side& to, std::uint32_t seed) {
  std::vector<reference::event> data;
  std::size_t pongs = 0;
  for (const auto& e : to.heard.events) {
    if (e.opcode == 2 || e.opcode == 9) data.push_back(e);
    pongs += e.opcode == 10 ? 1u : 0u;
  }
  ASSERT_LE(data.size(), from.spoken.size()) << seed;
  std::vector<reference::event> begun(
      from.spoken.begin(), from.spoken.begin() + static_cast<std::ptrdiff_t>(data.size()));
  ASSERT_TRUE(test::are_same(data, begun)) << seed;
  const auto is_ping = [](const auto& e) { return e.opcode == 9; };
  ASSERT_LE(pongs,
            static_cast<std::size_t>(std::count_if(to.spoken.begin(), to.spoken.end(), is_ping)));
  ASSERT_EQ(to.heard.unsound, "") << seed;
}

TEST(two_endpoints, back_to_back_never_disagree_and_always_end) {
  for (std::uint32_t seed = 1; seed <= 400 && !testing::Test::HasFailure(); ++seed) {
    std::mt19937 random(seed);
    side client(role::client, seed);
    side server(role::server, seed);
    int steps = 0;
    for (; !client.is_over() || !server.is_over(); ++steps) {
      ASSERT_LT(steps, 5000) << "no end, seed " << seed;
      side& from = random() % 2 == 0 ? client : server;
      side& to = &from == &client ? server : client;
      if (steps < 60) speak(from, random);
      if (steps >= 60 || random() % 100 == 0) start_close(from);
      deliver(from, to, random);
    }
    EXPECT_EQ(client.peer.error(), errc::none) << seed;
    EXPECT_EQ(server.peer.error(), errc::none) << seed;
    EXPECT_EQ(client.heard.events.back().opcode, 8);
    EXPECT_EQ(server.heard.events.back().opcode, 8);
    expect_heard(client, server, seed);
    expect_heard(server, client, seed);
  }
}

// Some octets are changed on their way: each side still comes to an end or waits for more, and what
// it heard before is what was said.
TEST(two_endpoints, survive_octets_that_were_changed_on_their_way) {
  int failures = 0;
  for (std::uint32_t seed = 1; seed <= 400 && !testing::Test::HasFailure(); ++seed) {
    std::mt19937 random(seed);
    side client(role::client, seed);
    side server(role::server, seed);
    for (int step = 0; step < 300; ++step) {
      side& from = random() % 2 == 0 ? client : server;
      side& to = &from == &client ? server : client;
      if (step < 60) speak(from, random);
      if (step % 10 == 0 && step <= 60 && !from.wire.empty()) {
        from.wire[random() % from.wire.size()] ^= static_cast<std::byte>(1u << random() % 8);
      }
      if (step > 100) start_close(from);
      deliver(from, to, random);
    }
    for (const side* s : {&client, &server}) {
      EXPECT_EQ(s->heard.unsound, "") << seed;
      EXPECT_EQ(s->peer.error(), s->heard.failed.value_or(errc::none)) << seed;
      failures += s->heard.failed ? 1 : 0;
    }
  }
  EXPECT_GT(failures, 40);
}

}  // namespace
