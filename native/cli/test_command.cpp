#include <fmt/format.h>

#include <map>
#include <memory>

#include "native/cli/commands.hpp"
#include "native/cli/test_run.hpp"

namespace wsproof::native {
namespace {

void add_choice(CLI::App& app, test_options& options) {
  app.add_option("url", options.urls, "servers to test, side by side: ws://HOST:PORT/PATH")
      ->type_name("URL")
      ->required();
  app.add_option("--cases", options.cases,
                 "only cases like this, \"5.*\" or \"HS-S-*\"; repeatable")
      ->type_name("GLOB")
      ->expected(1)
      ->allow_extra_args(false)  // what follows may be the URL
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--exclude", options.exclude, "no cases like this; repeatable")
      ->type_name("GLOB")
      ->expected(1)
      ->allow_extra_args(false)  // what follows may be the URL
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_manner(CLI::App& app, test_options& options) {
  app.add_option(
         "--cuts", options.cuts,
         "how octets are cut into TCP segments: a comma list of own, whole, frames, header, "
         "split:N, pieces:N, random[:SEED], all")
      ->type_name("LIST")
      ->capture_default_str();
  app.add_option("-j,--jobs", options.jobs, "conversations at once")
      ->type_name("N")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app.add_option("--patience", options.patience, "multiplies every deadline")
      ->type_name("X")
      ->check(CLI::Range(0.01, 1000.0))
      ->capture_default_str();
  app.add_option(
         "--launch", options.launch,
         "starts the server under test through the shell and stops it at the end; {port} in "
         "it and in the URL is a free port")
      ->type_name("CMD");
}

void add_result(CLI::App& app, test_options& options) {
  app.add_option("-o,--out", options.out, "where the report goes")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--agent", options.agent, "the server's name; else its Server header")
      ->type_name("NAME");
  const std::map<std::string, fail_on> words = {
      {"failed", fail_on::failed}, {"non-strict", fail_on::non_strict}, {"none", fail_on::none}};
  app.add_option("--fail-on", options.red, "what makes the exit code 1: failed, non-strict or none")
      ->type_name("WHAT")
      ->default_str("failed")
      ->transform(CLI::CheckedTransformer(words).description(""));
  app.add_flag("--json", options.json, "the report on standard output; everything else on error");
}

std::string settings_of(const test_options& options) {
  std::string text = fmt::format("wsproof test --cuts {} --jobs {} --patience {}", options.cuts,
                                 options.jobs, options.patience);
  for (const std::string& each : options.cases) text += fmt::format(" --cases '{}'", each);
  for (const std::string& each : options.exclude) text += fmt::format(" --exclude '{}'", each);
  for (const std::string& each : options.urls) text += " " + each;
  return text;
}

}  // namespace

command add_test(CLI::App& program) {
  CLI::App* app = program.add_subcommand("test", "Test servers with the conformance suite");
  const auto options = std::make_shared<test_options>();
  add_choice(*app, *options);
  add_manner(*app, *options);
  add_result(*app, *options);
  app->footer(
      "Examples:\n"
      "  wsproof test ws://127.0.0.1:9001/echo\n"
      "  wsproof test ws://127.0.0.1:{port}/ --launch 'node echo.js {port}' --cases '5.*'\n"
      "Exit codes: 0 passed, 1 failures, 2 usage, 3 some case was not run, 130 interrupted.");
  return {app, [options] {
            options->settings = settings_of(*options);
            return test_run(*options).run();
          }};
}

}  // namespace wsproof::native
