#include "wsproof/deflater.hpp"

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
using octet_list = test::octets;

octet_list compress(deflater& stage, const std::vector<std::span<const std::byte>>& pieces,
                    std::size_t room = 1u << 16) {
  static test::guarded_buffer memory(1u << 16);
  octet_list result;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const_bytes rest = pieces[i];
    deflater::step done;
    do {
      const bytes out = memory.at_end(room);
      done = stage.deflate(rest, i + 1 == pieces.size(), out);
      EXPECT_LE(done.given, out.size());
      EXPECT_LE(done.taken, rest.size());
      EXPECT_FALSE(done.out_of_memory);
      result.insert(result.end(), out.begin(),
                    out.begin() + static_cast<std::ptrdiff_t>(done.given));
      rest = rest.subspan(done.taken);
    } while (done.more);
    EXPECT_TRUE(rest.empty());
  }
  return result;
}

octet_list compress(deflater& stage, std::string_view text, std::size_t room = 1u << 16) {
  return compress(stage, {as_octets(text)}, room);
}

// What a peer makes of the messages: the inspector for the limits, zlib itself for a second
// opinion.
class peer {
 public:
  explicit peer(std::uint8_t window_bits, bool keeps_window = true)
      : max_distance_(1u << window_bits), keeps_window_(keeps_window) {
    EXPECT_EQ(inflateInit2(&stream_, -15), Z_OK);
  }
  peer(const peer&) = delete;
  peer& operator=(const peer&) = delete;
  ~peer() { inflateEnd(&stream_); }

  std::string take(const octet_list& message) {
    if (!keeps_window_) {
      history_ = 0;
      inflateReset(&stream_);
    }
    inflate_inspector inspector(message, out_,
                                {.history = history_, .max_distance = max_distance_});
    inflate_event event = inspector.next();
    empty_blocks_ = 0;
    while (event.what != inflate_event::kind::end && event.what != inflate_event::kind::failed) {
      const bool ends_it = event.what == inflate_event::kind::block_end;
      empty_blocks_ =
          ends_it && event.type == block_type::stored && previous_ == inflate_event::kind::block
              ? empty_blocks_ + 1
              : empty_blocks_;
      previous_ = event.what;
      event = inspector.next();
    }
    EXPECT_EQ(event.fault, inflate_fault::none) << describe(event.fault).says;
    largest_distance_ = std::max(largest_distance_, inspector.largest_distance());
    const const_bytes plain = const_bytes(out_).subspan(history_, inspector.written() - history_);
    history_ = inspector.written();
    expect_zlib_agrees(message, plain);
    return std::string(as_text(plain));
  }
  [[nodiscard]] std::uint32_t largest_distance() const { return largest_distance_; }
  [[nodiscard]] int empty_blocks() const { return empty_blocks_; }  // stored, of the last message

