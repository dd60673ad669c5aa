#include "wsproof/inflater.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "codec/test/support/cuts.hpp"
#include "codec/test/support/guarded.hpp"
#include "codec/test/support/hex.hpp"
#include "codec/test/support/limited_pool.hpp"
#include "codec/test/support/zlib_streams.hpp"
#include "wsproof/inflate_inspector.hpp"

namespace {

using namespace wsproof;
using test::octets_of_hex;
using octet_list = test::octets;

using pieces_of = std::vector<std::span<const std::byte>>;

struct outcome {
  std::string text;
  errc error = errc::none;
  friend bool operator==(const outcome&, const outcome&) = default;
  friend void PrintTo(const outcome& each, std::ostream* out) {
    *out << describe(each.error).name << ' ' << test::hex_of(as_octets(each.text));
  }
};

// Feeds one message as an endpoint does: the rest of a piece again while there is more.
outcome take_message(inflater& stage, const pieces_of& pieces, std::size_t room) {
  static test::guarded_buffer memory(1u << 17);
  outcome result;
  const inflate_stage contract = stage.stage();
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const_bytes rest = pieces[i];
    inflate_stage::step done;
    do {
      const bytes out = memory.at_end(room);
      done = contract.inflate(contract.self, rest, i + 1 == pieces.size(), out);
      EXPECT_LE(done.given, out.size());
      EXPECT_LE(done.taken, rest.size());
      EXPECT_TRUE(done.more || done.error != errc::none || done.taken == rest.size());
      EXPECT_FALSE(done.more && done.error != errc::none);
      EXPECT_FALSE(done.given != 0 && done.error != errc::none);
      result.text += as_text(out.first(done.given));
      rest = rest.subspan(done.taken);
    } while (done.more);
    result.error = done.error;
    if (done.error != errc::none) break;
  }
  return result;
}

outcome take_message(inflater& stage, std::span<const std::byte> message,
                     std::size_t room = 1u << 16) {
  return take_message(stage, pieces_of{message}, room);
}

struct conversation {
  const char* name;
  std::vector<const char*> messages;  // hex
  std::vector<outcome> outcomes;
};
void PrintTo(const conversation& each, std::ostream* out) {
  *out << each.name;
}

class inflater_conversation : public testing::TestWithParam<conversation> {};

TEST_P(inflater_conversation, has_the_same_outcome_under_every_cut_and_room) {
  for (const std::size_t room : {1u, 2u, 3u, 4u, 5u, 7u, 100u}) {
    std::vector<octet_list> earlier;
    for (std::size_t i = 0; i < GetParam().messages.size(); ++i) {
      const octet_list message = octets_of_hex(GetParam().messages[i]);
      const auto check = [&](const test::cut& cut) {
        inflater stage{inflater_config{}};
        for (const octet_list& each : earlier) (void)take_message(stage, each);
        EXPECT_EQ(take_message(stage, cut.pieces, room), GetParam().outcomes[i])
            << "message " << i << ", cut " << cut.name << ", room " << room;
      };
      test::for_each_cut(message, check);
      check({"an empty piece at the end", {message, {}}});
      check({"an empty piece at the front", {{}, message}});
      earlier.push_back(message);
    }
  }
}

const outcome hello{"Hello", errc::none};
const outcome empty{"", errc::none};
outcome refused(std::string prefix = "") {
  return {prefix, errc::compressed_data_invalid};
}

INSTANTIATE_TEST_SUITE_P(
    rfc7692, inflater_conversation,
    testing::Values(
        conversation{"one_block", {"f2 48 cd c9 c9 07 00"}, {hello}},
        conversation{
            "the_window_is_kept", {"f2 48 cd c9 c9 07 00", "f2 00 11 00 00"}, {hello, hello}},
        conversation{"stored", {"00 05 00 fa ff 48 65 6c 6c 6f 00"}, {hello}},
        conversation{"bfinal", {"f3 48 cd c9 c9 07 00 00"}, {hello}},
        conversation{"two_blocks", {"f2 48 05 00 00 00 ff ff ca c9 c9 07 00"}, {hello}},
        conversation{"empty_messages",
                     {"00", "02 00", "03 00 00", "01", "", "00", "f2 48 cd c9 c9 07 00"},
                     {empty, empty, empty, empty, empty, empty, hello}},
        conversation{"blocks_after_bfinal",
                     {"f3 48 cd c9 c9 07 00 f2 48 cd c9 c9 07 00"},
                     {{"HelloHello", errc::none}}},
        conversation{"bfinal_twice_then_bfinal_stored",
                     {"f3 48 cd c9 c9 07 00 f3 48 cd c9 c9 07 00 01 00 00 ff ff 00"},
                     {{"HelloHello", errc::none}}},
        conversation{"a_peer_that_keeps_its_window_over_bfinal",
                     {"f3 48 cd c9 c9 07 00 00", "f2 00 11 00 00"},
                     {hello, hello}},
        conversation{"a_peer_that_drops_its_window_after_bfinal",
                     {"f3 48 cd c9 c9 07 00 00", "f3 48 cd c9 c9 07 00 00"},
                     {hello, hello}},
        conversation{"bfinal_and_nothing_after_it",
                     {"f3 48 cd c9 c9 07 00", "f2 00 11 00 00"},
                     {hello, hello}},
        conversation{"the_tail_left_on",
                     {"f2 48 cd c9 c9 07 00 00 00 ff ff", "f2 00 11 00 00"},
                     {hello, hello}},
        conversation{"a_stored_block_at_the_end",
                     {"00 05 00 fa ff 48 65 6c 6c 6f", "f2 00 11 00 00"},
                     {hello, hello}}),
    [](const auto& each) { return each.param.name; });

