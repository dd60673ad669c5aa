#include "wsproof/closing.hpp"

#include <gtest/gtest.h>

#include <array>
#include <ostream>
#include <string>

#include "codec/test/support/hex.hpp"

namespace {

using namespace wsproof;
using namespace wsproof::test::literals;
using enum close_state;
using enum close_input;

constexpr std::array all_states{open, close_sent, close_received, closed, failed};

TEST(closing, a_close_each_way_ends_in_closed_whoever_begins) {
  EXPECT_EQ(after(after(open, send_close), receive_close), closed);
  EXPECT_EQ(after(after(open, receive_close), send_close), closed);
}

TEST(closing, sending_or_receiving_twice_changes_nothing) {
  EXPECT_EQ(after(close_sent, send_close), close_sent);
  EXPECT_EQ(after(close_received, receive_close), close_received);
}

TEST(closing, a_failure_is_final_and_so_is_closed) {
  for (const close_input input : {send_close, receive_close, fail}) {
    EXPECT_EQ(after(failed, input), failed);
    EXPECT_EQ(after(closed, input), closed);
  }
  for (const close_state state : {open, close_sent, close_received}) {
    EXPECT_EQ(after(state, fail), failed);
  }
}

TEST(closing, data_may_be_sent_only_while_open) {
  // RFC 6455 §5.5.1: "The application MUST NOT send any more data frames after sending a Close
  // frame."
  for (const close_state state : all_states) EXPECT_EQ(may_send_data(state), state == open);
}

TEST(closing, states_and_inputs_have_names) {
  std::string names;
  for (const close_state state : all_states) names += std::string(name_of(state)) + ' ';
  for (const close_input input : {send_close, receive_close, fail}) {
    names += std::string(name_of(input)) + ' ';
  }
  EXPECT_EQ(names, "open close_sent close_received closed failed send_close receive_close fail ");
}

struct payload_row {
  const char* name;
  test::octets payload;
  errc fault;
  close_code code;

  friend void PrintTo(const payload_row& given, std::ostream* out) { *out << given.name; }
};

class close_payload : public testing::TestWithParam<payload_row> {};

TEST_P(close_payload, is_judged_by_its_code_and_its_reason) {
  EXPECT_EQ(judge_close_payload(GetParam().payload), GetParam().fault);
  EXPECT_EQ(code_in(GetParam().payload), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    closing, close_payload,
    testing::Values(
        payload_row{"empty", ""_octets, errc::none, close_code::no_status},
        payload_row{"one_octet", "03"_octets, errc::close_payload_too_short, close_code::no_status},
        payload_row{"normal", "03e8"_octets, errc::none, close_code::normal},
        payload_row{"with_reason", "03e9 627965"_octets, errc::none, close_code::going_away},
        payload_row{"no_status_on_the_wire", "03ed"_octets, errc::close_code_not_allowed,
                    close_code::no_status},
        payload_row{"abnormal_on_the_wire", "03ee"_octets, errc::close_code_not_allowed,
                    close_code::abnormal_closure},
        payload_row{"zero", "0000"_octets, errc::close_code_not_allowed, close_code(0)},
        payload_row{"private_use", "1387"_octets, errc::none, close_code(4999)},
        payload_row{"bad_code_before_bad_reason", "0000 ff"_octets, errc::close_code_not_allowed,
                    close_code(0)},
        payload_row{"reason_not_utf8", "03e8 ceba ff"_octets, errc::close_reason_not_utf8,
                    close_code::normal},
        payload_row{"reason_cut_inside_a_character", "03e8 ce"_octets, errc::close_reason_not_utf8,
                    close_code::normal}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
