#include <fmt/format.h>

#include <exception>
#include <vector>

#include "native/cli/commands.hpp"
#include "native/cli/version.hpp"

namespace {

using namespace wsproof::native;

exit_code run(int argc, char** argv) {
  CLI::App program{"wsproof proves WebSocket stacks: RFC 6455, permessage-deflate (RFC 7692)."};
  program.require_subcommand(1);
  program.set_version_flag("--version", version_text());
  program.get_formatter()->column_width(34);
  program.footer(
      "Exit codes: 0 passed, 1 failures, 2 usage, 3 could not run (or some case was not run), 130 "
      "interrupted.\nwsproof COMMAND --help tells more of each.");
  const std::vector<command> commands = {add_serve(program), add_test(program), add_list(program),
                                         add_explain(program), add_client(program)};
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    return program.exit(wrong) == 0 ? exit_code::passed : exit_code::usage;
  }
  for (const command& each : commands) {
    if (each.app->parsed()) return each.run();
  }
  return exit_code::usage;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return static_cast<int>(run(argc, argv));
  } catch (const std::exception& failure) {
    fmt::print(stderr, "wsproof: {}\n", failure.what());
    return static_cast<int>(exit_code::could_not_run);
  }
}
