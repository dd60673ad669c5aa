// Every kernels table that this processor can run.
#pragma once

#include <vector>

#include "wsproof/kernels.hpp"

namespace wsproof::test {

[[nodiscard]] inline std::vector<const kernels*> kernels_tables() {
  std::vector<const kernels*> tables{&portable_kernels};
  if (&best_kernels() != tables.front()) tables.push_back(&best_kernels());
  return tables;
}

}  // namespace wsproof::test
