// Echo servers with one fault each: the fault changes the verdict of the cases
// that are about it, for its own reason, and of no other.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "conformance/cases/registry.hpp"
#include "conformance/test/in_process.hpp"
#include "wsproof/frame.hpp"

namespace {

using namespace wsproof;
using namespace wsproof::conformance;

// Applies `change` to each frame that the server says.
using frame_change = std::function<void(frame_header&, std::string& payload)>;

std::string rewritten(const std::string& spoken, const frame_change& change) {
  std::string all;
  for (const_bytes rest = as_octets(spoken); !rest.empty();) {
    const header_result read = read_header(rest);
    if (read.size == 0 || rest.size() < read.size + read.header.payload_size) break;
    std::string payload{as_text(rest.subspan(read.size, read.header.payload_size))};
    rest = rest.subspan(read.size + read.header.payload_size);
    frame_header header = read.header;
    header.form = length_form::shortest;
    change(header, payload);
    header.payload_size = payload.size();
    std::array<std::byte, max_header_size> head{};
    const auto size = write_header(header, head);
    if (header.masked) apply_mask(std::as_writable_bytes(std::span(payload)), header.key);
    all += std::string(as_text(const_bytes(head).first(size))) + payload;
  }
  return all;
}

faults speaking(frame_change change) {
  faults how;
  how.spoken = [change](std::string& spoken, bool&) { spoken = rewritten(spoken, change); };
  return how;
}

// Clears what the server should have refused, in frames whose header came
// whole.
faults deaf_to(std::function<void(unsigned char& first)> change) {
  faults how;
  how.heard = [change](std::string& heard) {
    for (std::size_t at = 0; at < heard.size();) {
      const header_result read = read_header(as_octets(heard).subspan(at));
      if (read.size == 0) return;
      auto first = static_cast<unsigned char>(heard[at]);
      change(first);
      heard[at] = static_cast<char>(first);
      at += read.size + static_cast<std::size_t>(read.header.payload_size);
    }
  };
  return how;
}

struct row {
  const char* name;
  faults how;
  std::vector<std::string> fails;  // cases that must be FAILED
  const char* because;             // part of what `why.came` says
  std::vector<std::string> passes;
};

std::vector<row> rows() {
  faults hangs_up;
  hangs_up.hangs_up_after_handshake = true;
  faults silent;
  silent.never_answers = true;
  faults garbage;
  garbage.spoken = [](std::string& spoken, bool&) { spoken = "HTTP/1.1 400 Bad Request\r\n\r\n"; };
  faults floods;
  floods.spoken = [](std::string& spoken, bool&) {
    std::string one = spoken;
    for (int i = 0; i < 1000; ++i) spoken += one;
  };
  const auto key = mask_key{{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}}};
  return {
      {"hangs_up_after_the_handshake",
       hangs_up,
       {"1.1.1", "2.1", "2.5", "2.7", "3.1", "4.1.1", "5.1", "6.1.1", "6.3.1", "6.4.1", "7.1.2",
        "7.3.2", "7.7.1", "7.9.1", "7.13.1"},
       "end of TCP",
       {}},
      {"never_answers", silent, {"1.1.1", "2.5", "7.13.1"}, "nothing until the deadline", {}},
      {"masks_its_frames",
       speaking([key](frame_header& h, std::string&) {
         h.masked = true;
         h.key = key;
       }),
       {"1.1.1", "2.1", "5.3", "7.1.1"},
       "a server's frame is masked",
       {}},
      {"closes_with_a_wrong_code",
       speaking([](frame_header& h, std::string& payload) {
         if (h.op == opcode::close && payload.size() >= 2) payload[1] = static_cast<char>(0xf3);
       }),
       {"7.7.1", "7.9.1", "7.3.2"},
       "1011",
       {"1.1.1", "2.5"}},
      {"sends_close_code_1005",
       speaking([](frame_header& h, std::string& payload) {
         if (h.op == opcode::close && payload.size() >= 2) payload[1] = static_cast<char>(0xed);
       }),
       {"7.7.1", "2.5"},
       "1005 must not be on the wire",
       {}},
      {"echoes_another_text",
       speaking([](frame_header& h, std::string& payload) {
         if (h.op == opcode::text && !payload.empty()) payload.back() ^= 1;
       }),
       {"1.1.2", "5.3", "6.2.1"},
       "a text",
       {"1.2.2", "2.1", "2.5"}},
      {"always_sends_empty_pongs",
       speaking([](frame_header& h, std::string& payload) {
         if (h.op == opcode::pong) payload.clear();
       }),
       {"2.2", "2.4"},
       "pong, 0 octets",
       {"1.1.2", "2.1", "2.5", "3.1"}},
      {"writes_lengths_in_eight_octets",
       speaking([](frame_header& h, std::string&) { h.form = length_form::sixty_four_bits; }),
       {"1.1.2", "2.1"},
       "shortest form",
       {}},
      {"sets_a_reserved_bit",
       speaking([](frame_header& h, std::string&) { h.rsv = 4; }),
       {"1.1.1", "2.1"},
       "reserved bit",
       {}},
      {"ignores_reserved_bits",
       deaf_to([](unsigned char& first) { first &= 0x8f; }),
       {"3.1", "3.2", "3.3", "3.5", "3.6"},
       "",
       {"1.1.1", "4.1.1", "5.1"}},
      {"takes_reserved_opcodes_for_pongs",
       deaf_to([](unsigned char& first) {
         if ((first & 0x0f) > 10 || ((first & 0x0f) > 2 && (first & 0x0f) < 8)) {
           first = static_cast<unsigned char>((first & 0xf0) | 0x0a);
         }
       }),
       {"4.1.1", "4.1.3", "4.2.1"},
       "",
       {"1.1.1", "3.1", "5.1"}},
      {"speaks_http_on_the_upgraded_connection", garbage, {"1.1.1", "2.1", "2.5"}, "", {}},
      {"says_everything_a_thousand_times", floods, {"1.1.2", "2.2"}, "", {}},
  };
}

