// The wsproof program in a process of its own that a test talks to with signals. No shell and no
// timeout(1) in between: the SIGCONT that the latter sends after a signal undoes the stop that the
// leak sanitizer waits for at the program's end, and both then wait for ever.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "native/net/descriptor.hpp"

namespace wsproof::native {

class running_program {
 public:
  // Standard output and error are read by the test.
  explicit running_program(std::vector<std::string> arguments) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      ADD_FAILURE() << "no pipe";
      return;
    }
    output_ = descriptor{ends[0]};
    const descriptor written{ends[1]};
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_adddup2(&files, written.number(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&files, written.number(), STDERR_FILENO);
    std::string program = WSPROOF_PROGRAM;
    std::vector<char*> words{program.data()};
    for (std::string& word : arguments) words.push_back(word.data());
    words.push_back(nullptr);
    const int error = ::posix_spawn(&pid_, program.c_str(), &files, nullptr, words.data(), environ);
    EXPECT_EQ(error, 0);
    if (error != 0) pid_ = -1;
    ::posix_spawn_file_actions_destroy(&files);
  }
  ~running_program() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  running_program(const running_program&) = delete;
  running_program& operator=(const running_program&) = delete;

  // Whether it said `words` before it ended.
  [[nodiscard]] bool says(std::string_view words) {
    while (said_.find(words) == std::string::npos) {
      if (!read_more()) return false;
    }
    return true;
  }
  // Nobody gets it where the program does not run: kill(-1) would mean every process.
  void signal(int number) {
    ASSERT_GT(pid_, 0) << "the program does not run";
    ::kill(pid_, number);
  }
  // Its exit code, or minus the signal that ended it; -1 where it never ran. What it said is in
  // said().
  [[nodiscard]] int wait() {
    while (read_more()) {
    }
    int status = 0;
    if (pid_ <= 0 || ::waitpid(pid_, &status, 0) != pid_) return -1;
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  [[nodiscard]] const std::string& said() const noexcept { return said_; }

 private:
  bool read_more() {
    std::array<char, 4096> room;
    const ssize_t size = ::read(output_.number(), room.data(), room.size());
    if (size <= 0) return false;
    said_.append(room.data(), static_cast<std::size_t>(size));
    return true;
  }

  descriptor output_;
  std::string said_;
  pid_t pid_ = -1;
};

}  // namespace wsproof::native
