#include "wsproof/message_assembler.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "codec/test/support/cuts.hpp"
#include "codec/test/support/hex.hpp"

namespace {

using namespace wsproof;
using namespace wsproof::test::literals;

// What came out, one word an event; pieces of one message are joined.
std::string assemble(std::span<const std::span<const std::byte>> pieces) {
  frame_decoder decoder({.reads_from = role::server, .allow_rsv1 = true});
  message_assembler assembler;
  std::string told;
  std::string message;
  for (const auto piece : pieces) {
    test::octets copy(piece.begin(), piece.end());
    bytes input = copy;
    for (;;) {
      const frame_piece frame = decoder.next(input);
      const message_event got = assembler.take(frame);
      const std::string payload(as_text(got.payload));
      if (got.what == message_event::kind::failed) {
        return told + message + std::string(describe(got.error).name);
      }
      if (got.what == message_event::kind::data) {
        if (got.first) message = std::string(name_of(got.op)) + (got.compressed ? "*(" : "(");
        message += payload;
        if (got.last) told += message + ") ";
        if (got.last) message.clear();
        EXPECT_EQ(assembler.is_between_messages(), got.last);
        EXPECT_EQ(assembler.is_compressed(), got.compressed && !got.last);
      }
      if (got.what == message_event::kind::ping) told += "ping(" + payload + ") ";
      if (got.what == message_event::kind::pong) told += "pong(" + payload + ") ";
      if (got.what == message_event::kind::close) told += "close(" + payload + ") ";
      if (frame.what == frame_piece::kind::more_input_needed) break;
    }
  }
  return told + message;
}

struct row {
  const char* name;
  test::octets stream;
  const char* told;

  friend void PrintTo(const row& given, std::ostream* out) { *out << given.name; }
};

class assembling : public testing::TestWithParam<row> {};

TEST_P(assembling, tells_the_same_under_every_cut) {
  test::for_each_cut(GetParam().stream, [](const test::cut& cut) {
    EXPECT_EQ(assemble(cut.pieces), GetParam().told) << cut.name;
  });
}

INSTANTIATE_TEST_SUITE_P(
    message_assembler, assembling,
    testing::Values(
        row{"one_frame", "81 05 48656c6c6f"_octets, "text(Hello) "},
        row{"three_fragments", "02 01 61 00 00 80 01 62"_octets, "binary(ab) "},
        row{"a_ping_inside_a_message", "01 03 48656c 89 02 6869 80 02 6c6f"_octets,
            "ping(hi) text(Hello) "},
        row{"control_frames", "89 00 8a 03 616263 88 00"_octets, "ping() pong(abc) close() "},
        row{"a_compressed_message", "41 01 61 80 01 62 81 01 63"_octets, "text*(ab) text(c) "},
        row{"a_continuation_of_nothing", "81 01 61 80 01 62"_octets,
            "text(a) continuation_without_message"},
        row{"a_message_inside_a_message", "01 01 61 82 01 62"_octets, "text(amessage_interrupted"},
        row{"a_reserved_opcode", "83 00"_octets, "reserved_opcode"},
        row{"a_close_code_that_may_not_be_sent", "88 02 03ee"_octets, "close_code_not_allowed"}),
    [](const auto& given) { return std::string(given.param.name); });

TEST(message_assembler, a_message_whose_end_was_put_back_is_still_open) {
  message_assembler assembler;
  const frame_piece whole{.what = frame_piece::kind::payload,
                          .op = opcode::text,
                          .fin = true,
                          .rsv1 = true,
                          .first = true,
                          .last = true};
  EXPECT_TRUE(assembler.take(whole).last);
  assembler.put_back();
  EXPECT_TRUE(assembler.is_compressed());
  frame_piece rest = whole;
  rest.first = false;
  const message_event end = assembler.take(rest);
  EXPECT_TRUE(end.last);
  EXPECT_FALSE(end.first);
  EXPECT_TRUE(assembler.is_between_messages());
}

}  // namespace
