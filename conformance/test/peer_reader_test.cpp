#include "conformance/judge/peer_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "conformance/model/payload.hpp"
#include "fuzz/reference/reference.hpp"
#include "wsproof/frame.hpp"

namespace {

using namespace wsproof;
using namespace wsproof::conformance;

struct row {
  const char* name;
  role peer;
  const char* stream;  // in hex
  const char* says;    // part of the first offence; empty: none
  std::size_t items;
};

const row rows[] = {
    {"a_text_of_a_server", role::server, "810548656c6c6f", "", 1},
    {"a_masked_text_of_a_client", role::client, "818537fa213d7f9f4d5158", "", 1},
    {"a_masked_frame_of_a_server", role::server, "818537fa213d7f9f4d5158",
     "server's frame is masked", 1},
    {"an_unmasked_frame_of_a_client", role::client, "810548656c6c6f", "not masked", 1},
    {"a_reserved_bit", role::server, "c100", "reserved bit", 1},
    {"a_reserved_opcode", role::server, "8300", "opcode is reserved", 1},
    {"a_length_in_two_octets_too_many", role::server, "817e000161", "shortest form", 1},
    {"a_length_in_eight_octets_too_many", role::server, "817f000000000000000161", "shortest form",
     1},
    {"a_fragmented_ping", role::server, "0900", "control frame is fragmented", 1},
    {"a_stray_continuation", role::server, "8000", "continues no message", 1},
    {"a_message_inside_a_message", role::server,
     "0100"
     "8100",
     "begins inside another", 2},
    {"a_close_of_one_octet", role::server, "880100", "one octet", 1},
    {"a_close_with_1005", role::server, "880203ed", "1005 must not be on the wire", 1},
    {"a_close_reason_that_is_no_text", role::server, "880303e8ff", "not UTF-8", 1},
    {"a_text_that_is_no_text", role::server, "8101ff", "text message is not UTF-8", 1},
    {"a_text_cut_inside_a_character", role::server,
     "0101ce"
     "8001ba",
     "", 2},
    {"a_message_behind_close", role::server,
     "880203e8"
     "8100",
     "follows the Close", 2},
    {"a_pong_behind_close", role::server,
     "880203e8"
     "8a00",
     "", 2},
    {"a_frame_that_is_cut", role::server, "8105486565", "ends inside a frame", 0},
};

class peer_reader_row : public testing::TestWithParam<row> {};

TEST_P(peer_reader_row, names_what_is_broken_under_every_cut) {
  const row& tried = GetParam();
  const std::string stream = hex(tried.stream).octets();
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    peer_reader reader(tried.peer, 1000);
    std::vector<peer_item> items;
    reader.take(as_octets(stream).first(cut), items);
    reader.take(as_octets(stream).subspan(cut), items);
    reader.end();
    EXPECT_EQ(items.size(), tried.items) << cut;
    const std::string first = reader.offences().empty() ? "" : reader.offences().front().says;
    if (std::string_view(tried.says).empty()) {
      EXPECT_EQ(first, "") << cut;
    } else {
      EXPECT_NE(first.find(tried.says), std::string::npos) << cut << ' ' << first;
      EXPECT_GE(reader.offences().front().where.begin, 1000u) << "counted with the HTTP head";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(all, peer_reader_row, testing::ValuesIn(rows),
                         [](const auto& chosen) { return std::string(chosen.param.name); });

TEST(peer_reader, unmasks_what_a_server_should_not_have_masked) {
  peer_reader reader(role::server, 0);
  std::vector<peer_item> items;
  reader.take(as_octets(hex("818537fa213d7f9f4d5158").octets()), items);
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].payload, "Hello");
}

// The second witness: a dumb decoder that shares no code with ours. Random frames with random
// faults; where it finds none we find none, and where it fails so do we.
TEST(peer_reader, agrees_with_the_reference_on_random_streams) {
  std::mt19937 random(2026);
  const auto draw = [&](unsigned below) { return static_cast<unsigned>(random() % below); };
  int faulty = 0, right = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string stream;
    const unsigned frames = 1 + draw(4);
    for (unsigned i = 0; i < frames; ++i) {
      constexpr unsigned good_ops[] = {1, 2, 0, 9, 10, 8};
      frame_header header;
      header.op = static_cast<opcode>(draw(12) == 0 ? draw(16) : good_ops[draw(6)]);
      header.fin = draw(3) != 0;
      header.rsv = static_cast<std::uint8_t>(draw(20) == 0 ? draw(8) : 0);
      header.masked = draw(20) == 0;
      header.form = draw(20) == 0 ? length_form::sixteen_bits : length_form::shortest;
      std::string body(draw(draw(20) == 0 ? 200 : 6), 'a');
      if (header.op == opcode::close && body.size() >= 2) body.replace(0, 2, "\x03\xe8");
      if (draw(10) == 0 && !body.empty()) body.back() = '\xff';
      header.payload_size = body.size();
      std::array<std::byte, max_header_size> head{};
      const auto size = write_header(header, head);
      stream += std::string(as_text(const_bytes(head).first(size))) + body;
    }
    peer_reader reader(role::server, 0);
    std::vector<peer_item> items;
    reader.take(as_octets(stream), items);
    reference::rules rules;
    rules.from_client = false;
    const auto truth = reference::decode(as_octets(stream), rules);
    if (truth.failed && truth.failed->certain) {
      // Text is judged when its message ends; the reference fails at its first wrong octet.
      const bool text_goes_on = truth.failed->names.front().substr(0, 5) == "text_";
      EXPECT_TRUE(!reader.offences().empty() || text_goes_on) << round;
      ++faulty;
    } else if (!truth.failed && !truth.closed) {
      EXPECT_TRUE(reader.offences().empty()) << round << ' ' << reader.offences().front().says;
      std::size_t whole = 0;
      for (const peer_item& item : items) whole += item.what == peer_item::kind::part ? 0u : 1u;
      EXPECT_EQ(whole, truth.events.size()) << round;
      ++right;
    }
  }
  EXPECT_GT(faulty, 1000);
  EXPECT_GT(right, 1000);
}

}  // namespace
