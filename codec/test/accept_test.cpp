#include "wsproof/accept.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <random>
#include <string>

#include "wsproof/types.hpp"

namespace {

using namespace wsproof;

// The same value by way of OpenSSL.
std::string accept_by_openssl(const std::string& key) {
  const std::string text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, 20> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::array<unsigned char, 29> value{};
  EVP_EncodeBlock(value.data(), digest.data(), 20);
  return reinterpret_cast<const char*>(value.data());
}

TEST(accept, is_the_one_of_the_rfc_for_its_example_key) {
  EXPECT_EQ(as_text(accept_for("dGhlIHNhbXBsZSBub25jZQ==")), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(accept, agrees_with_openssl_for_random_keys) {
  std::mt19937 random(6455);
  for (int i = 0; i < 256; ++i) {
    std::array<std::byte, 16> nonce{};
    for (std::byte& octet : nonce) octet = static_cast<std::byte>(random() & 0xff);
    const key_value key = make_key(nonce);
    EXPECT_EQ(as_text(accept_for(as_text(key))), accept_by_openssl(std::string(as_text(key))));
  }
}

TEST(accept, is_made_for_any_text_however_long) {
  for (const std::size_t size : {0u, 1u, 63u, 64u, 129u, 8192u}) {
    const std::string key(size, 'k');
    EXPECT_EQ(as_text(accept_for(key)), accept_by_openssl(key)) << size;
  }
}

TEST(accept, the_key_is_the_base64_of_its_octets) {
  // RFC 6455 §4.1: "if the randomly selected value was the sequence of bytes 0x01 0x02 ... 0x10,
  // the value of the header field would be AQIDBAUGBwgJCgsMDQ4PEC==" (errata: EA==).
  std::array<std::byte, 16> nonce{};
  for (std::size_t i = 0; i < nonce.size(); ++i) nonce[i] = static_cast<std::byte>(i + 1);
  EXPECT_EQ(as_text(make_key(nonce)), "AQIDBAUGBwgJCgsMDQ4PEA==");
}

}  // namespace
