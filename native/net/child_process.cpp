#include "native/net/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "native/net/socket.hpp"

namespace wsproof::native {
namespace {

constexpr int patience_ms = 2000;  // between SIGTERM and SIGKILL

[[noreturn]] void become(const char* command, int log) noexcept {
  ::setpgid(0, 0);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (log >= 0) {
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
  }
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing >= 0) ::dup2(nothing, STDIN_FILENO);
  ::execl("/bin/sh", "sh", "-c", command, static_cast<char*>(nullptr));
  ::_exit(127);
}

std::string in_words(int status) {
  if (WIFSIGNALED(status)) return "it was ended by signal " + std::to_string(WTERMSIG(status));
  const int code = WEXITSTATUS(status);
  return "it ended with exit code " + std::to_string(code) +
         (code == 127 ? " (command not found?)" : "");
}

}  // namespace

child_process::child_process(loop& in, const std::string& command, const std::string& log,
                             std::function<void(std::string)> ended)
    : loop_(in), ended_(std::move(ended)) {
  const descriptor out{::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
  pid_ = ::fork();
  if (pid_ == 0) become(command.c_str(), out.number());
  if (pid_ < 0) {
    end_ = "it could not be started: " + describe_errno(errno);
    return;
  }
  ::setpgid(pid_, pid_);  // also here: whoever comes first
  group_ = pid_;
  handle_ = descriptor{static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0))};
  if (handle_) static_cast<void>(loop_.watch(handle_.number(), *this, interest::reading));
}

child_process::~child_process() {
  stop();
}

void child_process::on_ready(readiness) {
  if (!reap(false)) return;
  loop_.forget(handle_.number(), *this);
  ended_(end_);
}

bool child_process::reap(bool wait) noexcept {
  int status = 0;
  if (::waitpid(pid_, &status, wait ? 0 : WNOHANG) != pid_) return false;
  end_ = in_words(status);
  pid_ = -1;
  return true;
}

void child_process::stop() noexcept {
  loop_.forget(handle_.number(), *this);
  if (group_ < 0) return;
  ::kill(-group_, SIGTERM);
  if (pid_ > 0) {
    pollfd until{handle_.number(), POLLIN, 0};
    ::poll(&until, 1, patience_ms);
  }
  ::kill(-group_, SIGKILL);  // what it started and left behind, or itself
  if (pid_ > 0) static_cast<void>(reap(true));
  group_ = -1;
}

}  // namespace wsproof::native
