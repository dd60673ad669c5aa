#include "native/cli/console.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace wsproof::native {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

std::string_view code_of(console::tone how) {
  switch (how) {
    case console::tone::plain:
      return "";
    case console::tone::good:
      return "\x1b[32m";
    case console::tone::bad:
      return "\x1b[31m";
    case console::tone::doubtful:
      return "\x1b[33m";
    case console::tone::dim:
      return "\x1b[2m";
  }
  return "";
}

}  // namespace

console::console()
    : is_terminal_(::isatty(STDERR_FILENO) == 1 && variable("TERM") != "dumb"),
      has_colours_(is_terminal_ && variable("NO_COLOR").empty()) {}

void console::line(std::string_view text) {
  end_progress();
  fmt::print(stderr, "{}\n", text);
}

void console::progress(const std::string& text) {
  if (!is_terminal_) return;
  fmt::print(stderr, "\r\x1b[K{}", text);
  std::fflush(stderr);
  shows_progress_ = true;
}

void console::end_progress() {
  if (!shows_progress_) return;
  fmt::print(stderr, "\r\x1b[K");
  shows_progress_ = false;
}

std::string console::painted(tone how, std::string_view text) const {
  if (!has_colours_ || how == tone::plain) return std::string(text);
  return fmt::format("{}{}\x1b[0m", code_of(how), text);
}

}  // namespace wsproof::native
