#include "wsproof/endpoint.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "codec/test/support/cuts.hpp"
#include "codec/test/support/hex.hpp"

namespace {

using namespace wsproof;
using namespace wsproof::test::literals;

// A stand-in for an inflater that is easy to foresee: each octet n > 0 of the payload becomes n
// letters 'z' (so one octet may need several calls); 0 is "corrupt".
struct repeating_stage {
  std::size_t owed = 0;
  std::size_t most_per_call = 0;

  static inflate_stage::step step(void* self, const_bytes in, bool, bytes out) noexcept {
    auto& stage = *static_cast<repeating_stage*>(self);
    stage.most_per_call = std::max(stage.most_per_call, out.size());
    inflate_stage::step result;
    for (;;) {
      const std::size_t now = std::min(stage.owed, out.size() - result.given);
      std::fill_n(out.begin() + std::ptrdiff_t(result.given), now, std::byte{'z'});
      result.given += now;
      stage.owed -= now;
      if (stage.owed != 0) {
        result.more = true;
        return result;
      }
      if (result.taken == in.size()) return result;
      stage.owed = 1000 * std::to_integer<std::size_t>(in[result.taken++]);
      if (stage.owed == 0) {
        result.error = errc::compressed_data_invalid;
        return result;
      }
    }
  }
};

mask_key fixed_key(void*) noexcept {
  return {{std::byte{0x37}, std::byte{0xfa}, std::byte{0x21}, std::byte{0x3d}}};
}

struct bench {
  explicit bench(role plays, message_limits limits = {}, bool compressed = false)
      : scratch(),
        config(plays == role::server ? endpoint_config(scratch)
                                     : endpoint_config(scratch, {fixed_key, nullptr})),
        inflate{repeating_stage::step, &stage},
        peer((config.limits = limits, config), compressed ? &inflate : nullptr) {}

  std::array<std::byte, scratch_size> scratch;
  endpoint_config config;
  repeating_stage stage;
  inflate_stage inflate;
  endpoint peer;
  std::string message;

  // One word an event; pieces of a message are joined, long runs of 'a' are counted.
  std::string read(std::span<const std::span<const std::byte>> pieces) {
    std::string told;
    for (const auto piece : pieces) {
      test::octets copy(piece.begin(), piece.end());
      bytes input = copy;
      event_batch events;
      while (const std::size_t count = peer.read(input, events)) {
        for (const event& e : std::span(events).first(count)) told += tell(e);
      }
      EXPECT_TRUE(input.empty());
    }
    return told + message;
  }
  std::string read(const test::octets& stream) {
    const std::span<const std::byte> whole(stream);
    return read({&whole, 1});
  }

  std::string tell(const event& e) {
    const std::string payload(as_text(e.octets()));
    switch (e.what) {
      case event::kind::message: {
        EXPECT_EQ(bool(e.first), message.empty());
        if (e.first) message = std::string(name_of(e.op)) + '(';
        message += payload;
        if (!e.last) return {};
        std::string whole = message + ") ";
        message.clear();
        const std::size_t letters = whole.find_last_of('z') - whole.find('z') + 1;
        if (letters < 1000 || letters > whole.size()) return whole;
        return whole.replace(whole.find('z'), letters, std::to_string(letters) + " z");
      }
      case event::kind::ping:
        return "ping(" + payload + ") ";
      case event::kind::pong:
        return "pong(" + payload + ") ";
      case event::kind::close:
        return "close(" + std::to_string(int(code_of(e))) + std::string(reason_of(e)) + ") ";
      case event::kind::send:
        return "send(" + test::hex_of(e.octets()) + ") ";
      case event::kind::failed:
        return "failed(" + std::string(describe(e.error).name) + ") ";
    }
    return "?";
  }
};

struct row {
  const char* name;
  role plays;
  test::octets stream;
  std::string told;
  close_state ends;
  message_limits limits{};
  bool compressed = false;

