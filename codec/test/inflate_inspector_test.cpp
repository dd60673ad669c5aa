#include "wsproof/inflate_inspector.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "codec/test/support/guarded.hpp"
#include "codec/test/support/hex.hpp"
#include "codec/test/support/zlib_streams.hpp"

namespace {

using namespace wsproof;
using kind = inflate_event::kind;
using octet_list = test::octets;

// Bits in the order DEFLATE writes them (RFC 1951 §3.1.1); Huffman words from their first bit on.
class bit_writer {
 public:
  bit_writer& bits(std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) put(value >> i & 1);
    return *this;
  }
  bit_writer& word(std::uint32_t value, int size) {
    for (int i = size; i-- > 0;) put(value >> i & 1);
    return *this;
  }
  bit_writer& fixed_block(bool is_final = false) { return bits(is_final, 1).bits(1, 2); }
  // §3.2.6's table of the fixed code.
  bit_writer& fixed(std::uint32_t symbol) {
    if (symbol < 144) return word(0x30 + symbol, 8);
    if (symbol < 256) return word(0x190 + symbol - 144, 9);
    if (symbol < 280) return word(symbol - 256, 7);
    return word(0xc0 + symbol - 280, 8);
  }
  bit_writer& octet_boundary() {
    used_ = 0;
    return *this;
  }
  // A dynamic block's header from the lengths of the code length code, in the order they are
  // written.
  bit_writer& dynamic_block(int hlit, int hdist, std::vector<int> lengths) {
    bits(0, 1).bits(2, 2).bits(static_cast<std::uint32_t>(hlit), 5);
    bits(static_cast<std::uint32_t>(hdist), 5);
    bits(static_cast<std::uint32_t>(lengths.size() - 4), 4);
    for (const int length : lengths) bits(static_cast<std::uint32_t>(length), 3);
    return *this;
  }
  [[nodiscard]] const octet_list& octets() const { return octets_; }
  operator octet_list() const { return octets_; }  // NOLINT(google-explicit-constructor)

 private:
  void put(std::uint32_t bit) {
    if (used_ == 0) octets_.push_back(std::byte{0});
    octets_.back() |= static_cast<std::byte>(bit << used_);
    used_ = (used_ + 1) % 8;
  }
  octet_list octets_;
  int used_ = 0;
};

struct report {
  std::vector<inflate_event> events;
  octet_list output;
  std::uint32_t largest_distance = 0;
  [[nodiscard]] inflate_fault fault() const { return events.back().fault; }
  [[nodiscard]] bool is_whole() const { return events.back().what == kind::end; }
};

report inspect(std::span<const std::byte> compressed, const inspect_settings& settings = {},
               std::string_view history = "", std::size_t room = 1u << 20) {
  octet_list out(room);
  std::ranges::copy(as_octets(history), out.begin());
  inspect_settings used = settings;
  used.history = history.size();
  inflate_inspector inspector(compressed, out, used);
  report result;
  do {
    result.events.push_back(inspector.next());
  } while (result.events.back().what != kind::end && result.events.back().what != kind::failed);
  EXPECT_EQ(inspector.next(), result.events.back()) << "the last event is repeated";
  out.resize(inspector.written());
  result.output.assign(out.begin() + static_cast<std::ptrdiff_t>(history.size()), out.end());
  result.largest_distance = inspector.largest_distance();
  return result;
}

std::string text_of(const octet_list& octets) {
  return std::string(as_text(octets));
}

