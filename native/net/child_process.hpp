// A command that is started through the shell in a process group of its own, watched, and stopped
// together with everything it started.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

#include "native/net/loop.hpp"

namespace wsproof::native {

class child_process final : private watcher {
 public:
  // Its output goes to `log` (a file that is written anew). `ended` hears once how it ended, in
  // words, if it ends before stop().
  child_process(loop& in, const std::string& command, const std::string& log,
                std::function<void(std::string)> ended);
  // Stops it: SIGTERM to its group, SIGKILL after two seconds. Blocks until it is gone.
  ~child_process();

  [[nodiscard]] bool is_running() const noexcept { return pid_ > 0; }
  // Empty while it runs or could be started; else why not, or how it ended.
  [[nodiscard]] const std::string& how_it_ended() const noexcept { return end_; }

 private:
  void on_ready(readiness what) override;
  void on_deadline() override {}
  void stop() noexcept;
  [[nodiscard]] bool reap(bool wait) noexcept;

  loop& loop_;
  descriptor handle_;  // a pidfd: readable when it ended
  pid_t pid_ = -1;
  pid_t group_ = -1;
  std::string end_;
  std::function<void(std::string)> ended_;
};

}  // namespace wsproof::native
