#include "wsproof/utf8.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "codec/test/support/guarded.hpp"
#include "codec/test/support/kernels_tables.hpp"

namespace {

using namespace wsproof;
using wsproof::test::guarded_buffer;

// The reference: decodes one code point after the other as RFC 3629 §3 draws them.
struct verdict {
  std::size_t fault = utf8_validator::all_valid;  // index of the first octet that cannot follow
  bool complete = true;                           // meaningless after a fault
  friend bool operator==(const verdict&, const verdict&) = default;
};

struct lead {
  std::size_t size;  // octets of the character; 0: not a first octet
  unsigned bits;     // of the code point, in the first octet
  unsigned least;    // the smallest code point that needs so many octets
};

lead lead_of(unsigned octet) {
  if (octet < 0x80) return {1, octet, 0};
  if (octet >= 0xc0 && octet < 0xe0) return {2, octet - 0xc0, 0x80};
  if (octet >= 0xe0 && octet < 0xf0) return {3, octet - 0xe0, 0x800};
  if (octet >= 0xf0 && octet < 0xf8) return {4, octet - 0xf0, 0x10000};
  return {0, 0, 0};
}

// Whether some character begins with these octets: the code points that could still come out of
// them, from `lowest` to `highest`, are not all too small, too large or surrogates.
bool can_begin(std::string_view octets) {
  const auto [size, first_bits, least] = lead_of(static_cast<unsigned char>(octets[0]));
  if (size == 0) return false;
  unsigned lowest = first_bits;
  unsigned highest = first_bits;
  for (std::size_t i = 1; i < size; ++i) {
    const bool known = i < octets.size();
    const unsigned octet = known ? static_cast<unsigned char>(octets[i]) : 0;
    if (known && octet / 64 != 2) return false;  // 10xxxxxx
    lowest = lowest * 64 + (known ? octet % 64 : 0);
    highest = highest * 64 + (known ? octet % 64 : 63);
  }
  return highest >= least && lowest <= 0x10ffff && !(lowest >= 0xd800 && highest <= 0xdfff);
}

verdict judge(std::string_view text) {
  std::size_t begin = 0;  // of the character
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view begun = text.substr(begin, i + 1 - begin);
    if (!can_begin(begun)) return {i, false};
    if (begun.size() == lead_of(static_cast<unsigned char>(begun[0])).size) begin = i + 1;
  }
  return {utf8_validator::all_valid, begin == text.size()};
}

class every_table : public testing::TestWithParam<const kernels*> {
 protected:
  // What the validator says of `text` cut into pieces.
  [[nodiscard]] verdict said(std::initializer_list<std::string_view> pieces) const {
    utf8_validator validator;
    std::size_t before = 0;
    for (const std::string_view piece : pieces) {
      const std::size_t index = validator.take(as_octets(piece), *GetParam());
      if (index != utf8_validator::all_valid) return {before + index, false};
      before += piece.size();
    }
    return {utf8_validator::all_valid, validator.is_complete()};
  }
};

INSTANTIATE_TEST_SUITE_P(utf8, every_table, testing::ValuesIn(wsproof::test::kernels_tables()),
                         [](const auto& table) { return std::string(table.param->name); });

std::string text_of(std::initializer_list<unsigned> octets) {
  std::string text;
  for (const unsigned octet : octets) text += static_cast<char>(octet);
  return text;
}

TEST_P(every_table, agrees_with_the_reference_on_all_sequences_of_one_and_two_octets) {
  for (unsigned a = 0; a < 256; ++a) {
    ASSERT_EQ(said({text_of({a})}), judge(text_of({a}))) << a;
    for (unsigned b = 0; b < 256; ++b) {
      const std::string text = text_of({a, b});
      ASSERT_EQ(said({text}), judge(text)) << a << ' ' << b;
    }
  }
}

// Octets on both sides of every border that RFC 3629 §4 draws.
constexpr std::array<unsigned, 28> borders{
    0x00, 0x41, 0x7f, 0x80, 0x81, 0x8f, 0x90, 0x91, 0x9f, 0xa0, 0xa1, 0xbf, 0xc0, 0xc1,
    0xc2, 0xc3, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff};