TEST(inflate_inspector, hello_of_section_7_2_3_1_is_five_literals_at_these_bits) {
  const auto octets = test::octets_of_hex("f2 48 cd c9 c9 07 00");
  const report got = inspect(octets);
  const auto in = [](kind what, bit_range bits, std::uint64_t offset, std::uint32_t size,
                     block_type type) {
    return inflate_event{.what = what, .type = type, .size = size, .bits = bits, .offset = offset};
  };
  using enum block_type;
  EXPECT_THAT(
      got.events,
      testing::ElementsAre(
          in(kind::block, {0, 3}, 0, 0, fixed), in(kind::literal, {3, 11}, 0, 1, fixed),
          in(kind::literal, {11, 19}, 1, 1, fixed), in(kind::literal, {19, 27}, 2, 1, fixed),
          in(kind::literal, {27, 35}, 3, 1, fixed), in(kind::literal, {35, 43}, 4, 1, fixed),
          in(kind::block_end, {43, 50}, 5, 0, fixed), in(kind::block, {50, 88}, 5, 0, stored),
          in(kind::block_end, {88, 88}, 5, 0, stored), in(kind::end, {88, 88}, 5, 0, stored)));
  EXPECT_EQ(text_of(got.output), "Hello");
  EXPECT_EQ(got.largest_distance, 0u);
}

TEST(inflate_inspector, hello_again_of_section_7_2_3_2_is_one_match_into_the_window) {
  const report got = inspect(test::octets_of_hex("f2 00 11 00 00"), {}, "Hello");
  EXPECT_EQ(text_of(got.output), "Hello");
  EXPECT_EQ(got.largest_distance, 5u);
  const auto match =
      std::ranges::find(got.events, kind::match, [](const inflate_event& e) { return e.what; });
  ASSERT_NE(match, got.events.end());
  EXPECT_EQ(match->distance, 5u);
  EXPECT_EQ(match->bits.begin, 11u);  // after the header and "H"
  EXPECT_EQ(inspect(test::octets_of_hex("f2 00 11 00 00")).fault(),
            inflate_fault::distance_before_start);
}

struct whole_case {
  const char* name;
  const char* octets;
  const char* text;
};
class inflate_inspector_message : public testing::TestWithParam<whole_case> {};
TEST_P(inflate_inspector_message, is_whole) {
  const report got = inspect(test::octets_of_hex(GetParam().octets));
  EXPECT_TRUE(got.is_whole()) << describe(got.fault()).says;
  EXPECT_EQ(text_of(got.output), GetParam().text);
}
INSTANTIATE_TEST_SUITE_P(
    rfc7692, inflate_inspector_message,
    testing::Values(whole_case{"one_block", "f2 48 cd c9 c9 07 00", "Hello"},
                    whole_case{"a_stored_block", "00 05 00 fa ff 48 65 6c 6c 6f 00", "Hello"},
                    whole_case{"a_stored_block_at_the_end", "00 05 00 fa ff 48 65 6c 6c 6f",
                               "Hello"},
                    whole_case{"bfinal", "f3 48 cd c9 c9 07 00 00", "Hello"},
                    whole_case{"bfinal_at_the_end", "f3 48 cd c9 c9 07 00", "Hello"},
                    whole_case{"two_blocks", "f2 48 05 00 00 00 ff ff ca c9 c9 07 00", "Hello"},
                    whole_case{"bfinal_then_a_match_into_it", "f3 48 cd c9 c9 07 00 f2 00 11 00 00",
                               "HelloHello"},
                    whole_case{"the_tail_left_on", "f2 48 cd c9 c9 07 00 00 00 ff ff", "Hello"},
                    whole_case{"empty", "00", ""}, whole_case{"empty_fixed", "02 00", ""},
                    whole_case{"empty_final", "03 00 00", ""},
                    whole_case{"empty_final_that_the_tail_completes", "01", ""},
                    whole_case{"no_octets", "", ""}),
    [](const auto& each) { return each.param.name; });

struct faulty_case {
  const char* name;
  octet_list octets;
  inflate_fault fault;
  bit_range bits{};  // {0, 0}: not looked at
};
class inflate_inspector_faulty : public testing::TestWithParam<faulty_case> {};
TEST_P(inflate_inspector_faulty, is_refused_with_its_reason) {
  const report got = inspect(GetParam().octets);
  EXPECT_EQ(describe(got.fault()).name, describe(GetParam().fault).name);
  if (GetParam().bits != bit_range{}) {
    EXPECT_EQ(got.events.back().bits, GetParam().bits);
  }
}

// A code length code with words for 0 (00), 1 (01), 16 (10) and 18 (11).
const std::vector<int> two_bit_lengths = {2, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2};
constexpr int zero = 0, one = 1, again = 2, many_zeros = 3;

