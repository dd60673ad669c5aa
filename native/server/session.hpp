// One connection to the server: ties an HTTP head, then an echo, to a socket and its deadline.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "native/net/descriptor.hpp"
#include "native/net/loop.hpp"
#include "native/server/echo.hpp"
#include "native/server/limits.hpp"
#include "wsproof/http_head.hpp"

namespace wsproof::native {

class session;

// What the sessions of one loop share. `ended` destroys the session that calls it.
class session_owner {
 public:
  virtual void ended(session& which) noexcept = 0;

  loop& turns;
  const server_limits& limits;
  loop_room room;
  endpoint_config config;

 protected:
  session_owner(loop& in, const server_limits& with);
  ~session_owner() = default;
};

class session final : public watcher {
 public:
  session(session_owner& owner, descriptor socket);
  ~session();

  // The kernel refused to watch the socket: destroy it.
  [[nodiscard]] bool begin();
  // The server stops: close 1001, or hang up where no WebSocket is open. May end the session.
  void go_away();

  void on_ready(readiness what) override;
  void on_deadline() override;

  std::size_t index = 0;  // in the owner's list

 private:
  // Named by what it waits for.
  enum class state : std::uint8_t { head, frames, end_of_stream };
  // What its deadline limits.
  enum class phase : std::uint8_t { none, handshake, idle, stalled, closing };

  struct partial_head {
    std::string octets;
    head_watch watch;
  };

  void take(bytes input);
  void take_head(bytes input);
  void take_whole_head(const request_head& head);
  void upgrade(const request_head& head);
  void say(std::string_view octets);
  void say_last(std::string_view octets);  // then waits for the end of the stream
  void hear_the_end();
  void settle();  // after whatever happened: flush, change interest, arm the deadline; or end
  void ask_for_events();
  void arm_deadline();
  [[nodiscard]] phase current_phase() const noexcept;
  [[nodiscard]] milliseconds allowance(phase of) const noexcept;
  [[nodiscard]] way_out to_peer() noexcept { return {socket_.number(), owner_.room, out_}; }
  void end() noexcept { owner_.ended(*this); }  // destroys this

  session_owner& owner_;
  descriptor socket_;
  writer out_;
  std::unique_ptr<partial_head> head_;  // only while a head comes in pieces
  std::optional<echo> echo_;
  instant heard_;  // when the last octets came
  state waits_for_ = state::head;
  phase armed_ = phase::none;
  interest asked_ = interest::reading;
  bool paused_ = false;      // the outbox is above its limit: nothing is read
  bool shut_down_ = false;   // our end of stream is out
  bool peer_ended_ = false;  // the peer's is here
  bool gave_up_ = false;     // the peer did not read for the stalled_time
};

}  // namespace wsproof::native
