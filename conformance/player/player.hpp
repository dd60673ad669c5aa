// One conversation of one case as a state machine: octets, ends and elapsed
// time in; octets to send and, at the end, an outcome out. Holds no socket and
// no clock: a driver owns those.
//
//   for (auto act = player.next(now()); act.what != action::kind::done; act =
//   player.next(now()))
//     send: write act.octets, all of them.            shut_down: end the
//     sending side. wait: until octets (received), an end (ended) or now() >=
//     act.until_ms (time_passed). drop: close the socket.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "conformance/model/outcome.hpp"
#include "conformance/model/test_case.hpp"
#include "wsproof/types.hpp"

namespace wsproof::conformance {

enum class schedule : std::uint8_t {
  eager,   // everything at once, as far as the case allows
  polite,  // each `expect` is waited for before more is sent
};

struct player_options {
  role peer_plays = role::server;  // the role of the peer under test
  cutting cut;                     // after the opening handshake; `own`: as the case says
  schedule order = schedule::eager;
  double patience = 1.0;           // multiplies every deadline
  std::int64_t answer_ms = 2000;   // how long the peer may take for anything; at least 1
  std::string host = "localhost";  // "{host}" of a request, with the port where it is not 80
  std::string target = "/";        // "{target}"
  std::string agent = "wsproof";   // User-Agent
  std::function<std::uint32_t()> entropy;  // for mask keys and the handshake key; must be set
};

struct action {
  enum class kind : std::uint8_t { send, wait, shut_down, drop, done };
  kind what = kind::wait;
  const_bytes octets{};       // send: valid until the next call
  std::int64_t until_ms = 0;  // wait: on the clock the driver passes in
};

enum class end_of_stream : std::uint8_t { fin, reset };

class player {
 public:
  // `which` outlives the player; `index` < conversations_of(which).
  player(const test_case& which, std::size_t index, player_options options);
  ~player();
  player(player&&) noexcept;
  player& operator=(player&&) noexcept;

  // What to do now. Asked again after each act and after each report below.
  // After `drop` the driver may still report what the socket held; then comes
  // `done`.
  [[nodiscard]] action next(std::int64_t now_ms);

  void received(const_bytes octets, std::int64_t now_ms);
  void ended(end_of_stream how, std::int64_t now_ms);
  void time_passed(std::int64_t now_ms);

  // The connection could not be made, or the run stops: the outcome becomes NOT
  // RUN.
  void cancelled(std::string why);

  // Once, after `done`.
  [[nodiscard]] outcome take_outcome();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

// A case no conversation of which ran.
[[nodiscard]] outcome not_run(const test_case& which, std::string why);

// Octets that `frames` sends, closing frame included, to a peer of this role:
// how many places there are for a cutting::kind::split.
[[nodiscard]] std::uint64_t octets_sent_by(const test_case& which, std::size_t index, role peer);

}  // namespace wsproof::conformance