 private:
  void expect_zlib_agrees(octet_list message, const_bytes plain) {
    const octet_list tail = test::octets_of_hex("00 00 ff ff");
    message.insert(message.end(), tail.begin(), tail.end());
    octet_list out(plain.size() + 1);
    stream_.next_in = reinterpret_cast<Bytef*>(message.data());
    stream_.avail_in = static_cast<uInt>(message.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(::inflate(&stream_, Z_SYNC_FLUSH), Z_OK);
    EXPECT_EQ(stream_.avail_in, 0u);
    EXPECT_EQ(stream_.avail_out, 1u);
    EXPECT_TRUE(std::equal(plain.begin(), plain.end(), out.begin()));
  }

  z_stream stream_{};
  std::uint32_t max_distance_;
  bool keeps_window_;
  std::uint64_t history_ = 0;
  std::uint32_t largest_distance_ = 0;
  int empty_blocks_ = 0;
  inflate_event::kind previous_ = inflate_event::kind::end;
  octet_list out_ = octet_list(1u << 20);
};

TEST(deflater, writes_the_examples_of_section_7_2_3) {
  deflater keeps{deflater_config{}};
  EXPECT_EQ(compress(keeps, "Hello"), test::octets_of_hex("f2 48 cd c9 c9 07 00"));
  EXPECT_EQ(compress(keeps, "Hello"), test::octets_of_hex("f2 00 11 00 00"));
  deflater resets{deflater_config{.takes_context_over = false}};
  EXPECT_EQ(compress(resets, "Hello"), test::octets_of_hex("f2 48 cd c9 c9 07 00"));
  EXPECT_EQ(compress(resets, "Hello"), test::octets_of_hex("f2 48 cd c9 c9 07 00"));
  deflater stores{deflater_config{.level = 0}};
  EXPECT_EQ(compress(stores, "Hello"), test::octets_of_hex("00 05 00 fa ff 48 65 6c 6c 6f 00"));
}

TEST(deflater, an_empty_message_is_the_octet_00_wherever_it_comes) {
  for (const bool takes_over : {true, false}) {
    deflater stage{deflater_config{.takes_context_over = takes_over}};
    for (const std::string_view text : {"", "", "Hello", "", ""}) {
      const octet_list got = compress(stage, text);
      if (text.empty()) {
        EXPECT_EQ(got, test::octets_of_hex("00"));
      }
    }
    EXPECT_EQ(compress(stage, {{}, {}, {}}, 1), test::octets_of_hex("00"));
  }
}

TEST(deflater, every_setting_makes_messages_that_a_peer_with_that_window_can_read) {
  std::uint32_t seed = 0;
  for (std::uint8_t bits = 9; bits <= 15; ++bits) {
    for (std::uint8_t level = 0; level <= 9; ++level) {
      for (const bool takes_over : {true, false}) {
        const auto memory_level = static_cast<std::uint8_t>(1 + seed % 9);
        deflater stage{{.window_bits = bits,
                        .level = level,
                        .memory_level = memory_level,
                        .takes_context_over = takes_over}};
        peer reads(bits, takes_over);
        for (int message = 0; message < 6; ++message, ++seed) {
          const octet_list plain = test::sample(test::textures[seed % 6], seed * 997 % 9000, seed);
          const octet_list sent = compress(stage,
                                           test::cut_randomly(plain, seed, 900).pieces.empty()
                                               ? std::vector<std::span<const std::byte>>{{}}
                                               : test::cut_randomly(plain, seed, 900).pieces,
                                           1 + seed % 2000);
          ASSERT_EQ(reads.take(sent), as_text(plain)) << int{bits} << ' ' << int{level};
          EXPECT_EQ(stage.plain_size(), plain.size());
          EXPECT_EQ(stage.compressed_size(), sent.size());
        }
      }
    }
  }
}

TEST(deflater, the_room_changes_nothing_and_never_makes_a_second_empty_block) {
  for (const test::texture texture : test::textures) {
    for (const std::uint8_t level : std::initializer_list<std::uint8_t>{1, 6}) {
      const octet_list plain = test::sample(texture, 700, 11);
      octet_list expected;
      for (std::size_t room = 1000; room > 0; --room) {
        deflater stage{deflater_config{.level = level, .memory_level = 1}};
        const octet_list got = compress(stage, {plain}, room);
        if (expected.empty()) expected = got;
        ASSERT_EQ(got, expected) << room;
      }
      peer reads(15);
      EXPECT_EQ(reads.take(expected), as_text(plain));
      EXPECT_EQ(reads.empty_blocks(), 1);
    }
  }
}

TEST(deflater, every_cut_of_a_message_is_the_same_message) {
  const octet_list plain = test::sample(test::texture::text, 200, 5);
  test::for_each_cut(plain, [&](const test::cut& cut) {
    for (const std::size_t room : {1u, 5u, 1000u}) {
      deflater stage{deflater_config{}};
      peer reads(15);
      EXPECT_EQ(reads.take(compress(stage, cut.pieces, room)), as_text(plain)) << cut.name;
      auto pieces = cut.pieces;
      pieces.emplace_back();
      EXPECT_EQ(reads.take(compress(stage, pieces, room)), as_text(plain)) << cut.name;
    }
  });
}

TEST(deflater, keeps_every_distance_within_the_window_it_agreed_to) {
  for (std::uint8_t bits = 9; bits <= 15; ++bits) {
    deflater stage{deflater_config{.window_bits = bits, .level = 9}};
    peer reads(15);  // only looks
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
      const auto texture = seed % 2 == 0 ? test::texture::text : test::texture::few_letters;
      (void)reads.take(compress(stage, {test::sample(texture, 5000, seed)}));
    }
    EXPECT_LE(reads.largest_distance(), 1u << bits);
    // zlib stays 262 octets short of its window: it looks that far ahead. So 9 bits never reach
    // beyond the 256 octets of 8 bits.
    EXPECT_LE(reads.largest_distance(), (1u << bits) - 262);
    EXPECT_GT(reads.largest_distance(), (1u << bits) / 3) << "the check could not fail";
  }
}

