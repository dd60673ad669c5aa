#include "conformance/player/player.hpp"

#include <algorithm>
#include <utility>

#include "conformance/player/state.hpp"
#include "wsproof/accept.hpp"

namespace wsproof::conformance {
namespace {

constexpr std::uint64_t flood_limit = 64u << 20;  // octets that no case asks for

std::vector<frame_words> expected_events(const play& steps) {
  std::vector<frame_words> events;
  for (const step& one : steps) {
    if (one.what == step::kind::expect) events.push_back(one.frame);
  }
  return events;
}

void set_wanted_close(const play& steps, conversation_facts& facts) {
  facts.wanted.codes = {1000};
  facts.closes_only = steps.empty();
  if (steps.empty()) return;
  const step& last = steps.back();
  if (!last.codes.empty()) facts.wanted.codes = last.codes;
  facts.must_fail = last.what == step::kind::closes_with;
  facts.wanted.by_us = !facts.must_fail;
  facts.wanted.clean = !facts.must_fail && last.what != step::kind::answers_or_drops;
}

seen_event seen(const frame_words& event) {
  seen_event made;
  made.what = event.op == opcode::text     ? seen_event::kind::text
              : event.op == opcode::binary ? seen_event::kind::binary
              : event.op == opcode::ping   ? seen_event::kind::ping
                                           : seen_event::kind::pong;
  made.payload = keep(as_octets(event.body.octets()));
  return made;
}

}  // namespace

player::state::state(const test_case& what, std::size_t index, player_options given)
    : which_(what),
      talk_(conversation_of(what, index)),
      options_(std::move(given)),
      we_are_(options_.peer_plays == role::server ? role::client : role::server),
      reader_(options_.peer_plays, 0),
      expected_(expected_events(talk_.frames)) {
  facts_.peer = options_.peer_plays;
  facts_.polite = options_.order == schedule::polite;
  set_wanted_close(talk_.frames, facts_);
  facts_.closes_only |= !what.variants.empty();
  if (options_.cut.how == cutting::kind::own) options_.cut = what.sent;
  result_.id = what.id;
  result_.conversation = talk_.label;
}

void player::state::log(transcript_entry entry) {
  entry.at_ms = now_ - start_;
  if (result_.log.entries.size() < transcript::most) {
    result_.log.entries.push_back(std::move(entry));
  } else {
    ++result_.log.left_out;
  }
}

void player::state::note(std::string words) {
  transcript_entry entry;
  entry.note = std::move(words);
  log(std::move(entry));
}

void player::state::go(phase where, std::int64_t wait_ms) {
  phase_ = where;
  // Big payloads may take longer: a megabyte a second is always allowed.
  const double octets = static_cast<double>(sent_);
  const double wait = (static_cast<double>(wait_ms) + octets / 1000.0) * options_.patience;
  deadline_ = now_ + std::max<std::int64_t>(1, static_cast<std::int64_t>(wait));
}

action player::state::next(std::int64_t now) {
  now_ = now;
  if (!started_) start_ = now;
  started_ = true;
  while (queue_.empty() && speak()) {
  }
  action act;
  if (phase_ == phase::done || cancelled_) {
    act.what = action::kind::done;
  } else if (!queue_.empty() && !ended_) {
    current_ = std::move(queue_.front());
    queue_.pop_front();
    transcript_entry entry;
    entry.what = transcript_entry::kind::octets;
    entry.where = {sent_, sent_ + current_.size()};
    entry.data = keep(as_octets(current_));
    log(std::move(entry));
    sent_ += current_.size();
    ++result_.sent.octets[current_.size()];
    act.what = action::kind::send;
    act.octets = as_octets(current_);
  } else if (phase_ == phase::dropping || ended_) {
    act.what = ended_ ? action::kind::done : action::kind::drop;
    phase_ = phase::done;
  } else {
    act.what = action::kind::wait;
    act.until_ms = deadline_;
  }
  return act;
}

void player::state::time_passed(std::int64_t now) {
  now_ = now;
  if (now < deadline_ || phase_ == phase::done || phase_ == phase::dropping) return;
  note("deadline");
  switch (phase_) {
    case phase::awaiting_answer:
      judge_silence();
      break;
    case phase::watching_refusal:
      phase_ = phase::dropping;
      break;
    case phase::awaiting_life:
      probe_.clear();
      go(phase::playing, options_.answer_ms);
      break;
    case phase::playing:
      step_timed_out();
      break;
    case phase::awaiting_failure:
      failure_timed_out();
      break;
    case phase::awaiting_close:
      facts_.end.timed_out = facts_.end.failed_by_us = true;
      facts_.end.dropped_by_us = true;
      phase_ = phase::dropping;
      break;
    case phase::awaiting_end:
      facts_.end.dropped_by_us = true;
      phase_ = phase::dropping;
      break;
    case phase::asking:
    case phase::dropping:
    case phase::done:
      break;
  }
}

// A peer that does not answer our pings counts as still open; what it owes the case is missing.
void player::state::step_timed_out() {
  probe_.clear();
  if (waits_out_ && talk_.frames[at_].what != step::kind::expect) {
    facts_.was_late |= talk_.frames[at_].what == step::kind::should_fail;
    ++at_;
    waits_out_ = false;
    return;
  }
  facts_.end.timed_out = true;
  facts_.missing = in_words(expected_[seen_]);
  give_up();
}

// First a ping: its pong says at once that the peer will not fail the connection any more.
void player::state::failure_timed_out() {
  if (!nudged_ && prove_open()) {
    nudged_ = true;
    go(phase::awaiting_failure, options_.answer_ms);
    return;
  }
  facts_.stayed_open = facts_.end.timed_out = true;
  give_up();
}

void player::state::ended(end_of_stream how, std::int64_t now) {
  now_ = now;
  if (ended_ || phase_ == phase::done) return;
  ended_ = true;
  facts_.end.reset = how == end_of_stream::reset;
  note(how == end_of_stream::reset ? "reset" : "fin");
  if (!opened_) {
    judge_silence();
    return;
  }
  reader_.end();
  if (!got_close_) note_early_end();
}

outcome player::state::finish() {
  if (cancelled_) return std::move(result_);
  result_.duration_ms = now_ - start_;
  result_.conversations_run = 1;
  facts_.flooded = heard_ > flood_limit;
  if (opened_) {
    if (!gave_up_ && facts_.missing.empty() && seen_ < expected_.size()) {
      facts_.missing = in_words(expected_[seen_]);
    }
    facts_.offences = reader_.offences();
    judgement made = judge(which_, talk_, facts_);
    if (worse(answer_verdict_, made.behaviour) != answer_verdict_ || result_.why.expected.empty()) {
      result_.why = std::move(made.why);
    }
    result_.behaviour = worse(answer_verdict_, made.behaviour);
    result_.close = made.close;
  }
  result_.end = facts_.end;
  result_.end.opened = opened_;
  result_.close_wanted = facts_.wanted;
  result_.log.offences = reader_.offences();
  for (const frame_words& event : expected_) {
    result_.expected[verdict::ok].push_back(seen(event));
  }
  if (facts_.must_fail && !expected_.empty()) result_.expected[verdict::non_strict];
  return std::move(result_);
}

player::player(const test_case& which, std::size_t index, player_options options)
    : state_(std::make_unique<state>(which, index, std::move(options))) {}
player::~player() = default;
player::player(player&&) noexcept = default;
player& player::operator=(player&&) noexcept = default;

action player::next(std::int64_t now_ms) {
  return state_->next(now_ms);
}

void player::received(const_bytes octets, std::int64_t now_ms) {
  state_->now_ = now_ms;
  state_->hear(octets);
  if (state_->heard_ > flood_limit) state_->phase_ = phase::dropping;
}

void player::ended(end_of_stream how, std::int64_t now_ms) {
  state_->ended(how, now_ms);
}
void player::time_passed(std::int64_t now_ms) {
  state_->time_passed(now_ms);
}

void player::cancelled(std::string why) {
  state_->cancelled_ = true;
  state_->result_ = not_run(state_->which_, std::move(why));
}

outcome player::take_outcome() {
  return state_->finish();
}

outcome not_run(const test_case& which, std::string why) {
  outcome made;
  made.id = which.id;
  made.why.came = std::move(why);
  return made;
}

std::uint64_t octets_sent_by(const test_case& which, std::size_t index, role peer) {
  const role sender = peer == role::server ? role::client : role::server;
  std::uint64_t total = 0;
  bool closes = true;
  const auto talk = conversation_of(which, index);
  for (const step& one : talk.frames) {
    if (one.what == step::kind::send || one.what == step::kind::send_start) {
      total += encode(one.frame, sender, {}).octets.size();
    }
    total += one.raw.size();
    closes &= one.codes.empty();
  }
  return total + (closes ? encode(close_frame(1000), sender, {}).octets.size() : 0);
}

}  // namespace wsproof::conformance
