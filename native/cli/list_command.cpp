#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "conformance/cases/registry.hpp"
#include "native/cli/commands.hpp"

namespace wsproof::native {
namespace {

struct list_options {
  std::string what = "cases";
  std::vector<std::string> cases;
  bool json = false;
};

exit_code list_groups(bool json) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const conformance::case_group& each : conformance::groups()) {
    if (json) {
      all.push_back({{"id", each.id}, {"title", each.title}, {"cases", each.size}});
    } else {
      fmt::print("{:<8} {:>4}  {}\n", each.id, each.size, each.title);
    }
  }
  if (json) fmt::print("{}\n", all.dump(1));
  return exit_code::passed;
}

exit_code list_cases(const list_options& options) {
  const auto chosen = conformance::select_cases(options.cases, {});
  if (chosen.empty()) {
    fmt::print(stderr, "wsproof: no case matches\n");
    return exit_code::usage;
  }
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const conformance::test_case* each : chosen) {
    if (options.json) {
      all.push_back({{"id", each->id},
                     {"title", each->title},
                     {"says", each->says},
                     {"section", each->section},
                     {"requirement", each->requirement},
                     {"probe", each->is_probe}});
    } else {
      fmt::print("{:<12} {}{}\n", each->id, each->title, each->is_probe ? " (probe)" : "");
    }
  }
  if (options.json) fmt::print("{}\n", all.dump(1));
  return exit_code::passed;
}

exit_code explain(const std::string& id) {
  const conformance::test_case* found = conformance::find_case(id);
  if (found == nullptr) {
    fmt::print(stderr, "wsproof: there is no case \"{}\"; wsproof list shows all\n", id);
    return exit_code::usage;
  }
  fmt::print("{}", conformance::explain(*found));
  return exit_code::passed;
}

}  // namespace

command add_list(CLI::App& program) {
  CLI::App* app = program.add_subcommand("list", "List cases or groups of cases");
  const auto options = std::make_shared<list_options>();
  app->add_option("what", options->what, "cases or groups")
      ->check(CLI::IsMember({"cases", "groups"}))
      ->capture_default_str();
  app->add_option("--cases", options->cases, "only cases like this; repeatable")
      ->type_name("GLOB")
      ->expected(1)
      ->allow_extra_args(false)  // what follows may be the URL
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app->add_flag("--json", options->json, "as JSON");
  return {app, [options] {
            return options->what == "groups" ? list_groups(options->json) : list_cases(*options);
          }};
}

command add_explain(CLI::App& program) {
  CLI::App* app = program.add_subcommand("explain", "One case in words, with its frames");
  const auto id = std::make_shared<std::string>();
  app->add_option("id", *id, "\"5.6\", \"HS-S-067\"")->type_name("ID")->required();
  return {app, [id] { return explain(*id); }};
}

}  // namespace wsproof::native
