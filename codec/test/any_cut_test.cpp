// Every stream here, under every cut, gives what the reference says of it, in both roles. The
// streams: the RFC's examples, each boundary, each rule broken once, both ways to close.
#include <gtest/gtest.h>

#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "codec/test/support/agreement.hpp"
#include "codec/test/support/cuts.hpp"
#include "codec/test/support/listener.hpp"
#include "codec/test/support/wire.hpp"
#include "wsproof/frame_decoder.hpp"

namespace {

using namespace wsproof;
using namespace wsproof::test::literals;
using test::octets;
using test::wire_stream;

constexpr message_limits no_limits{.max_size = 16u << 20, .max_fragments = 0};
constexpr message_limits tight{.max_size = 10, .max_fragments = 3};

struct stream_case {
  std::string name;
  wire_stream frames;
  bool deflate = false;
  message_limits limits = no_limits;
  std::string_view breaks = {};  // the rule, if any: each must be here once
  octets tail = {};              // after the frames
};

octets letters(std::size_t size) {
  octets result(size);
  for (std::size_t i = 0; i < size; ++i) result[i] = static_cast<std::byte>('a' + i % 26);
  return result;
}
octets text(std::string_view words) {
  return test::octets_of_text(words);
}

// Without it a failure prints the object's octets.
void PrintTo(const stream_case& row, std::ostream* out) {
  *out << row.name;
}

std::vector<stream_case> good_streams() {
  return {
      {"nothing", {}},
      {"hello", {{.opcode = 1, .payload = text("Hello")}}},
      {"hello_in_two",
       {{.opcode = 1, .payload = text("Hel"), .fin = false}, {.opcode = 0, .payload = text("lo")}}},
      {"ping_and_pong",
       {{.opcode = 9, .payload = text("Hello")}, {.opcode = 10, .payload = text("Hello")}}},
      {"binary", {{.opcode = 2, .payload = "00 ff 80 c0 fe"_octets}}},
      {"nothing_in_anything",
       {{.opcode = 1}, {.opcode = 2}, {.opcode = 9}, {.opcode = 10}, {.opcode = 8}}},
      {"empty_fragments",
       {{.opcode = 1, .fin = false},
        {.opcode = 0, .fin = false},
        {.opcode = 0, .payload = text("x"), .fin = false},
        {.opcode = 0}}},
      {"control_frames_between_fragments",
       {{.opcode = 9, .payload = text("before")},
        {.opcode = 1, .payload = text("on"), .fin = false},
        {.opcode = 9, .payload = text("1")},
        {.opcode = 10, .payload = text("2")},
        {.opcode = 0, .payload = text("e me"), .fin = false},
        {.opcode = 9},
        {.opcode = 9, .payload = text("3")},
        {.opcode = 0, .payload = text("ssage")},
        {.opcode = 2, .payload = text("another")}}},
      {"text_cut_inside_its_characters_by_frames",
       {{.opcode = 1, .payload = "c3"_octets, .fin = false},
        {.opcode = 0, .payload = "a9 e2 82"_octets, .fin = false},
        {.opcode = 9, .payload = text("!")},
        {.opcode = 0, .payload = "ac f0 9f"_octets, .fin = false},
        {.opcode = 0, .fin = false},
        {.opcode = 0, .payload = "98"_octets, .fin = false},
        {.opcode = 0, .payload = "80 ed 9f bf ee 80 80 f4 8f bf bf"_octets}}},
      {"long_enough_for_the_kernels_with_wide_characters",
       {{.opcode = 1,
         .payload = text("Gr\xc3\xbc\xc3\x9f Gott \xe4\xbd\xa0\xe5\xa5\xbd "
                         "\xf0\x9f\x98\x80 und so weiter, und so fort, bis es "
                         "\xc3\xbc"
                         "ber vierundsechzig Oktette sind \xe2\x82\xac")}}},
      {"many_small_messages",
       wire_stream(70, {.opcode = 2, .payload = text("20 octets of message")})},
      {"many_pings", wire_stream(70, {.opcode = 9, .payload = text("?")})},
      {"control_frames_that_overlap_in_a_cut",
       {{.opcode = 9, .payload = text("the first ping of two")},
        {.opcode = 10, .payload = text("A PONG THAT HAS MORE THAN A FEW OCTETS")},
        {.opcode = 9, .payload = text("0123456789012345678901234567890")}}},
      {"longest_pings", wire_stream(3, {.opcode = 9, .payload = letters(125)})},
      {"close_without_code", {{.opcode = 8}, {.opcode = 1, .payload = text("ignored")}}},
      {"close_with_reason",
       {{.opcode = 8, .payload = "03 e9 62 79 65 20 e2 82 ac"_octets},
        {.opcode = 9, .payload = text("ignored")}}},
      {"longest_close", {{.opcode = 8, .payload = test::joined({"0f a0"_octets, letters(123)})}}},
      {"close_inside_a_message",
       {{.opcode = 1, .payload = text("never"), .fin = false},
        {.opcode = 8, .payload = "03e8"_octets},
        {.opcode = 0, .payload = text("ended")}}},
      {"garbage_after_close",
       {{.opcode = 8, .payload = "03e8"_octets}},
       false,
       no_limits,
       {},
       "ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff"_octets},
      {"ends_in_a_header",
       {{.opcode = 1, .payload = text("A")}},
       false,
       no_limits,
       {},
       "82"_octets},
      {"as_much_as_is_allowed",
       {{.opcode = 1, .payload = text("12345"), .fin = false},
        {.opcode = 9, .payload = text("not counted")},
        {.opcode = 0, .payload = text("6789"), .fin = false},
        {.opcode = 0, .payload = text("0")},
        {.opcode = 2, .payload = text("0123456789")}},
       false,
       tight},
      {"compressed",
       {{.opcode = 1, .payload = text("Hello"), .rsv = 4},
        {.opcode = 2, .payload = text("plain between")},
        {.opcode = 2, .payload = letters(100), .rsv = 4}},
       true},
      {"compressed_in_fragments",
       {{.opcode = 1, .payload = "48 c3"_octets, .fin = false, .rsv = 4},
        {.opcode = 9, .payload = text("within")},
        {.opcode = 0, .fin = false},
        {.opcode = 0, .payload = "a9 6c"_octets, .fin = false},
        {.opcode = 0},
        {.opcode = 1, .rsv = 4},
        {.opcode = 1, .payload = text("plain")}},
       true},
  };
}

// One stream for each rule; a good message and half of another go before.
std::vector<stream_case> bad_streams() {
  std::vector<stream_case> streams = {
      {"rsv1", {{.rsv = 4}}, false, no_limits, "reserved_bit_set"},
      {"rsv2", {{.rsv = 2}}, true, no_limits, "reserved_bit_set"},
      {"rsv3_on_ping", {{.opcode = 9, .rsv = 1}}, true, no_limits, "reserved_bit_set"},
      {"rsv1_on_ping", {{.opcode = 9, .rsv = 4}}, true, no_limits, "compressed_control_frame"},
      {"rsv1_on_close", {{.opcode = 8, .rsv = 4}}, true, no_limits, "compressed_control_frame"},
      {"rsv1_on_continuation",
       {{.opcode = 1, .payload = text("a"), .fin = false, .rsv = 4}, {.opcode = 0, .rsv = 4}},
       true,
       no_limits,
       "compressed_continuation"},
      {"opcode_3", {{.opcode = 3, .payload = text("abc")}}, false, no_limits, "reserved_opcode"},
      {"opcode_11", {{.opcode = 11}}, false, no_limits, "reserved_opcode"},
      {"16_bits_for_125",
       {{.opcode = 2, .payload = letters(125), .length_octets = 3}},
       false,
       no_limits,
       "length_not_minimal"},
      {"64_bits_for_1",
       {{.opcode = 2, .payload = letters(1), .length_octets = 9}},
       false,
       no_limits,
       "length_not_minimal"},
      {"64_bits_for_65535",
       {{.opcode = 2, .length_octets = 9, .declared = 65535}},
       false,
       no_limits,
       "length_not_minimal"},
      {"most_significant_bit",
       {{.opcode = 2, .declared = 1ull << 63}},
       false,
       {},
       "length_msb_set"},
      {"fragmented_ping",
       {{.opcode = 9, .fin = false}},
       false,
       no_limits,
       "control_frame_fragmented"},
      {"fragmented_close",
       {{.opcode = 8, .payload = "03e8"_octets, .fin = false}},
       false,
       no_limits,
       "control_frame_fragmented"},
      {"ping_of_126",
       {{.opcode = 9, .payload = letters(126)}},
       false,
       no_limits,
       "control_frame_too_long"},
      {"close_of_126",
       {{.opcode = 8, .payload = test::joined({"03e8"_octets, letters(124)})}},
       false,
       no_limits,
       "control_frame_too_long"},
      {"continuation_first",
       {{.opcode = 0, .payload = text("a")}},
       false,
       no_limits,
       "continuation_without_message"},
      {"continuation_of_nothing",
       {{.opcode = 1}, {.opcode = 0, .fin = false}},
       false,
       no_limits,
       "continuation_without_message"},
      {"text_inside_text",
       {{.opcode = 1, .fin = false}, {.opcode = 1, .payload = text("a")}},
       false,
       no_limits,
       "message_interrupted"},
      {"binary_inside_text_after_ping",
       {{.opcode = 1, .payload = text("a"), .fin = false}, {.opcode = 9}, {.opcode = 2}},
       false,
       no_limits,
       "message_interrupted"},
      {"close_of_1",
       {{.opcode = 8, .payload = "03"_octets}},
       false,
       no_limits,
       "close_payload_too_short"},
      {"close_1005",
       {{.opcode = 8, .payload = "03ed"_octets}},
       false,
       no_limits,
       "close_code_not_allowed"},
      {"close_reason_cut",
       {{.opcode = 8, .payload = "03e8 41 c3"_octets}},
       false,
       no_limits,
       "close_reason_not_utf8"},
      {"close_reason_bad",
       {{.opcode = 8, .payload = "03e8 41 c0 80 41"_octets}},
       false,
       no_limits,
       "close_reason_not_utf8"},
      {"bad_octet",
       {{.opcode = 1, .payload = "41 42 ff 43 44"_octets}},
       false,
       no_limits,
       "text_not_utf8"},
      {"surrogate_over_frames",
       {{.opcode = 1, .payload = "41 ed"_octets, .fin = false},
        {.opcode = 9},
        {.opcode = 0, .payload = "a0 80"_octets}},
       false,
       no_limits,
       "text_not_utf8"},
      {"bad_octet_far_in",
       {{.opcode = 1, .payload = test::joined({letters(150), "80"_octets})}},
       false,
       no_limits,
       "text_not_utf8"},
      {"bad_octet_in_compressed",
       {{.opcode = 1, .payload = "41 80 41"_octets, .rsv = 4}},
       true,
       no_limits,
       "text_not_utf8"},
      {"text_cut",
       {{.opcode = 1, .payload = "41 f0 9f 98"_octets}},
       false,
       no_limits,
       "text_incomplete"},
      {"text_cut_by_an_empty_frame",
       {{.opcode = 1, .payload = "c3"_octets, .fin = false}, {.opcode = 0}},
       false,
       no_limits,
       "text_incomplete"},
      {"compressed_text_cut",
       {{.opcode = 1, .payload = "41 c3"_octets, .fin = false, .rsv = 4}, {.opcode = 0}},
       true,
       no_limits,
       "text_incomplete"},
      {"eleven_octets", {{.opcode = 2, .payload = letters(11)}}, false, tight, "message_too_big"},
      {"eleven_in_two",
       {{.opcode = 2, .payload = letters(9), .fin = false}, {.opcode = 0, .payload = letters(2)}},
       false,
       tight,
       "message_too_big"},
      {"far_too_big",
       {{.opcode = 2, .declared = (1ull << 63) - 1}},
       false,
       no_limits,
       "message_too_big"},
      {"far_too_big_later",
       {{.opcode = 2, .payload = letters(1), .fin = false},
        {.opcode = 0, .declared = (1ull << 63) - 1}},
       false,
       no_limits,
       "message_too_big"},
      {"four_fragments",
       {{.opcode = 2, .fin = false},
        {.opcode = 0, .fin = false},
        {.opcode = 0, .fin = false},
        {.opcode = 0}},
       false,
       tight,
       "too_many_fragments"},
      {"mask_flipped",
       {{.opcode = 2, .payload = text("x"), .mask_flipped = true}},
       false,
       no_limits,
       "frame_masked or frame_not_masked"},
  };
  for (auto& s : streams) {
    s.frames.insert(s.frames.begin(), {{.opcode = 2, .payload = text("good")}, {.opcode = 9}});
    s.frames.push_back({.opcode = 1, .payload = text("never read")});
  }
  return streams;
}

std::vector<stream_case> long_streams() {
  std::vector<stream_case> streams;
  for (const std::size_t size : {125u, 126u, 127u, 4095u, 65535u, 65536u, 100'000u}) {
    const auto name = std::to_string(size);
    streams.push_back({"binary_" + name, {{.opcode = 2, .payload = letters(size)}, {.opcode = 9}}});
    streams.push_back({"text_" + name,
                       {{.opcode = 1, .payload = letters(size), .fin = false},
                        {.opcode = 0, .payload = letters(size)}}});
    streams.push_back(
        {"compressed_" + name,
         {{.opcode = 1, .payload = letters(size), .rsv = 4}, {.opcode = 1, .payload = letters(5)}},
         true});
    streams.push_back({"bad_end_" + name,
                       {{.opcode = 1, .payload = test::joined({letters(size - 1), "c3"_octets})}},
                       false,
                       no_limits,
                       "text_incomplete"});
  }
  return streams;
}

class any_cut : public testing::TestWithParam<stream_case> {};
class any_start : public any_cut {};

template <typename ForEach>
void endpoint_agrees(const stream_case& row, const ForEach& for_each) {
  for (const role plays : {role::server, role::client}) {
    test::listener listener(plays, row.deflate, row.limits);
    const octets stream = test::joined({test::wire(row.frames, plays == role::server), row.tail});
    const auto expected = reference::decode(stream, listener.rules());
    ASSERT_EQ(expected.failed.has_value(), !row.breaks.empty());
    if (expected.failed) {
      ASSERT_NE(row.breaks.find(expected.failed->names.at(0)), row.breaks.npos);
    }
    const auto whole = listener.hear({"whole", {stream}});
    for_each(stream, [&](const test::cut& cut) {
      if (testing::Test::HasFailure()) return;  // one is enough to read
      const auto heard = listener.hear(cut);
      EXPECT_TRUE(agrees(heard, expected, plays == role::client)) << cut.name;
      EXPECT_EQ(heard.offset, whole.offset) << cut.name;
      EXPECT_EQ(heard.failed, whole.failed) << cut.name;
      EXPECT_EQ(heard.sent, whole.sent) << cut.name;
    });
  }
}

TEST_P(any_cut, of_the_stream_gives_what_the_reference_says) {
  const auto for_each = [](const octets& stream, const auto& check) {
    stream.size() < 600 ? test::for_each_cut(stream, check)
                        : test::for_each_cut_of_long(stream, check);
  };
  endpoint_agrees(GetParam(), for_each);
}

// The same for the first layer alone: frames, not messages.
void decoder_agrees(frame_decoder decoder, test::guarded_buffer& buffer, const test::cut& cut,
                    const reference::transcript& expected) {
  std::vector<reference::frame> frames;
  const auto& known = expected.frames;
  for (const auto& piece : cut.pieces) {
    bytes input = buffer.at_end(piece);
    for (;;) {
      const frame_piece part = decoder.next(input);
      if (part.what == frame_piece::kind::more_input_needed) {
        ASSERT_TRUE(input.empty());
        break;
      }
      if (part.what == frame_piece::kind::failed) {
        if (expected.closed && frames.size() >= known.size()) return;  // what is after a Close
        ASSERT_TRUE(expected.failed) << describe(part.error).name;
        const auto& names = expected.failed->names;
        ASSERT_EQ(std::count(names.begin(), names.end(), describe(part.error).name), 1);
        ASSERT_EQ(decoder.frame_offset(), expected.failed->offset);
        const std::size_t left = input.size();
        const frame_piece again = decoder.next(input);
        ASSERT_TRUE(again.what == part.what && again.error == part.error && left == input.size());
        return;
      }
      if (part.first) frames.push_back({.opcode = static_cast<int>(part.op), .payload = {}});
      ASSERT_FALSE(frames.empty());
      auto& payload = frames.back().payload;
      payload.insert(payload.end(), part.payload.begin(), part.payload.end());
      if (frames.size() > known.size()) return;  // what later layers end, this one reads on
      const auto& frame = known[frames.size() - 1];
      ASSERT_EQ(part.fin, frame.fin);
      ASSERT_EQ(part.rsv1, frame.rsv == 4);
      if (part.first) {
        ASSERT_EQ(part.frame_size, frame.declared_size);
      }
      ASSERT_EQ(part.last, payload.size() == frame.declared_size);
      ASSERT_EQ(static_cast<int>(part.op), frame.opcode);
      ASSERT_EQ(decoder.frame_offset(), frame.offset);
      if (part.last) {
        ASSERT_EQ(payload, frame.payload);
      }
    }
    ASSERT_TRUE(buffer.is_intact());
  }
  ASSERT_GE(frames.size() + 1, known.size());  // the last may have no octet of payload yet
}

TEST_P(any_cut, gives_the_frame_decoder_the_same_frames) {
  test::guarded_buffer buffer(1u << 18);
  for (const bool from_client : {true, false}) {
    const frame_rules rules{.reads_from = from_client ? role::client : role::server,
                            .allow_rsv1 = GetParam().deflate};
    const octets stream =
        test::joined({test::wire(GetParam().frames, from_client), GetParam().tail});
    const auto expected =
        reference::decode(stream, {.from_client = from_client, .rsv1_allowed = GetParam().deflate});
    test::for_each_cut_of_long(stream, [&](const test::cut& cut) {
      if (HasFailure()) return;
      SCOPED_TRACE(cut.name);
      decoder_agrees(frame_decoder(rules), buffer, cut, expected);
    });
  }
}

TEST(any_cut_streams, break_every_rule_that_a_stream_alone_can_break) {
  std::set<std::string_view> broken{"frame_masked", "frame_not_masked"};
  for (const auto& s : bad_streams()) broken.insert(s.breaks);
  // The rest need an inflater with an opinion; they are tested with the one that has it.
  broken.insert({"inflated_message_too_big", "inflate_ratio_exceeded", "compressed_data_invalid"});
  for (std::size_t i = 1; i < errc_count; ++i) {
    EXPECT_EQ(broken.count(describe(errc(i)).name), 1u) << describe(errc(i)).name;
  }
}

// Every prefix of every short stream, as when the peer vanishes.
TEST_P(any_start, of_the_stream_gives_what_the_reference_says) {
  const stream_case& row = GetParam();
  for (const role plays : {role::server, role::client}) {
    test::listener listener(plays, row.deflate, row.limits);
    const octets stream = test::joined({test::wire(row.frames, plays == role::server), row.tail});
    for (std::size_t size = 0; size < stream.size() && !HasFailure(); ++size) {
      const auto start = std::span(stream).first(size);
      const auto expected = reference::decode(start, listener.rules());
      EXPECT_TRUE(agrees(listener.hear({"", {start}}), expected, plays == role::client)) << size;
      EXPECT_TRUE(agrees(listener.hear(test::cut_every(start, 1)), expected, plays == role::client))
          << size << " octet by octet";
    }
  }
}

const auto name_of_case = [](const auto& tested) { return tested.param.name; };
INSTANTIATE_TEST_SUITE_P(good, any_cut, testing::ValuesIn(good_streams()), name_of_case);
INSTANTIATE_TEST_SUITE_P(bad, any_cut, testing::ValuesIn(bad_streams()), name_of_case);
INSTANTIATE_TEST_SUITE_P(boundary, any_cut, testing::ValuesIn(long_streams()), name_of_case);
INSTANTIATE_TEST_SUITE_P(good, any_start, testing::ValuesIn(good_streams()), name_of_case);
INSTANTIATE_TEST_SUITE_P(bad, any_start, testing::ValuesIn(bad_streams()), name_of_case);

}  // namespace
