#include <fmt/format.h>
#include <signal.h>

#include <memory>

#include "native/cli/commands.hpp"
#include "native/cli/console.hpp"
#include "native/client/case_client.hpp"
#include "native/net/signals.hpp"

namespace wsproof::native {
namespace {

struct client_options {
  std::string url;
  std::string agent = "wsproof";
};

exit_code run_client(const client_options& options) {
  const url_result parsed = parse_url(options.url);
  if (!parsed.error.empty()) {
    fmt::print(stderr, "wsproof: {}: {}\n", options.url, parsed.error);
    return exit_code::usage;
  }
  const resolve_result where = resolve(parsed.url.host, parsed.url.port);
  if (where.found.empty()) {
    fmt::print(stderr, "wsproof: {}: {}\n", parsed.url.host, where.error);
    return exit_code::could_not_run;
  }
  const auto shared = std::make_unique<client_room>();
  shared->agent = options.agent;
  bool interrupted = false;
  const signal_watcher signals(shared->turns, {SIGINT, SIGTERM}, [&](int) {
    interrupted = true;
    shared->turns.stop();
  });
  console paint;
  const case_client_result result =
      run_case_client(*shared, parsed.url, where.found.front(),
                      [&](std::size_t i) { paint.progress(fmt::format("case {}", i)); });
  paint.line(
      fmt::format("{} of {} cases run as \"{}\"", result.opened, result.cases, options.agent));
  if (interrupted) return exit_code::interrupted;
  if (!result.error.empty()) paint.line("wsproof: " + result.error);
  return result.error.empty() ? exit_code::passed : exit_code::could_not_run;
}

}  // namespace

command add_client(CLI::App& program) {
  CLI::App* app = program.add_subcommand(
      "client", "Our own client as the one under test, against an Autobahn-style case server");
  const auto options = std::make_shared<client_options>();
  app->add_option("url", options->url, "the case server: ws://HOST:PORT")
      ->type_name("URL")
      ->required();
  app->add_option("--agent", options->agent, "the name we are reported under")
      ->type_name("NAME")
      ->capture_default_str();
  app->footer("Runs every case once, echoing what it hears, and then has the reports written.");
  return {app, [options] { return run_client(*options); }};
}

}  // namespace wsproof::native
