#include "wsproof/accept_mistake.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <set>
#include <string>

namespace {

using namespace wsproof;
using enum accept_mistake;

// The mistakes are made here with OpenSSL and strings, as a careless server would.
const std::string key = "x3JJHMbDL1EzLkh9GBhXDw==";
const std::string guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

std::string digest_of(const std::string& text) {
  std::string digest(20, '\0');
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

std::string in_base64(const std::string& octets) {
  std::array<unsigned char, 512> room{};
  const int size =
      EVP_EncodeBlock(room.data(), reinterpret_cast<const unsigned char*>(octets.data()),
                      static_cast<int>(octets.size()));
  return {reinterpret_cast<const char*>(room.data()), static_cast<std::size_t>(size)};
}

std::string in_hex(const std::string& octets, const char* digits) {
  std::string text;
  for (const char c : octets) {
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

std::string with_words_swapped(std::string digest) {
  for (std::size_t i = 0; i < digest.size(); i += 4) {
    std::swap(digest[i], digest[i + 3]);
    std::swap(digest[i + 1], digest[i + 2]);
  }
  return digest;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string url_safe(std::string text) {
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

std::string key_octets() {
  std::array<unsigned char, 18> room{};
  EVP_DecodeBlock(room.data(), reinterpret_cast<const unsigned char*>(key.data()), 24);
  return {reinterpret_cast<const char*>(room.data()), 16};
}

struct row {
  std::string_view name;
  std::string got;
  accept_mistake mistake;
};

void PrintTo(const row& shown, std::ostream* out) {
  *out << shown.name;
}

class wrong_accept : public testing::TestWithParam<row> {};

TEST_P(wrong_accept, is_explained) {
  const accept_mistake found = why_wrong(key, GetParam().got);
  EXPECT_EQ(describe(found).name, describe(GetParam().mistake).name);
}

const std::string right = in_base64(digest_of(key + guid));

INSTANTIATE_TEST_SUITE_P(
    values, wrong_accept,
    testing::Values(
        row{"right", right, none}, row{"noise", "bm90IHRoZSByaWdodCB2YWx1ZSE=", unknown},
        row{"empty", "", empty}, row{"the_key", key, key_sent_back},
        row{"the_example", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", sample_answer},
        row{"for_another_key", in_base64(digest_of("AQIDBAUGBwgJCgsMDQ4PEA==" + guid)), unknown},
        row{"guid_of_a_tutorial",
            in_base64(digest_of(key + "258EAF5E-E914-47DA-95CA-C5AB0DC85B11")), guid_mistyped},
        row{"guid_cut", in_base64(digest_of(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B1")),
            guid_mistyped},
        row{"guid_lower", in_base64(digest_of(key + lower(guid))), guid_lower_case},
        row{"no_guid", in_base64(digest_of(key)), guid_missing},
        row{"no_key", in_base64(digest_of(guid)), key_missing},
        row{"guid_first", in_base64(digest_of(guid + key)), guid_before_key},
        row{"octets_of_the_key", in_base64(digest_of(key_octets() + guid)), key_decoded},
        row{"space_and_key", in_base64(digest_of(" " + key + guid)), key_with_leading_space},
        row{"key_and_cr", in_base64(digest_of(key + "\r" + guid)), key_with_line_end},
        row{"key_and_lf", in_base64(digest_of(key + "\n" + guid)), key_with_line_end},
        row{"key_and_crlf", in_base64(digest_of(key + "\r\n" + guid)), key_with_line_end},
        row{"key_cut", in_base64(digest_of(key.substr(0, 22) + guid)), key_without_padding},
        row{"key_lower", in_base64(digest_of(lower(key) + guid)), key_in_lower_case},
        row{"nul", in_base64(digest_of(key + guid + std::string(1, '\0'))), terminator_hashed},
        row{"hex_inside", in_base64(in_hex(digest_of(key + guid), "0123456789abcdef")),
            hex_in_base64},
        row{"upper_hex_inside", in_base64(in_hex(digest_of(key + guid), "0123456789ABCDEF")),
            hex_in_base64},
        row{"hex", in_hex(digest_of(key + guid), "0123456789abcdef"), hex_digest},
        row{"words", in_base64(with_words_swapped(digest_of(key + guid))), digest_words_swapped},
        row{"no_hash", in_base64(key + guid), hash_left_out},
        row{"no_padding", right.substr(0, 27), padding_missing},
        row{"lower_case", lower(right), wrong_case}, row{"more", right + "x", right_with_more},
        row{"twice", right + ", " + right, right_with_more},
        row{"in_quotes", "\"" + right + "\"", right_with_more}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(accept_mistake, the_url_safe_alphabet_is_recognised) {
  const std::string sample = "dGhlIHNhbXBsZSBub25jZQ==";  // its answer has a "+"
  EXPECT_EQ(why_wrong(sample, url_safe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")), url_safe_alphabet);
}

TEST(accept_mistake, keys_of_any_size_are_survived) {
  for (const std::size_t size : {0u, 1u, 2u, 63u, 64u, 65u, 8192u}) {
    for (const char fill : {'A', '=', '\0'}) {
      EXPECT_EQ(why_wrong(std::string(size, fill), "bm90IHRoZSByaWdodCB2YWx1ZSE="), unknown);
    }
  }
}

TEST(accept_mistake, each_has_a_name_and_a_sentence_of_its_own) {
  std::set<std::string_view> names;
  std::set<std::string_view> sentences;
  for (std::size_t i = 0; i < accept_mistake_count; ++i) {
    const accept_mistake_entry& entry = describe(accept_mistake(i));
    EXPECT_EQ(entry.code, accept_mistake(i));
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_TRUE(sentences.insert(entry.says).second) << entry.says;
  }
  EXPECT_EQ(describe(accept_mistake(255)).code, none);
}

}  // namespace