TEST(deflater, settings_outside_their_range_become_the_nearest) {
  deflater low{deflater_config{.window_bits = 0, .memory_level = 0}};
  deflater high{deflater_config{.window_bits = 99, .level = 99, .memory_level = 99}};
  EXPECT_EQ(compress(low, "Hello"), test::octets_of_hex("f2 48 cd c9 c9 07 00"));
  EXPECT_EQ(compress(high, "Hello"), test::octets_of_hex("f2 48 cd c9 c9 07 00"));
}

TEST(deflater, a_moved_one_goes_on_with_its_window) {
  deflater first{deflater_config{}};
  (void)compress(first, "Hello");
  deflater second = std::move(first);
  EXPECT_EQ(compress(second, "Hello"), test::octets_of_hex("f2 00 11 00 00"));
}

TEST(deflater, a_discarded_message_is_never_referred_to) {
  deflater stage{deflater_config{}};
  peer reads(15);
  stage.discard();  // nothing to take back
  EXPECT_EQ(reads.take(compress(stage, "one message")), "one message");
  (void)compress(stage, "another message");
  stage.discard();
  EXPECT_EQ(reads.take(compress(stage, "another message")), "another message");
  std::array<std::byte, 8> out;
  (void)stage.deflate(as_octets("a third"), false, out);
  stage.discard();
  EXPECT_EQ(reads.take(compress(stage, "a third message")), "a third message");
}

TEST(deflater, deflate_if_smaller_says_when_to_send_plain) {
  for (const bool takes_over : {true, false}) {
    deflater stage{deflater_config{.takes_context_over = takes_over}};
    peer reads(15, takes_over);
    octet_list out(4000);
    std::size_t plain_messages = 0;
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
      const octet_list message = test::sample(test::textures[seed % 6], seed * 31 % 2000, seed);
      const bytes room = bytes(out).first(seed % 5 == 0 ? 40 : out.size());
      const std::size_t size = stage.deflate_if_smaller(message, room);
      if (size == 0) {
        ++plain_messages;
        continue;  // the peer's window does not see it
      }
      EXPECT_LT(size, message.size());
      EXPECT_LE(size, room.size());
      const octet_list sent(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size));
      ASSERT_EQ(reads.take(sent), as_text(message)) << seed;
    }
    EXPECT_GT(plain_messages, 30u);
    EXPECT_LT(plain_messages, 120u);
    EXPECT_EQ(stage.deflate_if_smaller({}, out), 0u);
    EXPECT_EQ(stage.deflate_if_smaller(as_octets("x"), out), 0u);
  }
}

