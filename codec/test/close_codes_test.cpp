// All 65,536 close codes, both ways, in both roles, against the ranges of RFC 6455 §7.4 and the
// IANA registry.
#include <gtest/gtest.h>

#include <string>

#include "codec/test/support/agreement.hpp"
#include "codec/test/support/listener.hpp"
#include "codec/test/support/wire.hpp"
#include "wsproof/endpoint.hpp"

namespace {

using namespace wsproof;
using test::octets;

struct code_range {
  int first, last;
};

constexpr code_range may_be_on_the_wire[] = {
    {1000, 1003},  // §7.4.1: normal, going away, protocol error, unacceptable type
    {1007, 1011},  // §7.4.1: inconsistent data, policy, too big, extension, unexpected condition
    {1012, 1014},  // IANA: service restart, try again later, bad gateway
    {3000, 3999},  // §7.4.2 "reserved for use by libraries, frameworks, and applications"
    {4000, 4999},  // §7.4.2 "reserved for private use"
};

bool is_allowed(int code) {
  for (const auto& range : may_be_on_the_wire) {
    if (code >= range.first && code <= range.last) return true;
  }
  return false;
}

octets close_payload(int code, std::string_view reason) {
  const octets head{static_cast<std::byte>(code >> 8), static_cast<std::byte>(code & 255)};
  return test::joined({head, test::octets_of_text(reason)});
}

class close_codes : public testing::TestWithParam<role> {};

TEST_P(close_codes, from_the_peer_are_taken_and_echoed_or_refused) {
  const bool is_server = GetParam() == role::server;
  test::listener listener(GetParam(), false);
  for (int code = 0; code < 65536 && !HasFailure(); ++code) {
    for (const std::string_view reason : {"", "why"}) {
      const octets stream =
          test::wire({{.opcode = 8, .payload = close_payload(code, reason)}}, is_server);
      const auto heard = listener.hear({"whole", {stream}});
      const auto expected = reference::decode(stream, listener.rules());
      ASSERT_EQ(expected.closed, is_allowed(code)) << code << ": the witnesses disagree";
      ASSERT_TRUE(agrees(heard, expected, !is_server)) << code;
      ASSERT_EQ(heard.failed.value_or(errc::none),
                is_allowed(code) ? errc::none : errc::close_code_not_allowed)
          << code;
    }
  }
}

TEST_P(close_codes, are_sent_only_where_they_may_be) {
  const bool is_server = GetParam() == role::server;
  test::listener listener(GetParam(), false);
  for (int code = 0; code < 65536 && !HasFailure(); ++code) {
    endpoint peer = listener.make();
    std::array<std::byte, max_control_frame_size> out{};
    const std::size_t size = peer.close(close_code(code), "", out);
    if (!is_allowed(code) && code != 1005) {
      ASSERT_EQ(size, 0u) << code;
      ASSERT_EQ(peer.closing(), close_state::open) << code;
      continue;
    }
    ASSERT_EQ(peer.closing(), close_state::close_sent) << code;
    const auto sent = reference::decode(std::span(out).first(size),
                                        {.from_client = !is_server, .rsv1_allowed = false});
    ASSERT_EQ(sent.events.size(), 1u) << code;
    ASSERT_EQ(sent.events[0].code, code);
    ASSERT_EQ(sent.offset, size);
  }
}

TEST_P(close_codes, are_sent_once_and_with_a_reason_that_fits_and_is_text) {
  test::listener listener(GetParam(), false);
  endpoint peer = listener.make();
  std::array<std::byte, max_control_frame_size> out{};
  EXPECT_EQ(peer.close(close_code::normal, std::string(124, 'r'), out), 0u);
  EXPECT_EQ(peer.close(close_code::normal, "\xff", out), 0u);
  EXPECT_EQ(peer.close(close_code::normal, "\xc3", out), 0u);
  EXPECT_EQ(peer.closing(), close_state::open);
  const std::string longest(123, 'r');
  const std::size_t size = peer.close(close_code::normal, longest, out);
  const auto sent =
      reference::decode(std::span(out).first(size), {.from_client = GetParam() == role::client});
  ASSERT_EQ(sent.events.size(), 1u);
  EXPECT_EQ(sent.events[0].payload, test::octets_of_text(longest));
  EXPECT_EQ(peer.close(close_code::normal, "", out), 0u) << "a second Close";
}

const auto name_of_role = [](const auto& tested) {
  return std::string(tested.param == role::server ? "server" : "client");
};
INSTANTIATE_TEST_SUITE_P(both, close_codes, testing::Values(role::server, role::client),
                         name_of_role);

}  // namespace
