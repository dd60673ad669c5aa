#include "native/client/suite_run.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace wsproof::native {

using conformance::outcome;
using conformance::player;
using conformance::verdict;

namespace {

constexpr milliseconds first_wait{20};         // after a refused connection; doubles each time
constexpr int refusals_before_giving_up = 7;   // 20 + 40 + ... + 640: a little over a second
constexpr int silences_before_giving_up = 24;  // conversations without one octet from the peer

bool looks_like_a_death(const outcome& of) noexcept {
  return of.behaviour == verdict::failed && !of.end.dropped_by_us && !of.end.was_clean;
}

// Over TCP every write costs a turn of the loop: a long conversation is cut into larger pieces.
constexpr std::uint64_t most_writes = 1024;

conformance::cutting fitted(conformance::cutting cut, std::uint64_t octets) noexcept {
  using kind = conformance::cutting::kind;
  const std::uint64_t least = octets / most_writes + 1;
  if (cut.how == kind::pieces) cut.at = std::max(cut.at, least);
  if (cut.how == kind::random && least > 1) cut = {kind::pieces, least};
  return cut;
}

}  // namespace

suite_run::suite_run(loop& turns, ws_url url, const run_settings& settings, case_listener on_case)
    : turns_(turns),
      url_(std::move(url)),
      settings_(settings),
      on_case_(std::move(on_case)),
      room_{turns, receive_buffer{}, {}, {}, 256u << 20, turns.now()},
      at_once_(std::max<std::size_t>(1, settings.jobs)) {
  const auto scaled = [&](double ms) {
    return milliseconds{static_cast<long>(ms * settings.patience)};
  };
  room_.connect_time = scaled(5000);
  room_.stalled_time = scaled(5000);
}

suite_run::~suite_run() {
  turns_.forget(-1, *this);
}

void suite_run::begin(const address& where) {
  where_ = where;
  room_.started = turns_.now();
  make_jobs();
  start_more();
}

void suite_run::make_jobs() {
  outcomes_.resize(settings_.cases.size());
  open_jobs_.resize(settings_.cases.size());
  untouched_.assign(settings_.cases.size(), true);
  for (std::size_t i = 0; i < settings_.cases.size(); ++i) {
    const conformance::test_case& each = *settings_.cases[i];
    outcomes_[i] = conformance::not_run(each, "a probe");
    const std::size_t conversations = conversations_of(each);
    for (std::size_t index = 0; index < conversations; ++index) make_jobs_for(i, index);
    if (open_jobs_[i] > 0) ++open_cases_;
  }
}

void suite_run::make_jobs_for(std::size_t case_index, std::size_t conversation) {
  const conformance::test_case& which = *settings_.cases[case_index];
  // A conversation about the opening handshake has nothing behind it that is worth cutting.
  const bool has_frames = !conversation_of(which, conversation).frames.empty();
  const std::uint64_t octets = has_frames ? octets_sent_by(which, conversation, role::server) : 0;
  const auto& cuts = settings_.cuts;
  for (const conformance::cutting& cut : std::span(cuts).first(octets > 0 ? cuts.size() : 1)) {
    jobs_.push_back({case_index, conversation, fitted(cut, octets)});
    ++open_jobs_[case_index];
  }
}

player suite_run::make_player(std::size_t job) {
  const auto& [case_index, conversation, cut] = jobs_[job];
  conformance::player_options options;
  options.cut = cut;
  options.patience = settings_.patience;
  options.host = url_.authority();
  options.target = url_.target;
  options.agent = settings_.agent;
  options.entropy = [this] { return entropy_.word(); };
  return player(*settings_.cases[case_index], conversation, std::move(options));
}

void suite_run::start_more() {
  while (!waits_ && stopped_because_.empty() && active_.size() < at_once_) {
    if (!again_.empty()) {
      const std::size_t job = again_.back();
      again_.pop_back();
      start_player(job, make_player(job));
    } else if (next_job_ < jobs_.size()) {
      const std::size_t job = next_job_++;
      start_player(job, make_player(job));
    } else {
      // Nothing is left but failures that may be the peer's death: is it still there?
      if (active_.empty() && !suspects_.empty()) start_player(jobs_.size(), std::nullopt);
      return;
    }
  }
}

