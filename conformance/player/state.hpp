// The player's inside: one object per conversation. Split over player.cpp (what
// the driver calls), talk.cpp (what we say) and listen.cpp (what comes back).
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "conformance/judge/answer_judge.hpp"
#include "conformance/judge/conversation_judge.hpp"
#include "conformance/judge/peer_reader.hpp"
#include "conformance/player/encode.hpp"
#include "conformance/player/player.hpp"

namespace wsproof::conformance {

// Named by what the conversation waits for.
enum class phase : std::uint8_t {
  asking,            // nothing; the request is to be sent
  awaiting_answer,   // the answer to it
  watching_refusal,  // what a refused peer should not say any more
  awaiting_life,     // the pong that proves a peer alive before the play
  playing,           // whatever the current step waits for
  awaiting_failure,  // the peer to fail the connection
  awaiting_close,    // the peer's answer to our Close
  awaiting_end,      // the end of TCP
  dropping,          // nothing; the socket is to be closed
  done,
};

struct player::state {
  state(const test_case& what, std::size_t index, player_options given);

  // player.cpp
  action next(std::int64_t now);
  void time_passed(std::int64_t now);
  void ended(end_of_stream how, std::int64_t now);
  void step_timed_out();
  void failure_timed_out();
  outcome finish();
  void go(phase where, std::int64_t wait_ms);  // on with a new deadline
  void note(std::string words);                // an event of the transcript
  void log(transcript_entry entry);

  // talk.cpp
  bool speak();  // whether there is something to do at once
  void ask();
  void begin_play();
  bool run_step(const step& now);
  void say_step(const frame_words& frame);
  void say_start(const step& now);
  void say_raw(std::string_view octets);
  bool is_past_expect();
  bool is_proven_open(bool should_have_failed);
  void await(phase what, std::int64_t wait_ms);  // after the play's last step
  bool end_play();
  bool prove_open();                       // sends a ping of our own; false inside a frame
  void say(const frame_words& frame);      // into the batch
  void say_now(const frame_words& frame);  // and out
  void flush();
  void give_up();
  void send_close(int code, std::string_view reason = {});

  // listen.cpp
  void hear(const_bytes octets);
  void hear_answer();
  void hear_frames(const_bytes octets);
  void on_item(peer_item& item);
  void on_close(const peer_item& item);
  void on_event(const frame_words& event);
  void judge_silence();   // no answer to the request
  void note_early_end();  // the peer ended a connection that had to stay open
  void hear_request();    // of a client under test
  [[nodiscard]] bool has_all_expected() const noexcept { return seen_ >= due_; }

  const test_case& which_;
  conversation talk_;
  player_options options_;
  role we_are_;

  phase phase_ = phase::asking;
  std::int64_t start_ = 0, now_ = 0;  // ms on the driver's clock
  std::int64_t deadline_ = 0;
  bool started_ = false, ended_ = false, cancelled_ = false;

  // sending
  std::deque<std::string> queue_;    // writes to come
  std::string current_;              // the write that the driver has
  batch batch_;                      // said but not yet cut into writes
  std::uint64_t said_ = 0;           // octets cut so far, after the opening handshake
  std::uint64_t sent_ = 0;           // octets of the stream handed out
  std::uint64_t rest_of_frame_ = 0;  // payload octets that send_rest still owes
  std::string rest_;                 // they
  std::size_t at_ = 0;               // the current step
  bool sent_close_ = false, got_close_ = false;
  bool gave_up_ = false;
  std::string probe_;  // payload of our own ping that is out; empty: none
  unsigned probes_ = 0;
  bool nudged_ = false;     // awaiting_failure: a ping went after the fault
  bool waits_out_ = false;  // the current step has begun to wait

  // receiving
  std::string head_;             // octets before the play's frames
  std::uint64_t heard_ = 0;      // octets of the stream
  std::size_t answer_size_ = 0;  // of `head_`: up to the first frame
  asked asked_;
  std::vector<peer_item> items_;
  peer_reader reader_;
  bool opened_ = false;

  // what is expected
  std::vector<frame_words> expected_;
  std::vector<frame_words> pings_out_;  // of the case, not yet answered
  std::size_t seen_ = 0, due_ = 0;      // expected events: met, asked for so far
  conversation_facts facts_;
  verdict answer_verdict_ = verdict::ok;
  outcome result_;
};

}  // namespace wsproof::conformance
