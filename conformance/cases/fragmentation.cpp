// RFC 6455 §5.4: fragmented messages, and control frames between their
// fragments (Autobahn's group 5).
#include <array>
#include <string>

#include "conformance/cases/families.hpp"

namespace wsproof::conformance {
namespace {

const family whole{.says =
                       "Clients and servers MUST support receiving both fragmented and "
                       "unfragmented messages.",
                   .section = "RFC 6455 §5.4",
                   .requirement = "RFC6455-5.4-e",
                   .cause = "continuation frames are not put together to one message"};

const family injected{.says =
                          "An endpoint MUST be capable of handling control frames in the middle "
                          "of a fragmented message.",
                      .section = "RFC 6455 §5.4",
                      .requirement = "RFC6455-5.4-d",
                      .cause = "a control frame between fragments ends or spoils the message"};

const family control{.says =
                         "All control frames MUST have a payload length of 125 bytes or less "
                         "and MUST NOT be fragmented.",
                     .section = "RFC 6455 §5.5",
                     .requirement = "RFC6455-5.5-b",
                     .cause = "FIN is not looked at on control frames"};

const family stray{.says =
                       "A fragmented message consists of a single frame "
                       "with the FIN bit clear and an opcode "
                       "other than 0, followed by zero or more frames with "
                       "the FIN bit clear and the opcode "
                       "set to 0, and terminated by a single frame with "
                       "the FIN bit set and an opcode of 0.",
                   .section = "RFC 6455 §5.4",
                   .requirement = "RFC6455-5.4-k",
                   .cause = "nothing remembers whether a message is open"};

const family interleaved{.says =
                             "The fragments of one message MUST NOT be interleaved between the "
                             "fragments of another "
                             "message unless an extension has been negotiated that can "
                             "interpret the interleaving.",
                         .section = "RFC 6455 §5.4",
                         .requirement = "RFC6455-5.4-c",
                         .cause = "a new message may begin although the last one has not ended"};

struct sending {
  const char* how;
  cutting cut;
};
// Autobahn sends the same octets three times: at once, frame by frame, octet by
// octet.
constexpr std::array<sending, 3> sendings{{{"", {cutting::kind::whole}},
                                           {", frame by frame", {cutting::kind::frames}},
                                           {", octet by octet", {cutting::kind::pieces, 1}}}};

void add_three(std::vector<test_case>& cases, const family& kin, int first_id,
               const std::string& title, const play& steps) {
  for (int i = 0; i < 3; ++i) {
    const auto& [how, cut] = sendings[static_cast<std::size_t>(i)];
    cases.push_back(kin.of("5." + std::to_string(first_id + i), title + how, steps));
    cases.back().sent = cut;
  }
}

play pings_between_five_fragments() {
  return {send(text("fragment1").more()),
          send(more_of("fragment2").more()),
          send(ping("pongme 1!")),
          expect(pong("pongme 1!")),
          still_open(),
          send(more_of("fragment3").more()),
          send(more_of("fragment4").more()),
          send(ping("pongme 2!")),
          expect(pong("pongme 2!")),
          send(more_of("fragment5")),
          expect(text("fragment1fragment2fragment3fragment4fragment5"))};
}

play three_fragments_twice(bool first_is_open) {
  play steps;
  for (int i = 0; i < 2; ++i) {
    const frame_words first = more_of("fragment1");
    steps.push_back(send(first_is_open ? first.more() : first));
    steps.push_back(send(text("fragment2").more()));
    steps.push_back(send(more_of("fragment3")));
  }
  steps.push_back(closes_with({1002}));
  return steps;
}

}  // namespace

void add_fragmentation_cases(std::vector<test_case>& cases) {
  const frame_words begin = text("fragment1").more(), end = more_of("fragment2");
  const frame_words lonely = more_of("non-continuation payload"), hello = text("Hello, world!");
  const step comes_back = expect(text("fragment1fragment2"));

  cases.push_back(control.of("5.1", "a ping in two fragments fails the connection",
                             {send(ping("fragment1").more()), send(end), closes_with({1002})}));
  cases.push_back(control.of("5.2", "a pong in two fragments fails the connection",
                             {send(pong("fragment1").more()), send(end), closes_with({1002})}));
  add_three(cases, whole, 3, "a text message in two fragments comes back",
            {send(begin), send(end), comes_back});
  add_three(cases, injected, 6, "a ping between two fragments is answered at once",
            {send(begin), send(ping("ping payload")), expect(pong("ping payload")), send(end),
             comes_back});
  add_three(cases, stray, 9, "a last fragment without a first one fails the connection",
            {send(lonely), send(hello), closes_with({1002})});
  add_three(cases, stray, 12, "a middle fragment without a first one fails the connection",
            {send(lonely.more()), send(hello), closes_with({1002})});
  cases.push_back(stray.of("5.15", "a middle fragment behind a whole message fails the connection",
                           {send(begin), send(end), comes_back, send(more_of("fragment3").more()),
                            send(text("fragment4")), closes_with({1002})}));
  cases.push_back(stray.of("5.16", "middle fragments before each message fail the connection",
                           three_fragments_twice(true)));
  cases.push_back(stray.of("5.17", "last fragments before each message fail the connection",
                           three_fragments_twice(false)));
  cases.push_back(interleaved.of(
      "5.18", "a text frame inside another text message fails the connection",
      {send(text("fragment1").more()), send(text("fragment2")), closes_with({1002})}));
  for (const int i : {0, 1}) {
    const auto& [how, cut] = sendings[static_cast<std::size_t>(i)];
    cases.push_back(injected.of("5." + std::to_string(19 + i),
                                std::string("pings between five fragments are answered before the "
                                            "message ends") +
                                    how,
                                pings_between_five_fragments()));
    cases.back().sent = cut;
  }
}

}  // namespace wsproof::conformance
