#include "wsproof/endpoint.hpp"

#include <algorithm>
#include <cstring>

#include "whole_frame.hpp"
#include "wsproof/utf8.hpp"

namespace wsproof {
namespace {

constexpr std::size_t max_input_per_call = std::size_t{1} << 30;  // an event's size has 32 bits
constexpr std::size_t max_compressed_piece = 4096;  // octets; what is not used is masked again

// The control frame as this role sends it; `out` has room for any.
std::size_t write_control(opcode op, const_bytes payload, const endpoint_config& config,
                          std::byte* out) noexcept {
  const bool masked = config.plays() == role::client;
  const frame_header header{.payload_size = payload.size(),
                            .key = masked ? config.new_mask_key() : mask_key{},
                            .op = op,
                            .masked = masked};
  const std::size_t header_size =
      write_header(header, std::span<std::byte, max_header_size>(out, max_header_size));
  if (!payload.empty()) std::memcpy(out + header_size, payload.data(), payload.size());
  if (masked) apply_mask({out + header_size, payload.size()}, header.key);
  return header_size + payload.size();
}

struct close_payload {
  std::array<std::byte, max_control_payload_size> octets;
  std::size_t size = 0;
};

close_payload make_close_payload(close_code code, std::string_view reason) noexcept {
  close_payload made;
  if (code == close_code::no_status) return made;
  const auto value = static_cast<std::uint16_t>(code);
  made.octets[0] = static_cast<std::byte>(value >> 8);
  made.octets[1] = static_cast<std::byte>(value & 0xff);
  if (!reason.empty()) std::memcpy(made.octets.data() + 2, reason.data(), reason.size());
  made.size = 2 + reason.size();
  return made;
}

}  // namespace

// One call's events. Each step of the loop puts at most two of them and takes at most one control
// frame and as much inflated text as there is room for; has_room() keeps that free.
class endpoint::batch {
 public:
  batch(event_batch& out, bytes scratch) noexcept : out_(out), scratch_(scratch) {}

  [[nodiscard]] bool has_room() const noexcept {
    return count_ + 3 <= out_.size() && scratch_.size() >= 2 * reserve;
  }
  // Slots to be filled from the front; made() says how many were. Two are kept free behind them.
  [[nodiscard]] std::span<event> room() noexcept {
    return std::span(out_).subspan(count_, out_.size() - 2 - count_);
  }
  void made(std::size_t events) noexcept { count_ += events; }
  void put(event made) noexcept { out_[count_++] = made; }
  void put(event::kind what, bytes octets) noexcept {
    put({.what = what, .size = static_cast<std::uint32_t>(octets.size()), .data = octets.data()});
  }
  [[nodiscard]] std::size_t size() const noexcept { return count_; }

  // Scratch for a reply, and scratch for inflated octets that leaves room for a reply.
  [[nodiscard]] std::byte* reply_room() const noexcept { return scratch_.data(); }
  [[nodiscard]] bytes inflate_room() const noexcept {
    return scratch_.first(scratch_.size() - reserve);
  }
  [[nodiscard]] bytes use(std::size_t size) noexcept {
    const bytes used = scratch_.first(size);
    scratch_ = scratch_.subspan(size);
    return used;
  }
  [[nodiscard]] bytes copy(const_bytes octets) noexcept {
    const bytes place = use(octets.size());
    std::copy(octets.begin(), octets.end(), place.begin());
    return place;
  }

 private:
  // A reply, rounded up for the header's full room.
  static constexpr std::size_t reserve = max_control_frame_size + max_header_size;

