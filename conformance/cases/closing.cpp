// RFC 6455 §5.5.1, §7: Close frames, good and bad (Autobahn's group 7).
#include <array>
#include <string>

#include "conformance/cases/families.hpp"

namespace wsproof::conformance {
namespace {

const family answered{.says =
                          "If an endpoint receives a Close frame and did not previously send a "
                          "Close frame, the endpoint MUST send a Close frame in response.",
                      .section = "RFC 6455 §5.5.1",
                      .requirement = "RFC6455-5.5.1-e",
                      .cause = "TCP is closed without a Close frame"};

const family body{.says =
                      "If there is a body, the first two bytes of the body MUST be a 2-byte "
                      "unsigned integer (in network byte order) representing a status code",
                  .section = "RFC 6455 §5.5.1",
                  .requirement = "RFC6455-5.5.1-a",
                  .cause = "the body of a Close frame is not checked"};

const family reason{.says = "Following the 2-byte integer, the body MAY contain UTF-8-encoded data",
                    .section = "RFC 6455 §5.5.1",
                    .requirement = "RFC6455-5.5.1-k",
                    .cause = "the reason is not checked as UTF-8"};

const family codes{.says =
                       "Endpoints MAY use the following pre-defined status "
                       "codes when sending a "
                       "Close frame.",
                   .section = "RFC 6455 §7.4.1",
                   .requirement = "RFC6455-7.4.1-e",
                   .cause = "a close code that is legal is refused"};

const family ranges{.says =
                        "Status codes in the range 1000-2999 are reserved for definition "
                        "by this "
                        "protocol, its future revisions, and extensions specified in a "
                        "permanent and readily available public specification.",
                    .section = "RFC 6455 §7.4.2",
                    .requirement = "RFC6455-7.4.2-a",
                    .cause = "the close code is not checked"};

constexpr std::array<int, 13> good{1000, 1001, 1002, 1003, 1007, 1008, 1009,
                                   1010, 1011, 3000, 3999, 4000, 4999};
constexpr std::array<int, 9> bad{0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999};
constexpr std::array<int, 2> beyond{5000, 65535};

test_case strict(test_case made) {
  made.judged.wrong_code_fails = true;
  return made;
}

test_case measured(test_case made) {
  made.judged.informational = true;
  return made;
}

std::vector<std::uint16_t> answers_to(int code) {
  if (code == 1000) return {1000};
  return {1000, static_cast<std::uint16_t>(code)};
}

void add_order_cases(std::vector<test_case>& cases) {
  const step bye = send(close_frame(1000)), answer = answers_close({1000});
  cases.push_back(answered.of("7.1.1", "a message comes back, then the connection is closed",
                              {send(text("Hello World!")), expect(text("Hello World!"))}));
  cases.push_back(strict(answered.of("7.1.2", "a second Close frame is ignored",
                                     {bye, send(close_holding({})), answer})));
  cases.push_back(strict(answered.of("7.1.3", "a ping behind a Close frame is not answered",
                                     {bye, send(ping()), answer})));
  cases.push_back(strict(answered.of("7.1.4", "a message behind a Close frame is ignored",
                                     {bye, send(text("Hello World!")), answer})));
  cases.push_back(strict(
      answered.of("7.1.5", "a Close frame inside a message, and a fragment behind it",
                  {send(text("fragment1").more()), bye, send(more_of("fragment2")), answer})));
  cases.push_back(
      measured(answered.of("7.1.6", "what happens to 256 KiB that a Close frame follows at once",
                           {send(text({"BAsd7&jh23", 262144})), send(text("Hello World!")),
                            expect(text("Hello World!")), bye, send(ping()), answer})));
}

}  // namespace

void add_closing_cases(std::vector<test_case>& cases) {
  add_order_cases(cases);
  const auto frame_of = [](const payload& octets) { return send(close_holding(octets)); };
  cases.push_back(strict(answered.of("7.3.1", "a Close frame without a body is answered",
                                     {frame_of({}), answers_close({1000})})));
  cases.push_back(strict(body.of("7.3.2", "a Close frame with a body of one octet is an error",
                                 {frame_of("a"), answers_or_drops({1002})})));
  cases.push_back(strict(answered.of("7.3.3", "a Close frame with a code is answered",
                                     {send(close_frame(1000)), answers_close({1000})})));
  cases.push_back(
      strict(answered.of("7.3.4", "a Close frame with a code and a reason is answered",
                         {send(close_frame(1000, "Hello World!")), answers_close({1000})})));
  cases.push_back(
      strict(answered.of("7.3.5", "a Close frame with the longest reason is answered",
                         {send(close_frame(1000, std::string(123, '*'))), answers_close({1000})})));
  cases.push_back(strict(long_control_frames().of(
      "7.3.6", "a Close frame with a reason one octet too long is an error",
      {send(close_frame(1000, std::string(124, '*'))), answers_or_drops({1002})})));
  cases.push_back(
      strict(reason.of("7.5.1", "a Close frame with a reason that is not UTF-8 is an error",
                       {frame_of(hex("03e8cebae1bdb9cf83cebcceb5eda080656469746564")),
                        answers_or_drops({1002, 1007})})));
  for (std::size_t i = 0; i < good.size(); ++i) {
    cases.push_back(strict(codes.of(
        "7.7." + std::to_string(i + 1), "close code " + std::to_string(good[i]) + " is answered",
        {send(close_frame(good[i])), answers_close(answers_to(good[i]))})));
  }
  for (std::size_t i = 0; i < bad.size(); ++i) {
    cases.push_back(strict(ranges.of("7.9." + std::to_string(i + 1),
                                     "close code " + std::to_string(bad[i]) + " is an error",
                                     {send(close_frame(bad[i])), answers_or_drops({1002})})));
  }
  for (std::size_t i = 0; i < beyond.size(); ++i) {
    const auto code = static_cast<std::uint16_t>(beyond[i]);
    cases.push_back(measured(ranges.of(
        "7.13." + std::to_string(i + 1), "what happens to close code " + std::to_string(code),
        {send(close_frame(code)), answers_or_drops({1000, 1002, code})})));
  }
}

}  // namespace wsproof::conformance
