// All 65,536 values of a frame's first two octets, in both roles, whatever message is open, with
// and without permessage-deflate: against a table taken sentence by sentence from the RFCs.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "codec/test/support/agreement.hpp"
#include "codec/test/support/listener.hpp"
#include "wsproof/endpoint.hpp"
#include "wsproof/frame_decoder.hpp"

namespace {

using namespace wsproof;
using namespace wsproof::test::literals;
using test::octets;

// When a row holds: who reads, what is open, whether deflate was negotiated.
enum condition : unsigned {
  server_reads = 1,
  client_reads = 2,
  nothing_open = 4,
  text_open = 8,
  binary_open = 16,
  with_deflate = 32,
  without_deflate = 64,
  always = 127,
};

struct row {
  std::string_view bits;  // FIN RSV1-3 opcode, MASK length; x: any
  unsigned when;
  std::string_view breaks;  // the rule
  // The sentence: RFC 6455 unless it says otherwise.
};

constexpr unsigned any_role = server_reads | client_reads;
constexpr unsigned any_message = nothing_open | text_open | binary_open;
constexpr unsigned any_deflate = with_deflate | without_deflate;

constexpr row table[] = {
    // §5.2 "MUST be 0 unless an extension is negotiated that defines meanings for non-zero values."
    {"xx1xxxxx xxxxxxxx", always, "reserved_bit_set"},
    {"xxx1xxxx xxxxxxxx", always, "reserved_bit_set"},
    {"x1xxxxxx xxxxxxxx", any_role | any_message | without_deflate, "reserved_bit_set"},
    // RFC 7692 §6: RSV1 is set on the first frame of a compressed message only.
    {"x1xx1xxx xxxxxxxx", any_role | any_message | with_deflate, "compressed_control_frame"},
    {"x1xx0000 xxxxxxxx", any_role | any_message | with_deflate, "compressed_continuation"},
    // §5.2 "%x3-7 are reserved for further non-control frames", "%xB-F ... control frames".
    {"xxxx0011 xxxxxxxx", always, "reserved_opcode"},
    {"xxxx01xx xxxxxxxx", always, "reserved_opcode"},
    {"xxxx1011 xxxxxxxx", always, "reserved_opcode"},
    {"xxxx11xx xxxxxxxx", always, "reserved_opcode"},
    // §5.1 "The server MUST close the connection upon receiving a frame that is not masked."
    {"xxxxxxxx 0xxxxxxx", server_reads | any_message | any_deflate, "frame_not_masked"},
    // §5.1 "A client MUST close a connection if it detects a masked frame."
    {"xxxxxxxx 1xxxxxxx", client_reads | any_message | any_deflate, "frame_masked"},
    // §5.5 "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be
    // fragmented."
    {"0xxx1xxx xxxxxxxx", always, "control_frame_fragmented"},
    {"xxxx1xxx x1111110", always, "control_frame_too_long"},
    {"xxxx1xxx x1111111", always, "control_frame_too_long"},
    // §5.4: a continuation is of a message; "The fragments of one message MUST NOT be interleaved
    // between the fragments of another message".
    {"xxxx0000 xxxxxxxx", any_role | nothing_open | any_deflate, "continuation_without_message"},
    {"xxxx0001 xxxxxxxx", any_role | text_open | binary_open | any_deflate, "message_interrupted"},
    {"xxxx0010 xxxxxxxx", any_role | text_open | binary_open | any_deflate, "message_interrupted"},
};
// §5.5.1 "the first two bytes of the body MUST be a 2-byte unsigned integer". Judged by the
// payload, so only where the header breaks nothing.
constexpr row payload_row{"xxxx1000 x0000001", always, "close_payload_too_short"};

struct pattern {
  unsigned mask = 0;
  unsigned value = 0;
  constexpr explicit pattern(std::string_view bits) {
    for (const char c : bits) {
      if (c == ' ') continue;
      mask = mask << 1 | (c != 'x' ? 1u : 0u);
      value = value << 1 | (c == '1' ? 1u : 0u);
    }
  }
};

struct compiled_row {
  pattern bits;
  row meaning;
};

bool holds(const compiled_row& row, unsigned pair, unsigned situation) {
  return (pair & row.bits.mask) == row.bits.value && (situation & row.meaning.when) == situation;
}

std::vector<std::string_view> broken_by(unsigned pair, unsigned situation) {
  static const auto rows = [] {
    std::vector<compiled_row> all;
    for (const row& r : table) all.push_back({pattern(r.bits), r});
    return all;
  }();
  static const compiled_row of_payload{pattern(payload_row.bits), payload_row};
  std::vector<std::string_view> names;
  for (const auto& r : rows) {
    if (holds(r, pair, situation)) names.push_back(r.meaning.breaks);
  }
  if (names.empty() && holds(of_payload, pair, situation)) names.push_back(payload_row.breaks);
  return names;
}

// The frame that begins with this pair, its length the shortest of its form, its mask key zero. The
// payload is a legal one, and there only where the header is.
void append_frame(octets& stream, unsigned pair, bool with_payload) {
  const auto put = [&](unsigned value) { stream.push_back(static_cast<std::byte>(value)); };
  put(pair >> 8);
  put(pair & 255);
  const unsigned seven = pair & 127;
  std::size_t size = seven < 126 ? seven : seven == 126 ? 126 : 65536;
  if (seven == 126) stream.insert(stream.end(), {std::byte{0}, std::byte{126}});
  if (seven == 127) {
    for (const unsigned octet : {0u, 0u, 0u, 0u, 0u, 1u, 0u, 0u}) put(octet);
  }
  if ((pair & 128) != 0) stream.insert(stream.end(), 4, std::byte{0});
  if (!with_payload) return;
  if ((pair >> 8 & 15) == 8 && size >= 2) {
    put(1000 >> 8);
    put(1000 & 255);
    size -= 2;
  }
  stream.insert(stream.end(), size, std::byte{'a'});
}

bool contains(const std::vector<std::string_view>& names, errc error) {
  return std::find(names.begin(), names.end(), describe(error).name) != names.end();
}

constexpr unsigned situations[][3] = {
    {server_reads, nothing_open, without_deflate}, {server_reads, nothing_open, with_deflate},
    {server_reads, text_open, without_deflate},    {server_reads, text_open, with_deflate},
    {server_reads, binary_open, without_deflate},  {server_reads, binary_open, with_deflate},
    {client_reads, nothing_open, without_deflate}, {client_reads, nothing_open, with_deflate},
    {client_reads, text_open, without_deflate},    {client_reads, text_open, with_deflate},
    {client_reads, binary_open, without_deflate},  {client_reads, binary_open, with_deflate},
};

class first_two_octets : public testing::TestWithParam<std::array<unsigned, 3>> {};

// What the endpoint says of the whole frame; it must say it once and for all.
errc verdict(endpoint& peer, octets& stream, std::size_t& events) {
  bytes input(stream);
  event_batch batch;
  errc error = errc::none;
  for (std::size_t count = peer.read(input, batch); count != 0; count = peer.read(input, batch)) {
    for (const event& e : std::span(batch).first(count)) {
      if (e.what == event::kind::failed) error = e.error;
      if (e.what != event::kind::failed && e.what != event::kind::send) ++events;
    }
  }
  EXPECT_TRUE(input.empty());
  return error;
}

TEST_P(first_two_octets, mean_to_the_endpoint_what_the_rfc_says) {
  const auto [reader, open, deflate] = GetParam();
  test::listener listener(reader == server_reads ? role::server : role::client,
                          deflate == with_deflate);
  const octets head =
      open == nothing_open ? octets{}
      : reader == server_reads
          ? test::joined({open == text_open ? "01"_octets : "02"_octets, "80 00 00 00 00"_octets})
          : test::joined({open == text_open ? "01"_octets : "02"_octets, "00"_octets});
  for (unsigned pair = 0; pair < 65536 && !HasFailure(); ++pair) {
    const auto broken = broken_by(pair, reader | open | deflate);
    const bool payload_is_at_fault = !broken.empty() && broken[0] == payload_row.breaks;
    octets stream = head;
    append_frame(stream, pair, broken.empty() || payload_is_at_fault);
    endpoint peer = listener.make();
    std::size_t events = 0;
    const errc error = verdict(peer, stream, events);
    ASSERT_EQ(error != errc::none, !broken.empty())
        << pair << " " << describe(error).name << (broken.empty() ? "" : broken[0]);
    ASSERT_EQ(peer.error(), error);
    if (error != errc::none) {
      ASSERT_TRUE(contains(broken, error)) << pair << " " << describe(error).name;
      ASSERT_EQ(peer.offset(), head.size()) << pair;
    } else {
      const bool says_nothing = (pair >> 8 & 0x88) == 0 && (pair & 127) == 0;  // an empty fragment
      ASSERT_TRUE(events != 0 || says_nothing) << pair;
    }
  }
}

// A frame decoder knows no messages: what is open makes no difference to it.
TEST_P(first_two_octets, mean_to_the_frame_decoder_what_the_rfc_says) {
  const auto [reader, open, deflate] = GetParam();
  for (unsigned pair = 0; pair < 65536 && !HasFailure(); ++pair) {
    auto broken = broken_by(pair, reader | open | deflate);
    std::erase(broken, "message_interrupted");
    std::erase(broken, "continuation_without_message");
    std::erase(broken, "close_payload_too_short");
    octets stream;
    append_frame(stream, pair, broken.empty());
    frame_decoder decoder({.reads_from = reader == server_reads ? role::client : role::server,
                           .allow_rsv1 = deflate == with_deflate});
    bytes input(stream);
    const frame_piece piece = decoder.next(input);
    if (broken.empty()) {
      ASSERT_EQ(piece.what, frame_piece::kind::payload) << pair;
      ASSERT_TRUE(piece.first && piece.last && input.empty()) << pair;
    } else {
      ASSERT_EQ(piece.what, frame_piece::kind::failed) << pair;
      ASSERT_TRUE(contains(broken, piece.error)) << pair << " " << describe(piece.error).name;
    }
  }
}

std::vector<std::array<unsigned, 3>> all_situations() {
  std::vector<std::array<unsigned, 3>> all;
  for (const auto& s : situations) all.push_back({s[0], s[1], s[2]});
  return all;
}

const auto name_of_situation = [](const auto& tested) {
  const auto [reader, open, deflate] = tested.param;
  return std::string(reader == server_reads ? "server" : "client") +
         (open == nothing_open ? "_nothing"
          : open == text_open  ? "_text"
                               : "_binary") +
         "_open" + (deflate == with_deflate ? "_deflate" : "");
};
INSTANTIATE_TEST_SUITE_P(all, first_two_octets, testing::ValuesIn(all_situations()),
                         name_of_situation);

TEST(first_two_octets_table, agrees_with_the_reference_about_every_pair) {
  for (unsigned pair = 0; pair < 65536; ++pair) {
    octets stream;
    append_frame(stream, pair, false);
    const auto rules_of = broken_by(pair, server_reads | nothing_open | without_deflate);
    auto broken = rules_of;
    std::erase(broken, payload_row.breaks);
    const auto failed = reference::decode(stream, {.from_client = true}).failed;
    auto names = failed && failed->certain ? failed->names : std::vector<std::string_view>{};
    std::sort(names.begin(), names.end());
    std::sort(broken.begin(), broken.end());
    broken.erase(std::unique(broken.begin(), broken.end()), broken.end());
    ASSERT_EQ(names, broken) << pair;
  }
}

}  // namespace