  friend void PrintTo(const row& given, std::ostream* out) { *out << given.name; }
};

class endpoint_reading : public testing::TestWithParam<row> {};

TEST_P(endpoint_reading, tells_the_same_under_every_cut) {
  const row& given = GetParam();
  test::for_each_cut(given.stream, [&](const test::cut& cut) {
    bench b(given.plays, given.limits, given.compressed);
    EXPECT_EQ(b.read(cut.pieces), given.told) << cut.name;
    EXPECT_EQ(b.peer.closing(), given.ends) << cut.name;
  });
}

constexpr auto as_server = role::server;
constexpr auto as_client = role::client;
using enum close_state;

const test::octets sixteen_bit_text =
    test::joined({"81 fe 0082 00000000"_octets, test::octets(130, std::byte{'b'})});
const std::string b130(130, 'b');

INSTANTIATE_TEST_SUITE_P(
    endpoint, endpoint_reading,
    testing::Values(
        row{"whole_messages", as_server,
            "81 85 37fa213d 7f9f4d5158 82 82 00000000 ff00 81 80 00000000"_octets,
            std::string("text(Hello) binary(\xff\0) text() ", 30), open},
        row{"whole_messages_from_a_server", as_client, "81 05 48656c6c6f 82 00"_octets,
            "text(Hello) binary() ", open},
        row{"long_unmasked_text", as_client,
            test::joined({"81 0a"_octets, test::octets_of_text("0123456789")}), "text(0123456789) ",
            open},
        row{"sixteen_bit_length", as_server, sixteen_bit_text, "text(" + b130 + ") ", open},
        row{"sixteen_bit_length_from_a_server", as_client,
            test::joined({"81 7e 0082"_octets, test::octets(130, std::byte{'b'})}),
            "text(" + b130 + ") ", open},
        row{"fragments_around_a_ping", as_server,
            "01 81 00000000 61 89 81 00000000 70 80 81 00000000 62"_octets,
            "ping(p) send(8a 01 70) text(ab) ", open},
        row{"a_clients_pong_is_masked", as_client, "89 02 7079"_octets,
            "ping(py) send(8a 82 37 fa 21 3d 47 83) ", open},
        row{"a_pong_is_told", as_server, "8a 80 00000000"_octets, "pong() ", open},
        row{"utf8_in_one_frame", as_server, "81 82 00000000 ceba"_octets, "text(\xce\xba) ", open},
        row{"bad_utf8_in_a_whole_frame", as_server, "81 84 00000000 61ceff62"_octets,
            "failed(text_not_utf8) send(88 02 03 ef) text(a\xce", failed},
        row{"text_that_ends_inside_a_character", as_client, "81 02 61ce"_octets,
            "failed(text_incomplete) send(88 82 37 fa 21 3d 34 15) text(a\xce", failed},
        row{"nothing_is_read_after_a_failure", as_server, "c1 80 00000000 81 80 00000000"_octets,
            "failed(reserved_bit_set) send(88 02 03 ea) ", failed},
        row{"sixteen_bits_for_five", as_server, "81 fe 0005 00000000 48656c6c6f"_octets,
            "failed(length_not_minimal) send(88 02 03 ea) ", failed},
        row{"a_close_is_answered_with_its_code", as_server, "88 85 00000000 03e9 627965"_octets,
            "close(1001bye) send(88 02 03 e9) ", closed},
        row{"an_empty_close_is_answered_empty", as_client, "88 00"_octets,
            "close(1005) send(88 80 37 fa 21 3d) ", closed},
        row{"nothing_is_read_after_a_close", as_server, "88 80 00000000 89 80 00000000"_octets,
            "close(1005) send(88 00) ", closed},
        row{"a_message_over_the_limit",
            as_server,
            "82 84 00000000 01020304"_octets,
            "failed(message_too_big) send(88 02 03 f1) ",
            failed,
            {.max_size = 3}},
        row{"a_declared_length_over_the_limit_needs_no_payload",
            as_server,
            "82 ff 4000000000000000 00000000"_octets,
            "failed(message_too_big) send(88 02 03 f1) ",
            failed,
            {.max_size = 1 << 20}},
        row{"too_many_fragments",
            as_server,
            "01 80 00000000 00 80 00000000 80 80 00000000"_octets,
            "failed(too_many_fragments) send(88 02 03 f0) ",
            failed,
            {.max_size = 0, .max_fragments = 2}},
        row{"a_compressed_message",
            as_server,
            "c2 82 00000000 0102"_octets,
            "binary(3000 z) ",
            open,
            {},
            true},
        row{"a_compressed_message_larger_than_the_scratch",
            as_server,
            "42 81 00000000 ff 89 81 00000000 70 80 81 00000000 ff"_octets,
            "ping(p) send(8a 01 70) binary(510000 z) ",
            open,
            {},
            true},
        row{"an_empty_compressed_message",
            as_server,
            "c1 80 00000000"_octets,
            "text() ",
            open,
            {},
            true},
        row{"corrupt_compressed_data",
            as_server,
            "c2 83 00000000 010002 82 80 00000000"_octets,
            "failed(compressed_data_invalid) send(88 02 03 ef) binary(" + std::string(1000, 'z'),
            failed,
            {},
            true},
        row{"a_plain_message_where_deflate_was_negotiated",
            as_server,
            "81 82 00000000 6162"_octets,
            "text(ab) ",
            open,
            {},
            true}),
    [](const auto& given) { return std::string(given.param.name); });

TEST(endpoint, many_small_frames_come_in_batches) {
  test::octets stream;
  for (int i = 0; i < 1000; ++i) {
    const auto frame = "81 81 00000000 61 89 80 00000000"_octets;
    stream.insert(stream.end(), frame.begin(), frame.end());
  }
  std::string expected;
  for (int i = 0; i < 1000; ++i) expected += "text(a) ping() send(8a 00) ";
  bench b(as_server);
  EXPECT_EQ(b.read(stream), expected);
}

TEST(endpoint, the_offset_is_that_of_the_offending_frame) {
  bench b(as_server);
  EXPECT_NE(b.read("81 81 00000000 61 82 80 00000000 81 81 00000000 ff 81 80 00000000"_octets), "");
  EXPECT_EQ(b.peer.error(), errc::text_not_utf8);
  EXPECT_EQ(b.peer.offset(), 13u);
}

TEST(endpoint, knows_whether_a_message_is_cut) {
  bench b(as_server);
  EXPECT_TRUE(b.peer.is_between_messages());
  (void)b.read("01 80 00000000"_octets);
  EXPECT_FALSE(b.peer.is_between_messages());
  (void)b.read("80 80 00000000 81"_octets);
  EXPECT_FALSE(b.peer.is_between_messages());
}

TEST(endpoint, a_close_of_ours_waits_for_theirs_while_messages_still_arrive) {
  bench b(as_server);
  std::array<std::byte, max_control_frame_size> frame;
  const std::size_t size = b.peer.close(close_code::going_away, "bye", frame);
  EXPECT_EQ(test::hex_of(const_bytes(frame).first(size)), "88 05 03 e9 62 79 65");
  EXPECT_EQ(b.peer.closing(), close_sent);
  EXPECT_EQ(b.read("81 81 00000000 61 88 82 00000000 03e9"_octets), "text(a) close(1001) ");
  EXPECT_EQ(b.peer.closing(), closed);
  EXPECT_EQ(b.peer.close(close_code::normal, "", frame), 0u) << "only one Close is sent";
}

TEST(endpoint, a_failure_after_our_close_sends_no_second_one) {
  bench b(as_server);
  std::array<std::byte, max_control_frame_size> frame;
  EXPECT_EQ(b.peer.close(close_code::no_status, "", frame), 2u);
  EXPECT_EQ(b.read("83 80 00000000"_octets), "failed(reserved_opcode) ");
  EXPECT_EQ(b.peer.closing(), failed);
}

TEST(endpoint, refuses_to_send_a_close_that_would_break_the_rules) {
  struct refused {
    close_code code;
    std::string reason;
  };
  const std::array<refused, 5> rows{{{close_code::abnormal_closure, ""},
                                     {close_code(999), ""},
                                     {close_code::no_status, "why"},
                                     {close_code::normal, std::string(124, 'x')},
                                     {close_code::normal, "\xff"}}};
  for (const auto& [code, reason] : rows) {
    bench b(as_client);
    std::array<std::byte, max_control_frame_size> frame;
    EXPECT_EQ(b.peer.close(code, reason, frame), 0u) << int(code);
    EXPECT_EQ(b.peer.closing(), open);
    EXPECT_EQ(b.peer.close(close_code::normal, std::string(123, 'x'), frame), 131u);
  }
}

TEST(endpoint, the_inflate_stage_is_never_given_all_of_the_scratch) {
  bench b(as_server, {}, true);
  (void)b.read("c2 81 00000000 ff"_octets);
  EXPECT_LT(b.stage.most_per_call, scratch_size);
  EXPECT_GT(b.stage.most_per_call, scratch_size / 2);
}

static_assert(sizeof(endpoint) <= 216, "an idle connection stays small");

}  // namespace
