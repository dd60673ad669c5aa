// What the program says to a person, on standard error: colours and a moving progress line only on
// a terminal that wants them (NO_COLOR, TERM=dumb).
#pragma once

#include <string>
#include <string_view>

namespace wsproof::native {

class console {
 public:
  enum class tone { plain, good, bad, doubtful, dim };

  console();

  void line(std::string_view text);
  void progress(const std::string& text);  // replaces the progress before it; nothing elsewhere
  void end_progress();

  [[nodiscard]] std::string painted(tone how, std::string_view text) const;
  [[nodiscard]] bool is_terminal() const noexcept { return is_terminal_; }

 private:
  bool is_terminal_;
  bool has_colours_;
  bool shows_progress_ = false;
};

}  // namespace wsproof::native