class faulty_server : public testing::TestWithParam<row> {};

TEST_P(faulty_server, is_found_by_the_cases_that_are_about_it) {
  const row& tried = GetParam();
  const auto make = [&] { return faulty_peer(tried.how); };
  for (const schedule order : {schedule::eager, schedule::polite}) {
    player_options options = test_options();
    options.order = order;
    for (const std::string& id : tried.fails) {
      const outcome got = run_in_process(*find_case(id), options, make);
      EXPECT_EQ(got.behaviour, verdict::failed) << in_words(got);
      EXPECT_NE(got.why.came.find(tried.because), std::string::npos) << in_words(got);
    }
    for (const std::string& id : tried.passes) {
      const outcome got = run_in_process(*find_case(id), options, make);
      EXPECT_EQ(got.behaviour, verdict::ok) << in_words(got);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(all, faulty_server, testing::ValuesIn(rows()),
                         [](const auto& chosen) { return std::string(chosen.param.name); });

TEST(faulty_server, that_hangs_up_after_the_handshake_passes_no_case_at_all) {
  faults how;
  how.hangs_up_after_handshake = true;
  for (const test_case& which : all_cases()) {
    if (group_of(which.id) == "HS-S") continue;
    const outcome got = run_in_process(which, test_options(), [&] { return faulty_peer(how); });
    EXPECT_EQ(got.behaviour, verdict::failed) << in_words(got);
  }
}

TEST(faulty_server, that_answers_close_by_dropping_tcp_is_unclean) {
  faults how;
  how.spoken = [](std::string& spoken, bool& hangs_up) {
    if (!spoken.empty() && static_cast<unsigned char>(spoken[0]) == 0x88) {
      spoken.clear();
      hangs_up = true;
    }
  };
  const outcome got =
      run_in_process(*find_case("7.7.1"), test_options(), [&] { return faulty_peer(how); });
  EXPECT_EQ(got.close, close_judgement::unclean) << in_words(got);
  EXPECT_TRUE(is_failure(got.behaviour, got.close));
  const outcome rejected =
      run_in_process(*find_case("2.5"), test_options(), [&] { return faulty_peer(how); });
  EXPECT_EQ(rejected.behaviour, verdict::ok)
      << "to drop TCP is a way to fail a connection (§7.1.7)";
}

TEST(faulty_server, that_never_ends_tcp_leaves_it_to_the_client) {
  faults how;
  how.spoken = [](std::string&, bool& hangs_up) { hangs_up = false; };
  const outcome got =
      run_in_process(*find_case("1.1.1"), test_options(), [&] { return faulty_peer(how); });
  EXPECT_EQ(got.behaviour, verdict::ok) << in_words(got);
  EXPECT_EQ(got.close, close_judgement::failed_by_client) << in_words(got);
}

TEST(faulty_server, that_checks_text_only_at_the_end_is_non_strict) {
  // Holds back what it hears until a final frame came: then text is checked
  // when it is whole.
  auto held = std::make_shared<std::string>();
  faults how;
  how.heard = [held](std::string& heard) {
    const header_result read = read_header(as_octets(heard));
    *held += heard;
    const bool more = read.size != 0 && !is_control(read.header.op) && !read.header.fin;
    const bool is_ping = read.size != 0 && read.header.op == opcode::ping;
    heard = is_ping ? heard : more ? "" : *held;
    if (is_ping) held->resize(held->size() - heard.size());
    if (!more && !is_ping) held->clear();
  };
  player_options options = test_options();
  options.cut = {cutting::kind::frames};
  for (const char* id : {"6.4.1", "6.4.2"}) {
    const outcome got = run_in_process(*find_case(id), options, [&] { return faulty_peer(how); });
    EXPECT_EQ(got.behaviour, verdict::non_strict) << in_words(got);
  }
}

}  // namespace
