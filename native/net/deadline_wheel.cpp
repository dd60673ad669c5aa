#include "native/net/deadline_wheel.hpp"

#include <algorithm>

namespace wsproof::native {

deadline_wheel::deadline_wheel(instant start) noexcept : start_(start) {
  for (deadline& head : ring_) head.next_ = head.previous_ = &head;
}

std::uint64_t deadline_wheel::tick_at(instant when) const noexcept {
  if (when <= start_) return 0;
  return static_cast<std::uint64_t>((when - start_) / tick);
}

void deadline_wheel::link(deadline& head, deadline& entry) noexcept {
  entry.previous_ = head.previous_;
  entry.next_ = &head;
  head.previous_->next_ = &entry;
  head.previous_ = &entry;
}

void deadline_wheel::set(deadline& entry, instant when) noexcept {
  drop(entry);
  entry.due_ = std::max(tick_at(when) + 1, done_);
  link(slot_of(entry.due_), entry);
  earliest_ = std::min(earliest_, entry.due_);
  ++count_;
}

void deadline_wheel::drop(deadline& entry) noexcept {
  if (!entry.is_set()) return;
  entry.next_->previous_ = entry.previous_;
  entry.previous_->next_ = entry.next_;
  entry.next_ = entry.previous_ = nullptr;
  --count_;
}

deadline* deadline_wheel::take_due(instant now) noexcept {
  const std::uint64_t last = tick_at(now);
  if (last < earliest_) return nullptr;
  if (last > done_ + slots) done_ = last - slots;  // a longer sleep than a round: each slot once
  for (; done_ <= last; ++done_) {
    deadline& head = slot_of(done_);
    for (deadline* entry = head.next_; entry != &head; entry = entry->next_) {
      if (entry->due_ > last) continue;
      drop(*entry);
      return entry;
    }
  }
  earliest_ = find_earliest();
  return nullptr;
}

std::uint64_t deadline_wheel::find_earliest() const noexcept {
  if (count_ == 0) return never;
  for (std::uint64_t at = done_; at < done_ + slots; ++at) {
    const deadline& head = ring_[at % slots];
    for (const deadline* entry = head.next_; entry != &head; entry = entry->next_) {
      if (entry->due_ == at) return at;
    }
  }
  return done_ + slots;
}

milliseconds deadline_wheel::until_next(instant now) const noexcept {
  if (count_ == 0) return milliseconds{-1};
  const instant when = start_ + tick * static_cast<std::int64_t>(earliest_);
  return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(when - now));
}

}  // namespace wsproof::native
