#include "wsproof/base64.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <array>
#include <string>
#include <vector>

namespace {

using namespace wsproof;

std::string encoded(std::string_view octets) {
  std::array<char, 512> room{};
  return {room.data(), base64_encode(as_octets(octets), room)};
}

base64_result decoded(std::string_view text, std::string& out) {
  std::array<std::byte, 256> room{};
  const base64_result result = base64_decode(text, room);
  out = as_text(const_bytes(room).first(result.size));
  return result;
}

struct pair {
  std::string_view octets, text;
};

// RFC 4648 §10.
constexpr std::array<pair, 7> published{{{"", ""},
                                         {"f", "Zg=="},
                                         {"fo", "Zm8="},
                                         {"foo", "Zm9v"},
                                         {"foob", "Zm9vYg=="},
                                         {"fooba", "Zm9vYmE="},
                                         {"foobar", "Zm9vYmFy"}}};

TEST(base64, published_pairs_go_both_ways) {
  for (const auto& [octets, text] : published) {
    EXPECT_EQ(encoded(octets), text);
    std::string back;
    EXPECT_EQ(decoded(text, back).fault, base64_fault::none) << text;
    EXPECT_EQ(back, octets);
  }
}

TEST(base64, agrees_with_openssl_at_every_size_up_to_100) {
  std::string octets;
  for (int size = 0; size <= 100; ++size) {
    std::vector<unsigned char> theirs(200);
    const int written =
        EVP_EncodeBlock(theirs.data(), reinterpret_cast<const unsigned char*>(octets.data()),
                        static_cast<int>(octets.size()));
    const std::string ours = encoded(octets);
    EXPECT_EQ(ours, std::string(reinterpret_cast<char*>(theirs.data()),
                                static_cast<std::size_t>(written)));
    EXPECT_EQ(ours.size(), base64_size(octets.size()));
    std::string back;
    EXPECT_EQ(decoded(ours, back).fault, base64_fault::none);
    EXPECT_EQ(back, octets);
    octets += static_cast<char>(size * 73 + 200);
  }
}

struct refused {
  std::string_view name, text;
  base64_fault fault;
};

void PrintTo(const refused& shown, std::ostream* out) {
  *out << shown.name;
}

class base64_refusal : public testing::TestWithParam<refused> {};

TEST_P(base64_refusal, is_told) {
  std::string out;
  EXPECT_EQ(decoded(GetParam().text, out).fault, GetParam().fault);
}

INSTANTIATE_TEST_SUITE_P(
    texts, base64_refusal,
    testing::Values(refused{"padding_left_out", "Zg", base64_fault::not_base64},
                    refused{"padding_left_out_by_half", "Zg=", base64_fault::not_base64},
                    refused{"padding_of_three", "Z===", base64_fault::not_base64},
                    refused{"nothing_but_padding", "====", base64_fault::not_base64},
                    refused{"padding_inside", "Zg==Zg==", base64_fault::not_base64},
                    refused{"padding_before_the_last", "Zm=v", base64_fault::not_base64},
                    refused{"url_safe_characters", "Zm-_", base64_fault::not_base64},
                    refused{"a_space_inside", "Zm v", base64_fault::not_base64},
                    refused{"an_eight_bit_octet", "Zm9\xff", base64_fault::not_base64},
                    refused{"four_stray_bits", "Zh==", base64_fault::stray_bits},
                    refused{"two_stray_bits", "Zm9=", base64_fault::stray_bits}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(base64, what_does_not_fit_is_refused_and_what_just_fits_is_not) {
  std::array<char, 8> text{};
  EXPECT_EQ(base64_encode(as_octets("fooba"), text), 8u);
  EXPECT_EQ(base64_encode(as_octets("foobarx"), text), 0u);
  std::array<std::byte, 4> octets{};
  EXPECT_EQ(base64_decode("Zm9vYg==", octets).size, 4u);
  EXPECT_EQ(base64_decode("Zm9vYmE=", octets).fault, base64_fault::no_room);
}

}  // namespace
