#include "native/client/player_socket.hpp"

#include <utility>

namespace wsproof::native {

using conformance::action;
using conformance::end_of_stream;

player_socket::player_socket(player_owner& owner, player_room& room,
                             std::optional<conformance::player> who)
    : owner_(owner), room_(room), who_(std::move(who)) {}

player_socket::~player_socket() {
  close_socket();
}

void player_socket::close_socket() noexcept {
  room_.turns.forget(socket_.number(), *this);
  socket_.reset();
}

void player_socket::begin(const address& where) {
  socket_result made = connect_to(where);
  int error = made.error;
  if (made.socket) {
    socket_ = std::move(made.socket);
    error = room_.turns.watch(socket_.number(), *this, asked_);
  }
  if (error != 0) return owner_.not_connected(*this, describe_errno(error));
  room_.turns.set_deadline(*this, room_.connect_time);
}

void player_socket::cancel(const std::string& why) {
  close_socket();
  state_ = state::done;
  if (who_) who_->cancelled(why);
}

void player_socket::on_ready(readiness what) {
  if (state_ == state::connecting) return finish_connecting();
  if ((what.readable || what.broken) && !peer_ended_) hear();
  if (state_ == state::sending && what.writable) send_rest();
  if (state_ != state::sending) play();
}

void player_socket::finish_connecting() {
  const int error = pending_error(socket_.number());
  if (error != 0) return owner_.not_connected(*this, describe_errno(error));
  room_.turns.drop_deadline(*this);
  state_ = state::playing;
  owner_.connected(*this);
  if (!who_) return finish();
  play();
}

void player_socket::on_deadline() {
  switch (state_) {
    case state::connecting:
      return owner_.not_connected(*this, "no answer to the connection attempt in " +
                                             std::to_string(room_.connect_time.count()) + " ms");
    case state::sending:
      give_up_sending();  // the player goes on and finds out what that means
      [[fallthrough]];
    case state::playing:
    case state::waiting:
      state_ = state::playing;
      who_->time_passed(room_.now_ms());
      return play();
    case state::done:
      return;
  }
}

void player_socket::hear() {
  const bytes room = room_.input.room();
  const io_result got = receive(socket_.number(), room);
  switch (got.status) {
    case io_status::done:
      heard_ += got.size;
      who_->received(room.first(got.size), room_.now_ms());
      if (heard_ > room_.flood_size) {
        who_->cancelled("the peer sent more than " + std::to_string(room_.flood_size >> 20) +
                        " MiB in one conversation");
        give_up_sending();
      }
      return;
    case io_status::would_block:
      return;
    case io_status::ended:
      return end_of_peer(end_of_stream::fin);
    case io_status::failed:
      return end_of_peer(end_of_stream::reset);
  }
}

void player_socket::end_of_peer(end_of_stream how) {
  peer_ended_ = true;
  if (how == end_of_stream::reset) give_up_sending();
  who_->ended(how, room_.now_ms());
}

void player_socket::give_up_sending() noexcept {
  rest_.clear();
  sent_ = 0;
  if (state_ == state::sending) state_ = state::playing;
}

void player_socket::play() {
  for (;;) {
    const action act = who_->next(room_.now_ms());
    switch (act.what) {
      case action::kind::send:
        if (!send_now(act.octets)) return ask_for_events();
        break;
      case action::kind::shut_down:
        shut_down_sending(socket_.number());
        break;
      case action::kind::drop:
        close_socket();
        break;
      case action::kind::wait:
        if (sending_since_ >= 0) sent_for_ = room_.now_ms() - std::exchange(sending_since_, -1);
        state_ = state::waiting;
        room_.turns.set_deadline(*this, room_.started + milliseconds{act.until_ms + sent_for_});
        return ask_for_events();
      case action::kind::done:
        return finish();
    }
  }
}

// One write is one segment: the next waits for the next turn of the loop, so that the peer has a
// chance to see them apart.
bool player_socket::send_now(const_bytes octets) {
  if (!socket_) return true;
  iovec piece{const_cast<std::byte*>(octets.data()), octets.size()};
  const io_result result = send(socket_.number(), {&piece, 1});
  if (result.status == io_status::failed) {
    if (!peer_ended_) hear();  // what it said before it left
    if (!peer_ended_) end_of_peer(end_of_stream::reset);
    return true;
  }
  const const_bytes left = octets.subspan(result.size);
  rest_.assign(left.begin(), left.end());
  sent_ = 0;
  state_ = state::sending;
  if (sending_since_ < 0) sending_since_ = room_.now_ms();
  room_.turns.set_deadline(*this, room_.stalled_time);
  return false;
}

void player_socket::send_rest() {
  if (sent_ < rest_.size()) {
    iovec piece{rest_.data() + sent_, rest_.size() - sent_};
    const io_result result = send(socket_.number(), {&piece, 1});
    if (result.status == io_status::failed) {
      if (!peer_ended_) end_of_peer(end_of_stream::reset);
      return give_up_sending();
    }
    sent_ += result.size;
    if (result.size > 0) room_.turns.set_deadline(*this, room_.stalled_time);
  }
  if (sent_ == rest_.size()) give_up_sending();
}

void player_socket::ask_for_events() {
  if (!socket_) return;
  const bool reads = !peer_ended_;
  const bool writes = state_ == state::sending;
  const interest wanted = reads ? (writes ? interest::both : interest::reading)
                                : (writes ? interest::writing : interest::nothing);
  if (wanted == asked_) return;
  const bool was_muted = std::exchange(asked_, wanted) == interest::nothing;
  // A hang-up is reported again and again; once the end was told there is nothing to hear.
  if (wanted == interest::nothing) return room_.turns.mute(socket_.number());
  if (!was_muted) return room_.turns.change(socket_.number(), *this, wanted);
  static_cast<void>(room_.turns.watch(socket_.number(), *this, wanted));
}

void player_socket::finish() {
  state_ = state::done;
  close_socket();
  owner_.finished(*this);
}

}  // namespace wsproof::native
