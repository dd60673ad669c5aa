// SIGTERM and SIGINT as events of a loop (signalfd), so that no code runs inside a signal handler.
#pragma once

#include <functional>
#include <initializer_list>

#include "native/net/loop.hpp"

namespace wsproof::native {

class signal_watcher final : public watcher {
 public:
  // Blocks `signals` for this thread and those it starts; `act` gets each one's number.
  signal_watcher(loop& in, std::initializer_list<int> signals, std::function<void(int)> act);
  ~signal_watcher();

  void on_ready(readiness what) override;
  void on_deadline() override {}

 private:
  loop& loop_;
  descriptor signals_;
  std::function<void(int)> act_;
};

}  // namespace wsproof::native
