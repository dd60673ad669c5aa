#include "native/client/client_session.hpp"

#include <array>
#include <utility>

#include "native/server/compression.hpp"
#include "wsproof/client_handshake.hpp"
#include "wsproof/deflate_negotiation.hpp"

namespace wsproof::native {
namespace {

constexpr deflate_offer our_offer{};

}  // namespace

client_room::client_room() : config(room.scratch, mask_source{&entropy::new_mask_key, &chance}) {
  config.limits = {.max_size = limits.message_size, .max_fragments = limits.fragments};
  config.use = &best_kernels();
}

client_session::client_session(client_room& shared, const ws_url& url, std::string target,
                               bool packs, std::string* kept)
    : shared_(shared), url_(url), target_(std::move(target)), packs_(packs), kept_(kept) {}

client_session::~client_session() {
  shared_.turns.forget(socket_.number(), *this);
}

bool client_session::run(const address& where) {
  socket_result made = connect_to(where);
  int error = made.error;
  if (made.socket) {
    socket_ = std::move(made.socket);
    error = shared_.turns.watch(socket_.number(), *this, asked_);
  }
  if (error != 0) {
    error_ = describe_errno(error);
    return false;
  }
  shared_.turns.poll();
  shared_.turns.set_deadline(*this, shared_.connect_time);
  while (state_ != state::over && !shared_.turns.is_stopped()) shared_.turns.turn();
  if (shared_.turns.is_stopped()) error_ = "interrupted";
  return opened_;
}

void client_session::fail(std::string why) {
  error_ = std::move(why);
  end();
}

void client_session::end() {
  shared_.turns.forget(socket_.number(), *this);
  socket_.reset();
  state_ = state::over;
}

void client_session::on_deadline() {
  switch (state_) {
    case state::connecting:
      return fail("no answer to the connection attempt");
    case state::opening:
      return fail("no answer to the opening handshake");
    case state::frames:
      if (echo_->closing() == close_state::open) {
        echo_->close(close_code::policy_violation, "nothing was said for too long", to_peer());
        return settle();
      }
      return end();
    case state::end_of_stream:
    case state::over:
      return end();
  }
}

void client_session::ask() {
  if (const int error = pending_error(socket_.number()); error != 0) {
    return fail(describe_errno(error));
  }
  std::array<std::byte, 16> nonce;
  shared_.chance.fill(nonce);
  key_ = make_key(nonce);
  std::array<char, max_deflate_value_size> offer;
  opening request;
  const std::string host = url_.authority();
  const std::array fields{header_field{"User-Agent", shared_.agent}};
  request.host = host;
  request.target = target_;
  request.key = key_;
  request.extra = fields;
  if (packs_) request.extensions = {offer.data(), write_offer(our_offer, offer)};
  std::array<char, 8192> octets;
  const request_result made = write_opening(request, octets);
  if (made.size == 0)
    return fail("the request cannot be made: " + std::string(name_of(made.fault)));
  out_.put_copy(socket_.number(), shared_.room.pieces,
                as_octets(std::string_view(octets.data(), made.size)));
  state_ = state::opening;
  shared_.turns.set_deadline(*this, shared_.opening_time);
}

void client_session::on_ready(readiness what) {
  if (state_ == state::connecting) {
    ask();
  } else {
    if (what.writable && !out_.send_queued(socket_.number())) return end();
    if (what.readable || what.broken) hear();
  }
  if (state_ != state::over) settle();
}

void client_session::hear() {
  const bytes room = shared_.room.input.room();
  const io_result got = receive(socket_.number(), room);
  if (got.status == io_status::would_block) return;
  if (got.status != io_status::done) {
    return state_ == state::opening ? fail("the server hung up in the opening handshake") : end();
  }
  if (state_ == state::opening) {
    head_.append(as_text(room.first(got.size)));
    take_answer();
  } else if (state_ == state::frames) {
    echo_->take(room.first(got.size), to_peer());
    if (echo_->closing() == close_state::open) {
      shared_.turns.set_deadline(*this, shared_.silence_time);
    }
  }
}

void client_session::take_answer() {
  std::array<header_field, 128> fields;
  const auto result = read_response(head_, fields);
  if (result.error != http_error::none) return fail(std::string(describe(result.error).says));
  if (result.size == 0) return;
  opening asked;
  asked.key = key_;
  if (packs_) asked.extensions = deflate_name;
  const response_fault fault = check_response(result.head, asked);
  if (fault == response_fault::status_not_101) {
    return fail("status " + std::to_string(result.head.status));
  }
  if (fault != response_fault::none) return fail(std::string(describe(fault).says));
  const answer_result agreed = check_answer(result.head.fields, our_offer);
  if (agreed.fault != deflate_fault::none) return fail(std::string(describe(agreed.fault).says));
  echo_.emplace(shared_.config, agreed.is_accepted
                                    ? make_compression(agreed.agreed, role::client, shared_.limits)
                                    : nullptr);
  echo_->keep_in(kept_);
  opened_ = true;
  state_ = state::frames;
  shared_.turns.set_deadline(*this, shared_.silence_time);
  const bytes rest = std::as_writable_bytes(std::span(head_)).subspan(result.size);
  echo_->take(rest, to_peer());
}

void client_session::settle() {
  if (!out_.flush(socket_.number(), shared_.room.pieces)) return end();
  if (state_ == state::frames && echo_->is_over()) {
    // A client that failed the connection need not wait; after a closing handshake the server
    // drops TCP first (§7.1.1).
    state_ = state::end_of_stream;
    if (echo_->closing() == close_state::failed) shut_down_sending(socket_.number());
    shared_.turns.set_deadline(*this, shared_.limits.close_time);
  }
  const interest wanted = out_.queued() > 0 ? interest::both : interest::reading;
  if (wanted != asked_) shared_.turns.change(socket_.number(), *this, wanted);
  asked_ = wanted;
}

}  // namespace wsproof::native