INSTANTIATE_TEST_SUITE_P(
    rfc1951, inflate_inspector_faulty,
    testing::Values(
        faulty_case{"cut_inside_a_literal", test::octets_of_hex("f2 48 cd"),
                    inflate_fault::input_ends_early},
        faulty_case{"stored_data_cut",
                    test::octets_of_hex("00 05 00 fa ff 48"),
                    inflate_fault::input_ends_early,
                    {40, 48}},
        faulty_case{"stored_data_cut_so_that_the_tail_would_fill_it",
                    test::octets_of_hex("00 05 00 fa ff 48"), inflate_fault::input_ends_early},
        faulty_case{"stored_header_whose_data_would_be_the_tail",
                    test::octets_of_hex("00 04 00 fb ff"), inflate_fault::input_ends_early},
        faulty_case{"stored_length_half_in_the_tail", test::octets_of_hex("00 00"),
                    inflate_fault::stored_length_wrong},
        faulty_case{"stored_header_beyond_the_tail",
                    bit_writer().fixed_block().fixed(0x90).fixed(0x90).bits(0, 2),
                    inflate_fault::input_ends_early},
        faulty_case{"a_match_that_ends_in_the_tail",
                    bit_writer().fixed_block().fixed('a').fixed(257).octet_boundary(),
                    inflate_fault::input_ends_early},
        faulty_case{
            "reserved_type", test::octets_of_hex("06"), inflate_fault::block_type_reserved, {0, 3}},
        faulty_case{"stored_complement",
                    test::octets_of_hex("00 05 00 fb ff 48 65 6c 6c 6f 00"),
                    inflate_fault::stored_length_wrong,
                    {0, 40}},
        faulty_case{"too_many_literals", bit_writer().dynamic_block(30, 0, two_bit_lengths),
                    inflate_fault::too_many_symbols},
        faulty_case{"too_many_distances", bit_writer().dynamic_block(0, 30, two_bit_lengths),
                    inflate_fault::too_many_symbols},
        faulty_case{"too_many_of_both", bit_writer().dynamic_block(31, 31, two_bit_lengths),
                    inflate_fault::too_many_symbols},
        faulty_case{"code_lengths_over_subscribed",
                    bit_writer().dynamic_block(0, 0, {1, 1, 1, 0}).bits(0, 32),
                    inflate_fault::code_over_subscribed},
        faulty_case{"code_lengths_incomplete",
                    bit_writer().dynamic_block(0, 0, {2, 2, 2, 0}).bits(0, 32),
                    inflate_fault::code_incomplete},
        faulty_case{"code_lengths_empty",
                    bit_writer().dynamic_block(0, 0, {0, 0, 0, 0}).bits(0, 32),
                    inflate_fault::code_incomplete},
        faulty_case{"code_lengths_with_one_word",
                    bit_writer().dynamic_block(0, 0, {1, 0, 0, 0}).bits(0, 32),
                    inflate_fault::code_incomplete},
        faulty_case{"repeat_of_nothing",
                    bit_writer().dynamic_block(0, 0, two_bit_lengths).word(again, 2).bits(0, 32),
                    inflate_fault::nothing_to_repeat},
        faulty_case{"repeat_too_long",
                    bit_writer()
                        .dynamic_block(0, 0, two_bit_lengths)
                        .word(many_zeros, 2)
                        .bits(127, 7)
                        .word(many_zeros, 2)
                        .bits(127, 7),
                    inflate_fault::repeat_too_long},
        faulty_case{"code_lengths_cut",
                    bit_writer().dynamic_block(0, 0, two_bit_lengths).word(one, 2),
                    inflate_fault::input_ends_early},
        faulty_case{"no_end_of_block",
                    bit_writer()
                        .dynamic_block(0, 0, two_bit_lengths)
                        .word(many_zeros, 2)
                        .bits(127, 7)
                        .word(many_zeros, 2)
                        .bits(120 - 12, 7)
                        .bits(0, 32),
                    inflate_fault::end_of_block_missing},
        faulty_case{"literals_over_subscribed",
                    bit_writer()
                        .dynamic_block(0, 0, two_bit_lengths)
                        .word(one, 2)
                        .word(one, 2)
                        .word(many_zeros, 2)
                        .bits(127, 7)
                        .word(many_zeros, 2)
                        .bits(116 - 11, 7)
                        .word(one, 2)
                        .word(zero, 2)
                        .bits(0, 32),
                    inflate_fault::code_over_subscribed},
        faulty_case{"reserved_length_286",
                    bit_writer().fixed_block().fixed('a').fixed(286).bits(0, 32),
                    inflate_fault::symbol_reserved,
                    {11, 19}},
        faulty_case{"reserved_length_287",
                    bit_writer().fixed_block().fixed('a').fixed(287).bits(0, 32),
                    inflate_fault::symbol_reserved},
        faulty_case{"reserved_distance_30",
                    bit_writer().fixed_block().fixed('a').fixed(257).word(30, 5).bits(0, 32),
                    inflate_fault::symbol_reserved,
                    {11, 23}},
        faulty_case{"reserved_distance_31",
                    bit_writer().fixed_block().fixed('a').fixed(257).word(31, 5).bits(0, 32),
                    inflate_fault::symbol_reserved},
        faulty_case{"distance_before_start",
                    bit_writer().fixed_block().fixed('a').fixed(257).word(1, 5).bits(0, 32),
                    inflate_fault::distance_before_start}),
    [](const auto& each) { return each.param.name; });

