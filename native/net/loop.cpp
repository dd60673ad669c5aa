#include "native/net/loop.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace wsproof::native {
namespace {

std::uint32_t epoll_bits(interest in) noexcept {
  switch (in) {
    case interest::nothing:
      return 0;
    case interest::reading:
      return EPOLLIN;
    case interest::writing:
      return EPOLLOUT;
    case interest::both:
      return EPOLLIN | EPOLLOUT;
  }
  return 0;
}

epoll_event event_for(watcher& who, interest in) noexcept {
  epoll_event event{};
  event.events = epoll_bits(in);
  event.data.ptr = &who;
  return event;
}

readiness readiness_of(std::uint32_t bits) noexcept {
  return {(bits & EPOLLIN) != 0, (bits & EPOLLOUT) != 0, (bits & (EPOLLERR | EPOLLHUP)) != 0};
}

}  // namespace

loop::loop()
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      now_(std::chrono::steady_clock::now()),
      wheel_(now_) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = nullptr;
  if (!epoll_ || !wake_ ||
      ::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, wake_.number(), &event) != 0) {
    throw std::system_error(errno, std::system_category(), "epoll");
  }
}

int loop::watch(int fd, watcher& who, interest in) noexcept {
  epoll_event event = event_for(who, in);
  return ::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, fd, &event) == 0 ? 0 : errno;
}

void loop::change(int fd, watcher& who, interest in) noexcept {
  epoll_event event = event_for(who, in);
  // Cannot fail for a descriptor that is being watched.
  static_cast<void>(::epoll_ctl(epoll_.number(), EPOLL_CTL_MOD, fd, &event));
}

void loop::mute(int fd) noexcept {
  static_cast<void>(::epoll_ctl(epoll_.number(), EPOLL_CTL_DEL, fd, nullptr));
}

void loop::forget(int fd, watcher& who) noexcept {
  wheel_.drop(who);
  if (fd >= 0) static_cast<void>(::epoll_ctl(epoll_.number(), EPOLL_CTL_DEL, fd, nullptr));
  for (epoll_event& event : current_) {
    if (event.data.ptr == &who) event.events = 0;
  }
}

void loop::run() {
  while (!is_stopped()) turn();
}

void loop::turn() {
  const milliseconds wait = wheel_.until_next(std::chrono::steady_clock::now());
  turn_within(static_cast<int>(wait.count()));
}

void loop::poll() {
  turn_within(0);
}

void loop::turn_within(int wait_ms) {
  const int count =
      ::epoll_wait(epoll_.number(), room_.data(), static_cast<int>(room_.size()), wait_ms);
  now_ = std::chrono::steady_clock::now();
  if (count > 0) deal_with(std::span(room_).first(static_cast<std::size_t>(count)));
  while (deadline* late = wheel_.take_due(now_)) static_cast<watcher*>(late)->on_deadline();
}

void loop::deal_with(std::span<epoll_event> events) {
  for (current_ = events; !current_.empty();) {
    const epoll_event event = current_.front();
    current_ = current_.subspan(1);
    if (event.events == 0) continue;  // forgotten in this very turn
    if (event.data.ptr == nullptr) {
      std::uint64_t ignored = 0;
      static_cast<void>(!::read(wake_.number(), &ignored, sizeof ignored));
      continue;
    }
    static_cast<watcher*>(event.data.ptr)->on_ready(readiness_of(event.events));
  }
}

void loop::stop() noexcept {
  stopped_.store(true);
  const std::uint64_t one = 1;
  static_cast<void>(!::write(wake_.number(), &one, sizeof one));
}

}  // namespace wsproof::native
