// The player's speaking half: the request, the play, our Close frame.
#include <algorithm>
#include <array>
#include <utility>

#include "conformance/player/state.hpp"
#include "wsproof/accept.hpp"

namespace wsproof::conformance {
namespace {

constexpr std::int64_t grace_ms = 100;  // before a peer that has to fail is asked whether it lives
constexpr std::int64_t quiet_ms = 50;   // a wait that can only miss a fault, never invent one

mask_key fresh_key(const std::function<std::uint32_t()>& entropy) {
  mask_key key;
  const std::uint32_t drawn = entropy();
  for (std::size_t i = 0; i < 4; ++i) key.octets[i] = static_cast<std::byte>(drawn >> (8 * i));
  return key;
}

std::string handshake_key(const std::function<std::uint32_t()>& entropy) {
  std::array<std::byte, 16> nonce{};
  for (std::size_t i = 0; i < 16; i += 4) {
    const mask_key four = fresh_key(entropy);
    std::copy(four.octets.begin(), four.octets.end(), nonce.begin() + static_cast<long>(i));
  }
  return std::string(as_text(make_key(nonce)));
}

bool has_closing_step(const play& steps) {
  return !steps.empty() && !steps.back().codes.empty();
}

bool has_should_fail(const play& steps) {
  return std::any_of(steps.begin(), steps.end(),
                     [](const step& one) { return one.what == step::kind::should_fail; });
}

}  // namespace

bool player::state::speak() {
  if (ended_) return false;
  if (phase_ == phase::asking) {
    ask();
    return true;
  }
  if (phase_ != phase::playing || gave_up_) return false;
  return at_ < talk_.frames.size() ? run_step(talk_.frames[at_]) : end_play();
}

void player::state::ask() {
  if (options_.peer_plays == role::client) {
    go(phase::awaiting_answer, options_.answer_ms);
    return;
  }
  request_names names{options_.host, options_.target, handshake_key(options_.entropy),
                      options_.agent};
  asked_ = {value_in(talk_.request, "Sec-WebSocket-Key"),
            value_in(talk_.request, "Sec-WebSocket-Extensions"),
            value_in(talk_.request, "Sec-WebSocket-Protocol")};
  if (asked_.key.find("{key}") != asked_.key.npos) asked_.key = names.key;
  batch request{encode(talk_.request, names), {}, {}};
  result_.http_request = request.octets.substr(0, 65536);
  cutting how = talk_.opening_cut;
  if (how.how == cutting::kind::split) how.at = 1 + how.at % (request.octets.size() - 1);
  for (std::string& write : cut(request, how, 0)) queue_.push_back(std::move(write));
  sent_ = 0;
  go(phase::awaiting_answer, options_.answer_ms);
}

void player::state::begin_play() {
  opened_ = true;
  go(phase::playing, options_.answer_ms);
  // Before a step that the peer may answer by ending TCP, it proves that it is
  // there: else a peer that hangs up after the handshake could not be told from
  // one that rejects.
  if (!has_closing_step(talk_.frames) && !has_should_fail(talk_.frames)) return;
  if (!talk_.request.after.empty()) {  // our Close went with the request
    sent_close_ = facts_.end.closed_by_us = true;
    return;
  }
  (void)prove_open();
  go(phase::awaiting_life, options_.answer_ms);
}

void player::state::say(const frame_words& frame) {
  encoded_frame made = encode(frame, we_are_, fresh_key(options_.entropy));
  transcript_entry entry;
  entry.what = transcript_entry::kind::frame;
  const auto begin = sent_ + batch_.octets.size();
  entry.where = {begin, begin + made.octets.size()};
  entry.header = made.header;
  entry.data = keep(as_octets(frame.body.octets()));
  log(std::move(entry));
  ++result_.sent.frames[static_cast<int>(frame.op)];
  batch_.header_ends.push_back(batch_.octets.size() + made.header_size);
  batch_.octets += made.octets;
  batch_.frame_ends.push_back(batch_.octets.size());
}

void player::state::flush() {
  const auto before = said_;
  said_ += batch_.octets.size();
  for (std::string& write : cut(batch_, options_.cut, before)) queue_.push_back(std::move(write));
  batch_ = {};
}

void player::state::say_now(const frame_words& frame) {
  flush();
  say(frame);
  queue_.push_back(std::move(batch_.octets));
  batch_ = {};
}

bool player::state::prove_open() {
  if (rest_of_frame_ > 0 || sent_close_) return false;
  probe_ = "wsproof-" + std::to_string(++probes_) + "-" + std::to_string(options_.entropy());
  say_now(ping(probe_));
  return true;
}

void player::state::send_close(int code, std::string_view reason) {
  flush();
  say(close_frame(code, reason));
  flush();
  facts_.end.local_code = static_cast<std::uint16_t>(code);
  facts_.end.local_reason = reason;
  facts_.end.closed_by_us = !got_close_;
  sent_close_ = true;
}

void player::state::give_up() {
  if (gave_up_ || ended_) return;
  gave_up_ = true;
  note("gave up");
  facts_.end.failed_by_us = true;
  if (got_close_) {
    go(phase::awaiting_end, options_.answer_ms);
  } else if (rest_of_frame_ > 0) {
    facts_.end.closed_by_us = facts_.end.dropped_by_us = true;
    phase_ = phase::dropping;
  } else {
    if (!sent_close_) send_close(1000);
    go(phase::awaiting_close, options_.answer_ms / 4);
  }
}

void player::state::say_step(const frame_words& frame) {
  if (frame.op == opcode::ping) pings_out_.push_back(frame);
  say(frame);
  // Where the peer has to fail the connection, a Close frame is the offence, not our closing.
  if (frame.op != opcode::close || sent_close_ || facts_.must_fail) return;
  sent_close_ = true;
  facts_.end.closed_by_us = !got_close_;
  const std::string body = frame.body.octets();
  if (body.size() < 2) return;
  facts_.end.local_code = static_cast<std::uint16_t>(static_cast<unsigned char>(body[0]) * 256 +
                                                     static_cast<unsigned char>(body[1]));
  facts_.end.local_reason = body.substr(2);
}

void player::state::say_start(const step& now) {
  say(now.frame);
  const auto held_back = static_cast<std::size_t>(now.frame.body.size() - now.part);
  rest_ = batch_.octets.substr(batch_.octets.size() - held_back);
  batch_.octets.resize(batch_.octets.size() - held_back);
  batch_.frame_ends.back() = batch_.octets.size();
  rest_of_frame_ = held_back;
}

void player::state::say_raw(std::string_view octets) {
  batch_.octets += octets;
  batch_.frame_ends.push_back(batch_.octets.size());
}

// Whether the expected event is there or need not be waited for.
bool player::state::is_past_expect() {
  due_ = std::min(due_ + (waits_out_ ? 0 : 1), expected_.size());
  if (!facts_.polite || has_all_expected()) return true;
  flush();
  if (!waits_out_) go(phase::playing, options_.answer_ms);
  waits_out_ = true;
  return false;
}

// Whether a peer that may have ended the connection has shown that it has not.
bool player::state::is_proven_open(bool should_have_failed) {
  if (!waits_out_) {
    flush();
    waits_out_ = true;
    const bool quiet = !prove_open() && !should_have_failed;
    go(phase::playing, quiet ? quiet_ms : options_.answer_ms);
  }
  if (!queue_.empty() || !probe_.empty() || rest_of_frame_ > 0 || !has_all_expected()) return false;
  facts_.was_late |= should_have_failed;
  return true;
}

void player::state::await(phase what, std::int64_t wait_ms) {
  facts_.all_sent = true;
  flush();
  go(what, wait_ms);
}

// Whether the conversation can go on at once; else it waits for what the step waits for.
bool player::state::run_step(const step& now) {
  bool is_past = true;
  switch (now.what) {
    case step::kind::send:
      say_step(now.frame);
      break;
    case step::kind::send_octets:
      say_raw(now.raw);
      break;
    case step::kind::send_start:
      say_start(now);
      break;
    case step::kind::send_rest:
      say_raw(std::string_view(rest_).substr(0, static_cast<std::size_t>(now.part)));
      rest_.erase(0, static_cast<std::size_t>(now.part));
      rest_of_frame_ = rest_.size();
      break;
    case step::kind::expect:
      is_past = is_past_expect();
      break;
    case step::kind::still_open:
      is_past = is_proven_open(false);
      break;
    case step::kind::should_fail:
      is_past = is_proven_open(true);
      break;
    case step::kind::closes_with:
      await(phase::awaiting_failure, grace_ms);
      return false;
    case step::kind::answers_close:
    case step::kind::answers_or_drops:
      await(phase::awaiting_close, options_.answer_ms);
      return false;
  }
  if (!is_past) return false;
  waits_out_ = false;
  ++at_;
  return true;
}

bool player::state::end_play() {
  facts_.all_sent = true;
  if (!has_all_expected()) {
    if (batch_.octets.empty()) return false;
    flush();
    go(phase::playing, options_.answer_ms);
    return true;
  }
  send_close(1000);
  go(phase::awaiting_close, options_.answer_ms);
  return true;
}

}  // namespace wsproof::conformance
