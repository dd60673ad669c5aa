// One conversation of the conformance player over one TCP connection: does what the player says and
// tells it what the socket did.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/player/player.hpp"
#include "native/net/loop.hpp"
#include "native/net/receive_buffer.hpp"
#include "native/net/socket.hpp"

namespace wsproof::native {

class player_socket;

// Who runs it. not_connected() and finished() may destroy it.
class player_owner {
 public:
  virtual void connected(player_socket& which) = 0;
  virtual void not_connected(player_socket& which, const std::string& why) = 0;
  virtual void finished(player_socket& which) = 0;

 protected:
  ~player_owner() = default;
};

// What all of a run share.
struct player_room {
  loop& turns;
  receive_buffer input;
  milliseconds connect_time{5000};
  milliseconds stalled_time{5000};        // without an octet taken while we have some to send
  std::uint64_t flood_size = 256u << 20;  // octets received; then the peer is cut off
  instant started;                        // of the run

  [[nodiscard]] std::int64_t now_ms() const noexcept {
    return std::chrono::duration_cast<milliseconds>(turns.now() - started).count();
  }
};

class player_socket final : public watcher {
 public:
  // Without a player it only finds out whether the peer takes connections.
  player_socket(player_owner& owner, player_room& room, std::optional<conformance::player> who);
  ~player_socket();

  // May call not_connected() at once.
  void begin(const address& where);
  // Ends it now, NOT RUN; finished() is not called.
  void cancel(const std::string& why);

  [[nodiscard]] bool has_player() const noexcept { return who_.has_value(); }
  // Once, in finished() or after cancel().
  [[nodiscard]] conformance::outcome take_outcome() { return who_->take_outcome(); }
  [[nodiscard]] std::uint64_t heard() const noexcept { return heard_; }  // octets received

  void on_ready(readiness what) override;
  void on_deadline() override;

  std::size_t job = 0;        // the owner's
  std::uint64_t attempt = 0;  // the owner's: connections are numbered as they are begun

 private:
  enum class state : std::uint8_t { connecting, playing, sending, waiting, done };

  void finish_connecting();
  void hear();
  void play();                                      // asks the player until it wants to wait
  [[nodiscard]] bool send_now(const_bytes octets);  // false: this turn is over
  void send_rest();
  void give_up_sending() noexcept;  // or: all is sent
  void end_of_peer(conformance::end_of_stream how);
  void close_socket() noexcept;
  void ask_for_events();
  void finish();

  player_owner& owner_;
  player_room& room_;
  std::optional<conformance::player> who_;
  descriptor socket_;
  std::vector<std::byte> rest_;      // octets of a write that the kernel did not take
  std::size_t sent_ = 0;             // of them
  std::uint64_t heard_ = 0;          // octets received
  std::int64_t sending_since_ = -1;  // ms; since the first write after the last wait
  std::int64_t sent_for_ = 0;        // ms that those writes took: not the peer's time to answer
  state state_ = state::connecting;
  interest asked_ = interest::writing;
  bool peer_ended_ = false;
};

}  // namespace wsproof::native
