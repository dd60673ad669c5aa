// The kernels in AVX2, compiled for that without telling the rest of the program. Internal.
#pragma once

#include "wsproof/kernels.hpp"

namespace wsproof {

// nullptr where this processor, or its operating system, has no AVX2.
[[nodiscard]] const kernels* avx2_kernels() noexcept;

}  // namespace wsproof
