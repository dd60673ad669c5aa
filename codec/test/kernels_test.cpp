#include "wsproof/kernels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "codec/src/mask_small.hpp"
#include "codec/test/support/guarded.hpp"
#include "codec/test/support/kernels_tables.hpp"
#include "wsproof/types.hpp"

namespace {

using namespace wsproof;
using wsproof::test::guarded_buffer;

constexpr std::array<std::byte, 4> key_octets{std::byte{0x37}, std::byte{0xfa}, std::byte{0x21},
                                              std::byte{0x3d}};

std::uint32_t key_from_phase(std::size_t phase) {
  std::array<std::byte, 4> turned;
  for (std::size_t i = 0; i < 4; ++i) turned[i] = key_octets[(phase + i) % 4];
  std::uint32_t key;
  std::memcpy(&key, turned.data(), 4);
  return key;
}

class every_table : public testing::TestWithParam<const kernels*> {};

INSTANTIATE_TEST_SUITE_P(kernels, every_table, testing::ValuesIn(wsproof::test::kernels_tables()),
                         [](const auto& table) { return std::string(table.param->name); });

struct mask_room {
  std::array<std::byte, 512> octets;
  std::array<std::byte, 512> expected;
};

// Both rooms get the same octets; in `expected` the octet loop has masked [start, start + size).
void fill(mask_room& room, std::size_t start, std::size_t size, std::size_t phase) {
  for (std::size_t i = 0; i < room.octets.size(); ++i) room.octets[i] = std::byte(i * 37 & 0xff);
  room.expected = room.octets;
  for (std::size_t i = 0; i < size; ++i) room.expected[start + i] ^= key_octets[(phase + i) % 4];
}

TEST_P(every_table, masks_as_an_octet_loop_at_every_size_alignment_and_phase) {
  alignas(64) mask_room room;
  for (std::size_t size = 0; size <= 300; ++size) {
    for (std::size_t alignment = 0; alignment < 64; ++alignment) {
      for (std::size_t phase = 0; phase < 4; ++phase) {
        const std::size_t start = 64 + alignment;
        fill(room, start, size, phase);
        GetParam()->mask(&room.octets[start], size, key_from_phase(phase));
        ASSERT_TRUE(room.octets == room.expected)
            << size << " octets, alignment " << alignment << ", phase " << phase;
      }
    }
  }
}

TEST_P(every_table, masks_large_payloads_as_an_octet_loop) {
  for (const std::size_t size : {511u, 4096u, 4099u, 65535u, 65536u, 1048577u}) {
    for (const std::size_t alignment : {0u, 1u, 2u, 3u, 31u}) {
      std::vector<std::byte> octets(size + alignment, std::byte{0x5a});
      std::vector<std::byte> expected = octets;
      for (std::size_t i = 0; i < size; ++i) expected[alignment + i] ^= key_octets[i % 4];
      GetParam()->mask(octets.data() + alignment, size, key_from_phase(0));
      ASSERT_TRUE(octets == expected) << size << " octets, alignment " << alignment;
    }
  }
}

TEST_P(every_table, never_reads_behind_the_payload_to_mask_it) {
  guarded_buffer room(2048);
  for (std::size_t size = 0; size <= 2048; size += size < 300 ? 1 : 61) {
    const bytes payload = room.at_end(size);
    GetParam()->mask(payload.data(), size, key_from_phase(0));
  }
}

TEST(unmask_small, does_as_an_octet_loop_at_every_size_alignment_and_phase) {
  alignas(64) mask_room room;
  for (std::size_t size = 0; size <= max_unmask_small; ++size) {
    for (std::size_t alignment = 0; alignment < 64; ++alignment) {
      for (std::size_t phase = 0; phase < 4; ++phase) {
        const std::size_t start = 64 + alignment;
        fill(room, start, size, phase);
        static_cast<void>(unmask_small(&room.octets[start], size, key_from_phase(phase)));
        ASSERT_TRUE(room.octets == room.expected)
            << size << " octets, alignment " << alignment << ", phase " << phase;
      }
    }
  }
}

TEST(unmask_small, tells_ascii_from_all_else_wherever_the_one_octet_lies) {
  std::array<std::byte, max_unmask_small> octets;
  for (std::size_t size = 0; size <= max_unmask_small; ++size) {
    for (std::size_t place = 0; place <= size; ++place) {
      octets.fill(std::byte{0x7f});
      octets.back() = std::byte{0xff};  // not of the payload, unless it has all the octets
      if (size == octets.size()) octets.back() = std::byte{0x7f};
      if (place < size) octets[place] = std::byte{0x80};
      for (std::size_t i = 0; i < size; ++i) octets[i] ^= key_octets[i % 4];
      const std::uint64_t any = unmask_small(octets.data(), size, key_from_phase(0));
      ASSERT_EQ((any & high_bits) != 0, place < size) << size << " octets, place " << place;
    }
  }
}

TEST(unmask_small, never_reads_behind_the_payload) {
  guarded_buffer room(max_unmask_small);
  for (std::size_t size = 0; size <= max_unmask_small; ++size) {
    static_cast<void>(unmask_small(room.at_end(size).data(), size, key_from_phase(0)));
  }
}

TEST_P(every_table, takes_a_valid_text_to_within_128_octets_of_its_end) {
  for (const std::string_view unit : {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"}) {
    std::string text;
    while (text.size() < 1200) text += unit;
    guarded_buffer room(text.size());
    for (std::size_t size = 0; size <= text.size(); ++size) {
      const bytes octets = room.at_end(as_octets(text).first(size));
      const std::size_t taken = GetParam()->utf8_prefix(octets.data(), size);
      ASSERT_LE(taken, size);
      ASSERT_LT(size - taken, 128u) << size;
      ASSERT_EQ(taken % unit.size(), 0u) << size << " octets: the answer is not at a character";
    }
  }
}

TEST(kernels, the_avx2_table_takes_a_valid_text_of_35_octets_or_more_to_its_end) {
  if (best_kernels().name != "avx2") GTEST_SKIP() << "this processor has no AVX2";
  for (const std::string_view unit :
       {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "a\xe2\x82\xac\xc3\xa9"}) {
    std::string text;
    while (text.size() < 35) text += unit;
    for (; text.size() < 400; text += unit) {
      ASSERT_EQ(best_kernels().utf8_prefix(as_octets(text).data(), text.size()), text.size());
    }
  }
}

TEST_P(every_table, stops_before_a_fault_and_fewer_than_128_octets_before_it) {
  for (const std::string_view unit : {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"}) {
    for (const std::string_view fault :
         {"\x80", "\xc0", "\xe2\x82", "\xed\xa0\x80", "\xf5", "\xff"}) {
      for (std::size_t before = 0; before < 300; ++before) {
        std::string text;
        for (std::size_t i = 0; i < before; ++i) text += unit;
        const std::size_t place = text.size();
        text += fault;
        while (text.size() < place + 300) text += "a";
        const std::size_t taken = GetParam()->utf8_prefix(as_octets(text).data(), text.size());
        ASSERT_LE(taken, place);
        ASSERT_LT(place - taken, 128u) << place;
        ASSERT_EQ(taken % unit.size(), 0u) << place;
      }
    }
  }
}

TEST(kernels, the_best_table_is_one_of_the_tables_and_has_a_name) {
  const auto tables = wsproof::test::kernels_tables();
  EXPECT_EQ(std::count(tables.begin(), tables.end(), &best_kernels()), 1);
  for (const kernels* table : tables) EXPECT_FALSE(table->name.empty());
}

}  // namespace
