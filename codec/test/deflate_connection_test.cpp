// Negotiation, compressor, frames, endpoint and inflate stage together: what one side compresses
// and cuts into frames, the other side's endpoint gives out again, whatever was agreed and however
// the stream is cut.
#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "codec/test/support/cuts.hpp"
#include "codec/test/support/hex.hpp"
#include "codec/test/support/zlib_streams.hpp"
#include "wsproof/deflate_negotiation.hpp"
#include "wsproof/deflater.hpp"
#include "wsproof/endpoint.hpp"
#include "wsproof/frame.hpp"
#include "wsproof/inflater.hpp"

namespace {

using namespace wsproof;
using octet_list = test::octets;

constexpr mask_key key{{std::byte{0x37}, std::byte{0xfa}, std::byte{0x21}, std::byte{0x3d}}};

// The frames of one side, written one after the other.
class frame_writer {
 public:
  explicit frame_writer(role plays) : plays_(plays) {}

  void put(opcode op, bool fin, bool compressed, std::span<const std::byte> payload) {
    const frame_header header{.payload_size = payload.size(),
                              .key = key,
                              .op = op,
                              .rsv = static_cast<std::uint8_t>(compressed ? 4 : 0),
                              .fin = fin,
                              .masked = plays_ == role::client};
    std::array<std::byte, max_header_size> room;
    const std::size_t size = write_header(header, room);
    stream_.insert(stream_.end(), room.begin(), room.begin() + static_cast<std::ptrdiff_t>(size));
    stream_.insert(stream_.end(), payload.begin(), payload.end());
    if (header.masked) apply_mask(bytes(stream_).last(payload.size()), key);
  }
  // A message in `frames` frames of about one size, a ping between each two.
  void put_message(bool compressed, const octet_list& payload, std::size_t frames) {
    const std::size_t size = payload.size() / frames;
    for (std::size_t i = 0; i < frames; ++i) {
      const bool is_last = i + 1 == frames;
      const auto rest = const_bytes(payload).subspan(i * size);
      put(i == 0 ? opcode::binary : opcode::continuation, is_last, compressed && i == 0,
          is_last ? rest : rest.first(size));
      if (!is_last) put(opcode::ping, true, false, as_octets("between"));
    }
  }
  [[nodiscard]] const octet_list& stream() const { return stream_; }

 private:
  role plays_;
  octet_list stream_;
};

// The side that reads, with all that belongs to it.
struct reader {
  reader(role plays, const deflate_params& agreed, const inflater_config& limits = {})
      : config(plays == role::server
                   ? endpoint_config(scratch)
                   : endpoint_config(scratch, {[](void*) noexcept { return key; }, nullptr})),
        inflates(inflater_for(agreed, plays, limits)),
        stage(inflates.stage()),
        peer(config, &stage) {}

  void read(std::span<const std::byte> piece) {
    octet_list copy(piece.begin(), piece.end());
    bytes input = copy;
    event_batch events;
    while (const std::size_t count = peer.read(input, events)) {
      for (const event& e : std::span(events).first(count)) take(e);
    }
    EXPECT_TRUE(input.empty());
  }
  void take(const event& e) {
    if (e.what == event::kind::message) {
      if (e.first) messages.emplace_back();
      messages.back() += as_text(e.octets());
      whole += e.last ? 1u : 0u;
    } else if (e.what == event::kind::ping) {
      ++pings;
    } else if (e.what == event::kind::failed) {
      error = e.error;
    } else if (e.what == event::kind::send) {
      sent.assign(e.octets().begin(), e.octets().end());
    }
  }

