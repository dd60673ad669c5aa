#include "wsproof/request_target.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace {

using namespace wsproof;
using enum target_form;

struct target_row {
  std::string_view name, method, target;
  target_form form;
  std::string_view path, query, authority;
};

void PrintTo(const target_row& shown, std::ostream* out) {
  *out << shown.name;
}

class targets : public testing::TestWithParam<target_row> {};

TEST_P(targets, are_taken_apart) {
  const auto& row = GetParam();
  const target_parts parts = read_target(row.method, row.target);
  EXPECT_EQ(parts.form, row.form);
  EXPECT_EQ(parts.path, row.path);
  EXPECT_EQ(parts.query, row.query);
  EXPECT_EQ(parts.authority, row.authority);
}

INSTANTIATE_TEST_SUITE_P(
    well_formed, targets,
    testing::Values(
        target_row{"root", "GET", "/", origin, "/", "", ""},
        target_row{"query", "GET", "/a/b?x=1&y=/?z", origin, "/a/b", "x=1&y=/?z", ""},
        target_row{"empty_query", "GET", "/?", origin, "/", "", ""},
        target_row{"two_slashes", "GET", "//host/a", origin, "//host/a", "", ""},
        target_row{"not_decoded", "GET", "/%00/%2e%2e/..", origin, "/%00/%2e%2e/..", "", ""},
        target_row{"as_browsers_send_it", "GET", "/a|b?{\"c\"}^`", origin, "/a|b", "{\"c\"}^`", ""},
        target_row{"http", "GET", "http://h:80/p?q", absolute, "/p", "q", "h:80"},
        target_row{"https_in_capitals", "GET", "HTTPS://h/", absolute, "/", "", "h"},
        target_row{"http_without_path", "GET", "http://[::1]:8", absolute, "/", "", "[::1]:8"},
        target_row{"http_with_query_only", "GET", "http://h?q", absolute, "/", "q", "h"},
        target_row{"asterisk", "OPTIONS", "*", asterisk, "", "", ""},
        target_row{"connect", "CONNECT", "h:443", authority, "", "", "h:443"}),
    [](const auto& row) { return std::string(row.param.name); });

INSTANTIATE_TEST_SUITE_P(
    malformed_ones, targets,
    testing::Values(target_row{"nothing", "GET", "", malformed, "", "", ""},
                    target_row{"relative", "GET", "chat", malformed, "", "", ""},
                    target_row{"fragment", "GET", "/a#b", malformed, "", "", ""},
                    target_row{"space", "GET", "/a b", malformed, "", "", ""},
                    target_row{"tab", "GET", "/a\tb", malformed, "", "", ""},
                    target_row{"delete", "GET", "/a\x7f", malformed, "", "", ""},
                    target_row{"eight_bit", "GET", "/\xc3\xa4", malformed, "", "", ""},
                    target_row{"asterisk", "GET", "*", malformed, "", "", ""},
                    target_row{"asterisk_and_more", "OPTIONS", "**", malformed, "", "", ""},
                    target_row{"authority", "GET", "h:80", malformed, "", "", ""},
                    target_row{"ws_scheme", "GET", "ws://h/", malformed, "", "", ""},
                    target_row{"no_host", "GET", "http:///p", malformed, "", "", ""},
                    target_row{"only_a_port", "GET", "http://:80/", malformed, "", "", ""},
                    target_row{"user", "GET", "http://a@h/", malformed, "", "", ""},
                    target_row{"connect_without_port", "CONNECT", "h", malformed, "", "", ""},
                    target_row{"connect_with_empty_port", "CONNECT", "h:", malformed, "", "", ""},
                    target_row{"connect_without_host", "CONNECT", ":80", malformed, "", "", ""},
                    target_row{"connect_to_words", "CONNECT", "h:web", malformed, "", "", ""},
                    target_row{"connect_to_a_path", "CONNECT", "/p", malformed, "", "", ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(request_target, hosts_that_are_valid) {
  const std::string longest(255, 'a');
  for (const std::string_view host :
       std::initializer_list<std::string_view>{"",
                                               ":",
                                               ":80",
                                               "localhost",
                                               "LOCALHOST",
                                               "localhost.",
                                               "localhost:80",
                                               "a:99999",
                                               "a:",
                                               "a,b",
                                               "1.2.3.4",
                                               "10.0.2.555",
                                               "a%20b",
                                               "x-y_z~!$&'()*+;=",
                                               "[::]",
                                               "[::1]",
                                               "[1::]",
                                               "[::1]:9001",
                                               "[1:2:3:4:5:6:7:8]",
                                               "[1:2:3:4:5:6:7::]",
                                               "[::2:3:4:5:6:7:8]",
                                               "[fe80::abCD]",
                                               "[::ffff:1.2.3.4]",
                                               "[1:2:3:4:5:6:255.0.10.1]",
                                               "[v1.a:b]",
                                               "[VF.x]",
                                               longest}) {
    EXPECT_TRUE(is_valid_host(host)) << host;
  }
}

TEST(request_target, hosts_that_are_not) {
  const std::string too_long(256, 'a');
  for (const std::string_view host :
       std::initializer_list<std::string_view>{"a b",
                                               "http://x",
                                               "a/b",
                                               "a@b",
                                               "a?b",
                                               "a\tb",
                                               "%zz",
                                               "%1",
                                               "%",
                                               "%1z",
                                               "a:8o",
                                               "a:80:1",
                                               "\xc3\xa4",
                                               "[",
                                               "[::1",
                                               "[]",
                                               "[::1]x",
                                               "[::1]80",
                                               "[1]",
                                               "[1:2:3:4:5:6:7]",
                                               "[1:2:3:4:5:6:7:8:9]",
                                               "[1::2::3]",
                                               "[::1::]",
                                               "[:1::2]",
                                               "[1:2:3:4:5:6:7:]",
                                               "[12345::]",
                                               "[g::]",
                                               "[:::]",
                                               "[1:2:3:4:5:6:7:8::]",
                                               "[::1.2.3]",
                                               "[::1.2.3.4.5]",
                                               "[::1.2.3.256]",
                                               "[::1.2.3.]",
                                               "[::1..2.3]",
                                               "[::01.2.3.4]",
                                               "[::1.2.3.x]",
                                               "[::1.2.3.4444]",
                                               "[1:2:3:4:5:6:7:1.2.3.4]",
                                               "[::1;2]",
                                               "[v.a]",
                                               "[v1]",
                                               "[v1.]",
                                               "[v1:a]",
                                               "[v1.a/b]",
                                               "[w1.a]",
                                               too_long}) {
    EXPECT_FALSE(is_valid_host(host)) << host;
  }
}

}  // namespace
