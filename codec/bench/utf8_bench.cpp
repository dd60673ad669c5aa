#include <simdjson.h>

#include <string>

#include "codec/bench/groups.hpp"
#include "codec/bench/rival_beast.hpp"
#include "wsproof/utf8.hpp"

namespace wsproof::bench {
namespace {

// `unit` again and again, filled up with ASCII so that no character is cut.
std::string text_of(std::string_view unit, std::size_t size) {
  std::string text;
  while (text.size() + unit.size() <= size) text += unit;
  text.resize(size, 'x');
  return text;
}

void add_row(group& to, std::string name, std::string text, std::vector<target> targets) {
  to.rows.push_back({.name = std::move(name),
                     .octets = static_cast<double>(text.size()),
                     .targets = std::move(targets)});
  const row& in = to.rows.back();
  const auto with = [](const kernels& use) {
    return [&use](const std::string& of) { return is_utf8(as_octets(of), use); };
  };
  const auto add = [&](const std::string& who, auto is_valid) {
    measure(to, in, who, [text, is_valid] {
      const std::string* at = &text;
      benchmark::DoNotOptimize(at);
      benchmark::DoNotOptimize(is_valid(*at));
    });
  };
  add("ours", with(best_kernels()));
  add("portable", with(portable_kernels));
  add("simdjson",
      [](const std::string& of) { return simdjson::validate_utf8(of.data(), of.size()); });
  add("beast", [](const std::string& of) { return beast_is_utf8(of); });
}

}  // namespace

std::vector<group> utf8_groups() {
  using kind = target::kind;
  constexpr std::string_view cjk = "\xe4\xb8\xad\xe6\x96\x87\xe3\x80\x82 of words ";
  constexpr std::string_view emoji = "\xf0\x9f\x98\x80";
  const std::vector<std::string> who{"ours", "portable", "simdjson", "beast"};
  group small{.name = "utf8-short", .title = "UTF-8, short texts, ns", .contenders = who};
  add_row(small, "ASCII 20", text_of("a", 20), {{kind::ns_at_most, 4}});
  add_row(small, "CJK 20", text_of("\xe4\xb8\xad", 20), {});
  add_row(small, "CJK 60", text_of("\xe4\xb8\xad", 60), {});
  group large{.name = "utf8",
              .title = "UTF-8, GB/s (x: time of ours)",
              .in_gb_per_s = true,
              .contenders = who};
  add_row(large, "ASCII 1 Ki", text_of("a", 1024), {{kind::gb_per_s_at_least, 50}});
  add_row(large, "CJK mixed 1 Ki", text_of(cjk, 1024), {{kind::gb_per_s_at_least, 12}});
  add_row(large, "emoji 1 Ki", text_of(emoji, 1024), {{kind::gb_per_s_at_least, 12}});
  add_row(large, "CJK mixed 64 Ki", text_of(cjk, 65536), {});
  return {small, large};
}

}  // namespace wsproof::bench
