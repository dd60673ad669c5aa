// One connection of our own client: opens a WebSocket, says back what it hears or keeps it, and
// ends as RFC 6455 §7.1.1 wants it: the server drops TCP first, on a timer.
#pragma once

#include <optional>
#include <string>

#include "native/client/url.hpp"
#include "native/net/entropy.hpp"
#include "native/net/loop.hpp"
#include "native/net/socket.hpp"
#include "native/server/echo.hpp"
#include "native/server/limits.hpp"

namespace wsproof::native {

// What the sessions of one loop share.
struct client_room {
  client_room();
  loop turns;
  loop_room room;
  entropy chance;
  endpoint_config config;
  server_limits limits;                // of messages and for closing
  milliseconds connect_time{5'000};    // also for each half of the opening handshake
  milliseconds opening_time{60'000};   // a case server may write its reports before it answers
  milliseconds silence_time{120'000};  // without an octet from the server
  std::string agent = "wsproof";       // User-Agent
};

class client_session final : private watcher {
 public:
  // `kept`: messages go there and are not said back.
  client_session(client_room& shared, const ws_url& url, std::string target, bool packs,
                 std::string* kept = nullptr);
  ~client_session();

  // Runs the loop until the connection is over. False: it did not open; error() says why.
  [[nodiscard]] bool run(const address& where);
  [[nodiscard]] const std::string& error() const noexcept { return error_; }

 private:
  enum class state { connecting, opening, frames, end_of_stream, over };

  void on_ready(readiness what) override;
  void on_deadline() override;
  void ask();  // the connection stands: the request
  void hear();
  void take_answer();
  void settle();
  void fail(std::string why);  // before it opened
  void end();
  [[nodiscard]] way_out to_peer() noexcept { return {socket_.number(), shared_.room, out_}; }

  client_room& shared_;
  const ws_url& url_;
  std::string target_;
  bool packs_;
  std::string* kept_;
  descriptor socket_;
  writer out_;
  std::string head_;  // of the answer, as it comes
  std::array<char, 24> key_{};
  std::optional<echo> echo_;
  std::string error_;
  state state_ = state::connecting;
  interest asked_ = interest::writing;
  bool opened_ = false;
};

}  // namespace wsproof::native
