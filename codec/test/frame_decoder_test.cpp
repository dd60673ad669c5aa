#include "wsproof/frame_decoder.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "codec/test/support/cuts.hpp"
#include "codec/test/support/hex.hpp"

namespace {

using namespace wsproof;
using namespace wsproof::test::literals;

struct frame {
  opcode op;
  bool fin;
  bool rsv1;
  std::uint64_t declared;
  test::octets payload;
  friend bool operator==(const frame&, const frame&) = default;
};

struct reading {
  std::vector<frame> frames;
  errc error = errc::none;
  std::uint64_t offset = 0;
  friend bool operator==(const reading&, const reading&) = default;
};

reading read(std::span<const std::span<const std::byte>> pieces, frame_rules rules) {
  frame_decoder decoder(rules);
  reading result;
  for (const auto piece : pieces) {
    test::octets copy(piece.begin(), piece.end());
    bytes input = copy;
    for (;;) {
      const frame_piece got = decoder.next(input);
      if (got.what == frame_piece::kind::more_input_needed) break;
      if (got.what == frame_piece::kind::failed) {
        result.error = got.error;
        EXPECT_EQ(decoder.next(input).error, got.error) << "an error is sticky";
        result.offset = decoder.frame_offset();
        return result;
      }
      if (got.first) result.frames.push_back({got.op, got.fin, got.rsv1, got.frame_size, {}});
      auto& payload = result.frames.back().payload;
      payload.insert(payload.end(), got.payload.begin(), got.payload.end());
      EXPECT_EQ(got.last, payload.size() == result.frames.back().declared);
    }
    EXPECT_TRUE(input.empty());
  }
  result.offset = decoder.frame_offset();
  return result;
}

struct row {
  const char* name;
  role reads_from;
  bool allow_rsv1;
  test::octets stream;
  reading expected;

  friend void PrintTo(const row& given, std::ostream* out) { *out << given.name; }
};

class frame_decoding : public testing::TestWithParam<row> {};

TEST_P(frame_decoding, gives_the_same_frames_and_the_same_error_under_every_cut) {
  const row& given = GetParam();
  test::for_each_cut(given.stream, [&](const test::cut& cut) {
    EXPECT_EQ(read(cut.pieces, {given.reads_from, given.allow_rsv1}), given.expected) << cut.name;
  });
}

const test::octets hello = test::octets_of_text("Hello");

row fault(const char* name, test::octets stream, errc error, bool allow_rsv1 = false,
          role reads_from = role::client) {
  return {name, reads_from, allow_rsv1, std::move(stream), {{}, error, 0}};
}

INSTANTIATE_TEST_SUITE_P(
    frame_decoder, frame_decoding,
    testing::Values(
        row{"masked_text",
            role::client,
            false,
            "81 85 37fa213d 7f9f4d5158"_octets,
            {{{opcode::text, true, false, 5, hello}}, errc::none, 0}},
        row{"unmasked_text",
            role::server,
            false,
            "81 05 48656c6c6f"_octets,
            {{{opcode::text, true, false, 5, hello}}, errc::none, 0}},
        row{"two_frames_and_the_offset_of_the_second",
            role::server,
            false,
            "01 02 4865 80 03 6c6c6f"_octets,
            {{{opcode::text, false, false, 2, "4865"_octets},
              {opcode::continuation, true, false, 3, "6c6c6f"_octets}},
             errc::none,
             4}},
        row{"an_empty_masked_frame",
            role::client,
            false,
            "82 80 01020304"_octets,
            {{{opcode::binary, true, false, 0, {}}}, errc::none, 0}},
        row{"rsv1_where_an_extension_allows_it",
            role::server,
            true,
            "c1 01 00"_octets,
            {{{opcode::text, true, true, 1, "00"_octets}}, errc::none, 0}},
        row{"a_fault_after_a_good_frame",
            role::server,
            false,
            "82 00 83 00"_octets,
            {{{opcode::binary, true, false, 0, {}}}, errc::reserved_opcode, 2}},
        fault("rsv1", "c1 80 00000000"_octets, errc::reserved_bit_set),
        fault("rsv2", "a1 80 00000000"_octets, errc::reserved_bit_set),
        fault("rsv3", "91 80 00000000"_octets, errc::reserved_bit_set),
        fault("rsv2_beside_an_allowed_rsv1", "e1 80 00000000"_octets, errc::reserved_bit_set, true),
        fault("rsv1_on_a_control_frame", "c9 80 00000000"_octets, errc::compressed_control_frame,
              true),
        fault("rsv1_on_a_continuation", "c0 80 00000000"_octets, errc::compressed_continuation,
              true),
        fault("rsv1_on_a_reserved_opcode", "c3 80 00000000"_octets, errc::reserved_opcode, true),
        fault("reserved_data_opcode", "83 80 00000000"_octets, errc::reserved_opcode),
        fault("reserved_control_opcode", "8b 80 00000000"_octets, errc::reserved_opcode),
        fault("fragmented_ping", "09 80 00000000"_octets, errc::control_frame_fragmented),
        fault("unmasked_from_a_client", "81 00"_octets, errc::frame_not_masked),
        fault("masked_from_a_server", "81 80 00000000"_octets, errc::frame_masked, false,
              role::server),
        fault("long_ping", "89 fe 007e 00000000"_octets, errc::control_frame_too_long),
        fault("very_long_ping", "89 ff 0000000000010000 00000000"_octets,
              errc::control_frame_too_long),
        fault("sixteen_bits_for_125", "82 fe 007d 00000000"_octets, errc::length_not_minimal),
        fault("sixty_four_bits_for_65535", "82 ff 000000000000ffff 00000000"_octets,
              errc::length_not_minimal),
        fault("most_significant_bit", "82 ff 8000000000000000 00000000"_octets,
              errc::length_msb_set)),
    [](const auto& given) { return std::string(given.param.name); });

TEST(frame_decoder, a_fault_of_the_first_octet_is_told_before_the_second_comes) {
  frame_decoder decoder({});
  auto octets = "83"_octets;
  bytes input = octets;
  EXPECT_EQ(decoder.next(input).error, errc::reserved_opcode);
  EXPECT_EQ(input.size(), 1u) << "a failure takes nothing";
}

TEST(frame_decoder, a_frame_is_announced_as_soon_as_its_header_is_whole) {
  frame_decoder decoder({.reads_from = role::server, .allow_rsv1 = false});
  auto octets = "82 7f 7fffffffffffffff"_octets;
  bytes input = octets;
  const frame_piece piece = decoder.next(input);
  EXPECT_EQ(piece.what, frame_piece::kind::payload);
  EXPECT_TRUE(piece.first);
  EXPECT_FALSE(piece.last);
  EXPECT_EQ(piece.frame_size, 0x7fffffffffffffffu);
  EXPECT_EQ(decoder.next(input).what, frame_piece::kind::more_input_needed);
}

TEST(frame_decoder, knows_whether_the_stream_may_end) {
  frame_decoder decoder({});
  EXPECT_TRUE(decoder.is_between_frames());
  auto octets = "81 85 37fa213d 7f9f4d5158"_octets;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    bytes input = bytes(octets).subspan(i, 1);
    while (decoder.next(input).what != frame_piece::kind::more_input_needed) {
    }
    EXPECT_EQ(decoder.is_between_frames(), i + 1 == octets.size()) << i;
  }
}

