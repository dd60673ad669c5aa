#include "wsproof/frame.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace wsproof;

std::vector<std::byte> octets_of(std::initializer_list<int> values) {
  std::vector<std::byte> octets;
  for (const int value : values) octets.push_back(static_cast<std::byte>(value));
  return octets;
}

constexpr mask_key example_key{
    {std::byte{0x37}, std::byte{0xfa}, std::byte{0x21}, std::byte{0x3d}}};

struct header_row {
  std::string name;
  std::vector<std::byte> octets;
  frame_header header;
};

std::vector<header_row> header_rows() {
  using enum length_form;
  return {
      {"an_empty_text", octets_of({0x81, 0x00}), {.op = opcode::text, .form = seven_bits}},
      {"a_single_frame_unmasked_text_of_section_5_7",
       octets_of({0x81, 0x05}),
       {.payload_size = 5, .op = opcode::text, .form = seven_bits}},
      {"a_single_frame_masked_text_of_section_5_7",
       octets_of({0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d}),
       {.payload_size = 5,
        .key = example_key,
        .op = opcode::text,
        .masked = true,
        .form = seven_bits}},
      {"a_first_fragment",
       octets_of({0x01, 0x03}),
       {.payload_size = 3, .op = opcode::text, .fin = false, .form = seven_bits}},
      {"a_last_fragment",
       octets_of({0x80, 0x02}),
       {.payload_size = 2, .op = opcode::continuation, .form = seven_bits}},
      {"a_ping",
       octets_of({0x89, 0x05}),
       {.payload_size = 5, .op = opcode::ping, .form = seven_bits}},
      {"a_masked_pong",
       octets_of({0x8a, 0x85, 0x37, 0xfa, 0x21, 0x3d}),
       {.payload_size = 5,
        .key = example_key,
        .op = opcode::pong,
        .masked = true,
        .form = seven_bits}},
      {"two_hundred_fifty_six_octets_of_section_5_7",
       octets_of({0x82, 0x7e, 0x01, 0x00}),
       {.payload_size = 256, .op = opcode::binary, .form = sixteen_bits}},
      {"sixty_four_ki_octets_of_section_5_7",
       octets_of({0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0}),
       {.payload_size = 65536, .op = opcode::binary, .form = sixty_four_bits}},
      {"sixteen_bits_and_a_mask",
       octets_of({0x82, 0xfe, 0xff, 0xff, 0x37, 0xfa, 0x21, 0x3d}),
       {.payload_size = 65535,
        .key = example_key,
        .op = opcode::binary,
        .masked = true,
        .form = sixteen_bits}},
      {"sixty_four_bits_and_a_mask",
       octets_of(
           {0x82, 0xff, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x37, 0xfa, 0x21, 0x3d}),
       {.payload_size = 0x0123'4567'89ab'cdef,
        .key = example_key,
        .op = opcode::binary,
        .masked = true,
        .form = sixty_four_bits}},
      {"a_reserved_opcode_and_every_reserved_bit",
       octets_of({0x7f, 0x01}),
       {.payload_size = 1, .op = opcode{0xf}, .rsv = 7, .fin = false, .form = seven_bits}},
      {"the_first_reserved_bit",
       octets_of({0xc1, 0x00}),
       {.op = opcode::text, .rsv = 4, .form = seven_bits}},
      {"the_third_reserved_bit",
       octets_of({0x91, 0x00}),
       {.op = opcode::text, .rsv = 1, .form = seven_bits}},
      {"a_length_of_sixteen_bits_that_is_not_minimal",
       octets_of({0x82, 0x7e, 0x00, 0x05}),
       {.payload_size = 5, .op = opcode::binary, .form = sixteen_bits}},
      {"a_length_of_sixty_four_bits_that_is_not_minimal",
       octets_of({0x82, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x37, 0xfa, 0x21, 0x3d}),
       {.key = example_key, .op = opcode::binary, .masked = true, .form = sixty_four_bits}},
      {"a_length_with_its_highest_bit",
       octets_of({0x82, 0x7f, 0x80, 0, 0, 0, 0, 0, 0, 0}),
       {.payload_size = 1ULL << 63, .op = opcode::binary, .form = sixty_four_bits}},
      {"the_largest_length_the_rfc_allows",
       octets_of({0x82, 0x7f, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}),
       {.payload_size = (1ULL << 63) - 1, .op = opcode::binary, .form = sixty_four_bits}},
      {"the_largest_length_that_can_be_written",
       octets_of({0x82, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}),
       {.payload_size = ~0ULL, .op = opcode::binary, .form = sixty_four_bits}},
  };
}

