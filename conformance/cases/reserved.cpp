// RFC 6455 §5.2: reserved bits and opcodes fail the connection (Autobahn's
// groups 3 and 4).
#include <string>

#include "conformance/cases/families.hpp"

namespace wsproof::conformance {
namespace {

const family bits{.says =
                      "If a nonzero value is received and none of the "
                      "negotiated extensions defines the "
                      "meaning of such a nonzero value, the receiving "
                      "endpoint MUST _Fail the WebSocket "
                      "Connection_.",
                  .section = "RFC 6455 §5.2",
                  .requirement = "RFC6455-5.2-b",
                  .cause = "the reserved bits are not looked at"};

const family opcodes{.says =
                         "If an unknown opcode is received, the receiving endpoint MUST _Fail "
                         "the WebSocket Connection_.",
                     .section = "RFC 6455 §5.2",
                     .requirement = "RFC6455-5.2-c",
                     .cause = "reserved opcodes are ignored or taken for another"};

constexpr cutting frame_by_frame{cutting::kind::frames};
constexpr cutting octet_by_octet{cutting::kind::pieces, 1};

// A good message, the offence, and a ping that must not be answered any more.
play after_a_message(const frame_words& offence) {
  return {send(text("Hello, world!")), expect(text("Hello, world!")), send(offence), send(ping()),
          closes_with({1002})};
}

}  // namespace

void add_reserved_cases(std::vector<test_case>& cases) {
  const frame_words hello = text("Hello, world!");
  const auto named = [](int rsv) {
    return "RSV value " + std::to_string(rsv) + " fails the connection";
  };
  const auto alone = [](const frame_words& offence) {
    return play{send(offence), closes_with({1002})};
  };
  cases.push_back(bits.of("3.1", named(1), alone(hello.with_rsv(1))));
  cases.push_back(
      bits.of("3.2", named(2) + ", behind a message", after_a_message(hello.with_rsv(2))));
  cases.push_back(
      bits.of("3.3", named(3) + ", frame by frame", after_a_message(hello.with_rsv(3))));
  cases.back().sent = frame_by_frame;
  cases.push_back(
      bits.of("3.4", named(4) + ", octet by octet", after_a_message(hello.with_rsv(4))));
  cases.back().sent = octet_by_octet;
  cases.push_back(bits.of("3.5", named(5) + " on a binary message",
                          alone(binary(hex("00fffefdfcfb00ff")).with_rsv(5))));
  cases.push_back(bits.of("3.6", named(6) + " on a binary message that holds text",
                          alone(binary("Hello, world!").with_rsv(6))));
  cases.push_back(
      bits.of("3.7", named(7) + " on a Close frame", alone(close_holding({}).with_rsv(7))));

  for (const int first : {3, 11}) {
    const std::string group = first == 3 ? "4.1." : "4.2.";
    const auto id = [&](int i) { return group + std::to_string(i); };
    const auto title = [&](int i, const std::string& how) {
      return "reserved opcode " + std::to_string(first + i - 1) + " fails the connection" + how;
    };
    cases.push_back(opcodes.of(id(1), title(1, ""), alone(with_opcode(first))));
    cases.push_back(opcodes.of(id(2), title(2, ", with a payload"),
                               alone(with_opcode(first + 1, "reserved opcode payload"))));
    cases.push_back(
        opcodes.of(id(3), title(3, ", behind a message"), after_a_message(with_opcode(first + 2))));
    cases.push_back(opcodes.of(id(4), title(4, ", behind a message, with a payload"),
                               after_a_message(with_opcode(first + 3, "Hello, world!"))));
    cases.push_back(opcodes.of(id(5), title(5, ", octet by octet"),
                               after_a_message(with_opcode(first + 4, "Hello, world!"))));
    cases.back().sent = octet_by_octet;
  }
}

}  // namespace wsproof::conformance
