#include "wsproof/event.hpp"

#include <gtest/gtest.h>

#include "codec/test/support/hex.hpp"

namespace {

using namespace wsproof;
using namespace wsproof::test::literals;

event close_event(test::octets& payload) {
  return {.what = event::kind::close,
          .size = static_cast<std::uint32_t>(payload.size()),
          .data = payload.data()};
}

TEST(event, a_close_event_tells_code_and_reason) {
  auto payload = "03e9 627965"_octets;
  const event close = close_event(payload);
  EXPECT_EQ(code_of(close), close_code::going_away);
  EXPECT_EQ(reason_of(close), "bye");
  EXPECT_EQ(close.octets().data(), payload.data());
}

TEST(event, a_close_event_without_payload_has_no_status_and_no_reason) {
  test::octets payload;
  EXPECT_EQ(code_of(close_event(payload)), close_code::no_status);
  EXPECT_EQ(reason_of(close_event(payload)), "");
}

}  // namespace
