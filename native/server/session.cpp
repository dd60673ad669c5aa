#include "native/server/session.hpp"

#include <array>
#include <utility>

#include "native/net/socket.hpp"
#include "native/server/compression.hpp"
#include "native/server/http_answer.hpp"
#include "wsproof/deflate_negotiation.hpp"
#include "wsproof/handshake.hpp"

namespace wsproof::native {
namespace {

constexpr std::string_view blank_line = "\r\n";
constexpr std::string_view server_field = "Server: wsproof\r\n";  // what reports call us by

// 39 KiB for what we send instead of 268, for 2 % of the ratio.
constexpr deflate_limits packing_limits{.server_max_window_bits = 12};

}  // namespace

session_owner::session_owner(loop& in, const server_limits& with)
    : turns(in), limits(with), config(room.scratch) {
  config.limits = {.max_size = limits.message_size, .max_fragments = limits.fragments};
  config.use = &best_kernels();
}

session::session(session_owner& owner, descriptor socket)
    : owner_(owner), socket_(std::move(socket)), heard_(owner.turns.now()) {}

session::~session() {
  owner_.turns.forget(socket_.number(), *this);
}

bool session::begin() {
  if (owner_.turns.watch(socket_.number(), *this, asked_) != 0) return false;
  arm_deadline();
  return true;
}

void session::on_ready(readiness what) {
  if (what.writable && !out_.send_queued(socket_.number())) return end();
  if (what.readable || what.broken) {
    const bytes room = owner_.room.input.room();
    const io_result got = receive(socket_.number(), room);
    switch (got.status) {
      case io_status::done:
        take(room.first(got.size));
        break;
      case io_status::would_block:
        break;
      case io_status::ended:
        hear_the_end();
        break;
      case io_status::failed:
        return end();
    }
  }
  settle();
}

void session::take(bytes input) {
  heard_ = owner_.turns.now();
  switch (waits_for_) {
    case state::head:
      return take_head(input);
    case state::frames:
      return echo_->take(input, to_peer());
    case state::end_of_stream:
      return;  // RFC 6455 §7.1.1: read and dropped, so that nothing resets
  }
}

void session::take_head(bytes input) {
  if (head_) {
    head_->octets.append(as_text(input));
    if (!head_->watch.is_ready(head_->octets)) return;
    input = std::as_writable_bytes(std::span(head_->octets));
  }
  const head_limits limits{owner_.limits.head_size, owner_.limits.head_line_size};
  std::array<header_field, server_limits::max_head_fields> fields;
  const auto result =
      read_request(as_text(input), std::span(fields).first(owner_.limits.head_fields), limits);
  if (result.error != http_error::none) return say_last(answer_to(result.error));
  if (result.size == 0) {
    if (head_) return;
    head_ = std::make_unique<partial_head>(
        partial_head{std::string(as_text(input)), head_watch(limits)});
    static_cast<void>(head_->watch.is_ready(head_->octets));
    return;
  }
  take_whole_head(result.head);
  // What follows the head in the same segment belongs to the first frames.
  const bytes rest = input.subspan(result.size);
  if (waits_for_ == state::frames && !rest.empty()) take(rest);
  head_.reset();
}

void session::take_whole_head(const request_head& head) {
  const place& at = place_at(head.path);
  if (!asks_for_upgrade(head)) return say_last(answer_to(head, at));
  if (const refusal why = check_upgrade(head); why != refusal::none) {
    return say_last(answer_to(why));
  }
  if (!at.upgrades) return say_last(answer_to(refusal::path_unknown));
  upgrade(head);
}

void session::upgrade(const request_head& head) {
  const offer_result offer = choose_offer(head.fields, packing_limits);
  if (offer.what == offer_result::kind::malformed) {
    return say_last(answer_to(refusal::extensions_malformed));
  }
  acceptance answer;
  answer.key = look_up(head.fields, "Sec-WebSocket-Key").value;
  std::array<char, max_deflate_value_size> value;
  std::unique_ptr<compression> packing;
  if (offer.what == offer_result::kind::accepted) {
    answer.extensions = {value.data(), write_answer(offer.agreed, value)};
    packing = make_compression(offer.agreed, role::server, owner_.limits);
  }
  std::array<char, 512> octets;
  const std::size_t size = write_acceptance(answer, octets);
  say({octets.data(), size - blank_line.size()});
  say(server_field);
  say(blank_line);
  echo_.emplace(owner_.config, std::move(packing));
  waits_for_ = state::frames;
}

void session::say(std::string_view octets) {
  out_.put_copy(socket_.number(), owner_.room.pieces, as_octets(octets));
}

void session::say_last(std::string_view octets) {
  say(octets);
  waits_for_ = state::end_of_stream;
}

void session::hear_the_end() {
  peer_ended_ = true;  // whatever it was waiting for: there is nobody to talk to any more
  waits_for_ = state::end_of_stream;
}

void session::go_away() {
  switch (waits_for_) {
    case state::head:
      if (!head_) return end();
      say_last(answer_to(refusal::shutting_down));
      break;
    case state::frames:
      echo_->close(close_code::going_away, "the server stops", to_peer());
      break;
    case state::end_of_stream:
      return;
  }
  settle();
}

void session::on_deadline() {
  switch (std::exchange(armed_, phase::none)) {
    case phase::none:
      return;
    case phase::handshake:
      say_last(answer_to(refusal::request_too_slow));
      break;
    case phase::idle:
      if (owner_.turns.now() - heard_ < owner_.limits.idle_time) break;
      echo_->close(close_code::going_away, "nothing was said for too long", to_peer());
      break;
    case phase::stalled:
      if (waits_for_ == state::end_of_stream) return end();
      echo_->close(close_code::policy_violation, "replies are not being read", to_peer());
      waits_for_ = state::end_of_stream;
      gave_up_ = true;
      break;
    case phase::closing:
      return end();
  }
  settle();
}

void session::settle() {
  if (!out_.flush(socket_.number(), owner_.room.pieces)) return end();
  if (waits_for_ == state::frames && echo_->is_over()) waits_for_ = state::end_of_stream;
  if (waits_for_ == state::end_of_stream && out_.queued() == 0) {
    if (peer_ended_) return end();
    if (!std::exchange(shut_down_, true)) shut_down_sending(socket_.number());
  }
  const std::size_t limit = owner_.limits.queued_output;
  paused_ = out_.queued() > (paused_ ? limit / 2 : limit);
  ask_for_events();
  arm_deadline();
}

void session::ask_for_events() {
  const bool reads = !peer_ended_ && !gave_up_ && (!paused_ || waits_for_ == state::end_of_stream);
  const bool writes = out_.queued() > 0;
  const interest wanted = reads ? (writes ? interest::both : interest::reading)
                                : (writes ? interest::writing : interest::nothing);
  if (wanted == asked_) return;
  asked_ = wanted;
  owner_.turns.change(socket_.number(), *this, wanted);
}

session::phase session::current_phase() const noexcept {
  switch (waits_for_) {
    case state::head:
      return phase::handshake;
    case state::frames:
      if (echo_->closing() != close_state::open) return phase::closing;
      if (paused_) return phase::stalled;
      return owner_.limits.idle_time.count() > 0 ? phase::idle : phase::none;
    case state::end_of_stream:
      return out_.queued() > 0 && !gave_up_ ? phase::stalled : phase::closing;
  }
  return phase::none;
}

milliseconds session::allowance(phase of) const noexcept {
  switch (of) {
    case phase::none:
      break;
    case phase::handshake:
      return owner_.limits.handshake_time;
    case phase::idle:
      return std::chrono::ceil<milliseconds>(heard_ + owner_.limits.idle_time - owner_.turns.now());
    case phase::stalled:
      return owner_.limits.stalled_time;
    case phase::closing:
      return owner_.limits.close_time;
  }
  return milliseconds{0};
}

void session::arm_deadline() {
  const phase now = current_phase();
  if (now == armed_) return;
  armed_ = now;
  if (now == phase::none) return owner_.turns.drop_deadline(*this);
  owner_.turns.set_deadline(*this, allowance(now));
}

}  // namespace wsproof::native