// Symbols 0 and 256 have words of one bit; there is one distance code, or none.
bit_writer tiny_dynamic_block(bool has_distance) {
  bit_writer made;
  made.dynamic_block(0, 0, two_bit_lengths).word(one, 2);
  made.word(many_zeros, 2).bits(127, 7).word(many_zeros, 2).bits(117 - 11, 7);
  return made.word(one, 2).word(has_distance ? one : zero, 2);
}

TEST(inflate_inspector, a_dynamic_block_needs_no_distance_code) {
  for (const bool has_distance : {false, true}) {
    bit_writer made = tiny_dynamic_block(has_distance);
    made.word(0, 1).word(0, 1).word(1, 1).bits(0, 3);
    const report got = inspect(made.octets());
    EXPECT_TRUE(got.is_whole()) << describe(got.fault()).says;
    EXPECT_EQ(got.output, octet_list(2));
  }
}

TEST(inflate_inspector, a_word_that_an_incomplete_code_leaves_out_is_refused) {
  // Symbols 256 and 257 have words of one bit, and the one distance code is 0.
  bit_writer made;
  made.dynamic_block(1, 0, two_bit_lengths);
  made.word(one, 2).word(many_zeros, 2).bits(127, 7).word(many_zeros, 2).bits(117 - 11, 7);
  bit_writer no_distance = made;
  no_distance.word(zero, 2).word(one, 2).word(zero, 2);  // 0 and 257; 256 is missing
  EXPECT_EQ(inspect(no_distance.octets()).fault(), inflate_fault::end_of_block_missing);

  bit_writer lone;  // only 256 has a word: 0; the bit 1 is none
  lone.dynamic_block(0, 0, two_bit_lengths).word(many_zeros, 2).bits(127, 7);
  lone.word(many_zeros, 2).bits(118 - 11, 7).word(one, 2).word(zero, 2);
  bit_writer ends = lone;
  EXPECT_TRUE(inspect(ends.word(0, 1).bits(0, 3).octets()).is_whole());
  EXPECT_EQ(inspect(lone.word(1, 1).octets()).fault(), inflate_fault::code_not_assigned);
}

// §3.2.5's tables, written down; the inspector computes them.
constexpr std::array<std::array<std::uint32_t, 2>, 29> length_table{
    {{3, 0},  {4, 0},  {5, 0},  {6, 0},   {7, 0},   {8, 0},   {9, 0},   {10, 0},  {11, 1}, {13, 1},
     {15, 1}, {17, 1}, {19, 2}, {23, 2},  {27, 2},  {31, 2},  {35, 3},  {43, 3},  {51, 3}, {59, 3},
     {67, 4}, {83, 4}, {99, 4}, {115, 4}, {131, 5}, {163, 5}, {195, 5}, {227, 5}, {258, 0}}};
