// One epoll loop: it knows descriptors and deadlines, and nothing of frames. One loop a thread;
// everything but stop() belongs to that thread. Level-triggered, so one receive per turn is enough
// and no connection starves another.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <span>

#include "native/net/deadline_wheel.hpp"
#include "native/net/descriptor.hpp"

namespace wsproof::native {

struct readiness {
  bool readable = false;
  bool writable = false;
  bool broken = false;  // error or hang-up: the next receive or send says what
};

enum class interest : std::uint8_t { nothing, reading, writing, both };

// Who is told. It may be destroyed in its own call-backs; its destructor must have called forget().
class watcher : public deadline {
 public:
  virtual void on_ready(readiness what) = 0;
  virtual void on_deadline() = 0;

 protected:
  watcher() = default;
  watcher(const watcher&) = delete;
  watcher& operator=(const watcher&) = delete;
  ~watcher() = default;
};

class loop {
 public:
  loop();
  loop(const loop&) = delete;
  loop& operator=(const loop&) = delete;

  // An errno where the kernel refuses, else 0.
  [[nodiscard]] int watch(int fd, watcher& who, interest in) noexcept;
  void change(int fd, watcher& who, interest in) noexcept;
  // No events at all, not even a hang-up, until it is watched again; the deadline stays.
  void mute(int fd) noexcept;
  // Neither events nor the deadline reach `who` any more. fd -1: it never had one.
  void forget(int fd, watcher& who) noexcept;

  void set_deadline(watcher& who, instant when) noexcept { wheel_.set(who, when); }
  void set_deadline(watcher& who, milliseconds from_now) noexcept {
    wheel_.set(who, now_ + from_now);
  }
  void drop_deadline(watcher& who) noexcept { wheel_.drop(who); }

  // The time at which this turn began: no system call.
  [[nodiscard]] instant now() const noexcept { return now_; }

  void run();   // until stop()
  void turn();  // waits for something, deals with all of it, returns
  void poll();  // the same without waiting

  // From any thread, and from a signal handler.
  void stop() noexcept;
  void restart() noexcept { stopped_.store(false); }  // run() works again
  [[nodiscard]] bool is_stopped() const noexcept { return stopped_.load(); }

 private:
  void turn_within(int wait_ms);
  void deal_with(std::span<epoll_event> events);

  descriptor epoll_;
  descriptor wake_;  // an eventfd that ends a wait
  std::atomic<bool> stopped_ = false;
  instant now_;
  deadline_wheel wheel_;
  std::array<epoll_event, 256> room_{};
  std::span<epoll_event> current_;  // what this turn still has to deal with
};

}  // namespace wsproof::native
