// One connection of a probe, told step by step: each call returns when it is done, when the peer
// ended, or when its time is over.
#pragma once

#include <string>
#include <string_view>

#include "native/net/loop.hpp"
#include "native/net/socket.hpp"

namespace wsproof::native {

class dialogue final : private watcher {
 public:
  dialogue(const address& where, milliseconds limit);
  ~dialogue();

  [[nodiscard]] bool is_open() const noexcept { return state_ == state::open; }
  [[nodiscard]] bool was_refused() const noexcept { return state_ == state::refused; }

  // Sends all of it, unless the peer answers or ends before: then the rest is not sent. False: the
  // time was over and the peer still took nothing.
  bool say(std::string_view octets, milliseconds limit);
  void pause(milliseconds time);

  // Waits for the blank line of an answer. False: it did not come.
  bool hear_head(milliseconds limit);
  [[nodiscard]] const std::string& heard() const noexcept { return heard_; }
  // Of the answer: 101, 431, ...; 0 where there is none.
  [[nodiscard]] int status() const noexcept;

 private:
  enum class state { connecting, refused, open, ended };

  void on_ready(readiness what) override;
  void on_deadline() override { late_ = true; }
  void ask(interest wanted);
  void begin_limit(milliseconds limit);
  void turn() { turns_.turn(); }

  loop turns_;
  descriptor socket_;
  std::string heard_;  // at most 64 KiB
  state state_ = state::connecting;
  interest asked_ = interest::writing;
  bool writable_ = false;
  bool late_ = false;
};

}  // namespace wsproof::native
