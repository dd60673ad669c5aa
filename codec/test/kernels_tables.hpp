// Every kernels table that this processor can run.
#pragma once

#include <vector>

#include "wsproof/kernels.hpp"

namespace wsproof_test {

[[nodiscard]] inline std::vector<const wsproof::kernels*> kernels_tables() {
  std::vector<const wsproof::kernels*> tables{&wsproof::portable_kernels};
  if (&wsproof::best_kernels() != tables.front()) tables.push_back(&wsproof::best_kernels());
  return tables;
}

}  // namespace wsproof_test
