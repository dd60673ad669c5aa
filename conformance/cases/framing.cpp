// RFC 6455 §5.2: whole messages at the borders of the three length forms
// (Autobahn's groups 1 and 10).
#include <array>
#include <string>

#include "conformance/cases/families.hpp"

namespace wsproof::conformance {
namespace {

const family lengths{.says =
                         "The length of the \"Payload data\", in bytes: if 0-125, that is "
                         "the payload length.",
                     .section = "RFC 6455 §5.2",
                     .requirement = "RFC6455-5.2-e",
                     .cause = "the length forms behind 125 and 65535 octets, or their byte order"};

const family fragments{.says =
                           "Clients and servers MUST support receiving both fragmented and "
                           "unfragmented messages.",
                       .section = "RFC 6455 §5.4",
                       .requirement = "RFC6455-5.4-e",
                       .cause = "continuation frames are not put together to one message"};

constexpr std::array<std::uint64_t, 8> sizes{0, 125, 126, 127, 128, 65535, 65536, 65536};

}  // namespace

void add_framing_cases(std::vector<test_case>& cases) {
  for (const bool is_text : {true, false}) {
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const bool chopped = i + 1 == sizes.size();
      const payload body = octets(sizes[i], is_text ? '*' : '\xfe');
      const frame_words message = is_text ? text(body) : binary(body);
      test_case made = lengths.of((is_text ? "1.1." : "1.2.") + std::to_string(i + 1),
                                  std::string("a ") + (is_text ? "text" : "binary") +
                                      " message of " + std::to_string(sizes[i]) +
                                      " octets comes back" + (chopped ? ", sent in pieces" : ""),
                                  {send(message), expect(message)});
      if (chopped) made.sent = {cutting::kind::pieces, 997};
      cases.push_back(std::move(made));
    }
  }
}

void add_auto_fragment_cases(std::vector<test_case>& cases) {
  const frame_words message = text(octets(65536));
  play steps = fragmented(message, 1300);
  steps.push_back(expect(message));
  cases.push_back(fragments.of("10.1.1",
                               "a text message of 65536 octets in fragments of 1300 comes back",
                               std::move(steps)));
}

}  // namespace wsproof::conformance