INSTANTIATE_TEST_SUITE_P(
    faults, inflater_conversation,
    testing::Values(
        conversation{"reserved_type", {"06"}, {refused()}},
        conversation{"errors_are_sticky",
                     {"06", "f2 48 cd c9 c9 07 00", "00"},
                     {refused(), refused(), refused()}},
        conversation{"stored_complement", {"00 05 00 fb ff 48 65 6c 6c 6f 00"}, {refused()}},
        conversation{"distance_before_start", {"f2 00 11 00 00"}, {refused("H")}},
        conversation{"distance_before_start_after_a_message",
                     {"02 00", "f2 00 11 00 00"},
                     {empty, refused("H")}},
        conversation{
            "garbage_after_bfinal", {"f3 48 cd c9 c9 07 00 de ad be ef"}, {refused("Hello")}},
        conversation{"cut_inside_a_block", {"f2 48 cd"}, {refused("He")}},
        conversation{"cut_before_the_last_octet", {"f2 48 cd c9 c9 07"}, {refused("Hello")}},
        conversation{"stored_data_that_the_tail_would_fill", {"00 04 00 fb ff"}, {refused()}},
        conversation{
            "stored_data_that_the_tail_would_more_than_fill", {"00 02 00 fd ff"}, {refused()}},
        conversation{
            "stored_data_that_the_tail_would_not_fill", {"00 09 00 f6 ff 48"}, {refused("H")}},
        conversation{"a_literal_that_the_tail_would_end", {"4a 4c"}, {refused("a")}}),
    [](const auto& each) { return each.param.name; });

TEST(inflater, every_prefix_of_a_message_is_refused_or_ends_with_a_block) {
  const octet_list plain = test::sample(test::texture::text, 400, 7);
  const octet_list whole = test::zlib_deflater({.end = Z_SYNC_FLUSH}).take_message(plain);
  for (std::size_t size = 1; size < whole.size(); ++size) {
    inflater stage{inflater_config{}};
    const outcome got = take_message(stage, const_bytes(whole).first(size));
    EXPECT_EQ(got.error, errc::compressed_data_invalid) << size;
    EXPECT_TRUE(as_text(plain).starts_with(got.text)) << "octets that were never sent: " << size;
  }
}

TEST(inflater, without_context_takeover_a_message_has_no_history) {
  inflater stage{inflater_config{.takes_context_over = false}};
  EXPECT_EQ(take_message(stage, octets_of_hex("f2 48 cd c9 c9 07 00")), hello);
  EXPECT_EQ(take_message(stage, octets_of_hex("f2 48 cd c9 c9 07 00")), hello);
  EXPECT_EQ(take_message(stage, octets_of_hex("f2 00 11 00 00")), refused("H"));
  EXPECT_EQ(stage.error(), errc::compressed_data_invalid);
}

TEST(inflater, a_moved_one_goes_on_with_its_window) {
  inflater first{inflater_config{}};
  EXPECT_EQ(take_message(first, octets_of_hex("f2 48 cd c9 c9 07 00")), hello);
  inflater second = std::move(first);
  EXPECT_EQ(take_message(second, octets_of_hex("f2 00 11 00 00")), hello);
  inflater third{inflater_config{}};
  EXPECT_EQ(take_message(third, octets_of_hex("00")), empty);
  third = std::move(second);
  EXPECT_EQ(take_message(third, octets_of_hex("f2 00 11 00 00")), hello);
}