  std::array<std::byte, scratch_size> scratch;
  endpoint_config config;
  inflater inflates;
  inflate_stage stage;
  endpoint peer;
  std::vector<std::string> messages;
  std::size_t whole = 0;  // messages that ended
  std::size_t pings = 0;
  errc error = errc::none;
  octet_list sent;  // by the endpoint, last
};

struct agreement {
  const char* name;
  deflate_offer offer;
  deflate_limits limits;
};
void PrintTo(const agreement& each, std::ostream* out) {
  *out << each.name;
}

class deflate_connection : public testing::TestWithParam<std::tuple<agreement, role>> {
 protected:
  // As both sides come to know it, over the wire.
  static deflate_params agree(const agreement& each) {
    std::array<char, max_deflate_value_size> room;
    const header_field offer{"Sec-WebSocket-Extensions",
                             {room.data(), write_offer(each.offer, room)}};
    const offer_result chosen = choose_offer({&offer, 1}, each.limits);
    EXPECT_EQ(chosen.what, offer_result::kind::accepted);
    const header_field answer{"Sec-WebSocket-Extensions",
                              {room.data(), write_answer(chosen.agreed, room)}};
    const answer_result checked = check_answer({&answer, 1}, each.offer);
    EXPECT_TRUE(checked.is_accepted);
    return checked.agreed;
  }
};

TEST_P(deflate_connection, messages_arrive_as_they_were_under_every_cut) {
  const role reads = std::get<1>(GetParam());  // not a structured binding: lambdas use it
  const role sends = reads == role::server ? role::client : role::server;
  const deflate_params agreed = agree(std::get<0>(GetParam()));
  ASSERT_TRUE(agreed.may_deflate(sends));
  deflater compresses(deflater_for(agreed, sends));
  frame_writer frames(sends);
  std::vector<std::string> expected;
  std::size_t pings = 0;
  octet_list room(60000);
  for (std::uint32_t seed = 0; seed < 24; ++seed) {
    const octet_list message = test::sample(test::textures[seed % 6], seed * seed * 40, seed);
    expected.emplace_back(as_text(message));
    const std::size_t count = 1 + seed % 4;
    const std::size_t size = compresses.deflate_if_smaller(message, room);
    const octet_list sent(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(size));
    frames.put_message(size != 0, size != 0 ? sent : message, count);
    pings += count - 1;
  }
  const octet_list stream = frames.stream();
  test::for_each_cut_of_long(stream, [&](const test::cut& cut) {
    reader other(reads, agreed);
    for (const auto piece : cut.pieces) other.read(piece);
    ASSERT_EQ(other.error, errc::none) << cut.name << ' ' << describe(other.error).says;
    ASSERT_EQ(other.messages, expected) << cut.name;
    EXPECT_EQ(other.whole, expected.size());
    EXPECT_EQ(other.pings, pings);
  });
}

INSTANTIATE_TEST_SUITE_P(
    every_agreement, deflate_connection,
    testing::Combine(
        testing::Values(
            agreement{"nothing_special", {}, {}},
            agreement{"nobody_takes_over",
                      {},
                      {.server_no_context_takeover = true, .client_no_context_takeover = true}},
            agreement{"small_windows",
                      {.asks = {.server_max_window_bits = 9, .client_max_window_bits = 9}},
                      {}},
            agreement{"the_server_resets",
                      {.asks = {.server_no_context_takeover = true, .server_max_window_bits = 12}},
                      {.client_max_window_bits = 10}},
            agreement{"the_client_resets",
                      {.asks = {.client_no_context_takeover = true}},
                      {.server_max_window_bits = 11}}),
        testing::Values(role::server, role::client)),
    [](const auto& each) {
      return std::string(std::get<0>(each.param).name) +
             (std::get<1>(each.param) == role::server ? "_server_reads" : "_client_reads");
    });

struct failure {
  const char* name;
  octet_list payload;
  inflater_config limits;
  errc error;
  std::uint16_t close_code;
  std::size_t most;  // octets that may be given out
};

TEST(deflate_connection, a_stage_that_fails_fails_the_connection_with_its_close_code) {
  const octet_list bomb = test::zlib_deflater({.end = Z_SYNC_FLUSH})
                              .take_message(test::sample(test::texture::zeros, 300000, 1));
  const failure failures[] = {
      {"size", bomb, {.max_message_size = 100000}, errc::inflated_message_too_big, 1009, 100000},
      {"ratio",
       bomb,
       {.max_ratio = 20, .ratio_floor = 0},
       errc::inflate_ratio_exceeded,
       1009,
       20 * (bomb.size() + 256)},
      {"corrupt", test::octets_of_hex("f2 48 ff ff"), {}, errc::compressed_data_invalid, 1007, 4},
  };
  for (const failure& each : failures) {
    for (const role reads : {role::server, role::client}) {
      frame_writer frames(reads == role::server ? role::client : role::server);
      frames.put_message(true, each.payload, 1);
      frames.put_message(false, octet_list(5), 1);
      test::for_each_cut_of_long(frames.stream(), [&](const test::cut& cut) {
        reader other(reads, {}, each.limits);
        for (const auto piece : cut.pieces) other.read(piece);
        EXPECT_EQ(other.error, each.error) << each.name << ' ' << cut.name;
        EXPECT_EQ(other.whole, 0u);
        ASSERT_LE(other.messages.size(), 1u);
        if (!other.messages.empty()) {
          EXPECT_LE(other.messages[0].size(), each.most);
        }
        ASSERT_GE(other.sent.size(), 4u);
        bytes payload = bytes(other.sent).subspan(reads == role::client ? 6 : 2);
        if (reads == role::client) apply_mask(payload, key);
        EXPECT_EQ(std::to_integer<int>(payload[0]) << 8 | std::to_integer<int>(payload[1]),
                  each.close_code);
      });
    }
  }
}

}  // namespace
