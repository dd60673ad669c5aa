// Proof that code does not allocate: link wsproof_counting_new, take the count before and after.
//   const auto before = test::allocations();  work();  EXPECT_EQ(test::allocations(), before);
#pragma once

#include <cstddef>

namespace wsproof::test {

// How often this thread has called operator new since it began.
[[nodiscard]] std::size_t allocations() noexcept;

}  // namespace wsproof::test