class header_table : public testing::TestWithParam<header_row> {};

INSTANTIATE_TEST_SUITE_P(frame, header_table, testing::ValuesIn(header_rows()),
                         [](const auto& row) { return row.param.name; });

std::vector<std::byte> written(const frame_header& header) {
  std::array<std::byte, max_header_size> out;
  const std::size_t size = write_header(header, out);
  return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

TEST_P(header_table, is_written_as_the_row_says) {
  EXPECT_EQ(written(GetParam().header), GetParam().octets);
}

TEST_P(header_table, is_read_as_the_row_says) {
  const header_result result = read_header(GetParam().octets);
  EXPECT_EQ(result.size, GetParam().octets.size());
  EXPECT_EQ(result.header, GetParam().header);
}

TEST_P(header_table, is_read_the_same_with_payload_behind_it) {
  std::vector<std::byte> more = GetParam().octets;
  more.resize(more.size() + 20, std::byte{0xff});
  const header_result result = read_header(more);
  EXPECT_EQ(result.size, GetParam().octets.size());
  EXPECT_EQ(result.header, GetParam().header);
}

TEST_P(header_table, every_prefix_needs_more_input) {
  for (std::size_t size = 0; size < GetParam().octets.size(); ++size) {
    const std::vector<std::byte> prefix(GetParam().octets.begin(),
                                        GetParam().octets.begin() + std::ptrdiff_t(size));
    EXPECT_EQ(read_header(prefix).size, 0u) << size;
  }
}

struct length_row {
  std::uint64_t payload_size;
  std::size_t header_size;  // of the shortest form, unmasked
  length_form form;
};

// RFC 6455 §5.2: "the minimal number of bytes MUST be used to encode the length".
constexpr std::array<length_row, 18> length_rows{{
    {0, 2, length_form::seven_bits},
    {1, 2, length_form::seven_bits},
    {124, 2, length_form::seven_bits},
    {125, 2, length_form::seven_bits},
    {126, 4, length_form::sixteen_bits},
    {127, 4, length_form::sixteen_bits},
    {65534, 4, length_form::sixteen_bits},
    {65535, 4, length_form::sixteen_bits},
    {65536, 10, length_form::sixty_four_bits},
    {65537, 10, length_form::sixty_four_bits},
    {0x7fff'ffff, 10, length_form::sixty_four_bits},
    {0x8000'0000, 10, length_form::sixty_four_bits},
    {0xffff'ffff, 10, length_form::sixty_four_bits},
    {0x1'0000'0000, 10, length_form::sixty_four_bits},
    {0x1'0000'0001, 10, length_form::sixty_four_bits},
    {0x7fff'ffff'ffff'ffff, 10, length_form::sixty_four_bits},
    {0x8000'0000'0000'0000, 10, length_form::sixty_four_bits},
    {0xffff'ffff'ffff'ffff, 10, length_form::sixty_four_bits},
}};

TEST(frame, every_boundary_of_the_length_is_written_in_the_shortest_form_and_read_back) {
  for (const auto& [payload_size, header_size, form] : length_rows) {
    for (const bool masked : {false, true}) {
      frame_header header{.payload_size = payload_size, .op = opcode::binary, .masked = masked};
      if (masked) header.key = example_key;
      const std::vector<std::byte> octets = written(header);
      EXPECT_EQ(octets.size(), header_size + (masked ? 4 : 0)) << payload_size;
      header.form = form;
      EXPECT_EQ(read_header(octets).header, header) << payload_size;
    }
  }
}

TEST(frame, a_longer_form_than_needed_is_written_when_asked_for_and_a_shorter_one_never) {
  using enum length_form;
  for (const auto& [payload_size, header_size, shortest_form] : length_rows) {
    for (const length_form asked : {shortest, seven_bits, sixteen_bits, sixty_four_bits}) {
      const std::vector<std::byte> octets = written({.payload_size = payload_size, .form = asked});
      EXPECT_EQ(read_header(octets).header.form, std::max(asked, shortest_form)) << payload_size;
      EXPECT_EQ(read_header(octets).header.payload_size, payload_size);
    }
  }
}

TEST(frame, all_first_two_octets_are_read_as_section_5_2_draws_them) {
  std::array<std::byte, max_header_size> octets;
  octets.fill(std::byte{0});
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      octets[0] = std::byte(first);
      octets[1] = std::byte(second);
      const auto [header, size] = read_header(octets);
      const int low = second % 128;
      const int extended = low == 126 ? 2 : low == 127 ? 8 : 0;
      ASSERT_EQ(header.fin, first >= 128);
      ASSERT_EQ(header.rsv, first / 16 % 8);
      ASSERT_EQ(static_cast<int>(header.op), first % 16);
      ASSERT_EQ(header.masked, second >= 128);
      ASSERT_EQ(header.payload_size, low < 126 ? std::uint64_t(low) : 0);
      ASSERT_EQ(size, std::size_t(2 + extended + (second >= 128 ? 4 : 0)));
      // What was read is written as it was, whatever it was.
      ASSERT_TRUE(std::ranges::equal(written(header), std::span(octets).first(size)));
    }
  }
}

TEST(frame, nothing_is_written_behind_the_header) {
  for (const header_row& row : header_rows()) {
    std::array<std::byte, max_header_size> out;
    out.fill(std::byte{0xee});
    const std::size_t size = write_header(row.header, out);
    EXPECT_EQ(std::count(out.begin() + std::ptrdiff_t(size), out.end(), std::byte{0xee}),
              std::ptrdiff_t(out.size() - size))
        << row.name;
  }
}

TEST(frame, opcode_and_reserved_bits_too_large_for_their_place_do_not_spill) {
  EXPECT_EQ(written({.op = opcode{0xf2}, .rsv = 0xf8, .fin = false}), octets_of({0x02, 0x00}));
}

TEST(frame, the_masked_hello_of_section_5_7_is_unmasked) {
  std::vector<std::byte> payload = octets_of({0x7f, 0x9f, 0x4d, 0x51, 0x58});
  apply_mask(payload, example_key);
  EXPECT_EQ(as_text(payload), "Hello");
}

std::vector<std::byte> some_octets(std::size_t size) {
  std::vector<std::byte> octets;
  for (std::size_t i = 0; i < size; ++i) octets.push_back(std::byte((i * 131 + i / 7) & 0xff));
  return octets;
}

TEST(frame, a_payload_cut_anywhere_is_masked_as_the_whole) {
  for (const std::size_t size : {5u, 127u, 128u, 129u, 300u, 1000u}) {
    std::vector<std::byte> expected = some_octets(size);
    for (std::size_t i = 0; i < size; ++i) expected[i] ^= example_key.octets[i % 4];
    for (std::size_t cut = 0; cut <= size; ++cut) {
      std::vector<std::byte> octets = some_octets(size);
      apply_mask(bytes(octets).first(cut), example_key);
      apply_mask(bytes(octets).subspan(cut), example_key, cut);
      ASSERT_EQ(octets, expected) << size << " cut at " << cut;
    }
  }
}

TEST(frame, only_the_two_lowest_bits_of_the_phase_count) {
  for (std::uint64_t phase = 0; phase < 4; ++phase) {
    std::vector<std::byte> near = some_octets(13);
    std::vector<std::byte> far = near;
    apply_mask(near, example_key, phase);
    apply_mask(far, example_key, phase + 0xffff'ffff'ffff'fff0);
    EXPECT_EQ(near, far) << phase;
  }
}

}  // namespace
