#include "native/server/server.hpp"

#include <system_error>
#include <utility>

#include "native/net/socket.hpp"

namespace wsproof::native {
namespace {

constexpr int accepts_per_turn = 64;             // then the others have their turn
constexpr milliseconds out_of_descriptors{100};  // how long nobody is accepted then

}  // namespace

server::server(loop& in, descriptor listener, const server_limits& with)
    : session_owner(in, with),
      listener_(std::move(listener)),
      port_(local_port(listener_.number())) {
  const int error = turns.watch(listener_.number(), *this, interest::reading);
  if (error != 0) throw std::system_error(error, std::system_category(), "the listening socket");
}

server::~server() {
  turns.forget(listener_.number(), *this);
}

void server::on_ready(readiness) {
  for (int i = 0; i < accepts_per_turn; ++i) {
    socket_result made = accept_from(listener_.number());
    if (made.socket) {
      admit(std::move(made.socket));
      continue;
    }
    if (made.error != 0) {  // no descriptors left: the queue would wake us without end
      turns.change(listener_.number(), *this, interest::nothing);
      turns.set_deadline(*this, out_of_descriptors);
    }
    return;
  }
}

void server::admit(descriptor socket) {
  send_at_once(socket.number());
  auto made = std::make_unique<session>(static_cast<session_owner&>(*this), std::move(socket));
  if (!made->begin()) return;
  made->index = sessions_.size();
  sessions_.push_back(std::move(made));
}

void server::ended(session& which) noexcept {
  const std::size_t place = which.index;
  std::swap(sessions_[place], sessions_.back());
  sessions_[place]->index = place;
  sessions_.pop_back();
  finish_when_empty();
}

void server::drain() {
  if (std::exchange(draining_, true)) return turns.stop();  // asked twice: at once
  turns.forget(listener_.number(), *this);
  listener_.reset();
  turns.set_deadline(*this, limits.drain_time);
  // From the back: a session that ends at once is replaced by one that was asked already.
  for (std::size_t i = sessions_.size(); i-- > 0;) sessions_[i]->go_away();
  finish_when_empty();
}

void server::on_deadline() {
  if (!draining_) return turns.change(listener_.number(), *this, interest::reading);
  sessions_.clear();
  finish_when_empty();
}

void server::finish_when_empty() {
  if (draining_ && sessions_.empty()) turns.stop();
}

}  // namespace wsproof::native
