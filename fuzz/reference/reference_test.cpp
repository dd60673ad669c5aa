// The oracle against the RFC's own examples and vectors made by hand.
#include "fuzz/reference/reference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "codec/test/support/hex.hpp"

namespace {

using namespace wsproof::reference;
using namespace wsproof::test::literals;
using testing::ElementsAre;
using testing::UnorderedElementsAre;
using wsproof::test::octets_of_text;

constexpr rules from_client{.from_client = true};
constexpr rules from_server{.from_client = false};
constexpr rules deflating{.from_client = false, .rsv1_allowed = true};
constexpr rules limited{.from_client = false, .max_message_size = 4, .max_fragments = 2};

TEST(reference, reads_the_examples_of_section_5_7) {
  struct example {
    octets stream;
    rules allowed;
    int opcode;
    std::string_view says;
  };
  const example examples[] = {
      {"81 05 48 65 6c 6c 6f"_octets, from_server, 1, "Hello"},
      {"81 85 37 fa 21 3d 7f 9f 4d 51 58"_octets, from_client, 1, "Hello"},
      {"01 03 48 65 6c 80 02 6c 6f"_octets, from_server, 1, "Hello"},
      {"89 05 48 65 6c 6c 6f"_octets, from_server, 9, "Hello"},
      {"8a 85 37 fa 21 3d 7f 9f 4d 51 58"_octets, from_client, 10, "Hello"},
  };
  for (const auto& example : examples) {
    const transcript result = decode(example.stream, example.allowed);
    EXPECT_FALSE(result.failed);
    ASSERT_EQ(result.events.size(), 1u);
    EXPECT_EQ(result.events[0].opcode, example.opcode);
    EXPECT_EQ(result.events[0].payload, octets_of_text(example.says));
    EXPECT_EQ(result.offset, example.stream.size());
  }
  for (const auto& [header, size] : {std::pair{"82 7e 01 00"_octets, 256u},
                                     std::pair{"82 7f 00 00 00 00 00 01 00 00"_octets, 65536u}}) {
    octets stream = header;
    stream.resize(header.size() + size, std::byte{7});
    EXPECT_EQ(decode(stream, from_server).events.at(0).payload, octets(size, std::byte{7}));
  }
}

struct fault {
  std::string_view rule;
  octets stream;
  rules allowed;
  std::uint64_t offset;
  int close_code;
};

TEST(reference, names_each_broken_rule_and_the_place_of_the_frame) {
  const fault faults[] = {
      {"reserved_bit_set", "81 00 c1 00"_octets, from_server, 2, 1002},
      {"reserved_bit_set", "a1 00"_octets, deflating, 0, 1002},
      {"compressed_control_frame", "c9 00"_octets, deflating, 0, 1002},
      {"compressed_continuation", "41 00 c0 00"_octets, deflating, 2, 1002},
      {"reserved_opcode", "83 00"_octets, from_server, 0, 1002},
      {"reserved_opcode", "8f 00"_octets, from_server, 0, 1002},
      {"frame_not_masked", "81 01 41"_octets, from_client, 0, 1002},
      {"frame_masked", "81 81 00 00 00 00 41"_octets, from_server, 0, 1002},
      {"length_not_minimal", "82 7e 00 7d"_octets, from_server, 0, 1002},
      {"length_not_minimal", "82 7f 00 00 00 00 00 00 ff ff"_octets, from_server, 0, 1002},
      {"length_msb_set", "82 7f 80 00 00 00 00 00 00 00"_octets, from_server, 0, 1002},
      {"control_frame_fragmented", "09 00"_octets, from_server, 0, 1002},
      {"control_frame_too_long", "89 7e 00 7e"_octets, from_server, 0, 1002},
      {"continuation_without_message", "80 00"_octets, from_server, 0, 1002},
      {"continuation_without_message", "81 00 80 00"_octets, from_server, 2, 1002},
      {"message_interrupted", "01 00 89 00 81 00"_octets, from_server, 4, 1002},
      {"close_payload_too_short", "88 01 03"_octets, from_server, 0, 1002},
      {"close_code_not_allowed", "88 02 03 ed"_octets, from_server, 0, 1002},
      {"close_reason_not_utf8", "88 03 03 e8 ff"_octets, from_server, 0, 1007},
      {"close_reason_not_utf8", "88 03 03 e8 c3"_octets, from_server, 0, 1007},
      {"text_not_utf8", "81 02 41 ff"_octets, from_server, 0, 1007},
      {"text_not_utf8", "01 01 c3 80 05 28"_octets, from_server, 3, 1007},
      {"text_incomplete", "01 01 e2 80 01 82"_octets, from_server, 3, 1007},
      {"message_too_big", "02 02 00 00 80 03"_octets, limited, 4, 1009},
      {"too_many_fragments", "02 00 00 00 00 00"_octets, limited, 4, 1008},
  };
  for (const fault& fault : faults) {
    const auto failed = decode(fault.stream, fault.allowed).failed;
    ASSERT_TRUE(failed) << fault.rule;
    EXPECT_THAT(failed->names, ElementsAre(fault.rule));
    EXPECT_EQ(failed->offset, fault.offset) << fault.rule;
    EXPECT_TRUE(failed->certain) << fault.rule;
    EXPECT_EQ(close_code_for(fault.rule), fault.close_code) << fault.rule;
  }
}

TEST(reference, several_faults_of_one_frame_are_all_named) {
  EXPECT_THAT(decode("7b fe 00 01 00 00 00 00"_octets, from_server).failed->names,
              UnorderedElementsAre("reserved_bit_set", "reserved_opcode", "frame_masked",
                                   "control_frame_fragmented", "control_frame_too_long",
                                   "length_not_minimal"));
}

TEST(reference, a_header_that_is_wrong_but_not_whole_is_not_a_certain_failure) {
  for (const auto& stream : {"83"_octets, "83 7e 01"_octets}) {
    ASSERT_TRUE(decode(stream, from_server).failed);
    EXPECT_FALSE(decode(stream, from_server).failed->certain);
  }
  EXPECT_FALSE(decode("81 7e 01"_octets, from_server).failed);
}

TEST(reference, what_is_whole_before_a_failure_is_told) {
  const auto result = decode("81 01 41 89 00 01 01 42 83 00"_octets, from_server);
  ASSERT_EQ(result.events.size(), 2u);
  EXPECT_EQ(result.frames.size(), 3u);
  EXPECT_EQ(result.open_opcode, 1);
  EXPECT_EQ(result.open_payload, "42"_octets);
  EXPECT_EQ(result.failed->offset, 8u);
}

TEST(reference, a_close_frame_ends_everything) {
  const auto result = decode("88 04 03 e9 6f 6b 83 83"_octets, from_server);
  EXPECT_TRUE(result.closed);
  EXPECT_FALSE(result.failed);
  ASSERT_EQ(result.events.size(), 1u);
  EXPECT_EQ(result.events[0].code, 1001);
  EXPECT_EQ(result.events[0].payload, "6f6b"_octets);
  EXPECT_EQ(decode("88 00"_octets, from_server).events.at(0).code, 1005);
}

octets encoded(std::uint32_t point) {
  const auto octet = [](std::uint32_t value) { return static_cast<std::byte>(value); };
  const auto tail = [&](int shift) { return octet(0x80 | (point >> shift & 0x3f)); };
  if (point < 0x80) return {octet(point)};
  if (point < 0x800) return {octet(0xc0 | point >> 6), tail(0)};
  if (point < 0x10000) return {octet(0xe0 | point >> 12), tail(6), tail(0)};
  return {octet(0xf0 | point >> 18), tail(12), tail(6), tail(0)};
}

TEST(reference, every_code_point_is_text_and_every_start_of_one_is_incomplete) {
  for (std::uint32_t point = 0; point <= 0x10ffff; ++point) {
    if (point == 0xd800) point = 0xe000;
    const octets text = encoded(point);
    const auto whole = check_utf8(text);
    ASSERT_TRUE(whole.complete && whole.valid == text.size()) << point;
    for (std::size_t size = 1; size < text.size(); ++size) {
      const auto start = check_utf8(std::span(text).first(size));
      ASSERT_TRUE(!start.complete && start.valid == size) << point;
    }
  }
}

// How many sequences of `size` octets, made of these, are valid text; `first_lead` keeps shorter
// characters out.
int characters_among(std::span<const int> values, int size, int first_lead) {
  int count = 0;
  octets text(static_cast<std::size_t>(size));
  const auto fill = [&](const auto& self, std::size_t i) -> void {
    if (i == text.size()) {
      const auto verdict = check_utf8(text);
      count += verdict.valid == text.size() && verdict.complete ? 1 : 0;
      return;
    }
    for (const int value : values) {
      if (i == 0 && value < first_lead) continue;
      text[i] = static_cast<std::byte>(value);
      self(self, i + 1);
    }
  };
  fill(fill, 0);
  return count;
}

TEST(reference, nothing_else_is_text) {
  std::array<int, 256> all{};
  for (int i = 0; i < 256; ++i) all[static_cast<std::size_t>(i)] = i;
  EXPECT_EQ(characters_among(all, 1, 0), 0x80);
  EXPECT_EQ(characters_among(all, 2, 0x80), 0x800 - 0x80);
  EXPECT_EQ(characters_among(all, 3, 0xe0), 0x10000 - 0x800 - 0x800);  // without the surrogates
  // Every edge of a range. Second octets: 90, 9f, a0, bf after f0; 80, 8f too after f1 and f3;
  // 80, 8f after f4.
  const std::array<int, 18> edges{0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0,
                                  0xc2, 0xe0, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff};
  EXPECT_EQ(characters_among(edges, 4, 0xf0), (4 + 6 + 6 + 2) * 6 * 6);
}

TEST(reference, the_first_octet_that_cannot_be_text_is_found) {
  const std::pair<octets, std::size_t> texts[] = {
      {"41 80"_octets, 1},       {"c0 80"_octets, 0},    {"c1 bf"_octets, 0},
      {"e0 9f 80"_octets, 1},    {"ed a0 80"_octets, 1}, {"f0 8f 80 80"_octets, 1},
      {"f4 90 80 80"_octets, 1}, {"f5 80"_octets, 0},    {"e2 82 41"_octets, 2},
      {"f0 9f 98 c0"_octets, 3}, {"c3 a9 ff"_octets, 2},
  };
  for (const auto& [text, first_bad] : texts) {
    EXPECT_EQ(check_utf8(text).valid, first_bad) << wsproof::test::hex_of(text);
  }
}

}  // namespace
