// RFC 6455 §5.5.2, §5.5.3: pings are answered with their own octets (Autobahn's
// group 2).
#include <string>

#include "conformance/cases/families.hpp"

namespace wsproof::conformance {
namespace {

const family pings{.says =
                       "Upon receipt of a Ping frame, an endpoint MUST send a Pong frame in "
                       "response, unless it already received a Close frame.",
                   .section = "RFC 6455 §5.5.2",
                   .requirement = "RFC6455-5.5.2-a",
                   .cause = "pings are not answered, or not with what they carried"};

const family unsolicited{.says = "A Pong frame MAY be sent unsolicited.",
                         .section = "RFC 6455 §5.5.3",
                         .requirement = "RFC6455-5.5.3-b",
                         .cause = "a pong that nobody asked for is answered or taken as an error"};

play ten_pings() {
  play steps;
  for (int i = 0; i < 10; ++i) steps.push_back(send(ping("payload-" + std::to_string(i))));
  for (int i = 0; i < 10; ++i) steps.push_back(expect(pong("payload-" + std::to_string(i))));
  return steps;
}

play pinged(const payload& body) {
  return {send(ping(body)), expect(pong(body))};
}

}  // namespace

void add_ping_cases(std::vector<test_case>& cases) {
  const frame_words stray = pong("unsolicited pong payload");
  cases.push_back(pings.of("2.1", "an empty ping is answered", pinged({})));
  cases.push_back(pings.of("2.2", "a ping with text is answered with it", pinged("Hello, world!")));
  cases.push_back(pings.of("2.3", "a ping with octets that are no text is answered with them",
                           pinged(hex("00fffefdfcfb00ff"))));
  cases.push_back(pings.of("2.4", "a ping of 125 octets is answered", pinged(octets(125, '\xfe'))));
  cases.push_back(long_control_frames().of("2.5", "a ping of 126 octets fails the connection",
                                           {send(ping(octets(126, '\xfe'))), closes_with({1002})}));
  cases.push_back(pings.of("2.6", "a ping of 125 octets that come one by one is answered",
                           pinged(octets(125, '\xfe'))));
  cases.back().sent = {cutting::kind::pieces, 1};
  cases.push_back(unsolicited.of("2.7", "an empty pong that nobody asked for is ignored",
                                 {send(pong()), still_open()}));
  cases.push_back(unsolicited.of("2.8", "a pong with text that nobody asked for is ignored",
                                 {send(stray), still_open()}));
  cases.push_back(
      unsolicited.of("2.9", "a ping after a pong that nobody asked for is answered",
                     {send(stray), send(ping("ping payload")), expect(pong("ping payload"))}));
  cases.push_back(pings.of("2.10", "ten pings at once are answered in order", ten_pings()));
  cases.push_back(
      pings.of("2.11", "ten pings, octet by octet, are answered in order", ten_pings()));
  cases.back().sent = {cutting::kind::pieces, 1};
}

}  // namespace wsproof::conformance
