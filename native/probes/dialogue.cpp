#include "native/probes/dialogue.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace wsproof::native {
namespace {

constexpr std::size_t most_heard = 64u << 10;  // octets kept

}  // namespace

dialogue::dialogue(const address& where, milliseconds limit) {
  socket_result made = connect_to(where);
  if (!made.socket || turns_.watch(made.socket.number(), *this, asked_) != 0) {
    state_ = state::refused;
    return;
  }
  socket_ = std::move(made.socket);
  begin_limit(limit);
  while (!late_ && state_ == state::connecting) turn();
  if (state_ == state::connecting) state_ = state::refused;
  if (state_ == state::open) ask(interest::reading);
}

dialogue::~dialogue() {
  turns_.forget(socket_.number(), *this);
}

void dialogue::begin_limit(milliseconds limit) {
  late_ = false;
  turns_.poll();  // the time this began
  turns_.set_deadline(*this, limit);
}

void dialogue::ask(interest wanted) {
  if (wanted == asked_ || state_ == state::ended) return;
  asked_ = wanted;
  turns_.change(socket_.number(), *this, wanted);
}

void dialogue::on_ready(readiness what) {
  if (state_ == state::connecting) {
    state_ = pending_error(socket_.number()) == 0 ? state::open : state::refused;
    writable_ = true;
    return;
  }
  writable_ |= what.writable;
  if (!what.readable && !what.broken) return;
  std::array<std::byte, 4096> room;
  const io_result got = receive(socket_.number(), room);
  if (got.status == io_status::done) {
    const std::string_view text = as_text(const_bytes(room).first(got.size));
    heard_.append(text.substr(0, most_heard - std::min(most_heard, heard_.size())));
  } else if (got.status != io_status::would_block) {
    state_ = state::ended;
    turns_.mute(socket_.number());
  }
}

bool dialogue::say(std::string_view octets, milliseconds limit) {
  begin_limit(limit);
  ask(interest::both);
  while (!octets.empty() && is_open() && heard_.empty()) {
    if (late_) return false;
    turn();
    if (!std::exchange(writable_, false) || !is_open()) continue;
    iovec piece{const_cast<char*>(octets.data()), octets.size()};
    const io_result sent = send(socket_.number(), {&piece, 1});
    if (sent.status == io_status::failed) break;  // the next receive says what happened
    octets.remove_prefix(sent.size);
  }
  ask(interest::reading);
  return true;
}

void dialogue::pause(milliseconds time) {
  begin_limit(time);
  while (!late_) turn();
}

bool dialogue::hear_head(milliseconds limit) {
  begin_limit(limit);
  const auto is_whole = [this] { return heard_.find("\r\n\r\n") != std::string::npos; };
  while (!late_ && is_open() && !is_whole()) turn();
  return is_whole();
}

int dialogue::status() const noexcept {
  int value = 0;
  if (!heard_.starts_with("HTTP/1.") || heard_.size() < 12) return 0;
  std::from_chars(heard_.data() + 9, heard_.data() + 12, value);
  return value;
}

}  // namespace wsproof::native
