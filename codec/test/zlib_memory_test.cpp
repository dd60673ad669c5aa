#include "wsproof/zlib_memory.hpp"

#include <gtest/gtest.h>

#include <cstring>

#include "wsproof/deflater.hpp"
#include "wsproof/inflater.hpp"

namespace {

using namespace wsproof;

TEST(zlib_memory, is_the_heap_unless_told_otherwise) {
  const zlib_memory memory;
  void* const block = memory.take(memory.pool, 1000);
  ASSERT_NE(block, nullptr);
  std::memset(block, 0xa5, 1000);
  memory.give_back(memory.pool, block);
}

TEST(zlib_memory, both_engines_work_on_the_heap) {
  deflater sends{deflater_config{}};
  inflater receives{inflater_config{}};
  std::byte compressed[64];
  const auto sent = sends.deflate(as_octets("Hello"), true, compressed);
  std::byte plain[64];
  const auto received = receives.inflate(const_bytes(compressed).first(sent.given), true, plain);
  EXPECT_EQ(as_text(const_bytes(plain).first(received.given)), "Hello");
}

}  // namespace
