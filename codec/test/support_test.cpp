// The tools of the tests are tested too: a guard that guards nothing would hide every over-read.
#include <gtest/gtest.h>

#include <new>
#include <stdexcept>

#include "codec/test/support/counting_new.hpp"
#include "codec/test/support/cuts.hpp"
#include "codec/test/support/guarded.hpp"
#include "codec/test/support/hex.hpp"

namespace {

using namespace wsproof::test;
using namespace wsproof::test::literals;

TEST(support, hex_reads_pairs_of_digits_with_or_without_spaces) {
  EXPECT_EQ("81 0548\n fF"_octets,
            (octets{std::byte{0x81}, std::byte{0x05}, std::byte{0x48}, std::byte{0xff}}));
  EXPECT_TRUE(""_octets.empty());
  EXPECT_EQ(hex_of("8105 48"_octets), "81 05 48");
  EXPECT_EQ(hex_of("8105 48"_octets, 2), "81 05 ... (3 octets)");
  EXPECT_EQ(joined({"81"_octets, octets_of_text("Hi")}), "81 48 69"_octets);
}

TEST(support, hex_that_is_not_octets_throws) {
  for (const auto* wrong : {"8", "8 1", "81 0", "8g", "0x81", "81,05"}) {
    EXPECT_THROW((void)octets_of_hex(wrong), std::invalid_argument) << wrong;
  }
}

TEST(support, one_octet_past_a_guarded_end_or_before_a_guarded_start_crashes) {
  guarded_buffer buffer(10);
  volatile std::byte* end = buffer.at_end(10).data() + 10;
  EXPECT_DEATH((void)*end, "");
  EXPECT_DEATH(*end = std::byte{}, "");
  volatile std::byte* before = buffer.at_start(10).data() - 1;
  EXPECT_DEATH((void)*before, "");
  EXPECT_DEATH(*before = std::byte{}, "");
}

TEST(support, a_write_on_the_open_side_of_a_guarded_placement_is_noticed) {
  guarded_buffer buffer(100);
  EXPECT_TRUE(buffer.is_intact());
  auto place = buffer.at_end("01 02 03"_octets);
  place.front() = place.back() = std::byte{};
  EXPECT_TRUE(buffer.is_intact());
  *(place.data() - 1) = std::byte{};
  EXPECT_FALSE(buffer.is_intact());
  guarded_buffer other(100);
  place = other.at_start("01 02 03"_octets);
  place.front() = place.back() = std::byte{};
  EXPECT_TRUE(other.is_intact());
  *(place.data() + 3) = std::byte{};
  EXPECT_FALSE(other.is_intact());
}

TEST(support, a_guarded_buffer_can_be_used_again) {
  guarded_buffer buffer(5000);
  EXPECT_GE(buffer.capacity(), 5000u);
  for (std::size_t size = 0; size < buffer.capacity(); size += 97) {
    const auto place = buffer.at_end(size);
    std::fill(place.begin(), place.end(), std::byte{1});
    EXPECT_TRUE(buffer.is_intact()) << size;
  }
  EXPECT_THROW((void)buffer.at_end(buffer.capacity() + 1), std::bad_alloc);
}

octets count_up(std::size_t size) {
  octets result(size);
  for (std::size_t i = 0; i < size; ++i) result[i] = static_cast<std::byte>(i);
  return result;
}

TEST(support, the_pieces_of_every_cut_are_the_stream) {
  for (const std::size_t size : {0u, 1u, 2u, 40u}) {
    const octets stream = count_up(size);
    std::size_t cuts = 0;
    const auto check = [&](const cut& c) {
      ++cuts;
      octets again;
      for (const auto& piece : c.pieces) again.insert(again.end(), piece.begin(), piece.end());
      EXPECT_EQ(again, stream) << c.name;
    };
    for_each_cut(stream, check);
    EXPECT_EQ(cuts, size == 40 ? 1 + 39 + 16 + 8 : size == 2 ? 1 + 1 + 1 + 8 : 9u);
    for_each_cut_of_long(stream, check);
  }
}

TEST(support, the_long_cuts_try_every_place_a_header_may_be_cut) {
  const octets stream = count_up(70'000);
  std::size_t in_two = 0;
  for_each_cut_of_long(stream, [&](const cut& c) { in_two += c.pieces.size() == 2 ? 1u : 0u; });
  EXPECT_EQ(in_two, 19u + 19u + 1u);  // and 65536 + 4464
}

TEST(support, every_allocation_of_this_thread_is_counted) {
  const auto before = allocations();
  EXPECT_EQ(allocations(), before);
  ::operator delete(::operator new(1));  // called by name: a new-expression may be left out
  ::operator delete[](::operator new[](3));
  ::operator delete (::operator new (64, std::align_val_t{64}), std::align_val_t{64});
  ::operator delete(::operator new(1, std::nothrow), std::nothrow);
  EXPECT_EQ(allocations(), before + 4);
}

}  // namespace
