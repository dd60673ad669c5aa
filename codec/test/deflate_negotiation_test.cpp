#include "wsproof/deflate_negotiation.hpp"

#include <gtest/gtest.h>

#include <array>
#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace wsproof {
void PrintTo(const deflate_params& each, std::ostream* out) {
  *out << "server " << int{each.server_max_window_bits}
       << (each.server_no_context_takeover ? " resets" : "") << ", client "
       << int{each.client_max_window_bits} << (each.client_no_context_takeover ? " resets" : "");
}
void PrintTo(deflate_fault each, std::ostream* out) {
  *out << describe(each).name;
}
}  // namespace wsproof

namespace {

using namespace wsproof;
using enum deflate_fault;

constexpr std::string_view field_name = "Sec-WebSocket-Extensions";

std::vector<header_field> fields_of(const std::vector<std::string>& values) {
  std::vector<header_field> fields{{"Host", "localhost"}};
  for (const std::string& value : values) fields.push_back({field_name, value});
  return fields;
}

std::string answer_text(const deflate_params& agreed) {
  std::array<char, max_deflate_value_size> room;
  return {room.data(), write_answer(agreed, room)};
}

std::string offer_text(const deflate_offer& offer) {
  std::array<char, max_deflate_value_size> room;
  return {room.data(), write_offer(offer, room)};
}

// An answer's value; "" for declined, "400" for malformed.
std::string answer_to(const std::vector<std::string>& offers, const deflate_limits& limits,
                      deflate_fault fault = none) {
  const offer_result got = choose_offer(fields_of(offers), limits);
  EXPECT_EQ(got.fault, fault) << offers[0];
  switch (got.what) {
    case offer_result::kind::accepted:
      return answer_text(got.agreed);
    case offer_result::kind::declined:
      return "";
    case offer_result::kind::malformed:
      break;
  }
  return "400";
}

struct offer_row {
  std::string offer;
  std::string answer;
  deflate_limits limits{};
};
const offer_row accepted_offers[] = {
    {"permessage-deflate", "permessage-deflate"},
    {"permessage-deflate; client_max_window_bits", "permessage-deflate"},
    {"permessage-deflate; server_no_context_takeover",
     "permessage-deflate; server_no_context_takeover"},
    {"permessage-deflate; client_no_context_takeover",
     "permessage-deflate; client_no_context_takeover"},
    {"permessage-deflate; server_max_window_bits=9",
     "permessage-deflate; server_max_window_bits=9"},
    {"permessage-deflate; server_max_window_bits=15",
     "permessage-deflate; server_max_window_bits=15"},
    {"permessage-deflate; server_max_window_bits=\"10\"",
     "permessage-deflate; server_max_window_bits=10"},
    {"permessage-deflate; server_max_window_bits=\"1\\0\"",
     "permessage-deflate; server_max_window_bits=10"},
    {"permessage-deflate; client_max_window_bits=8",
     "permessage-deflate; client_max_window_bits=8"},
    {"permessage-deflate; client_max_window_bits=15", "permessage-deflate"},
    {"permessage-deflate; client_max_window_bits=12; server_max_window_bits=11; "
     "client_no_context_takeover; server_no_context_takeover",
     "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
     "server_max_window_bits=11; client_max_window_bits=12"},
    {"permessage-deflate",
     "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
     "server_max_window_bits=12",
     {.server_max_window_bits = 12,
      .client_max_window_bits = 10,
      .server_no_context_takeover = true,
      .client_no_context_takeover = true}},
    {"permessage-deflate; client_max_window_bits",
     "permessage-deflate; client_max_window_bits=10",
     {.client_max_window_bits = 10, .insists_on_client_window = true}},
    {"permessage-deflate; client_max_window_bits=14",
     "permessage-deflate; client_max_window_bits=10",
     {.client_max_window_bits = 10}},
    {"permessage-deflate; client_max_window_bits=9",
     "permessage-deflate; client_max_window_bits=9",
     {.client_max_window_bits = 10}},
    {"permessage-deflate; server_max_window_bits=14",
     "permessage-deflate; server_max_window_bits=10",
     {.server_max_window_bits = 10}},
    {"permessage-deflate; client_max_window_bits",
     "permessage-deflate; server_max_window_bits=9; client_max_window_bits=8",
     {.server_max_window_bits = 0, .client_max_window_bits = 0}},
    {"permessage-deflate; client_max_window_bits",
     "permessage-deflate",
     {.server_max_window_bits = 99, .client_max_window_bits = 99}},
    {"permessage-deflate", "permessage-deflate", {.insists_on_client_window = true}},
    {"permessage-deflate; x_foo, permessage-deflate; server_max_window_bits=8, "
     "permessage-deflate; client_no_context_takeover, permessage-deflate",
     "permessage-deflate; client_no_context_takeover"},
    {"x-webkit-deflate-frame; no_context_takeover, foo, permessage-deflate", "permessage-deflate"},
    {", ,permessage-deflate ;\tserver_no_context_takeover ,",
     "permessage-deflate; server_no_context_takeover"},
};

TEST(deflate_negotiation, a_server_answers_an_offer_that_it_can_keep) {
  for (const auto& [offer, answer, limits] : accepted_offers) {
    EXPECT_EQ(answer_to({offer}, limits), answer) << offer;
  }
}

struct declined_row {
  std::string offer;
  deflate_fault fault;
  deflate_limits limits{};
};
const declined_row declined_offers[] = {
    {"", none},
    {"x-webkit-deflate-frame", none},
    {"PerMessage-Deflate", none},
    {"permessage-deflate-frame", none},
    {"permessage-deflate; x_foo", parameter_unknown},
    {"permessage-deflate; Server_max_window_bits=10", parameter_unknown},
    {"permessage-deflate; server_no_context_takeover; server_no_context_takeover",
     parameter_repeated},
    {"permessage-deflate; client_max_window_bits; client_max_window_bits=10", parameter_repeated},
    {"permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
     parameter_repeated},
    {"permessage-deflate; server_no_context_takeover=1", value_not_allowed},
    {"permessage-deflate; client_no_context_takeover=true; x_foo", value_not_allowed},
    {"permessage-deflate; server_max_window_bits", value_missing},
    {"permessage-deflate; server_max_window_bits=8", window_not_supported},
    {"permessage-deflate; client_no_context_takeover",
     client_window_not_limited,
     {.client_max_window_bits = 10, .insists_on_client_window = true}},
};

TEST(deflate_negotiation, a_server_declines_an_offer_that_it_cannot_keep) {
  for (const auto& [offer, fault, limits] : declined_offers) {
    EXPECT_EQ(answer_to({offer}, limits, fault), "") << offer;
  }
}

const std::string bad_bits[] = {"7",
                                "16",
                                "0",
                                "08",
                                "010",
                                "+9",
                                "9.0",
                                "-1",
                                "1000",
                                "1",
                                "1a",
                                "99",
                                "18446744073709551624",
                                "ten",
                                "0x9"};

TEST(deflate_negotiation, window_bits_are_8_to_15_in_decimal_without_leading_zeros) {
  for (const std::string& bits : bad_bits) {
    for (const std::string name : {"server_max_window_bits=", "client_max_window_bits="}) {
      const std::string value = "permessage-deflate; " + name + bits;
      EXPECT_EQ(answer_to({value}, {}, window_bits_malformed), "") << bits;
      const answer_result got = check_answer(fields_of({value}), {});
      EXPECT_EQ(got.fault, window_bits_malformed) << bits;
      EXPECT_FALSE(got.is_accepted);
    }
  }
  for (int bits = 9; bits <= 15; ++bits) {
    const std::string value = "permessage-deflate; server_max_window_bits=" + std::to_string(bits);
    EXPECT_EQ(answer_to({value}, {}), value);
  }
}

TEST(deflate_negotiation, the_next_offer_counts_wherever_it_stands) {
  EXPECT_EQ(answer_to({"permessage-deflate; x_foo, permessage-deflate"}, {}), "permessage-deflate");
  EXPECT_EQ(answer_to({"permessage-deflate; x_foo", "permessage-deflate"}, {}),
            "permessage-deflate");
  EXPECT_EQ(answer_to({"foo", "bar; a=b", "permessage-deflate"}, {}), "permessage-deflate");
}

TEST(deflate_negotiation, a_list_that_is_malformed_anywhere_is_malformed) {
  for (const std::string value :
       {"permessage-deflate;;", ";", "=", "permessage-deflate, a b", "permessage-deflate; a=\"b",
        "permessage-deflate, foo; a=", "permessage-deflate; server_max_window_bits=\"\""}) {
    EXPECT_EQ(answer_to({value}, {}, list_malformed), "400") << value;
    EXPECT_EQ(check_answer(fields_of({value}), {}).fault, list_malformed) << value;
  }
  EXPECT_EQ(choose_offer({}, {}).what, offer_result::kind::declined);
}

TEST(deflate_negotiation, what_an_offer_asks_is_what_is_written) {
  EXPECT_EQ(offer_text({}), "permessage-deflate; client_max_window_bits");
  EXPECT_EQ(offer_text({.understands_client_max_window_bits = false}), "permessage-deflate");
  EXPECT_EQ(offer_text({.asks = {true, true, 15, 15}}),
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
            "server_max_window_bits=15; client_max_window_bits=15");
  EXPECT_EQ(offer_text({.asks = {.server_max_window_bits = 8, .client_max_window_bits = 9}}),
            "permessage-deflate; server_max_window_bits=8; client_max_window_bits=9");
}

struct answer_row {
  deflate_offer offer;
  std::string answer;
  deflate_fault fault;
  deflate_params agreed{};
};
const deflate_offer plain{.understands_client_max_window_bits = false};
const deflate_offer usual{};
const deflate_offer asks_reset{.asks = {.server_no_context_takeover = true}};
const deflate_offer asks_ten{.asks = {.server_max_window_bits = 10, .client_max_window_bits = 10}};
const answer_row answers[] = {
    {usual, "permessage-deflate", none, {}},
    {usual, "permessage-deflate; server_no_context_takeover", none, {true, false, 0, 0}},
    {usual, "permessage-deflate; client_no_context_takeover", none, {false, true, 0, 0}},
    {plain, "permessage-deflate; server_max_window_bits=10", none, {false, false, 10, 0}},
    {usual, "permessage-deflate; client_max_window_bits=8", none, {false, false, 0, 8}},
    {usual, "permessage-deflate; client_max_window_bits=15", none, {false, false, 0, 15}},
    {asks_ten,
     "permessage-deflate; server_max_window_bits=8; client_max_window_bits=\"10\"",
     none,
     {false, false, 8, 10}},
    {asks_ten, "permessage-deflate; server_max_window_bits=10", none, {false, false, 10, 0}},
    {asks_reset, "foo, permessage-deflate; server_no_context_takeover", none, {true, false, 0, 0}},
    {usual, "permessage-deflate; x_foo", parameter_unknown},
    {usual, "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
     parameter_repeated},
    {usual, "permessage-deflate; server_no_context_takeover=\"\"", list_malformed},
    {usual, "permessage-deflate; client_no_context_takeover=0", value_not_allowed},
    {usual, "permessage-deflate; server_max_window_bits", value_missing},
    {usual, "permessage-deflate; client_max_window_bits", value_missing},
    {usual, "permessage-deflate, permessage-deflate", answered_twice},
    {usual, "permessage-deflate, permessage-deflate, ;", answered_twice},
    {usual, "permessage-deflate, foo, ;", list_malformed},
    {plain, "permessage-deflate; client_max_window_bits=10", client_window_not_offered},
    {asks_ten, "permessage-deflate; server_max_window_bits=10; client_max_window_bits=11",
     client_window_too_big},
    {asks_ten, "permessage-deflate; client_max_window_bits=10", server_window_not_answered},
    {asks_ten, "permessage-deflate; server_max_window_bits=11", server_window_too_big},
    {asks_reset, "permessage-deflate", server_takeover_not_answered},
};

TEST(deflate_negotiation, a_client_takes_what_its_offer_made_possible_and_nothing_else) {
  for (const auto& [offer, answer, fault, agreed] : answers) {
    const answer_result got = check_answer(fields_of({answer}), offer);
    EXPECT_EQ(got.fault, fault) << answer;
    EXPECT_EQ(got.is_accepted, fault == none) << answer;
    EXPECT_EQ(got.agreed, agreed) << answer;
  }
}

TEST(deflate_negotiation, an_answer_without_deflate_is_a_refusal_and_no_fault) {
  for (const std::string value : {"", "foo; bar=1"}) {
    const answer_result got = check_answer(fields_of({value}), usual);
    EXPECT_EQ(got.fault, none);
    EXPECT_FALSE(got.is_accepted);
  }
}

TEST(deflate_negotiation, both_sides_agree_on_every_offer_under_every_limit) {
  constexpr std::uint8_t bits[] = {0, 8, 9, 12, 15};
  std::size_t agreements = 0;
  for (unsigned flags = 0; flags < 64; ++flags) {
    for (const std::uint8_t server_asked : bits) {
      for (const std::uint8_t client_asked : bits) {
        for (const std::uint8_t server_limit : bits) {
          const bool understands = (flags & 4) != 0;
          const deflate_offer offer{
              .asks = {.server_no_context_takeover = (flags & 1) != 0,
                       .client_no_context_takeover = (flags & 2) != 0,
                       .server_max_window_bits = server_asked,
                       .client_max_window_bits = understands ? client_asked : std::uint8_t{0}},
              .understands_client_max_window_bits = understands};
          const deflate_limits limits{.server_max_window_bits = server_limit,
                                      .client_max_window_bits = client_asked,
                                      .server_no_context_takeover = (flags & 8) != 0,
                                      .client_no_context_takeover = (flags & 16) != 0,
                                      .insists_on_client_window = (flags & 32) != 0};
          const std::string asked = offer_text(offer);
          const offer_result chosen = choose_offer(fields_of({asked}), limits);
          if (chosen.what == offer_result::kind::declined) continue;
          ++agreements;
          const std::string answer = answer_text(chosen.agreed);
          const answer_result checked = check_answer(fields_of({answer}), offer);
          ASSERT_EQ(checked.fault, none) << asked << " -> " << answer;
          ASSERT_EQ(checked.agreed, chosen.agreed) << asked << " -> " << answer;
          EXPECT_TRUE(chosen.agreed.may_deflate(role::server));
          EXPECT_LE(chosen.agreed.window_bits(role::server), server_asked == 0 ? 15 : server_asked);
        }
      }
    }
  }
  EXPECT_GT(agreements, 2000u);
}

TEST(deflate_negotiation, the_parameters_say_what_each_side_may_do) {
  const deflate_params agreed{.server_no_context_takeover = true, .client_max_window_bits = 8};
  EXPECT_EQ(agreed.window_bits(role::server), 15);
  EXPECT_EQ(agreed.window_bits(role::client), 8);
  EXPECT_FALSE(agreed.takes_context_over(role::server));
  EXPECT_TRUE(agreed.takes_context_over(role::client));
  EXPECT_TRUE(agreed.may_deflate(role::server));
  EXPECT_FALSE(agreed.may_deflate(role::client));
}

TEST(deflate_negotiation, each_fault_has_a_name_a_sentence_a_remedy_and_a_section) {
  std::set<std::string_view> names;
  std::set<std::string_view> sentences;
  for (std::size_t i = 1; i < deflate_fault_count; ++i) {
    const rule_entry& entry = describe(deflate_fault(i));
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_TRUE(sentences.insert(entry.says).second) << entry.says;
    EXPECT_FALSE(entry.remedy.empty()) << entry.name;
    EXPECT_TRUE(entry.section.starts_with("RFC ")) << entry.name;
  }
  EXPECT_EQ(describe(server_takeover_not_answered).name, "server_takeover_not_answered");
  EXPECT_EQ(describe(deflate_fault(deflate_fault_count)).name, "none");
}

}  // namespace
