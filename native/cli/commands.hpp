// The subcommands: each adds its options to the program and returns what runs it.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "native/cli/exit_code.hpp"

namespace wsproof::native {

struct command {
  CLI::App* app;
  std::function<exit_code()> run;
};

[[nodiscard]] command add_serve(CLI::App& program);
[[nodiscard]] command add_test(CLI::App& program);
[[nodiscard]] command add_list(CLI::App& program);
[[nodiscard]] command add_explain(CLI::App& program);
[[nodiscard]] command add_client(CLI::App& program);

}  // namespace wsproof::native