  event_batch& out_;
  std::size_t count_ = 0;
  bytes scratch_;
};

endpoint::endpoint(const endpoint_config& config, const inflate_stage* inflate) noexcept
    : config_(&config),
      inflate_(inflate),
      decoder_({.reads_from = config.plays() == role::server ? role::client : role::server,
                .allow_rsv1 = inflate != nullptr}) {}

std::size_t endpoint::take(bytes& input, event_batch& out) noexcept {
  bytes window = input.first(std::min(input.size(), max_input_per_call));
  batch made(out, config_->scratch());
  while (made.has_room() && (!window.empty() || owes_inflated_)) {
    if (closing_ == close_state::failed || closing_ == close_state::closed) {
      window = window.last(0);
    } else if (owes_inflated_) {
      static_cast<void>(inflate({}, owed_ends_, made));
    } else if (decoder_.is_inside_data(window.size()) && !assembler_.is_compressed()) {
      take_inside_frame(window, made);
    } else {
      take_piece(window, made);
    }
  }
  input = input.last(input.size() - static_cast<std::size_t>(window.data() - input.data()));
  return made.size();
}

// The straight path: whole unfragmented data frames that lie whole in the input. Stops before the
// first frame that is anything else; the layers below judge it.
template <bool masked>
void endpoint::take_whole_frames(bytes& input, batch& out) noexcept {
  const std::uint64_t limit = config_->limits.max_size == 0 ? ~0ull : config_->limits.max_size;
  while (out.has_room() && error_ == errc::none) {
    const whole_frames taken = read_whole_frames<masked>(input, out.room(), limit, *config_->use);
    if (taken.last == nullptr) return;
    out.made(taken.events);
    const std::uint64_t base = decoder_.next_offset();
    decoder_.skip_to(base + static_cast<std::uint64_t>(taken.last - input.data()),
                     base + static_cast<std::uint64_t>(taken.end - input.data()));
    input = {taken.end, input.data() + input.size()};
    if (taken.unchecked.empty()) return;
    op_ = opcode::text;
    begins_ = true;
    check_.begin(true);
    take_plain(taken.unchecked, true, out);
  }
}

// The straight path of a frame cut on both sides: its header and its place were judged before.
void endpoint::take_inside_frame(bytes& input, batch& out) noexcept {
  decoder_.take_inside(input, *config_->use);
  take_plain(input, false, out);
  input = input.last(0);
}

void endpoint::take_piece(bytes& input, batch& out) noexcept {
  if (is_between_messages()) {
    if (config_->plays() == role::server) {
      take_whole_frames<true>(input, out);
    } else {
      take_whole_frames<false>(input, out);
    }
    if (input.empty() || !out.has_room() || error_ != errc::none) return;
  }
  const std::size_t room = assembler_.is_compressed() ? max_compressed_piece : input.size();
  bytes window = input.first(std::min(room, input.size()));
  const message_event piece = assembler_.take(decoder_.next(window, *config_->use));
  input = {window.data(), input.data() + input.size()};
  // Another control frame may follow in this input and be kept in the same place.
  const bytes payload = piece.kept ? out.copy(piece.payload) : piece.payload;
  switch (piece.what) {
    case message_event::kind::nothing:
      return;
    case message_event::kind::data:
      return take_data(piece, input, out);
    case message_event::kind::ping:
      return answer_ping(payload, out);
    case message_event::kind::pong:
      return out.put(event::kind::pong, payload);
    case message_event::kind::close:
      return answer_close(payload, out);
    case message_event::kind::failed:
      return fail(piece.error, out);
  }
}

void endpoint::take_data(const message_event& piece, bytes& input, batch& out) noexcept {
  if (piece.first) {
    op_ = piece.op;
    begins_ = true;
    check_.begin(piece.op == opcode::text);
  }
  if (piece.begins_frame) {
    const errc fault = check_.take_frame(piece.frame_size, config_->limits);
    if (fault != errc::none) return fail(fault, out);
  }
  if (!piece.compressed) return take_plain(piece.payload, piece.last, out);
  const std::size_t taken = inflate(piece.payload, piece.last, out);
  if (taken == piece.payload.size() || error_ != errc::none) return;
  decoder_.put_back(input, piece.payload.size() - taken, *config_->use);
  assembler_.put_back();
}

// Lets the stage inflate once; returns how many of `octets` it took.
std::size_t endpoint::inflate(const_bytes octets, bool ends, batch& out) noexcept {
  const inflate_stage::step step =
      inflate_->inflate(inflate_->self, octets, ends, out.inflate_room());
  const bool all_taken = step.taken == octets.size();
  owes_inflated_ = step.more && all_taken && step.error == errc::none;
  owed_ends_ = ends;
  take_plain(out.use(step.given), ends && all_taken && !step.more && step.error == errc::none, out);
  if (step.error != errc::none && error_ == errc::none) fail(step.error, out);
  return step.taken;
}

void endpoint::take_plain(bytes octets, bool ends, batch& out) noexcept {
  const message_check::result checked = check_.take(octets, ends, *config_->use);
  give(octets.first(checked.valid), ends && checked.error == errc::none, out);
  if (checked.error != errc::none) fail(checked.error, out);
}

void endpoint::give(bytes octets, bool ends, batch& out) noexcept {
  if (octets.empty() && !ends) return;
  out.put({.what = event::kind::message,
           .op = op_,
           .first = begins_,
           .last = ends,
           .size = static_cast<std::uint32_t>(octets.size()),
           .data = octets.data()});
  begins_ = false;
}

// §5.5.2: "Upon receipt of a Ping frame, an endpoint MUST send a Pong frame in response".
void endpoint::answer_ping(bytes payload, batch& out) noexcept {
  out.put(event::kind::ping, payload);
  reply(opcode::pong, payload, out);
}

// §5.5.1: "If an endpoint receives a Close frame and did not previously send a Close frame, the
// endpoint MUST send a Close frame in response." The code is echoed, the reason is not.
void endpoint::answer_close(bytes payload, batch& out) noexcept {
  out.put(event::kind::close, payload);
  closing_ = after(closing_, close_input::receive_close);
  if (closing_ != close_state::close_received) return;
  reply(opcode::close, payload.first(std::min<std::size_t>(payload.size(), 2)), out);
  closing_ = after(closing_, close_input::send_close);
}

// §7.1.7: the Close frame says why, where one may still be sent.
void endpoint::fail(errc error, batch& out) noexcept {
  error_ = error;
  owes_inflated_ = false;
  out.put({.what = event::kind::failed, .error = error});
  if (may_send_data(closing_)) {
    const close_payload payload = make_close_payload(describe(error).close, {});
    reply(opcode::close, const_bytes(payload.octets).first(payload.size), out);
  }
  closing_ = after(closing_, close_input::fail);
}

void endpoint::reply(opcode op, const_bytes payload, batch& out) noexcept {
  out.put(event::kind::send, out.use(write_control(op, payload, *config_, out.reply_room())));
}

std::size_t endpoint::close(close_code code, std::string_view reason,
                            std::span<std::byte, max_control_frame_size> out) noexcept {
  if (!may_send_data(closing_) || reason.size() > max_control_payload_size - 2) return 0;
  if (code == close_code::no_status ? !reason.empty() : !may_be_sent(code)) return 0;
  if (!is_utf8(as_octets(reason))) return 0;
  const close_payload payload = make_close_payload(code, reason);
  closing_ = after(closing_, close_input::send_close);
  return write_control(opcode::close, const_bytes(payload.octets).first(payload.size), *config_,
                       out.data());
}

}  // namespace wsproof