TEST(frame_decoder, octets_that_are_put_back_come_again_at_any_phase) {
  for (const role sender : {role::client, role::server}) {
    for (std::size_t back = 0; back <= 5; ++back) {
      for (std::size_t cut = 1; cut <= 5; ++cut) {
        auto octets =
            sender == role::client ? "81 85 37fa213d 7f9f4d5158"_octets : "81 05 48656c6c6f"_octets;
        frame_decoder decoder({.reads_from = sender, .allow_rsv1 = false});
        bytes input = bytes(octets).first(octets.size() - 5 + cut);
        const frame_piece first = decoder.next(input);
        const std::size_t size = std::min(back, first.payload.size());
        test::octets got(first.payload.begin(), first.payload.end() - std::ptrdiff_t(size));
        decoder.put_back(input, size);
        EXPECT_EQ(input.size(), size);
        input = {input.data(), octets.data() + octets.size()};
        while (!input.empty()) {
          const frame_piece next = decoder.next(input);
          EXPECT_FALSE(next.first);
          got.insert(got.end(), next.payload.begin(), next.payload.end());
        }
        EXPECT_EQ(got, hello) << "cut " << cut << ", back " << back;
        EXPECT_TRUE(decoder.is_between_frames());
      }
    }
  }
}

TEST(frame_decoder, goes_on_after_frames_that_somebody_else_read) {
  frame_decoder decoder({.reads_from = role::server, .allow_rsv1 = false});
  decoder.skip_to(100, 130);
  EXPECT_EQ(decoder.frame_offset(), 100u);
  EXPECT_EQ(decoder.next_offset(), 130u);
  auto octets = "82 00"_octets;
  bytes input = octets;
  EXPECT_EQ(decoder.next(input).what, frame_piece::kind::payload);
  EXPECT_EQ(decoder.frame_offset(), 130u);
}

}  // namespace