struct size_limit {
  std::uint64_t limit;
  std::size_t size;
  errc error;
};

TEST(inflater, not_one_octet_beyond_the_size_limit_is_given) {
  for (const auto [limit, size, error] :
       {size_limit{1000, 999, errc::none}, size_limit{1000, 1000, errc::none},
        size_limit{1000, 1001, errc::inflated_message_too_big},
        size_limit{1000, 100000, errc::inflated_message_too_big}, size_limit{1, 1, errc::none},
        size_limit{1, 2, errc::inflated_message_too_big}, size_limit{0, 100000, errc::none}}) {
    for (const test::texture texture : {test::texture::zeros, test::texture::random}) {
      const octet_list plain = test::sample(texture, size, 3);
      const octet_list message = test::zlib_deflater({.end = Z_SYNC_FLUSH}).take_message(plain);
      for (const std::size_t room : {1u, 999u, 1000u, 1001u, 65536u}) {
        for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, message.size()}) {
          if (size > 2000 && (room == 1 || piece == 1)) continue;
          inflater stage{inflater_config{.max_message_size = limit}};
          const outcome got = take_message(stage, test::cut_every(message, piece).pieces, room);
          EXPECT_EQ(got.error, error) << limit << ' ' << size << ' ' << room << ' ' << piece;
          EXPECT_EQ(got.text, as_text(plain).substr(0, limit == 0 ? size : limit));
        }
      }
    }
  }
}

TEST(inflater, the_size_limit_is_of_each_message) {
  inflater stage{inflater_config{.max_message_size = 5}};
  EXPECT_EQ(take_message(stage, octets_of_hex("f2 48 cd c9 c9 07 00")), hello);
  EXPECT_EQ(take_message(stage, octets_of_hex("f2 00 11 00 00")), hello);
}

TEST(inflater, the_ratio_limit_stops_a_bomb_where_it_is_passed_and_alike_under_every_cut) {
  const octet_list zeros = test::sample(test::texture::zeros, 200000, 1);
  const octet_list bomb = test::zlib_deflater({.end = Z_SYNC_FLUSH}).take_message(zeros);
  ASSERT_LT(bomb.size(), 256u);
  for (const std::size_t room : {1000u, 4096u, 65536u}) {
    test::for_each_cut_of_long(bomb, [&](const test::cut& cut) {
      inflater stage{inflater_config{.max_ratio = 100, .ratio_floor = 1000}};
      const outcome got = take_message(stage, cut.pieces, room);
      EXPECT_EQ(got.error, errc::inflate_ratio_exceeded) << cut.name;
      EXPECT_EQ(got.text.size(), 256u * 100) << cut.name;  // 256 octets are judged together
    });
  }
}

TEST(inflater, the_ratio_limit_holds_for_output_that_waits_for_room) {
  const octet_list zeros = test::sample(test::texture::zeros, 2000000, 1);
  const octet_list bomb = test::zlib_deflater({.end = Z_SYNC_FLUSH}).take_message(zeros);
  inflater unlimited{inflater_config{}};
  octet_list room(400000);
  const std::size_t of_256 = unlimited.inflate(const_bytes(bomb).first(256), false, room).given;
  const auto ratio = static_cast<std::uint32_t>((of_256 - 1) / 256);  // passed in the last octets
  for (const std::size_t each : {1u, 2u, 100u, 4096u, 65536u}) {
    inflater stage{inflater_config{.max_ratio = ratio, .ratio_floor = 0}};
    const outcome got = take_message(stage, bomb, each);
    EXPECT_EQ(got.error, errc::inflate_ratio_exceeded) << each;
    EXPECT_EQ(got.text.size(), std::size_t{256} * ratio) << each;
  }
}

TEST(inflater, a_message_whose_octets_are_all_taken_needs_no_reminder_of_its_end) {
  std::size_t unreminded = 0;
  for (std::size_t zeros = 1000; zeros < 1300; ++zeros) {
    // The last octet of a final block may hold its last match and its end.
    const octet_list whole = test::deflated(test::sample(test::texture::zeros, zeros, 1), {});
    test::limited_pool pool;
    inflater stage{{.takes_context_over = false, .memory = pool.memory()}};
    const_bytes rest = whole;
    std::array<std::byte, 7> out;
    inflate_stage::step done;
    std::size_t given = 0;
    do {
      unreminded += rest.empty() ? 1u : 0u;
      done = stage.inflate(rest, !rest.empty(), out);
      given += done.given;
      rest = rest.subspan(done.taken);
    } while (done.more);
    EXPECT_EQ(done.error, errc::none);
    EXPECT_EQ(given, zeros);
    stage.release();
    EXPECT_EQ(pool.held(), 0u) << "the message is still open";
  }
  EXPECT_GT(unreminded, 100u) << "the check could not fail";
}