TEST(deflater, a_message_that_stays_as_long_as_it_was_is_sent_plain) {
  deflater stage{deflater_config{.takes_context_over = false}};
  std::array<std::byte, 64> out;
  std::size_t as_long = 0;
  for (std::size_t size = 1; size < 40; ++size) {
    const std::string message(size, 'a');
    const std::size_t compressed = compress(stage, message).size();
    as_long += compressed == size ? 1u : 0u;
    EXPECT_EQ(stage.deflate_if_smaller(as_octets(message), out),
              compressed < size ? compressed : 0u);
  }
  EXPECT_GT(as_long, 0u) << "the check could not fail";
}

TEST(deflater, holds_nothing_until_the_first_message_and_then_what_the_header_says) {
  for (std::uint8_t bits = 9; bits <= 15; ++bits) {
    for (std::uint8_t level = 1; level <= 9; ++level) {
      test::limited_pool pool;
      {
        deflater stage{{.window_bits = bits, .memory_level = level, .memory = pool.memory()}};
        EXPECT_EQ(pool.held(), 0u);
        (void)compress(stage, {test::sample(test::texture::text, 40000, 1)});
        EXPECT_LE(pool.held(), deflater_memory(bits, level));
        EXPECT_GE(pool.held() + 1000, deflater_memory(bits, level));
      }
      EXPECT_EQ(pool.held(), 0u);
    }
  }
}

TEST(deflater, gives_its_memory_back_between_messages_if_nothing_in_it_is_needed) {
  test::limited_pool pool;
  deflater keeps{deflater_config{.memory = pool.memory()}};
  (void)compress(keeps, "Hello");
  keeps.release();
  EXPECT_EQ(compress(keeps, "Hello"), test::octets_of_hex("f2 00 11 00 00"));
  const std::size_t kept = pool.held();
  deflater resets{deflater_config{.takes_context_over = false, .memory = pool.memory()}};
  resets.release();
  (void)compress(resets, "Hello");
  EXPECT_GT(pool.held(), kept);
  resets.release();
  EXPECT_EQ(pool.held(), kept);
  std::array<std::byte, 16> out;
  (void)resets.deflate(as_octets("Hel"), false, out);
  resets.release();  // inside a message: no effect
  EXPECT_EQ(compress(resets, "lo"), test::octets_of_hex("f2 48 cd c9 c9 07 00"));
}

TEST(deflater, refused_memory_is_reported_and_stays_reported) {
  std::size_t grants = 0;
  for (bool is_enough = false; !is_enough; ++grants) {
    ASSERT_LT(grants, 10u);
    test::limited_pool pool(grants);
    {
      deflater stage{deflater_config{.memory = pool.memory()}};
      std::array<std::byte, 16> out;
      const deflater::step done = stage.deflate(as_octets("Hello"), true, out);
      is_enough = !done.out_of_memory;
      if (!is_enough) {
        EXPECT_EQ(done.given, 0u);
        EXPECT_FALSE(done.more);
        stage.discard();
        EXPECT_TRUE(stage.deflate(as_octets("Hello"), true, out).out_of_memory);
        EXPECT_EQ(stage.deflate_if_smaller(as_octets("Hello, hello, hello, hello"), out), 0u);
      }
    }
    EXPECT_EQ(pool.held(), 0u);
  }
  EXPECT_EQ(grants, 7u);  // our block, zlib's state and its four tables; one more than enough
}

TEST(deflater, is_made_for_what_this_side_agreed_to_or_less) {
  const deflate_params agreed{true, false, 9, 12};
  const deflater_config server = deflater_for(agreed, role::server, {.level = 3});
  EXPECT_EQ(server.window_bits, 9);
  EXPECT_FALSE(server.takes_context_over);
  EXPECT_EQ(server.level, 3);
  const deflater_config client = deflater_for(agreed, role::client);
  EXPECT_EQ(client.window_bits, 12);
  EXPECT_TRUE(client.takes_context_over);
  const deflater_config less =
      deflater_for(agreed, role::client, {.window_bits = 10, .takes_context_over = false});
  EXPECT_EQ(less.window_bits, 10);
  EXPECT_FALSE(less.takes_context_over);
}

}  // namespace
