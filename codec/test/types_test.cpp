#include "wsproof/types.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace {

using namespace wsproof;

TEST(types, the_high_bit_of_an_opcode_makes_it_a_control_opcode) {
  for (int value = 0; value < 16; ++value) {
    EXPECT_EQ(is_control(opcode(value)), value >= 8) << value;
  }
}

TEST(types, the_opcodes_without_a_name_are_reserved) {
  // RFC 6455 §5.2: "%x3-7 are reserved for further non-control frames",
  // "%xB-F are reserved for further control frames".
  for (int value = 0; value < 16; ++value) {
    const bool named = value <= 2 || (value >= 8 && value <= 10);
    EXPECT_EQ(is_reserved(opcode(value)), !named) << value;
    EXPECT_EQ(name_of(opcode(value)) == "reserved", !named) << value;
  }
}

TEST(types, opcodes_have_the_names_of_the_rfc) {
  EXPECT_EQ(name_of(opcode::continuation), "continuation");
  EXPECT_EQ(name_of(opcode::text), "text");
  EXPECT_EQ(name_of(opcode::binary), "binary");
  EXPECT_EQ(name_of(opcode::close), "close");
  EXPECT_EQ(name_of(opcode::ping), "ping");
  EXPECT_EQ(name_of(opcode::pong), "pong");
}

TEST(types, every_close_code_is_judged_as_section_7_4_says) {
  struct range {
    int first, last;
  };
  constexpr std::array<range, 3> allowed{{{1000, 1003}, {1007, 1014}, {3000, 4999}}};
  for (int value = 0; value <= 0xffff; ++value) {
    bool expected = false;
    for (const auto& [first, last] : allowed) expected |= value >= first && value <= last;
    EXPECT_EQ(may_be_sent(close_code(value)), expected) << value;
  }
}

TEST(types, text_and_octets_are_two_views_of_one_place) {
  constexpr std::string_view text{"a\0b", 3};
  const const_bytes octets = as_octets(text);
  ASSERT_EQ(octets.size(), 3u);
  EXPECT_EQ(octets[1], std::byte{0});
  EXPECT_EQ(as_text(octets).data(), text.data());
  EXPECT_EQ(as_text(octets), text);
}

}  // namespace