TEST(inflater, the_ratio_of_a_whole_message_is_exact) {
  const octet_list zeros = test::sample(test::texture::zeros, 10000, 1);
  const octet_list message = test::zlib_deflater({.end = Z_SYNC_FLUSH}).take_message(zeros);
  const auto ratio = static_cast<std::uint32_t>(zeros.size() / message.size());
  for (const auto& [max_ratio, floor, error] :
       {std::tuple{ratio + 1, std::uint64_t{0}, errc::none},
        std::tuple{ratio, std::uint64_t{0}, errc::inflate_ratio_exceeded},
        std::tuple{1u, std::uint64_t{10000}, errc::none},
        std::tuple{1u, std::uint64_t{9999}, errc::inflate_ratio_exceeded}}) {
    test::for_each_cut(message, [&, max = max_ratio, low = floor,
                                 expected = error](const test::cut& cut) {
      inflater stage{inflater_config{.max_ratio = max, .ratio_floor = low}};
      EXPECT_EQ(take_message(stage, cut.pieces, 3000).error, expected) << cut.name << ' ' << max;
    });
  }
}

TEST(inflater, long_messages_pass_the_ratio_limit_in_steps) {
  const octet_list plain = test::sample(test::texture::mixed, 60000, 1);
  const octet_list message = test::zlib_deflater({.end = Z_SYNC_FLUSH}).take_message(plain);
  for (const std::size_t room : {1u, 100u, 65536u}) {
    inflater stage{inflater_config{.max_ratio = 1032}};
    EXPECT_EQ(take_message(stage, message, room).text, as_text(plain));
  }
}

TEST(inflater, every_window_that_a_peer_may_promise_is_enough_for_it) {
  for (int bits = 8; bits <= 15; ++bits) {
    test::zlib_deflater peer({.window_bits = std::max(bits, 9), .end = Z_SYNC_FLUSH});
    inflater stage{inflater_config{.window_bits = static_cast<std::uint8_t>(bits)}};
    for (std::uint32_t seed = 0; seed < 12; ++seed) {
      const octet_list plain = test::sample(test::textures[seed % 6], 5000, seed);
      EXPECT_EQ(take_message(stage, peer.take_message(plain), 1000).text, as_text(plain)) << bits;
    }
  }
}

TEST(inflater, window_bits_outside_8_to_15_become_the_nearest) {
  for (const std::uint8_t bits : std::initializer_list<std::uint8_t>{0, 7, 16, 255}) {
    inflater stage{inflater_config{.window_bits = bits}};
    EXPECT_EQ(take_message(stage, octets_of_hex("f2 48 cd c9 c9 07 00")), hello) << int{bits};
  }
}

TEST(inflater, holds_nothing_until_the_first_message_and_then_what_the_header_says) {
  for (std::uint8_t bits = 8; bits <= 15; ++bits) {
    test::limited_pool pool;
    {
      inflater stage{inflater_config{.window_bits = bits, .memory = pool.memory()}};
      EXPECT_EQ(pool.held(), 0u);
      const octet_list plain = test::sample(test::texture::text, 100000, 1);
      (void)take_message(
          stage, test::zlib_deflater({.window_bits = std::max<int>(bits, 9), .end = Z_SYNC_FLUSH})
                     .take_message(plain));
      EXPECT_LE(pool.held(), inflater_memory(bits)) << int{bits};
      EXPECT_GE(pool.held() + 1000, inflater_memory(bits)) << int{bits};
    }
    EXPECT_EQ(pool.held(), 0u);
  }
}

TEST(inflater, gives_its_memory_back_between_messages_if_nothing_in_it_is_needed) {
  test::limited_pool pool;
  inflater keeps{inflater_config{.memory = pool.memory()}};
  inflater resets{inflater_config{.takes_context_over = false, .memory = pool.memory()}};
  const octet_list message = octets_of_hex("f2 48 cd c9 c9 07 00");
  EXPECT_EQ(take_message(keeps, message), hello);
  const std::size_t kept = pool.held();
  keeps.release();
  EXPECT_EQ(pool.held(), kept);
  EXPECT_EQ(take_message(keeps, octets_of_hex("f2 00 11 00 00")), hello);
  EXPECT_EQ(take_message(resets, message), hello);
  resets.release();
  EXPECT_EQ(pool.held(), kept);
  std::array<std::byte, 16> out;
  (void)resets.inflate(const_bytes(message).first(3), false, out);
  resets.release();  // inside a message: no effect
  const auto done = resets.inflate(const_bytes(message).subspan(3), true, out);
  EXPECT_EQ(done.error, errc::none);
  EXPECT_EQ(as_text(const_bytes(out).first(done.given)), "llo");
}