void suite_run::start_player(std::size_t job, std::optional<player> who) {
  active_.push_back(
      std::make_unique<player_socket>(static_cast<player_owner&>(*this), room_, std::move(who)));
  player_socket& made = *active_.back();
  made.job = job;
  made.attempt = ++attempts_;
  made.begin(where_);
}

void suite_run::forget(player_socket& which) {
  const auto found = std::find_if(active_.begin(), active_.end(),
                                  [&](const auto& each) { return each.get() == &which; });
  ended_.push_back(std::move(*found));
  *found = std::move(active_.back());
  active_.pop_back();
}

void suite_run::connected(player_socket& which) {
  refused_in_a_row_ = 0;
  believe_suspects(which.attempt);
}

void suite_run::not_connected(player_socket& which, const std::string& why) {
  ended_.clear();  // not `which`: it is in the middle of this call
  if (which.has_player()) again_.push_back(which.job);
  which.cancel(why);
  forget(which);
  if (waits_ || !stopped_because_.empty()) return;  // one of several refused at once
  at_once_ = std::max<std::size_t>(1, at_once_ / 2);
  if (++refused_in_a_row_ >= refusals_before_giving_up) {
    return stop("the peer cannot be reached: " + why);
  }
  waits_ = true;
  turns_.set_deadline(*this, first_wait * (1 << (refused_in_a_row_ - 1)));
}

void suite_run::on_deadline() {
  waits_ = false;
  start_more();
}

void suite_run::finished(player_socket& which) {
  ended_.clear();  // not `which`: it is in the middle of this call
  const bool silent = which.has_player() && which.heard() == 0;
  if (which.has_player()) {
    outcome result = which.take_outcome();
    if (looks_like_a_death(result)) {
      suspects_.push_back({which.job, attempts_, std::move(result)});
    } else {
      settle(which.job, std::move(result));
    }
  }
  silent_in_a_row_ = silent ? silent_in_a_row_ + 1 : 0;
  forget(which);
  if (silent_in_a_row_ >= silences_before_giving_up) {
    return stop("the peer takes connections but never says anything");
  }
  start_more();
}

void suite_run::believe_suspects(std::uint64_t attempt) {
  const auto proven =
      std::stable_partition(suspects_.begin(), suspects_.end(),
                            [&](const suspect& each) { return each.attempt >= attempt; });
  std::vector<suspect> believed(std::make_move_iterator(proven),
                                std::make_move_iterator(suspects_.end()));
  suspects_.erase(proven, suspects_.end());
  for (suspect& each : believed) settle(each.job, std::move(each.outcome));
}

void suite_run::keep(std::size_t index, outcome&& result) {
  if (untouched_[index]) {
    untouched_[index] = false;
    outcomes_[index] = std::move(result);
  } else {
    merge(outcomes_[index], std::move(result));
  }
}

void suite_run::settle(std::size_t job, outcome&& result) {
  const std::size_t index = jobs_[job].case_index;
  keep(index, std::move(result));
  if (--open_jobs_[index] > 0) return;
  --open_cases_;
  on_case_(*this, outcomes_[index]);
}

void suite_run::cancel_job(std::size_t job, const std::string& why) {
  settle(job, conformance::not_run(*settings_.cases[jobs_[job].case_index], why));
}

void suite_run::stop(const std::string& why) {
  if (!stopped_because_.empty() || is_done()) return;
  stopped_because_ = why;
  turns_.drop_deadline(*this);
  // Whoever was talking when the peer died may be its victim or its killer: nobody can tell.
  for (suspect& each : std::exchange(suspects_, {})) cancel_job(each.job, "during it, " + why);
  for (auto& each : std::exchange(active_, {})) {
    each->cancel("during it, " + why);
    if (each->has_player()) settle(each->job, each->take_outcome());
    ended_.push_back(std::move(each));
  }
  for (const std::size_t each : std::exchange(again_, {})) cancel_job(each, why);
  while (next_job_ < jobs_.size()) cancel_job(next_job_++, why);
}

void suite_run::add_outcome(std::size_t index, outcome result) {
  keep(index, std::move(result));
  on_case_(*this, outcomes_[index]);
}

}  // namespace wsproof::native
