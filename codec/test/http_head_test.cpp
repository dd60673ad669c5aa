#include "wsproof/http_head.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>

#include "codec/test/support/guarded.hpp"
#include "wsproof/types.hpp"

namespace {

using namespace wsproof;
using enum http_error;

constexpr head_limits small{.max_size = 400, .max_line_size = 100};
using small_room = std::array<header_field, 6>;

// `text` with the first `from` in it replaced.
std::string replaced(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

struct wrong_head {
  std::string_view name;
  http_error error;
  std::string text;
  std::string_view from, to;  // the smallest change that heals it
};

void PrintTo(const wrong_head& row, std::ostream* out) {
  *out << row.name;
}

template <typename Head>
head_result<Head> read(std::string_view text, std::span<header_field> room,
                       const head_limits& limits = small) {
  if constexpr (std::is_same_v<Head, request_head>) {
    return read_request(text, room, limits);
  } else {
    return read_response(text, room, limits);
  }
}

// At every cut either more input is needed or the answer is the one for the whole. Who reads only
// when the watch says so gets that answer too, at the latest at the blank line, with three readings
// at most.
template <typename Head>
void expect_the_same_at_every_cut(const std::string& text) {
  small_room room{};
  const auto whole = read<Head>(text, room);
  test::guarded_buffer memory(text.size() + 1);
  head_watch watch(small);
  int readings = 0;
  bool told = false;
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const std::string_view part = as_text(memory.at_end(as_octets(text).first(size)));
    const auto result = read<Head>(part, room);
    const bool more = result.error == none && result.size == 0;
    if (!more) {
      EXPECT_EQ(result.error, whole.error) << size;
      EXPECT_EQ(result.size, whole.size) << size;
      EXPECT_EQ(result.line, whole.line) << size;
    }
    if (whole.size > 0) {
      EXPECT_EQ(more, size < whole.size) << size;
    }
    if (told || !watch.is_ready(part)) continue;
    ++readings;
    told = !more;
  }
  EXPECT_LE(readings, 3);
  const bool is_due = whole.size > 0 || text.find("\r\n\r\n") != text.npos;
  EXPECT_TRUE(told || !is_due);
}

class wrong_request : public testing::TestWithParam<wrong_head> {};

TEST_P(wrong_request, is_refused_wherever_it_is_cut_and_healed_by_one_change) {
  const wrong_head& row = GetParam();
  small_room room{};
  EXPECT_EQ(describe(read<request_head>(row.text, room).error).name, describe(row.error).name);
  const std::string healed = replaced(row.text, row.from, row.to);
  const auto result = read<request_head>(healed, room);
  EXPECT_EQ(describe(result.error).name, "none") << healed;
  EXPECT_EQ(result.size, healed.size());
  expect_the_same_at_every_cut<request_head>(row.text);
  expect_the_same_at_every_cut<request_head>(healed);
}

const std::string line = "GET / HTTP/1.1\r\n";
const std::string host = "Host: h\r\n";
const std::string start = line + host;
const std::string end = "\r\n";
const std::string a80(80, 'a');

INSTANTIATE_TEST_SUITE_P(
    limits, wrong_request,
    testing::Values(
        wrong_head{"head", head_too_large,
                   start + "A: " + a80 + end + "B: " + a80 + end + "C: " + a80 + end + "D: " + a80 +
                       end + "E: " + a80 + end + end,
                   a80, ""},
        wrong_head{"fields", too_many_fields, start + "A:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\n\r\n",
                   "A:\r\n", ""},
        wrong_head{"method", method_too_long, a80 + a80 + " / HTTP/1.1\r\n" + host + end, a80, ""},
        wrong_head{"target", target_too_long, "GET /" + a80 + a80 + " HTTP/1.1\r\n" + host + end,
                   a80, ""},
        wrong_head{"field", field_line_too_long, start + "A: " + a80 + a80 + end + end, a80, ""}),
    [](const auto& row) { return std::string(row.param.name); });

INSTANTIATE_TEST_SUITE_P(
    octets, wrong_request,
    testing::Values(
        wrong_head{"lf_after_first_line", bare_lf, "GET / HTTP/1.1\n" + host + end, "\n", "\r\n"},
        wrong_head{"lf_after_field", bare_lf, line + "Host: h\n\r\n", "h\n", "h\r\n"},
        wrong_head{"lf_as_blank_line", bare_lf, start + "\n", "\r\n\n", "\r\n\r\n"},
        wrong_head{"lf_first", bare_lf, "\n" + start + end, "\n", ""},
        wrong_head{"cr_in_value", bare_cr, start + "A: b\rUpgrade: x\r\n\r\n",
                   "\r"
                   "Up",
                   " Up"},
        wrong_head{"two_crs", bare_cr, line + "Host: h\r\r\n\r\n", "\r\r", "\r"},
        wrong_head{"nul_in_method", control_octet,
                   std::string("G\0ET / HTTP/1.1\r\n", 17) + host + end, std::string_view("\0", 1),
                   ""},
        wrong_head{"nul_in_value", control_octet, line + std::string("Host: h\0x\r\n\r\n", 13),
                   std::string_view("\0", 1), ""},
        wrong_head{"vertical_tab", control_octet, start + "A: \x0b\r\n\r\n", "\x0b", "\t"},
        wrong_head{"delete", control_octet, start + "A: \x7f\r\n\r\n", "\x7f", "\x80"}),
    [](const auto& row) { return std::string(row.param.name); });

INSTANTIATE_TEST_SUITE_P(
    first_line, wrong_request,
    testing::Values(
        wrong_head{"two_empty_lines_before", empty_line_before_head, "\r\n\r\n" + start + end,
                   "\r\n\r\n", "\r\n"},
        wrong_head{"http_0_9", request_line_malformed, "GET /\r\n" + host + end, "/\r\n",
                   "/ HTTP/1.1\r\n"},
        wrong_head{"one_word", request_line_malformed, "GET\r\n" + host + end, "GET\r\n", line},
        wrong_head{"two_spaces", request_line_malformed, "GET  / HTTP/1.1\r\n" + host + end, "  ",
                   " "},
        wrong_head{"space_first", request_line_malformed, " GET / HTTP/1.1\r\n" + host + end, " ",
                   ""},
        wrong_head{"space_last", request_line_malformed, "GET / HTTP/1.1 \r\n" + host + end, "1.1 ",
                   "1.1"},
        wrong_head{"space_in_target", request_line_malformed, "GET /a b HTTP/1.1\r\n" + host + end,
                   "a b", "ab"},
        wrong_head{"tabs", request_line_malformed, "GET\t/ HTTP/1.1\r\n" + host + end, "\t", " "},
        wrong_head{"method", method_not_token, "G@T / HTTP/1.1\r\n" + host + end, "@", "E"},
        wrong_head{"fragment", target_malformed, "GET /#a HTTP/1.1\r\n" + host + end, "#", ""},
        wrong_head{"asterisk", target_malformed, "GET * HTTP/1.1\r\n" + host + end, "*", "/"},
        wrong_head{"two_digits", version_malformed, "GET / HTTP/1.10\r\n" + host + end, "10", "1"},
        wrong_head{"no_dot", version_malformed, "GET / HTTP/101\r\n" + host + end, "101", "1.1"},
        wrong_head{"no_slash", version_malformed, "GET / HTTP-1.1\r\n" + host + end, "-", "/"},
        wrong_head{"letter_first", version_malformed, "GET / HTTP/x.1\r\n" + host + end, "x", "1"},
        wrong_head{"letter_last", version_malformed, "GET / HTTP/1.x\r\n" + host + end, "x", "1"},
        wrong_head{"lower_case", version_malformed, "GET / http/1.1\r\n" + host + end, "http",
                   "HTTP"},
        wrong_head{"http_2", version_not_supported, "GET / HTTP/2.0\r\n" + host + end, "2.0",
                   "1.1"}),
    [](const auto& row) { return std::string(row.param.name); });

INSTANTIATE_TEST_SUITE_P(
    fields, wrong_request,
    testing::Values(
        wrong_head{"space_first", space_before_first_field, line + " A: b\r\n" + host + end, " A",
                   "A"},
        wrong_head{"folded", line_folded, start + "A: b\r\n c\r\n\r\n", "\r\n c", " c"},
        wrong_head{"folded_by_tab", line_folded, start + "Upgrade:\r\n\twebsocket\r\n\r\n",
                   "\r\n\t", ""},
        wrong_head{"line_of_blanks", line_folded, start + " \r\n\r\n", " \r\n", ""},
        wrong_head{"colon", colon_missing, start + "Upgrade\r\n\r\n", "de", "de:"},
        wrong_head{"name", name_empty, start + ": v\r\n\r\n", "\n:", "\nA:"},
        wrong_head{"nothing_but_colon", name_empty, start + ":\r\n\r\n", "\n:", "\nA:"},
        wrong_head{"space_after_name", space_before_colon, line + "Host : h\r\n\r\n", " :", ":"},
        wrong_head{"tab_after_name", space_before_colon, line + "Host\t: h\r\n\r\n", "\t", ""},
        wrong_head{"space_in_name", name_not_token, start + "Up grade: x\r\n\r\n", "p g", "pg"},
        wrong_head{"bracket_in_name", name_not_token, start + "Up(grade: x\r\n\r\n", "(", ""},
        wrong_head{"eight_bit_name", name_not_token, start + "X\x80: x\r\n\r\n", "\x80", ""}),
    [](const auto& row) { return std::string(row.param.name); });

INSTANTIATE_TEST_SUITE_P(
    meaning, wrong_request,
    testing::Values(
        wrong_head{"no_host", host_missing, line + "A: b\r\n\r\n", "A", "Host"},
        wrong_head{"no_fields", host_missing, line + end, "\r\n", "\r\nHost:\r\n"},
        wrong_head{"two_hosts", host_repeated, start + host + end, host, ""},
        wrong_head{"host_is_a_uri", host_malformed, line + "Host: http://h\r\n\r\n", "http://", ""},
        wrong_head{"host_and_absolute_target", host_malformed,
                   "GET http://a/ HTTP/1.1\r\nHost: a b\r\n\r\n", "a b", "b"},
        wrong_head{"two_lengths", content_length_repeated,
                   start + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n",
                   "Content-Length: 5\r\n", ""},
        wrong_head{"length_with_sign", content_length_malformed,
                   start + "Content-Length: +5\r\n\r\n", "+", ""},
        wrong_head{"length_below_zero", content_length_malformed,
                   start + "Content-Length: -1\r\n\r\n", "-", ""},
        wrong_head{"length_in_hex", content_length_malformed, start + "Content-Length: 0x5\r\n\r\n",
                   "x", ""},
        wrong_head{"list_of_lengths", content_length_malformed,
                   start + "Content-Length: 5,5\r\n\r\n", ",", ""},
        wrong_head{"empty_length", content_length_malformed, start + "Content-Length: \r\n\r\n",
                   "th: ", "th: 0"},
        wrong_head{"huge_length", content_length_malformed,
                   start + "Content-Length: 18446744073709551616\r\n\r\n", "16\r", "15\r"},
        wrong_head{"length_and_coding", length_and_coding,
                   start + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                   "Transfer-Encoding", "X"},
        wrong_head{"coding_in_1_0", coding_in_http_1_0,
                   "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "1.0\r\n",
                   "1.1\r\nHost: h\r\n"}),
    [](const auto& row) { return std::string(row.param.name); });

class wrong_response : public testing::TestWithParam<wrong_head> {};

TEST_P(wrong_response, is_refused_wherever_it_is_cut_and_healed_by_one_change) {
  const wrong_head& row = GetParam();
  small_room room{};
  EXPECT_EQ(describe(read<response_head>(row.text, room).error).name, describe(row.error).name);
  const std::string healed = replaced(row.text, row.from, row.to);
  EXPECT_EQ(read<response_head>(healed, room).size, healed.size()) << healed;
  expect_the_same_at_every_cut<response_head>(row.text);
  expect_the_same_at_every_cut<response_head>(healed);
}

INSTANTIATE_TEST_SUITE_P(
    first_line, wrong_response,
    testing::Values(
        wrong_head{"reason", status_line_too_long, "HTTP/1.1 101 " + a80 + a80 + "\r\n\r\n", a80,
                   ""},
        wrong_head{"empty_line", empty_line_before_head, "\r\nHTTP/1.1 101 \r\n\r\n", "\r\n", ""},
        wrong_head{"four_digits", status_line_malformed, "HTTP/1.1 0101 X\r\n\r\n", "0101", "101"},
        wrong_head{"two_digits", status_line_malformed, "HTTP/1.1 10 X\r\n\r\n", "10", "101"},
        wrong_head{"letter_first", status_line_malformed, "HTTP/1.1 x01\r\n\r\n", "x", "1"},
        wrong_head{"letter_second", status_line_malformed, "HTTP/1.1 1x1\r\n\r\n", "x", "0"},
        wrong_head{"letter_third", status_line_malformed, "HTTP/1.1 10x\r\n\r\n", "x", "1"},
        wrong_head{"negative", status_line_malformed, "HTTP/1.1 -101\r\n\r\n", "-", ""},
        wrong_head{"below_100", status_line_malformed, "HTTP/1.1 099\r\n\r\n", "099", "100"},
        wrong_head{"above_599", status_line_malformed, "HTTP/1.1 600\r\n\r\n", "600", "599"},
        wrong_head{"no_status", status_line_malformed, "HTTP/1.1\r\n\r\n", "\r\n", " 101\r\n"},
        wrong_head{"no_version", version_malformed, "101\r\n\r\n", "101", "HTTP/1.1 101"},
        wrong_head{"another_protocol", version_malformed, "ICY 101\r\n\r\n", "ICY", "HTTP/1.1"},
        wrong_head{"http_2", version_not_supported, "HTTP/2.0 101\r\n\r\n", "2.0", "1.1"},
        wrong_head{"folded", line_folded, "HTTP/1.1 101\r\nA: b\r\n c\r\n\r\n", "\r\n c", ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(http_head, a_request_is_told_as_it_was_sent) {
  const std::string text =
      "\r\nGET http://Example.org:81/a?b HTTP/1.2\r\nhost:h\r\nX-A: \t b c \t\r\n"
      "Content-Length: 5\r\n\r\nHELLO";
  small_room room{};
  const auto [error, size, at, head] = read_request(text, room);
  EXPECT_EQ(error, none);
  EXPECT_EQ(size, text.size() - 5);
  EXPECT_EQ(head.method, "GET");
  EXPECT_EQ(head.target, "http://Example.org:81/a?b");
  EXPECT_EQ(head.form, target_form::absolute);
  EXPECT_EQ(head.path, "/a");
  EXPECT_EQ(head.query, "b");
  EXPECT_EQ(head.host, "Example.org:81");
  EXPECT_EQ(head.minor_version, 2);
  EXPECT_EQ(head.content_length, 5u);
  EXPECT_FALSE(head.has_transfer_coding);
  ASSERT_EQ(head.fields.size(), 3u);
  EXPECT_EQ(head.fields[0].name, "host");
  EXPECT_EQ(head.fields[1].value, "b c");
}

TEST(http_head, a_response_is_told_as_it_was_sent) {
  small_room room{};
  const auto result = read_response("HTTP/1.1 404 Not  Found\r\nA:\r\n\r\n\r\n", room);
  EXPECT_EQ(result.size, 31u);
  EXPECT_EQ(result.head.status, 404);
  EXPECT_EQ(result.head.reason, "Not  Found");
  EXPECT_EQ(result.head.minor_version, 1);
  ASSERT_EQ(result.head.fields.size(), 1u);
  EXPECT_EQ(result.head.fields[0].value, "");
}

TEST(http_head, an_http_1_0_request_needs_no_host) {
  small_room room{};
  const auto result = read_request("GET / HTTP/1.0\r\n\r\n", room);
  EXPECT_EQ(result.size, 18u);
  EXPECT_EQ(result.head.minor_version, 0);
  EXPECT_EQ(result.head.host, "");
}

TEST(http_head, a_fault_is_told_with_its_line) {
  small_room room{};
  EXPECT_EQ(read_request("GET / HTTP/1.1\r\nHost: h\r\nbad\r\n", room).line, 25u);
}

TEST(http_head, a_limit_is_met_exactly) {
  small_room room{};
  const std::string head = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  EXPECT_EQ(read_request(head, room, {.max_size = head.size()}).size, head.size());
  EXPECT_EQ(read_request(head, room, {.max_size = head.size() - 1}).error, head_too_large);
  EXPECT_EQ(read_request(head, room, {.max_line_size = 14}).size, head.size());
  EXPECT_EQ(read_request(head, room, {.max_line_size = 13}).error, target_too_long);
  EXPECT_EQ(read_request(head, std::span(room).first(1)).size, head.size());
  EXPECT_EQ(read_request(head, {}).error, too_many_fields);
}

TEST(http_head, eight_kibioctets_of_value_and_of_target_pass_the_usual_limits) {
  small_room room{};
  const std::string long_value = start + "A: " + std::string(8192, 'v') + "\r\n\r\n";
  EXPECT_EQ(read_request(long_value, room).size, long_value.size());
  const std::string long_target = "GET /" + std::string(7999, 't') + " HTTP/1.1\r\nHost:\r\n\r\n";
  EXPECT_EQ(read_request(long_target, room).size, long_target.size());
}

TEST(http_head, the_watch_spares_a_head_that_drips) {
  std::string text = line;
  for (int i = 0; i < 100; ++i) text += "X-" + std::to_string(i) + ": " + a80 + end;
  text += "Host: h\r\n\r\n";
  std::array<header_field, 128> room{};
  head_watch watch;
  int readings = 0;
  std::size_t size = 0;
  for (std::size_t n = 1; n <= text.size() && size == 0; ++n) {
    if (!watch.is_ready(std::string_view(text).substr(0, n))) continue;
    ++readings;
    size = read_request(std::string_view(text).substr(0, n), room).size;
  }
  EXPECT_EQ(size, text.size());
  EXPECT_EQ(readings, 2);
}

TEST(http_head, the_watch_says_at_once_that_an_octet_is_wrong) {
  head_watch watch;
  EXPECT_TRUE(watch.is_ready("GET / HTTP/1.1\r\n"));
  EXPECT_FALSE(watch.is_ready("GET / HTTP/1.1\r\nA"));
  EXPECT_TRUE(watch.is_ready("GET / HTTP/1.1\r\nA\n"));
  EXPECT_TRUE(watch.is_ready("GET / HTTP/1.1\r\nA\nB"));
}

// Octets that matter to the reader, put anywhere into good heads: whatever comes of it, it is the
// same at every cut, and what is accepted lies in the input.
TEST(http_head, a_damaged_head_is_read_the_same_at_every_cut) {
  std::mt19937 random(9112);
  const std::string good =
      "GET /a?b HTTP/1.1\r\nHost: h:1\r\nConnection: keep-alive, Upgrade\r\n\r\n";
  const std::string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
  const std::string alphabet("\r\n \t:,/\0\x7f\x80GHh1.", 16);
  for (int i = 0; i < 400; ++i) {
    std::string text = i % 2 == 0 ? good : answer;
    for (std::size_t n = 1 + random() % 3; n > 0; --n) {
      const std::size_t at = random() % text.size();
      const char octet = alphabet[random() % alphabet.size()];
      switch (random() % 3) {
        case 0:
          text[at] = octet;
          break;
        case 1:
          text.insert(at, 1, octet);
          break;
        default:
          text.erase(at, 1);
      }
    }
    if (i % 2 == 0) {
      expect_the_same_at_every_cut<request_head>(text);
    } else {
      expect_the_same_at_every_cut<response_head>(text);
    }
    if (HasFailure()) FAIL() << testing::PrintToString(text);
  }
}

}  // namespace
