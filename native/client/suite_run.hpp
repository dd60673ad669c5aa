// All chosen cases against one server: many conversations at once, each case's results merged as
// they come in. Notices a peer that refuses, dies or never answers, and then says so instead of
// blaming the cases that could not be run.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "conformance/model/outcome.hpp"
#include "conformance/model/test_case.hpp"
#include "native/client/player_socket.hpp"
#include "native/client/url.hpp"
#include "native/net/entropy.hpp"

namespace wsproof::native {

struct run_settings {
  std::vector<const conformance::test_case*> cases;
  std::vector<conformance::cutting> cuts = {{}};
  std::size_t jobs = 64;          // conversations at once; fewer when the peer refuses connections
  double patience = 1.0;          // multiplies every deadline
  std::string agent = "wsproof";  // User-Agent
};

class suite_run final : private player_owner, private watcher {
 public:
  using case_listener = std::function<void(const suite_run&, const conformance::outcome&)>;

  // `settings` outlives it. `on_case` hears each case once, as soon as all of it is done.
  suite_run(loop& turns, ws_url url, const run_settings& settings, case_listener on_case);
  ~suite_run();

  void begin(const address& where);
  // What is not finished becomes NOT RUN.
  void stop(const std::string& why);

  [[nodiscard]] bool is_done() const noexcept { return open_cases_ == 0; }
  [[nodiscard]] const ws_url& url() const noexcept { return url_; }
  // In the order of the settings' cases; a probe's is NOT RUN until add_outcome().
  [[nodiscard]] const std::vector<conformance::outcome>& outcomes() const noexcept {
    return outcomes_;
  }
  [[nodiscard]] const std::string& stopped_because() const noexcept { return stopped_because_; }
  [[nodiscard]] std::size_t cases_done() const noexcept { return outcomes_.size() - open_cases_; }
  // What a probe found out of this case, beside its conversations if it has any.
  void add_outcome(std::size_t index, conformance::outcome outcome);

 private:
  struct planned {
    std::size_t case_index;
    std::size_t conversation;
    conformance::cutting cut;
  };
  // A failure that may be the peer's death: believed once the peer takes a later connection.
  struct suspect {
    std::size_t job;
    std::uint64_t attempt;  // the last one begun before it
    conformance::outcome outcome;
  };

  void connected(player_socket& which) override;
  void not_connected(player_socket& which, const std::string& why) override;
  void finished(player_socket& which) override;
  void on_ready(readiness) override {}
  void on_deadline() override;  // the wait after a refused connection is over

  void make_jobs();
  void make_jobs_for(std::size_t case_index, std::size_t conversation);
  void start_more();
  void start_player(std::size_t job, std::optional<conformance::player> who);
  [[nodiscard]] conformance::player make_player(std::size_t job);
  void forget(player_socket& which);
  void keep(std::size_t index, conformance::outcome&& outcome);
  void settle(std::size_t job, conformance::outcome&& outcome);
  void believe_suspects(std::uint64_t attempt);
  void cancel_job(std::size_t job, const std::string& why);

  loop& turns_;
  ws_url url_;
  const run_settings& settings_;
  case_listener on_case_;
  player_room room_;
  entropy entropy_;
  address where_;
  std::vector<planned> jobs_;
  std::vector<std::size_t> again_;  // jobs whose connection was refused
  std::size_t next_job_ = 0;
  std::vector<conformance::outcome> outcomes_;
  std::vector<std::size_t> open_jobs_;  // by case: its jobs that are not done
  std::vector<bool> untouched_;         // by case: no conversation of it has ended
  std::size_t open_cases_ = 0;
  std::vector<std::unique_ptr<player_socket>> active_;
  std::vector<std::unique_ptr<player_socket>> ended_;  // destroyed when nobody is in their calls
  std::vector<suspect> suspects_;
  std::size_t at_once_;         // how many conversations the peer bears
  std::uint64_t attempts_ = 0;  // connections begun
  int refused_in_a_row_ = 0;
  int silent_in_a_row_ = 0;  // conversations in which the peer never said anything
  bool waits_ = false;       // before the next attempt
  std::string stopped_because_;
};

}  // namespace wsproof::native