// So short a text meets no kernel: one table will do.
TEST(utf8_validator, agrees_with_the_reference_on_all_sequences_of_three_octets) {
  std::string text(3, '\0');
  for (unsigned all = 0; all < 1U << 24; ++all) {
    text[0] = static_cast<char>(all >> 16);
    text[1] = static_cast<char>(all >> 8);
    text[2] = static_cast<char>(all);
    utf8_validator validator;
    const verdict expected = judge(text);
    ASSERT_EQ(validator.take(as_octets(text)), expected.fault) << all;
    ASSERT_EQ(validator.is_complete(), expected.complete) << all;
  }
}

std::vector<std::string> border_sequences() {
  std::vector<std::string> sequences;
  for (const unsigned a : borders) {
    for (const unsigned b : borders) {
      for (const unsigned c : borders) {
        for (const unsigned d : borders) sequences.push_back(text_of({a, b, c, d}));
      }
    }
  }
  return sequences;
}

TEST_P(every_table, agrees_with_the_reference_on_four_octets_at_every_border_and_cut) {
  for (const std::string& text : border_sequences()) {
    const verdict expected = judge(text);
    const std::string_view whole = text;
    ASSERT_EQ(said({whole}), expected);
    for (std::size_t cut = 1; cut < whole.size(); ++cut) {
      ASSERT_EQ(said({whole.substr(0, cut), whole.substr(cut)}), expected) << "cut at " << cut;
    }
    ASSERT_EQ(said({whole.substr(0, 1), whole.substr(1, 1), whole.substr(2, 1), whole.substr(3)}),
              expected);
  }
}

struct filling {
  std::string_view name;
  std::string_view unit;  // one character or more, repeated
};

constexpr std::array<filling, 5> fillings{{
    {"ascii", "The quick brown fox. "},
    {"latin", "\xc3\xa9t\xc3\xa9 \xc3\xa0 "},
    {"cjk", "\xe4\xb8\xad\xe6\x96\x87\xe3\x80\x82 "},
    {"emoji", "\xf0\x9f\x98\x80"},
    {"mixed",
     "a\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80 plain words to fill one whole block of 64 octets"},
}};

std::string filled(std::string_view unit, std::size_t at_least) {
  std::string text;
  while (text.size() < at_least) text += unit;
  return text;
}

// A place for sequences inside a long text that is valid by how it was made. The reference judges
// the sequence and the octets behind it.
class long_text {
 public:
  long_text(std::string before, std::size_t size, std::string_view after)
      : text_(std::move(before)), place_(text_.size()), size_(size) {
    text_.append(size, ' ').append(after);
  }
  void put(std::string_view sequence) { text_.replace(place_, size_, sequence); }
  [[nodiscard]] std::string_view all() const { return text_; }
  [[nodiscard]] verdict expected() const {
    const verdict alone = judge(std::string_view(text_).substr(place_, size_ + 4));
    if (alone.fault == utf8_validator::all_valid) return {};
    return {place_ + alone.fault, false};
  }

 private:
  std::string text_;
  std::size_t place_;
  std::size_t size_;
};

TEST_P(every_table, agrees_with_the_reference_on_two_octets_at_every_place_of_a_block) {
  for (const auto& [name, unit] : fillings) {
    for (std::size_t place = 0; place < 70; ++place) {
      long_text text(filled(unit, 64) + std::string(place, 'x'), 2, filled(unit, 140));
      for (const unsigned a : borders) {
        for (const unsigned b : borders) {
          text.put(text_of({a, b}));
          ASSERT_EQ(said({text.all()}), text.expected())
              << name << ", place " << place << ": " << a << ' ' << b;
        }
      }
    }
  }
}

TEST_P(every_table, agrees_with_the_reference_on_three_octets_inside_a_long_text) {
  // Inside a block of 32 octets, across its border, across the border of 64.
  for (const std::size_t place : {70u, 94u, 95u, 126u, 127u}) {
    long_text text(std::string(place, 'x'), 3, filled("\xe4\xb8\xad", 130));
    for (unsigned a = 0x80; a < 256; ++a) {
      for (unsigned b = 0x70; b < 256; ++b) {
        for (const unsigned c : borders) {
          text.put(text_of({a, b, c}));
          ASSERT_EQ(said({text.all()}), text.expected())
              << place << ": " << a << ' ' << b << ' ' << c;
        }
      }
    }
  }
}

