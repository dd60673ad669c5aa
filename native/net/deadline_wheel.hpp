// Coarse deadlines for many connections: set, move and drop cost a few nanoseconds and no memory.
// Pure: time is handed in. A deadline fires up to one tick late, never early.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace wsproof::native {

using instant = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;

// What is late: derive from it. It must not be destroyed or moved while it is set.
class deadline {
 public:
  [[nodiscard]] bool is_set() const noexcept { return next_ != nullptr; }

 private:
  friend class deadline_wheel;
  deadline* next_ = nullptr;  // a ring with the wheel's slot as its head
  deadline* previous_ = nullptr;
  std::uint64_t due_ = 0;  // tick
};

class deadline_wheel {
 public:
  static constexpr milliseconds tick{8};

  explicit deadline_wheel(instant start) noexcept;
  deadline_wheel(const deadline_wheel&) = delete;
  deadline_wheel& operator=(const deadline_wheel&) = delete;

  void set(deadline& entry, instant when) noexcept;  // moves it where it is set already
  void drop(deadline& entry) noexcept;

  // One that is due at `now` and no longer set, or null. Call it until it gives null.
  [[nodiscard]] deadline* take_due(instant now) noexcept;

  // How long nothing will be due, at most about a round; negative: nothing is set.
  [[nodiscard]] milliseconds until_next(instant now) const noexcept;

 private:
  static constexpr std::size_t slots = 512;  // a round is about four seconds
  static constexpr std::uint64_t never = ~std::uint64_t{0};

  [[nodiscard]] std::uint64_t find_earliest() const noexcept;
  [[nodiscard]] std::uint64_t tick_at(instant when) const noexcept;
  [[nodiscard]] deadline& slot_of(std::uint64_t at) noexcept { return ring_[at % slots]; }
  static void link(deadline& head, deadline& entry) noexcept;

  std::array<deadline, slots> ring_;
  instant start_;
  std::uint64_t done_ = 0;          // every slot before this tick holds later rounds only
  std::uint64_t earliest_ = never;  // nothing is due before this tick
  std::size_t count_ = 0;           // deadlines that are set
};

}  // namespace wsproof::native
