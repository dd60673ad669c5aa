// RFC 6455 §5.6, §8.1: text is UTF-8, or the connection fails (Autobahn's group
// 6).
#include <array>
#include <string>
#include <string_view>

#include "conformance/cases/families.hpp"

namespace wsproof::conformance {
namespace {

const family utf8{.says =
                      "When an endpoint is to interpret a byte stream as UTF-8 but finds "
                      "that "
                      "the byte stream is not, in fact, a valid UTF-8 stream, that endpoint "
                      "MUST _Fail the WebSocket Connection_.",
                  .section = "RFC 6455 §8.1",
                  .requirement = "RFC6455-8.1-a",
                  .cause = "text is not checked, or with a check that lets this through"};

const family empty_text{.says =
                            "Clients and servers MUST support receiving "
                            "both fragmented and unfragmented messages.",
                        .section = "RFC 6455 §5.4",
                        .requirement = "RFC6455-5.4-e",
                        .cause = "a message or fragment without octets is dropped"};

constexpr std::string_view greek = "cebae1bdb9cf83cebcceb5";  // kosme, with its accent
constexpr std::string_view greeting = "48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d382121";

test_case valid(const std::string& id, const std::string& what, const payload& body,
                std::uint64_t fragment = 0) {
  play steps = fragmented(text(body), fragment);
  steps.push_back(expect(text(body)));
  return utf8.of(id, what + " comes back", std::move(steps));
}

test_case invalid(const std::string& id, const std::string& what, const payload& body,
                  std::uint64_t fragment = 0) {
  play steps = fragmented(text(body), fragment);
  steps.push_back(closes_with({1007}));
  test_case made = utf8.of(id, what + " fails the connection", std::move(steps));
  made.judged.wrong_closer_fails = true;
  return made;
}

// One text in three parts; the second makes it wrong, the peer should notice
// there.
test_case fails_fast(const std::string& id, const std::string& what, play steps) {
  test_case made = utf8.of(id, what + " fails the connection at once", std::move(steps));
  made.judged.wrong_closer_fails = true;
  return made;
}

play in_fragments(const payload& first, const payload& second, const payload& third) {
  return {send(text(first).more()), still_open(),       send(more_of(second).more()), should_fail(),
          send(more_of(third)),     closes_with({1007})};
}

play in_parts_of_a_frame(const payload& first, const payload& second, const payload& third) {
  const payload all = first.followed_by(second).followed_by(third);
  return {send_start(text(all), first.size()),
          still_open(),
          send_rest(second.size()),
          should_fail(),
          send_rest(third.size()),
          closes_with({1007})};
}

struct series {
  std::string_view group;
  std::string_view what;
  bool valid;
  std::vector<std::string> texts;  // in hex
};

std::string in_hex(unsigned octet) {
  constexpr std::string_view digits = "0123456789abcdef";
  return {digits[octet / 16], digits[octet % 16]};
}

// Each octet from `from` to `to`, with `between` after each.
std::string octets_in_hex(unsigned from, unsigned to, const std::string& between) {
  std::string all;
  for (unsigned octet = from; octet <= to; ++octet) all += in_hex(octet) + between;
  return all;
}

// U+FFFE and U+FFFF of every plane: no characters, but valid.
std::vector<std::string> noncharacters() {
  std::vector<std::string> all{"efbfbe", "efbfbf"};
  for (unsigned plane = 1; plane <= 16; ++plane) {
    const std::string head = in_hex(0xf0 | plane / 4) + in_hex(0x8f | (plane % 4) << 4) + "bf";
    all.push_back(head + "be");
    all.push_back(head + "bf");
  }
  return all;
}

std::vector<series> all_series() {
  const std::string continuations = octets_in_hex(0x80, 0xbe, "");
  const std::string cut_off = "c0e080f08080f8808080fc80808080dfefbff7bfbffbbfbfbffdbfbfbfbf";
  return {
      {"6.5",
       "valid UTF-8",
       true,
       {"68656c6c6f24776f726c64", "68656c6c6fc2a2776f726c64", "68656c6c6fe282ac776f726c64",
        "68656c6c6ff0a4ada2776f726c64", std::string(greek)}},
      {"6.7", "the first code point of its length", true, {"00", "c280", "e0a080", "f0908080"}},
      {"6.8", "the first of 5 and 6 octets", false, {"f888808080", "fc8480808080"}},
      {"6.9", "the last code point of its length", true, {"7f", "dfbf", "efbfbf", "f48fbfbf"}},
      {"6.10", "the last of 4, 5 and 6 octets", false, {"f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf"}},
      {"6.11", "a border of the code points", true, {"ed9fbf", "ee8080", "efbfbd", "f48fbfbf"}},
      {"6.12",
       "a continuation octet alone",
       false,
       {"80", "bf", "80bf", "80bf80", "80bf80bf", "80bf80bf80", "80bf80bf80bf", continuations}},
      {"6.13",
       "a first octet alone",
       false,
       {octets_in_hex(0xc0, 0xde, "20"), octets_in_hex(0xe0, 0xee, "20"),
        octets_in_hex(0xf0, 0xf6, "20"), octets_in_hex(0xf8, 0xfa, "20"), "fc20"}},
      {"6.14",
       "a character without its last octet",
       false,
       {"c0", "e080", "f08080", "f8808080", "fc80808080", "df", "efbf", "f7bfbf", "fbbfbfbf",
        "fdbfbfbfbf"}},
      {"6.15", "characters without their last octets", false, {cut_off}},
      {"6.16", "an octet that is in no text", false, {"fe", "ff", "fefeffff"}},
      {"6.17",
       "an overlong slash",
       false,
       {"c0af", "e080af", "f08080af", "f8808080af", "fc80808080af"}},
      {"6.18",
       "the biggest overlong form",
       false,
       {"c1bf", "e09fbf", "f08fbfbf", "f887bfbfbf", "fc83bfbfbfbf"}},
      {"6.19",
       "an overlong NUL",
       false,
       {"c080", "e08080", "f0808080", "f880808080", "fc8080808080"}},
      {"6.20",
       "a surrogate alone",
       false,
       {"eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf"}},
      {"6.21",
       "a pair of surrogates",
       false,
       {"eda080edb080", "eda080edbfbf", "edadbfedb080", "edadbfedbfbf", "edae80edb080",
        "edae80edbfbf", "edafbfedb080", "edafbfedbfbf"}},
      {"6.22", "a code point that is no character", true, noncharacters()},
      {"6.23",
       "a special code point",
       true,
       {"efbfb9", "efbfba", "efbfbb", "efbfbc", "efbfbd", "efbfbe", "efbfbf"}},
  };
}

void add_first_cases(std::vector<test_case>& cases) {
  cases.push_back(empty_text.of("6.1.1", "an empty text message comes back",
                                {send(text({})), expect(text({}))}));
  cases.push_back(empty_text.of(
      "6.1.2", "three empty fragments come back as an empty message",
      {send(text({}).more()), send(more_of({}).more()), send(more_of({})), expect(text({}))}));
  cases.push_back(
      empty_text.of("6.1.3", "a fragment between two empty ones comes back as a message",
                    {send(text({}).more()), send(more_of("middle frame payload").more()),
                     send(more_of({})), expect(text("middle frame payload"))}));
  cases.push_back(valid("6.2.1", "a text with characters of 1 and 2 octets", hex(greeting)));
  cases.push_back(utf8.of("6.2.2", "a text in two fragments, between characters, comes back",
                          {send(text(hex(greeting.substr(0, 30))).more()),
                           send(more_of(hex(greeting.substr(30)))), expect(text(hex(greeting)))}));
  cases.push_back(valid("6.2.3", "a text in fragments of one octet", hex(greeting), 1));
  cases.push_back(valid("6.2.4", "a Greek text in fragments of one octet", hex(greek), 1));
  const payload wrong = hex(std::string(greek) + "eda080656469746564");
  cases.push_back(invalid("6.3.1", "a text with a surrogate in it", wrong));
  cases.push_back(invalid("6.3.2", "a text with a surrogate, in fragments of one octet", wrong, 1));
}

}  // namespace

void add_text_cases(std::vector<test_case>& cases) {
  add_first_cases(cases);
  const payload start = hex(greek), start_and_f4 = hex(std::string(greek) + "f4");
  cases.push_back(fails_fast("6.4.1", "a fragment with a code point beyond U+10FFFF",
                             in_fragments(start, hex("f4908080"), "edited")));
  cases.push_back(fails_fast("6.4.2", "a fragment with the octet that cannot follow",
                             in_fragments(start_and_f4, hex("90"), hex("8080656469746564"))));
  cases.push_back(fails_fast("6.4.3", "part of a frame with a code point beyond U+10FFFF",
                             in_parts_of_a_frame(start, hex("f4908080"), "edited")));
  cases.push_back(
      fails_fast("6.4.4", "part of a frame with the octet that cannot follow",
                 in_parts_of_a_frame(start_and_f4, hex("90"), hex("8080656469746564"))));
  const auto add = [&](const series& all) {
    for (std::size_t i = 0; i < all.texts.size(); ++i) {
      const auto id = std::string(all.group) + "." + std::to_string(i + 1);
      const auto what =
          std::string(all.what) + " (" +
          (all.texts[i].size() > 24 ? all.texts[i].substr(0, 24) + "..." : all.texts[i]) + ")";
      cases.push_back(all.valid ? valid(id, what, hex(all.texts[i]))
                                : invalid(id, what, hex(all.texts[i])));
    }
  };
  for (const series& one : all_series()) {
    add(one);
    if (one.group == "6.11") {
      cases.push_back(invalid("6.11.5", "the first number beyond U+10FFFF", hex("f4908080")));
    }
    if (one.group != "6.5") continue;
    for (std::size_t size = 1; size <= greek.size() / 2; ++size) {
      const bool whole = size == 2 || size == 5 || size == 7 || size == 9 || size == 11;
      const auto id = "6.6." + std::to_string(size);
      const auto what = "the first " + std::to_string(size) + " octets of a Greek word";
      const payload body = hex(greek.substr(0, size * 2));
      cases.push_back(whole ? valid(id, what, body) : invalid(id, what, body));
    }
  }
}

}  // namespace wsproof::conformance