constexpr std::array<std::array<std::uint32_t, 2>, 30> distance_table{
    {{1, 0},     {2, 0},     {3, 0},     {4, 0},      {5, 1},      {7, 1},
     {9, 2},     {13, 2},    {17, 3},    {25, 3},     {33, 4},     {49, 4},
     {65, 5},    {97, 5},    {129, 6},   {193, 6},    {257, 7},    {385, 7},
     {513, 8},   {769, 8},   {1025, 9},  {1537, 9},   {2049, 10},  {3073, 10},
     {4097, 11}, {6145, 11}, {8193, 12}, {12289, 12}, {16385, 13}, {24577, 13}}};

TEST(inflate_inspector, every_length_and_both_ends_of_every_distance_read_as_section_3_2_5_says) {
  const std::string history = text_of(test::sample(test::texture::random, 32768, 1));
  for (std::uint32_t symbol = 0; symbol < 29; ++symbol) {
    for (std::uint32_t code = 0; code < 30; ++code) {
      for (const std::uint32_t all : {0u, ~0u}) {
        const auto [size, size_bits] = length_table[symbol];
        const auto [distance, distance_bits] = distance_table[code];
        const std::uint32_t size_extra = all & ((1u << size_bits) - 1);
        const std::uint32_t distance_extra = all & ((1u << distance_bits) - 1);
        bit_writer made;
        made.fixed_block().fixed(257 + symbol).bits(size_extra, static_cast<int>(size_bits));
        made.word(code, 5).bits(distance_extra, static_cast<int>(distance_bits)).fixed(256);
        const report got = inspect(made.bits(0, 3).octets(), {}, history);
        ASSERT_TRUE(got.is_whole()) << symbol << ' ' << code;
        const inflate_event& match = got.events[1];
        EXPECT_EQ(match.what, kind::match);
        EXPECT_EQ(match.size, size + size_extra);
        EXPECT_EQ(match.distance, distance + distance_extra);
        EXPECT_EQ(got.largest_distance, match.distance);
        const std::size_t from = history.size() - match.distance;
        const std::string expected = [&] {
          std::string built = history;
          for (std::size_t i = 0; i < match.size; ++i) built += built[from + i];
          return built.substr(history.size());
        }();
        EXPECT_EQ(text_of(got.output), expected);
      }
    }
  }
}

TEST(inflate_inspector, output_never_exceeds_the_room) {
  test::guarded_buffer memory(64);
  const octet_list streams[] = {
      test::octets_of_hex("f2 48 cd c9 c9 07 00"),
      test::octets_of_hex("00 05 00 fa ff 48 65 6c 6c 6f 00"),
      bit_writer().fixed_block().fixed('a').fixed(258).word(0, 5).fixed(256).bits(0, 3)};
  for (const octet_list& stream : streams) {
    for (std::size_t room = 0; room < 5; ++room) {
      inflate_inspector inspector(stream, memory.at_end(room));
      inflate_event last = inspector.next();
      while (last.what != kind::failed && last.what != kind::end) last = inspector.next();
      EXPECT_EQ(last.fault, inflate_fault::no_room) << room;
      EXPECT_LE(inspector.written(), room);
      EXPECT_TRUE(memory.is_intact());
    }
  }
  octet_list five(5);
  inflate_inspector more_history_than_room(streams[0], five, {.history = 9});
  EXPECT_EQ(more_history_than_room.written(), 5u);
}

TEST(inflate_inspector, a_distance_beyond_the_agreed_window_is_refused_and_one_within_is_not) {
  const std::string history(1000, 'x');
  bit_writer made;  // distance 513: symbol 18, 8 extra bits
  made.fixed_block().fixed(257).word(18, 5).bits(0, 8).fixed(256).bits(0, 3);
  EXPECT_TRUE(inspect(made.octets(), {.max_distance = 513}, history).is_whole());
  EXPECT_EQ(inspect(made.octets(), {.max_distance = 512}, history).fault(),
            inflate_fault::distance_beyond_window);
}

