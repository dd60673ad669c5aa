// RFC 9112, RFC 9110: field syntax, bodies and cuts of the request (HS-S-038 to
// HS-S-067).
#include <algorithm>
#include <string>

#include "conformance/cases/opening.hpp"
#include "conformance/player/encode.hpp"

namespace wsproof::conformance {
namespace {

const std::string order_rule = "the order of the header fields is not important";
const std::string parse_rule = "The server must parse at least part of this handshake";
const std::string fold_rule =
    "A server that receives an obs-fold in a request message that is not "
    "within a \"message/http\" "
    "container MUST either reject the message by sending a 400 (Bad Request)";
const std::string wait_rule =
    "Once the client's opening handshake has been "
    "sent, the client MUST wait for a response from "
    "the server before sending any further data.";

template <typename Change>
request_words with_names(Change change) {
  request_words request = good_request();
  for (std::string& line : request.lines) {
    const auto end = line.begin() + static_cast<long>(line.find(':'));
    std::transform(line.begin(), end, line.begin(), change);
  }
  return request;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

void add_form_cases(std::vector<test_case>& cases) {
  int place = 0;
  const auto mixed = [&place](char c) { return ++place % 2 == 0 ? lower(c) : upper(c); };
  add(cases,
      {"038",
       "names of header fields are compared without case",
       "Each field line consists of a case-insensitive field name "
       "followed by a colon",
       "RFC 9112 §5",
       "RFC6455-4.1-ah",
       {asks("lower", with_names(lower), upgrades()), asks("UPPER", with_names(upper), upgrades()),
        asks("mIxEd", with_names(mixed), upgrades())},
       "names are compared with case; proxies send them in lower case"});
  std::vector<conversation> orders;
  request_words order = good_request();
  std::sort(order.lines.begin(), order.lines.end());
  for (int i = 1; i <= 20; ++i) {
    for (int skip = 0; skip < 6; ++skip)
      std::next_permutation(order.lines.begin(), order.lines.end());
    orders.push_back(asks("order " + std::to_string(i), order, upgrades()));
  }
  add(cases, {"039", "header fields come in any order", order_rule, reading, "RFC6455-4.2.1-i",
              std::move(orders), "fields are read by their place"});
  const auto spaced = [](const std::string& behind_colon, const std::string& at_end) {
    request_words request = good_request();
    for (std::string& line : request.lines) {
      line.replace(line.find(": "), 2, ":" + behind_colon);
      line += at_end;
    }
    return request;
  };
  answer_rule tab = upgrades();
  tab.otherwise = verdict::non_strict;
  add(cases,
      {"040",
       "whitespace around a field's value does not matter",
       "A field line value might be preceded and/or followed by "
       "optional whitespace (OWS)",
       "RFC 9112 §5",
       "RFC9112-5-b",
       {asks("none", spaced("", ""), upgrades()), asks("a tab", spaced("\t", ""), upgrades()),
        asks("five spaces", spaced("     ", ""), upgrades()),
        asks("spaces at the end", spaced(" ", "  "), upgrades()),
        asks("a tab at the end", spaced(" ", "\t"), tab)},
       "lines are split at colon and space"});
  add(cases, {"041",
              "a space before the colon is refused",
              "No whitespace is allowed between the field name and colon.",
              "RFC 9112 §5.1",
              "RFC9112-5.1-a",
              {asks("Upgrade", changed("Upgrade", "Upgrade : websocket"), refuses()),
               asks("Host", changed("Host", "Host : {host}"), refuses())},
              "names are trimmed before they are compared"});
}

void add_line_cases(std::vector<test_case>& cases) {
  const auto no_upgrade = good_request().without("Upgrade");
  add(cases,
      {"042",
       "a folded line is refused or unfolded",
       fold_rule,
       "RFC 9112 §5.2",
       "RFC9112-5.2-a",
       {asks("Upgrade", changed("Upgrade", "Upgrade:\r\n websocket"), either_way()),
        asks("key", changed("Sec-WebSocket-Key", "Sec-WebSocket-Key:\r\n {key}"), either_way()),
        asks("another field", good_request().first("X-Folded: a\r\n b"), either_way()),
        asks("a fold that looks like Upgrade",
             no_upgrade.first("X-Folded: a\r\n Upgrade: websocket"), refuses())},
       "a line that begins with a space is read as a field of its own"});
  add(cases, {"043",
              "a line with a space before its name, first of all, is no field",
              "A recipient that receives whitespace between the start-line and the "
              "first header field "
              "MUST either reject the message as invalid or consume each "
              "whitespace-preceded line "
              "without further processing of it",
              "RFC 9112 §2.2",
              "RFC9112-2.2-c",
              {asks("Upgrade", no_upgrade.first(" Upgrade: websocket"), refuses())},
              "names are trimmed before they are compared"});
  answer_rule any = either_way();
  any.when_silent = verdict::non_strict;
  any.when_as_wanted = verdict::informational;
  request_words mixture = good_request();
  mixture.start += "\r\n" + mixture.lines.front();
  mixture.lines.erase(mixture.lines.begin());
  add(cases, {"044",
              "lines that end in LF alone are answered somehow",
              "a recipient MAY recognize a single LF as a line terminator and "
              "ignore any preceding CR",
              "RFC 9112 §2.2",
              "RFC9112-2.2-d",
              {asks("all LF", good_request().ending_lines("\n"), any),
               asks("mixed", mixture.ending_lines("\n"), any)},
              "the end of the head is never found"});
  add(cases, {"045",
              "a bare CR does not end a line",
              "A recipient of such a bare CR MUST consider that element to be "
              "invalid or replace each "
              "bare CR with SP before processing the element or forwarding the "
              "message.",
              "RFC 9112 §2.2",
              "RFC9112-2.2-b",
              {asks("Upgrade behind CR", no_upgrade.with("X-A: a\rUpgrade: websocket"), refuses())},
              "CR alone is taken for a line end"});
  std::vector<conversation> controls{
      asks("NUL cuts Upgrade", changed("Upgrade", std::string("Upgrade: websocket\0x", 20)),
           refuses()),
      asks("NUL in a name", good_request().with(std::string("X-\0A: b", 7)),
           refuses_or(verdict::non_strict)),
      asks("NUL in the target", good_request().starting(std::string("GET /\0 HTTP/1.1", 15)),
           refuses_or(verdict::non_strict)),
      asks("NUL in the method", good_request().starting(std::string("G\0ET {target} HTTP/1.1", 22)),
           refuses())};
  for (const int octet : {0x00, 0x01, 0x08, 0x0b, 0x0c, 0x0e, 0x1f, 0x7f}) {
    controls.push_back(
        asks("octet " + std::to_string(octet) + " in a value",
             good_request().with(std::string("X-A: a") + static_cast<char>(octet) + "b"),
             refuses_or(octet == 0 ? verdict::non_strict : verdict::informational)));
  }
  add(cases, {"046", "control octets are refused",
              "Field values containing CR, LF, or NUL characters are invalid "
              "and dangerous",
              "RFC 9110 §5.5", "RFC9110-5.5-a", std::move(controls),
              "the head is handled as a string that ends at NUL"});
  std::vector<conversation> broken;
  answer_rule broken_line = refuses_or(verdict::non_strict);
  broken_line.when_silent = verdict::non_strict;
  for (const char* line : {": v", "Upgrade", "Foo", ":"}) {
    broken.push_back(asks(line, good_request().with(line), broken_line));
  }
  broken.push_back(asks("a good request after them", good_request(), upgrades()));
  add(cases, {"049", "a line without name or colon is refused",
              "the server MUST stop processing the client's handshake and return an "
              "HTTP response "
              "with an appropriate error code (such as 400 Bad Request).",
              reading, "RFC6455-4.2.1-a", std::move(broken), "lines are not checked"});
}

void add_size_cases(std::vector<test_case>& cases) {
  const auto lives = asks("a good request after them", good_request(), upgrades());
  std::vector<conversation> counts, sizes;
  for (const int count : {100, 1000, 10000}) {
    request_words request = good_request();
    for (int i = 0; i < count; ++i) request.lines.push_back("X-" + std::to_string(i) + ": v");
    counts.push_back(asks(std::to_string(count) + " fields", std::move(request), either_way()));
  }
  counts.push_back(lives);
  add(cases, {"051", "very many header fields are taken or refused, and nothing breaks",
              "A server that receives a request header field line, field value, or "
              "set of fields "
              "larger than it wishes to process MUST respond with an appropriate 4xx "
              "(Client Error) "
              "status code.",
              "RFC 9110 §5.4", "RFC9110-5.4-a", std::move(counts), "the head has no limit"});
  answer_rule fits = upgrades();
  fits.otherwise = verdict::informational;
  sizes.push_back(asks("4 KiB", good_request().with("X-Big: " + std::string(4096, 'v')), fits));
  for (const int kib : {8, 64, 1024}) {
    sizes.push_back(asks(std::to_string(kib) + " KiB",
                         good_request().with("X-Big: " + std::string(std::size_t(kib) << 10, 'v')),
                         either_way()));
  }
  sizes.push_back(lives);
  add(cases, {"052", "a very long header field is taken or refused, and nothing breaks",
              "A server that receives a request header field line, field value, or "
              "set of fields "
              "larger than it wishes to process MUST respond with an appropriate 4xx "
              "(Client Error) "
              "status code.",
              "RFC 9110 §5.4", "RFC9110-5.4-a", std::move(sizes), "the head has no limit"});
}

void add_body_cases(std::vector<test_case>& cases) {
  const std::string length_rule =
      "If a valid Content-Length header field is present without "
      "Transfer-Encoding, its decimal "
      "value defines the expected message body length in octets.";
  const auto with_body = [](std::string label, request_words request) {
    conversation made = asks(std::move(label), std::move(request), either_way());
    made.frames = {send(text("behind the body")), expect(text("behind the body"))};
    made.when_missing = verdict::non_strict;  // nobody's traffic, and harmless without a proxy
    return made;
  };
  add(cases,
      {"058",
       "the body of an upgrade request is not read as frames",
       length_rule,
       "RFC 9112 §6.3",
       "RFC9112-9.3-a",
       {with_body("5 octets", good_request().with("Content-Length: 5").followed_by("HELLO"))},
       "octets behind the head are always taken for frames"});
  const std::string coding = "Transfer-Encoding: chunked";
  add(cases,
      {"059",
       "the chunks of an upgrade request are not read as frames",
       "the message body length is determined by reading and decoding "
       "the chunked data until "
       "the transfer coding indicates the data is complete.",
       "RFC 9112 §6.3",
       "RFC9112-6.3-b",
       {with_body("no chunk", good_request().with(coding).followed_by("0\r\n\r\n")),
        with_body("one chunk", good_request().with(coding).followed_by("5\r\nHELLO\r\n0\r\n\r\n"))},
       "octets behind the head are always taken for frames"});
  std::vector<conversation> lengths{
      asks("length and coding",
           good_request().with("Content-Length: 5").with(coding).followed_by("0\r\n\r\n"),
           refuses_or(verdict::non_strict)),
      asks("two lengths", good_request().with("Content-Length: 0").with("Content-Length: 5"),
           refuses_or(verdict::non_strict))};
  for (const char* length : {"+5", "0x5", "5,6", "-1", "99999999999999999999"}) {
    lengths.push_back(asks(length, good_request().with(std::string("Content-Length: ") + length),
                           refuses_or(verdict::non_strict)));
    // A server that takes it for a number waits for that many octets: the same fault.
    lengths.back().answer.when_silent = verdict::non_strict;
  }
  add(cases,
      {"060", "a length of the body that is none is refused",
       "If a message is received without Transfer-Encoding and with an "
       "invalid Content-Length "
       "header field, then the message framing is invalid and the "
       "recipient MUST treat it as "
       "an unrecoverable error",
       "RFC 9112 §6.3", "RFC9112-6.3-c", std::move(lengths), "Content-Length is not looked at"});
  answer_rule once = refuses();
  once.never = "HTTP/1.";
  const std::string hidden = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";
  add(cases, {"061",
              "a request inside the body of a refused one is not answered",
              length_rule,
              "RFC 9112 §6.3",
              "RFC9112-9.3-a",
              {asks("hidden request",
                    changed("Sec-WebSocket-Version", "Sec-WebSocket-Version: 99")
                        .with("Content-Length: " + std::to_string(hidden.size()))
                        .followed_by(hidden),
                    once)},
              "the body is left in the buffer and read as the next request"});
  add(cases, {"062",
              "a large body before the upgrade is not kept in memory",
              "A server MAY close the connection, if the protocol version in "
              "use allows it",
              "RFC 9110 §15.5.14",
              "RFC9110-7.8-d",
              {},
              "the body is buffered whole"});
  cases.back().is_probe = true;
  cases.back().profile = needs::peer_memory;
}

void add_cut_cases(std::vector<test_case>& cases) {
  const auto masked = [](const frame_words& frame) {
    return encode(frame, role::client, {{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}}})
        .octets;
  };
  answer_rule tolerant = upgrades();
  tolerant.otherwise = verdict::non_strict;
  conversation early = asks("a frame", good_request().followed_by(masked(text("early"))), tolerant);
  early.frames = {expect(text("early"))};
  early.when_missing = verdict::informational;
  add(cases, {"064",
              "a frame in the segment of the request is answered, or lost at worst",
              wait_rule,
              "RFC 6455 §4.1",
              "RFC6455-4.1-y",
              {early},
              "octets behind the blank line are dropped"});
  const std::string burst = masked(text("one")) + masked(text("two")) + masked(text("three")) +
                            masked(ping("four")) + masked(close_frame(1000));
  conversation all = asks("frames", good_request().followed_by(burst), tolerant);
  all.frames = {expect(text("one")), expect(text("two")), expect(text("three")),
                expect(pong("four")), answers_close({1000})};
  all.when_missing = verdict::informational;
  add(cases, {"065",
              "frames and a Close in the segment of the request keep their order",
              wait_rule,
              "RFC 6455 §4.1",
              "RFC6455-4.1-y",
              {all},
              "octets behind the blank line are dropped"});
  conversation slow = asks("octet by octet", good_request(), upgrades());
  slow.opening_cut = {cutting::kind::pieces, 1};
  add(cases, {"066",
              "a request that comes octet by octet upgrades",
              parse_rule,
              reading,
              "RFC6455-4.2.1-a",
              {slow},
              "the request is expected in one read"});
  std::vector<conversation> splits;
  for (std::uint64_t at = 0; at < 190; ++at) {
    splits.push_back(asks("split at " + std::to_string(at + 1), good_request(), upgrades()));
    splits.back().opening_cut = {cutting::kind::split, at};
  }
  add(cases, {"067", "a request in two segments upgrades, wherever it is cut", parse_rule, reading,
              "RFC6455-4.2.1-a", std::move(splits), "the request is expected in one read"});
}

}  // namespace

void add_request_syntax_cases(std::vector<test_case>& cases) {
  add_form_cases(cases);
  add_line_cases(cases);
  add_size_cases(cases);
  add_body_cases(cases);
  add_cut_cases(cases);
}

}  // namespace wsproof::conformance
