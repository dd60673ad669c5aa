#include "wsproof/sha1.hpp"

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <string>

namespace {

using namespace wsproof;

std::string in_hex(const sha1_digest& digest) {
  std::string text;
  for (const std::byte octet : digest) {
    text += "0123456789abcdef"[std::to_integer<unsigned>(octet) >> 4];
    text += "0123456789abcdef"[std::to_integer<unsigned>(octet) & 15];
  }
  return text;
}

struct vector {
  std::string_view name;
  std::string message;
  std::string_view digest;
};

void PrintTo(const vector& shown, std::ostream* out) {
  *out << shown.name;
}

class sha1_vector : public testing::TestWithParam<vector> {};

TEST_P(sha1_vector, has_the_published_digest) {
  EXPECT_EQ(in_hex(sha1{}.take(as_octets(GetParam().message)).finish()), GetParam().digest);
}

// RFC 3174 §7.3, and the empty message.
INSTANTIATE_TEST_SUITE_P(
    published, sha1_vector,
    testing::Values(vector{"nothing", "", "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
                    vector{"abc", "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
                    vector{"two_blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                           "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
                    vector{"a_million_a", std::string(1000000, 'a'),
                           "34aa973cd4c4daa4f61eeb2bdbad27316534016f"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(sha1, agrees_with_openssl_at_every_size_up_to_three_blocks) {
  std::string message;
  for (int size = 0; size <= 192; ++size) {
    sha1_digest theirs{};
    SHA1(reinterpret_cast<const unsigned char*>(message.data()), message.size(),
         reinterpret_cast<unsigned char*>(theirs.data()));
    EXPECT_EQ(in_hex(sha1{}.take(as_octets(message)).finish()), in_hex(theirs)) << size;
    message += static_cast<char>(size * 37 + 11);
  }
}

TEST(sha1, does_not_care_where_the_message_is_cut) {
  const std::string message(150, 'x');
  const std::string whole = in_hex(sha1{}.take(as_octets(message)).finish());
  for (std::size_t cut = 0; cut <= message.size(); ++cut) {
    const std::string_view text = message;
    EXPECT_EQ(
        in_hex(
            sha1{}.take(as_octets(text.substr(0, cut))).take(as_octets(text.substr(cut))).finish()),
        whole)
        << cut;
  }
}

}  // namespace
