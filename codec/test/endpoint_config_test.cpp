#include "wsproof/endpoint_config.hpp"

#include <gtest/gtest.h>

#include <array>

namespace {

using namespace wsproof;

mask_key counting_key(void* self) noexcept {
  auto& count = *static_cast<unsigned char*>(self);
  return {{std::byte{count++}, std::byte{1}, std::byte{2}, std::byte{3}}};
}

TEST(endpoint_config, without_a_source_of_mask_keys_it_is_a_servers) {
  std::array<std::byte, scratch_size> scratch;
  const endpoint_config config{scratch_bytes(scratch)};
  EXPECT_EQ(config.plays(), role::server);
  EXPECT_EQ(config.scratch().data(), scratch.data());
}

TEST(endpoint_config, a_clients_draws_a_new_mask_key_for_each_frame) {
  // RFC 6455 §5.3: "The masking key is a 32-bit value chosen at random by the client."
  std::array<std::byte, scratch_size> scratch;
  unsigned char drawn = 7;
  const endpoint_config config(scratch, {counting_key, &drawn});
  EXPECT_EQ(config.plays(), role::client);
  EXPECT_EQ(config.new_mask_key().octets[0], std::byte{7});
  EXPECT_EQ(config.new_mask_key().octets[0], std::byte{8});
}

}  // namespace