TEST(inflater, refused_memory_is_an_error_wherever_it_is_refused) {
  const octet_list plain = test::sample(test::texture::random, 3000, 1);
  const octet_list message = test::zlib_deflater({.end = Z_SYNC_FLUSH}).take_message(plain);
  std::size_t needed = 0;
  for (std::size_t grants = 0; needed == 0; ++grants) {
    ASSERT_LT(grants, 10u);
    test::limited_pool pool(grants);
    {
      inflater stage{inflater_config{.memory = pool.memory()}};
      const outcome got = take_message(stage, message, 100);
      if (got.error == errc::none) {
        needed = grants;
      } else {
        EXPECT_EQ(got.error, errc::inflated_message_too_big);
        EXPECT_TRUE(stage.is_out_of_memory());
        EXPECT_LT(got.text.size(), plain.size());
        EXPECT_EQ(take_message(stage, message), (outcome{"", errc::inflated_message_too_big}));
      }
    }
    EXPECT_EQ(pool.held(), 0u);
  }
  EXPECT_EQ(needed, 3u);  // our block, zlib's state, the window
}

TEST(inflater, an_error_gives_the_memory_back) {
  test::limited_pool pool;
  inflater stage{inflater_config{.memory = pool.memory()}};
  EXPECT_EQ(take_message(stage, octets_of_hex("06")), refused());
  EXPECT_EQ(pool.held(), 0u);
  EXPECT_FALSE(stage.is_out_of_memory());
}

// Messages of a peer, some of them damaged: the inspector says what each is.
TEST(inflater, agrees_with_the_inspector_on_thousands_of_messages) {
  std::mt19937 random(7692);
  std::size_t refusals = 0;
  for (std::uint32_t seed = 0; seed < 4000; ++seed) {
    test::zlib_deflater peer({.level = static_cast<int>(seed % 10),
                              .window_bits = 9 + static_cast<int>(seed % 7),
                              .strategy = static_cast<int>(seed / 10 % 5),
                              .end = seed % 3 == 0 ? Z_FULL_FLUSH : Z_SYNC_FLUSH});
    inflater stage{inflater_config{}};
    octet_list out(1u << 16);
    std::uint64_t history = 0;
    for (int message = 0; message < 3; ++message) {
      octet_list sent =
          peer.take_message(test::sample(test::textures[random() % 6], random() % 500, seed));
      if (random() % 3 == 0)
        sent[random() % sent.size()] ^= static_cast<std::byte>(1u << random() % 8);
      if (random() % 16 == 0) sent.resize(random() % sent.size());
      inflate_inspector inspector(sent, out, {.history = history});
      inflate_event event = inspector.next();
      while (event.what != inflate_event::kind::end && event.what != inflate_event::kind::failed) {
        event = inspector.next();
      }
      const std::string_view expected =
          as_text(const_bytes(out).subspan(history, inspector.written() - history));
      const auto pieces = test::cut_randomly(sent, seed, 40).pieces;
      const outcome got =
          take_message(stage, pieces.empty() ? pieces_of{{}} : pieces, 1 + random() % 300);
      const bool is_whole = event.what == inflate_event::kind::end;
      ASSERT_EQ(got.error, is_whole ? errc::none : errc::compressed_data_invalid)
          << seed << ' ' << describe(event.fault).says << ' ' << test::hex_of(sent);
      ASSERT_TRUE(std::string_view(got.text).starts_with(expected)) << seed;
      if (!is_whole) {
        ++refusals;
        break;
      }
      ASSERT_EQ(got.text, expected) << seed;
      history = inspector.written();
    }
  }
  EXPECT_GT(refusals, 500u);
}

TEST(inflater, is_made_for_what_the_other_side_agreed_to) {
  const deflate_params agreed{true, false, 9, 12};
  const inflater_config base{.max_message_size = 77};
  const inflater_config server = inflater_for(agreed, role::server, base);
  EXPECT_EQ(server.window_bits, 12);
  EXPECT_TRUE(server.takes_context_over);
  EXPECT_EQ(server.max_message_size, 77u);
  const inflater_config client = inflater_for(agreed, role::client, base);
  EXPECT_EQ(client.window_bits, 9);
  EXPECT_FALSE(client.takes_context_over);
}

}  // namespace