TEST_P(every_table, agrees_with_the_reference_on_four_octets_inside_a_long_text) {
  std::vector<long_text> texts;
  for (std::size_t place = 64; place < 131; ++place) {
    texts.emplace_back(std::string(place, 'x'), 4, filled("\xf0\x9f\x98\x80", 130));
  }
  std::size_t turn = 0;
  for (const std::string& sequence : border_sequences()) {
    long_text& text = texts[turn++ % texts.size()];
    text.put(sequence);
    ASSERT_EQ(said({text.all()}), text.expected())
        << testing::PrintToString(sequence) << " at " << 64 + (turn - 1) % texts.size();
  }
}

TEST_P(every_table, accepts_long_texts_cut_at_every_place) {
  for (const auto& [name, unit] : fillings) {
    const std::string text = filled(unit, 400);
    const std::string_view whole = text;
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
      ASSERT_EQ(said({whole.substr(0, cut), whole.substr(cut)}), verdict{})
          << name << " cut at " << cut;
      const verdict expected = judge(whole.substr(0, cut));
      ASSERT_EQ(said({whole.substr(0, cut)}), expected) << name << " ends at " << cut;
    }
  }
}

TEST_P(every_table, names_a_fault_in_any_octet_of_a_long_text) {
  for (const auto& [name, unit] : fillings) {
    const std::string text = filled(unit, 300);
    for (std::size_t place = 0; place < text.size(); ++place) {
      for (const unsigned wrong : {0x80u, 0xc1u, 0xf5u, 0xffu, 0x41u}) {
        std::string faulty = text;
        faulty[place] = static_cast<char>(wrong);
        ASSERT_EQ(said({faulty}), judge(faulty)) << name << " at " << place << ": " << wrong;
      }
    }
  }
}

TEST_P(every_table, names_the_one_wrong_octet_of_an_ascii_text_of_any_size) {
  for (std::size_t size = 1; size <= 260; ++size) {
    std::string text(size, 'x');
    for (std::size_t place = 0; place < size; ++place) {
      text[place] = '\xff';
      ASSERT_EQ(said({text}), (verdict{place, false})) << size << " octets, place " << place;
      text[place] = 'x';
    }
  }
}

TEST_P(every_table, never_reads_behind_the_text) {
  for (const auto& [name, unit] : fillings) {
    const std::string text = filled(unit, 700);
    guarded_buffer room(text.size());
    for (std::size_t size = 0; size <= 700; ++size) {
      const bytes octets = room.at_end(as_octets(text).first(size));
      ASSERT_EQ(is_utf8(octets, *GetParam()), judge(text.substr(0, size)).complete) << name;
    }
  }
}

TEST(utf8_validator, repeats_a_fault_until_it_is_reset) {
  utf8_validator validator;
  EXPECT_EQ(validator.take(as_octets("ab\xff")), 2u);
  EXPECT_EQ(validator.take(as_octets("good")), 0u);
  EXPECT_EQ(validator.take({}), 0u);
  EXPECT_FALSE(validator.is_complete());
  validator.reset();
  EXPECT_TRUE(validator.is_complete());
  EXPECT_EQ(validator.take(as_octets("good")), utf8_validator::all_valid);
}

TEST(utf8_validator, knows_a_text_that_ends_inside_a_character) {
  // RFC 6455 §8.1 is about whole messages: a frame may end anywhere.
  utf8_validator validator;
  EXPECT_EQ(validator.take(as_octets("\xf0\x9f")), utf8_validator::all_valid);
  EXPECT_FALSE(validator.is_complete());
  EXPECT_EQ(validator.take({}), utf8_validator::all_valid);
  EXPECT_FALSE(validator.is_complete());
  EXPECT_EQ(validator.take(as_octets("\x98\x80")), utf8_validator::all_valid);
  EXPECT_TRUE(validator.is_complete());
}

TEST(utf8_validator, names_the_octet_that_completes_a_fault_begun_in_another_piece) {
  utf8_validator validator;
  EXPECT_EQ(validator.take(as_octets("abc\xed")), utf8_validator::all_valid);
  EXPECT_EQ(validator.take(as_octets("\xa0\x80")), 0u);
}

TEST(is_utf8, refuses_a_text_that_ends_inside_a_character) {
  EXPECT_TRUE(is_utf8(as_octets("\xe2\x82\xac")));
  EXPECT_FALSE(is_utf8(as_octets("\xe2\x82")));
  EXPECT_TRUE(is_utf8({}));
}

}  // namespace
