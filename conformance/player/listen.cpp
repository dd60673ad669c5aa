// The player's listening half: the answer to the request, the peer's frames,
// their order.
#include <algorithm>
#include <utility>

#include "conformance/player/state.hpp"
#include "wsproof/accept.hpp"

namespace wsproof::conformance {
namespace {

constexpr std::size_t biggest_answer = 64u << 10;  // octets of a head that are waited for

std::string said_of(const frame_words& event) {
  return "a " + in_words(event) +
         (event.body.size() <= 40 && event.op != opcode::binary
              ? ": \"" + event.body.octets() + "\""
              : "");
}

bool is_same(const frame_words& a, const frame_words& b) {
  return a.op == b.op && a.body.is(as_octets(b.body.octets()));
}

}  // namespace

void player::state::hear(const_bytes octets) {
  if (phase_ == phase::done || octets.empty()) return;
  transcript_entry entry;
  entry.what = transcript_entry::kind::octets;
  entry.way = direction::received;
  entry.where = {heard_, heard_ + octets.size()};
  entry.data = keep(octets);
  log(std::move(entry));
  heard_ += octets.size();
  ++result_.received_traffic.octets[octets.size()];
  if (opened_) {
    hear_frames(octets);
    return;
  }
  head_ += as_text(octets);
  if (phase_ == phase::asking || phase_ == phase::awaiting_answer) {
    hear_answer();
  } else if (phase_ == phase::watching_refusal) {
    const auto behind = std::string_view(head_).substr(answer_size_);
    if (behind.find(talk_.answer.never) != behind.npos) {
      answer_verdict_ = result_.behaviour = verdict::failed;
      result_.why = {"nothing more after the refusal", talk_.answer.never, which_.says,
                     which_.section, which_.cause};
      phase_ = phase::dropping;
    }
  }
}

void player::state::hear_request() {
  const auto found = find_answer(head_);
  if (!found) return;
  const auto keys = found->head.values("Sec-WebSocket-Key");
  result_.http_request = found->head.text.substr(0, 65536);
  asked_.key = keys.empty() ? "" : std::string(keys.front());
  result_.http_response =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: "
      "websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " +
      std::string(as_text(accept_for(asked_.key))) + "\r\n\r\n";
  queue_.push_back(result_.http_response);
  answer_size_ = found->size;
  const std::string behind = head_.substr(answer_size_);
  result_.close = close_judgement::ok;
  reader_ = peer_reader(options_.peer_plays, answer_size_);
  begin_play();
  if (!behind.empty()) hear_frames(as_octets(behind));
}

void player::state::hear_answer() {
  if (options_.peer_plays == role::client) {
    hear_request();
    return;
  }
  const auto found = find_answer(head_);
  if (!found) {
    if (head_.size() > biggest_answer) judge_silence();
    return;
  }
  queue_.clear();
  result_.http_response = found->head.text.substr(0, 65536);
  answer_size_ = found->size;
  judged_answer judged = judge_answer(found->head, asked_, talk_.answer);
  answer_verdict_ = result_.behaviour = judged.behaviour;
  result_.why = std::move(judged.why);
  if (judged.behaviour != verdict::ok && result_.why.sentence.empty()) {
    result_.why.sentence = which_.says;
    result_.why.section = which_.section;
  }
  result_.close = close_judgement::ok;
  const std::string behind = head_.substr(answer_size_);
  if (judged.opened) {
    reader_ = peer_reader(options_.peer_plays, answer_size_);
    begin_play();
    if (!behind.empty()) hear_frames(as_octets(behind));
    return;
  }
  const bool judges = talk_.answer.wants != answer_rule::want::anything;
  if (found->head.status == 101 && judges) result_.close = close_judgement::failed;
  if (talk_.answer.wants == answer_rule::want::upgrade) result_.close = close_judgement::failed;
  if (talk_.answer.never.empty()) {
    phase_ = phase::dropping;
    return;
  }
  head_ = head_.substr(0, answer_size_);
  go(phase::watching_refusal, options_.answer_ms / 4);
  if (!behind.empty()) {
    heard_ -= behind.size();
    hear(as_octets(behind));
  }
}

void player::state::judge_silence() {
  const auto wants = talk_.answer.wants;
  if (phase_ == phase::watching_refusal || phase_ == phase::dropping ||
      !result_.http_response.empty()) {
    if (!ended_) phase_ = phase::dropping;
    return;
  }
  const bool judges = wants != answer_rule::want::anything;
  const bool may_drop =
      !judges || wants == answer_rule::want::refusal_or_drop || wants == answer_rule::want::either;
  result_.close = may_drop ? close_judgement::ok : close_judgement::failed;
  result_.behaviour = verdict::ok;
  if (!ended_) {
    facts_.end.timed_out = facts_.end.dropped_by_us = true;
    result_.behaviour = judges ? talk_.answer.when_silent : verdict::ok;
  } else if (wants == answer_rule::want::refusal_or_drop) {
    result_.behaviour = verdict::non_strict;  // it hung up: an HTTP error was due (§4.2.1)
  } else if (!may_drop) {
    const bool tolerated = talk_.answer.otherwise != verdict::failed;
    result_.behaviour = tolerated ? verdict::non_strict : verdict::failed;
  }
  const std::string expected =
      wants == answer_rule::want::upgrade ? "101 Switching Protocols" : "an answer to the request";
  std::string came = ended_ ? "the end of TCP" : "nothing until the deadline";
  if (!head_.empty()) came += " and no whole HTTP head";
  if (result_.behaviour != verdict::ok) {
    result_.why = {expected, came, which_.says, which_.section, which_.cause};
  }
  answer_verdict_ = result_.behaviour;
  if (!ended_) phase_ = phase::dropping;
}

void player::state::hear_frames(const_bytes octets) {
  items_.clear();
  const auto offences_before = reader_.offences().size();
  reader_.take(octets, items_);
  for (peer_item& item : items_) {
    transcript_entry entry;
    entry.what = transcript_entry::kind::frame;
    entry.way = direction::received;
    entry.where = item.where;
    entry.header = item.header;
    entry.data = item.frame_payload;
    log(std::move(entry));
    ++result_.received_traffic.frames[static_cast<int>(item.header.op)];
    on_item(item);
  }
  if (reader_.offences().size() > offences_before && !got_close_) give_up();
  if (!facts_.unexpected.empty() && !got_close_) give_up();
}

void player::state::on_item(peer_item& item) {
  if (got_close_ && item.what != peer_item::kind::close) return;
  switch (item.what) {
    case peer_item::kind::part:
    case peer_item::kind::unknown:
      break;
    case peer_item::kind::message:
      on_event(item.message == opcode::text ? text(std::move(item.payload))
                                            : binary(std::move(item.payload)));
      break;
    case peer_item::kind::ping:
      if (!sent_close_ && rest_of_frame_ == 0 && queue_.empty()) say_now(pong(item.payload));
      break;
    case peer_item::kind::pong:
      if (!probe_.empty() && item.payload == probe_) {
        probe_.clear();
        facts_.proven_alive = true;
        if (phase_ == phase::awaiting_life) go(phase::playing, options_.answer_ms);
        if (phase_ == phase::awaiting_failure) {
          facts_.stayed_open = true;
          give_up();
        }
        break;
      }
      on_event(pong(std::move(item.payload)));
      break;
    case peer_item::kind::close:
      on_close(item);
      break;
  }
}

void player::state::on_event(const frame_words& event) {
  if (gave_up_) return;
  const bool is_pong = event.op == opcode::pong;
  std::size_t match = seen_;
  while (match < expected_.size() && !is_same(event, expected_[match])) {
    // Only the last of several pings outstanding needs an answer (§5.5.3).
    const bool skippable = is_pong && expected_[match].op == opcode::pong && match + 1 < due_;
    match = skippable ? match + 1 : expected_.size();
  }
  const bool wanted = match < expected_.size();
  const bool answers_ping =
      is_pong && std::any_of(pings_out_.begin(), pings_out_.end(), [&](const frame_words& sent) {
        return sent.body.is(as_octets(event.body.octets()));
      });
  const bool awaits_pong = seen_ < expected_.size() && expected_[seen_].op == opcode::pong;
  if (is_pong && !wanted && !answers_ping && !awaits_pong) return;  // unsolicited: allowed
  seen_event seen;
  seen.what = is_pong                    ? seen_event::kind::pong
              : event.op == opcode::text ? seen_event::kind::text
                                         : seen_event::kind::binary;
  seen.payload = keep(as_octets(event.body.octets()));
  result_.received.push_back(std::move(seen));
  facts_.proven_alive = true;
  if (wanted) {
    facts_.skipped_pongs |= match > seen_;
    seen_ = match + 1;
    if (waits_out_ || at_ >= talk_.frames.size()) go(phase_, options_.answer_ms);
  } else if (facts_.unexpected.empty() && !which_.judged.informational) {
    facts_.unexpected = said_of(event);
    if (seen_ < expected_.size()) facts_.instead_of = said_of(expected_[seen_]);
  }
}

void player::state::note_early_end() {
  const bool before_play = phase_ == phase::awaiting_life;
  const bool had_to_stay = phase_ == phase::playing && waits_out_ && at_ < talk_.frames.size() &&
                           talk_.frames[at_].what == step::kind::still_open;
  if (gave_up_ || !(before_play || had_to_stay) || !facts_.unexpected.empty()) return;
  if (before_play && !got_close_) return;  // hung up: the judge says so
  facts_.unexpected = got_close_ ? "a Close frame" : "the end of TCP";
  facts_.instead_of = "the connection to stay open";
}

void player::state::on_close(const peer_item& item) {
  if (got_close_) return;
  got_close_ = true;
  note_early_end();
  const std::string& body = item.payload;
  int code = 1005;
  if (body.size() >= 2) {
    code = static_cast<unsigned char>(body[0]) * 256 + static_cast<unsigned char>(body[1]);
    facts_.end.remote_code = static_cast<std::uint16_t>(code);
    facts_.end.remote_reason = body.substr(2);
  }
  facts_.end.closed_by_us = sent_close_;
  const bool between_frames = rest_of_frame_ == 0 && batch_.octets.empty();
  if (!sent_close_ && between_frames && !ended_) {
    const bool may_echo = may_be_sent(static_cast<close_code>(code));
    say_now(may_echo ? close_frame(code) : close_holding({}));
    sent_close_ = true;
  }
  facts_.end.was_clean = sent_close_;
  go(phase::awaiting_end, options_.answer_ms);
  if (options_.peer_plays == role::client) phase_ = phase::dropping;
}

}  // namespace wsproof::conformance
