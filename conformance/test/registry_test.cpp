#include "conformance/cases/registry.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace {

using namespace wsproof::conformance;

TEST(registry, the_groups_have_as_many_cases_as_autobahn_and_the_catalogue) {
  const std::map<std::string, std::size_t> sizes{{"1", 16}, {"2", 11},  {"3", 7},  {"4", 10},
                                                 {"5", 20}, {"6", 145}, {"7", 37}, {"10", 1}};
  std::size_t found = 0;
  for (const case_group& group : groups()) {
    const auto wanted = sizes.find(group.id);
    if (wanted == sizes.end()) continue;
    EXPECT_EQ(group.size, wanted->second) << group.id;
    found += group.size;
  }
  EXPECT_EQ(found, 247u);
  EXPECT_EQ(groups().back().id, "HS-S");
  EXPECT_EQ(groups().back().size, 59u);
}

TEST(registry, ids_are_unique_and_every_case_is_in_a_group) {
  std::set<std::string> ids;
  std::size_t in_groups = 0;
  for (const test_case& one : all_cases()) EXPECT_TRUE(ids.insert(one.id).second) << one.id;
  for (const case_group& group : groups()) in_groups += group.size;
  EXPECT_EQ(in_groups, all_cases().size());
}

TEST(registry, every_case_says_which_sentence_it_stands_for) {
  for (const test_case& one : all_cases()) {
    EXPECT_FALSE(one.title.empty()) << one.id;
    EXPECT_FALSE(one.says.empty()) << one.id;
    EXPECT_EQ(one.section.rfind("RFC ", 0), 0u) << one.id;
    const std::string words = explain(one);
    EXPECT_NE(words.find(one.title), words.npos) << one.id;
    EXPECT_NE(words.find(one.is_probe ? "probe" : "expect"), words.npos) << one.id;
  }
}

TEST(registry, cases_come_in_the_order_of_their_numbers) {
  std::vector<std::string> first;
  for (const test_case& one : all_cases()) {
    if (group_of(one.id) == "2") first.push_back(one.id);
  }
  EXPECT_EQ(first.front(), "2.1");
  EXPECT_EQ(first.back(), "2.11");
}

struct glob_row {
  const char* glob;
  const char* id;
  bool matches;
};

TEST(registry, globs_match_whole_ids) {
  constexpr glob_row rows[] = {{"5.*", "5.1", true},      {"5.*", "15.1", false},
                               {"*", "HS-S-001", true},   {"5.?", "5.12", false},
                               {"5.?", "5.1", true},      {"*.1", "6.22.1", true},
                               {"6.*.1", "6.22.1", true}, {"6.*.1", "6.22.11", false},
                               {"", "1.1.1", false},      {"1.1.1", "1.1.1", true}};
  for (const auto& [glob, id, wanted] : rows) {
    EXPECT_EQ(matches_glob(glob, id), wanted) << glob << ' ' << id;
  }
}

TEST(registry, selection_takes_what_is_wanted_and_leaves_what_is_not) {
  const std::vector<std::string> wanted{"2.*"}, unwanted{"2.1*"};
  std::set<std::string> ids;
  for (const test_case* one : select_cases(wanted, unwanted)) ids.insert(one->id);
  EXPECT_EQ(ids, (std::set<std::string>{"2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9"}));
  EXPECT_EQ(select_cases({}, {}).size(), all_cases().size());
}

TEST(registry, a_case_is_explained_with_its_frames) {
  const test_case* one = find_case("5.6");
  ASSERT_NE(one, nullptr);
  EXPECT_EQ(explain(*one),
            "5.6: a ping between two fragments is answered at once\n\n"
            "  \"An endpoint MUST be capable of handling control frames in the "
            "middle of a "
            "fragmented message.\"\n"
            "  RFC 6455 §5.4  [RFC6455-5.4-d]\n\n"
            "    send      text, 9 octets, FIN clear: \"fragment1\"\n"
            "    send      ping, 12 octets: \"ping payload\"\n"
            "    expect    pong, 12 octets: \"ping payload\"\n"
            "    send      continuation, 9 octets: \"fragment2\"\n"
            "    expect    text, 18 octets: \"fragment1fragment2\"\n"
            "    then a clean closing handshake, code 1000\n\n"
            "  Usual cause of a failure: a control frame between fragments "
            "ends or spoils the "
            "message.\n");
  EXPECT_EQ(find_case("5.66"), nullptr);
}

}  // namespace
