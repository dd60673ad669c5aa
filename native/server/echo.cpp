#include "native/server/echo.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wsproof::native {
namespace {

constexpr std::size_t most_kept = 1u << 20;  // octets

using header_octets = std::array<std::byte, max_header_size>;

void put_pair(const frame_header& header, const_bytes payload, const way_out& to) {
  header_octets room;
  const std::size_t size = write_header(header, room);
  to.out.put_copy(to.socket, to.room.pieces, const_bytes(room).first(size));
  to.out.put_copy(to.socket, to.room.pieces, payload);
}

}  // namespace

echo::echo(const endpoint_config& config, std::unique_ptr<compression> packing)
    : config_(config),
      packing_(std::move(packing)),
      endpoint_(config, packing_ ? &packing_->stage : nullptr) {}

void echo::take(bytes input, const way_out& to) {
  event_batch events;
  while (const std::size_t count = endpoint_.read(input, events)) {
    for (const event& each : std::span(events).first(count)) act_on(each, to);
  }
}

void echo::close(close_code code, std::string_view reason, const way_out& to) {
  std::array<std::byte, max_control_frame_size> frame;
  const std::size_t size = endpoint_.close(code, reason, frame);
  said_close_ |= size > 0;
  to.out.put_copy(to.socket, to.room.pieces, const_bytes(frame).first(size));
}

void echo::act_on(const event& what, const way_out& to) {
  switch (what.what) {
    case event::kind::message:
      if (kept_ != nullptr) {
        if (kept_->size() + what.size <= most_kept) kept_->append(as_text(what.octets()));
      } else if (what.first && what.last) {
        answer(what.op, what.octets(), to);
      } else {
        collect(what, to);
      }
      return;
    case event::kind::send:
      if (to.room.input.holds(what.data))
        return to.out.put(to.socket, to.room.pieces, what.octets());
      return to.out.put_copy(to.socket, to.room.pieces, what.octets());
    case event::kind::failed:
      collected_ = {};
      return;
    case event::kind::ping:
    case event::kind::pong:
    case event::kind::close:
      return;  // the endpoint has its reply in a `send`
  }
}

void echo::collect(const event& piece, const way_out& to) {
  if (piece.first) collected_.resize(max_header_size);
  const const_bytes octets = piece.octets();
  collected_.insert(collected_.end(), octets.begin(), octets.end());
  if (piece.last) answer_collected(piece.op, to);
}

frame_header echo::header_for(opcode op, std::size_t size) const noexcept {
  frame_header header;
  header.op = op;
  header.payload_size = size;
  header.masked = config_.plays() == role::client;
  if (header.masked) header.key = config_.new_mask_key();
  return header;
}

// A whole message where it lies. A server's header fits into the dead one in front of it, which
// was longer by the mask key: nothing is copied.
void echo::answer(opcode op, bytes message, const way_out& to) {
  if (said_close_) return;
  ++messages_;
  if (packing_ && packing_->may_pack && answer_packed(op, message, to)) return;
  const frame_header header = header_for(op, message.size());
  if (header.masked) apply_mask(message, header.key, 0, *config_.use);
  if (header.masked || !to.room.input.holds(message.data())) {
    return put_pair(header, message, to);
  }
  header_octets octets;
  const std::size_t size = write_header(header, octets);
  std::byte* begin = message.data() - size;
  std::copy_n(octets.begin(), size, begin);
  to.out.put(to.socket, to.room.pieces, {begin, size + message.size()});
}

void echo::answer_collected(opcode op, const way_out& to) {
  std::vector<std::byte> whole = std::exchange(collected_, {});
  if (said_close_) return;
  ++messages_;
  const bytes message = bytes(whole).subspan(max_header_size);
  if (packing_ && packing_->may_pack && answer_packed(op, message, to)) return;
  const frame_header header = header_for(op, message.size());
  if (header.masked) apply_mask(message, header.key, 0, *config_.use);
  header_octets octets;
  const std::size_t size = write_header(header, octets);
  const std::size_t begin = max_header_size - size;
  std::copy_n(octets.begin(), size, whole.begin() + static_cast<std::ptrdiff_t>(begin));
  to.out.put_owned(to.socket, to.room.pieces, std::move(whole), begin);
}

// False: it would not become smaller; nothing was sent.
bool echo::answer_packed(opcode op, const_bytes message, const way_out& to) {
  std::vector<std::byte> large;
  if (message.size() > to.room.packed.size()) large.resize(message.size());
  const bytes room = large.empty() ? bytes(to.room.packed) : bytes(large);
  const std::size_t size = packing_->outgoing.deflate_if_smaller(message, room);
  if (size == 0) return false;
  frame_header header = header_for(op, size);
  header.rsv = 4;  // RSV1: compressed (RFC 7692 §6)
  if (header.masked) apply_mask(room.first(size), header.key, 0, *config_.use);
  put_pair(header, room.first(size), to);
  return true;
}

}  // namespace wsproof::native
