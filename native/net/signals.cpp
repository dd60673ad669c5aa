#include "native/net/signals.hpp"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace wsproof::native {

signal_watcher::signal_watcher(loop& in, std::initializer_list<int> signals,
                               std::function<void(int)> act)
    : loop_(in), act_(std::move(act)) {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : signals) sigaddset(&set, number);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signals_ = descriptor{::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)};
  if (!signals_ || loop_.watch(signals_.number(), *this, interest::reading) != 0) {
    throw std::system_error(errno, std::system_category(), "signalfd");
  }
}

signal_watcher::~signal_watcher() {
  loop_.forget(signals_.number(), *this);
}

void signal_watcher::on_ready(readiness) {
  signalfd_siginfo info{};
  if (::read(signals_.number(), &info, sizeof info) == sizeof info) {
    act_(static_cast<int>(info.ssi_signo));
  }
}

}  // namespace wsproof::native