TEST(inflate_inspector, a_raw_stream_ends_with_bfinal_and_leaves_the_rest_alone) {
  const report got =
      inspect(test::octets_of_hex("f3 48 cd c9 c9 07 00 ff ff"), {.is_message = false});
  EXPECT_TRUE(got.is_whole());
  EXPECT_EQ(got.events.back().bits.begin, 56u);
  EXPECT_EQ(inspect(test::octets_of_hex("f2 48 cd c9 c9 07 00 00 00 ff ff"), {.is_message = false})
                .fault(),
            inflate_fault::input_ends_early);
  EXPECT_EQ(inspect({}, {.is_message = false}).fault(), inflate_fault::input_ends_early);
}

// Every bit belongs to one event, and every octet of output, but for the padding after a BFINAL.
void expect_no_gaps(const report& got) {
  std::uint64_t bit = 0;
  std::uint64_t octet = got.events.front().offset;
  for (const inflate_event& event : got.events) {
    if (event.what != kind::end) {
      ASSERT_EQ(event.bits.begin, bit);
    }
    ASSERT_EQ(event.offset, octet);
    bit = event.bits.end;
    if (event.what == kind::block_end && event.is_final) bit = (bit + 7) / 8 * 8;
    octet += event.size;
  }
}

TEST(inflate_inspector, agrees_with_zlib_on_what_zlib_wrote) {
  std::uint32_t seed = 0;
  for (const test::texture texture : test::textures) {
    for (int level = 0; level <= 9; ++level) {
      for (int strategy = Z_DEFAULT_STRATEGY; strategy <= Z_FIXED; ++strategy) {
        for (int window_bits = 9; window_bits <= 15; ++window_bits, ++seed) {
          const octet_list plain = test::sample(texture, seed * 37 % 3000, seed);
          const octet_list compressed =
              test::deflated(plain, {.level = level,
                                     .window_bits = window_bits,
                                     .memory_level = 1 + static_cast<int>(seed % 9),
                                     .strategy = strategy});
          const report got = inspect(
              compressed, {.is_message = false, .max_distance = 1u << window_bits}, "", 3000);
          ASSERT_TRUE(got.is_whole()) << seed << describe(got.fault()).says;
          ASSERT_EQ(got.output, plain) << seed;
          expect_no_gaps(got);
        }
      }
    }
  }
}

TEST(inflate_inspector, agrees_with_zlib_on_what_is_a_stream_and_what_is_not) {
  std::mt19937 random(20240607);
  std::size_t refused = 0;
  constexpr std::size_t room = 4000;
  for (std::uint32_t seed = 0; seed < 20000; ++seed) {
    octet_list compressed;
    if (seed % 4 == 0) {
      compressed = test::sample(test::texture::random, 1 + random() % 80, seed);
      if (seed % 8 == 0) compressed[0] = (compressed[0] & std::byte{0xf8}) | std::byte{4};
    } else {
      const octet_list plain = test::sample(test::textures[seed % 6], random() % 600, seed);
      compressed = test::deflated(plain, {.level = static_cast<int>(seed % 10),
                                          .strategy = static_cast<int>(seed / 10 % 5)});
      for (auto flips = random() % 3; flips > 0; --flips) {
        const bool near_front = random() % 2 == 0;
        const std::size_t at =
            random() % std::min<std::size_t>(compressed.size(), near_front ? 20 : ~0u);
        compressed[at] ^= static_cast<std::byte>(1u << random() % 8);
      }
      if (seed % 16 == 1) compressed.resize(random() % compressed.size());
    }
    const auto expected = test::inflated(compressed, room);
    const report got = inspect(compressed, {.is_message = false}, "", room);
    ASSERT_EQ(got.is_whole(), expected.has_value()) << seed << describe(got.fault()).says;
    if (expected) {
      ASSERT_EQ(got.output, *expected) << seed;
    }
    refused += expected ? 0u : 1u;
  }
  EXPECT_GT(refused, 5000u);
  EXPECT_LT(refused, 15000u);
}

}  // namespace
