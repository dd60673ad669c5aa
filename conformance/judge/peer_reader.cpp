#include "conformance/judge/peer_reader.hpp"

#include <algorithm>
#include <utility>

#include "wsproof/utf8.hpp"

namespace wsproof::conformance {
namespace {

// Octets of a frame's payload that are looked at; a declared length beyond it
// is never waited for.
constexpr std::uint64_t biggest_payload = std::uint64_t{1} << 40;

const_bytes view(const std::string& octets) {
  return as_octets(octets);
}

}  // namespace

void peer_reader::accuse(const stream_range& where, std::string says, std::string section) {
  if (offences_.size() < 100) offences_.push_back({where, std::move(says), std::move(section)});
}

void peer_reader::take(const_bytes octets, std::vector<peer_item>& items) {
  pending_.append(as_text(octets));
  std::size_t taken = 0;
  while (taken < pending_.size()) {
    const auto rest = view(pending_).subspan(taken);
    const header_result read = read_header(rest);
    if (read.size == 0 || read.header.payload_size > biggest_payload) break;
    const auto whole = read.size + static_cast<std::size_t>(read.header.payload_size);
    if (rest.size() < whole) break;
    finish_frame(read.header, rest.first(whole), read.size, items);
    offset_ += whole;
    taken += whole;
  }
  pending_.erase(0, taken);
}

void peer_reader::finish_frame(const frame_header& header, const_bytes frame,
                               std::size_t header_size, std::vector<peer_item>& items) {
  peer_item item;
  item.header = header;
  item.where = {offset_, offset_ + frame.size()};
  check_header(header, {offset_, offset_ + header_size});
  std::string payload{as_text(frame.subspan(header_size))};
  if (header.masked) {
    for (std::size_t i = 0; i < payload.size(); ++i) {
      payload[i] = static_cast<char>(payload[i] ^ static_cast<char>(header.key.octets[i % 4]));
    }
  }
  item.frame_payload = keep(view(payload));
  if (is_reserved(header.op)) {
    item.what = peer_item::kind::unknown;
  } else if (!is_control(header.op)) {
    add_data(item, std::move(payload));
  } else {
    if (header.op == opcode::close) check_close(payload, item.where);
    item.what = header.op == opcode::close  ? peer_item::kind::close
                : header.op == opcode::ping ? peer_item::kind::ping
                                            : peer_item::kind::pong;
    item.payload = std::move(payload);
  }
  items.push_back(std::move(item));
}

void peer_reader::check_header(const frame_header& header, const stream_range& where) {
  if (header.masked && peer_ == role::server)
    accuse(where, "a server's frame is masked", "RFC 6455 §5.1");
  if (!header.masked && peer_ == role::client) {
    accuse(where, "a client's frame is not masked", "RFC 6455 §5.1");
  }
  if (header.rsv != 0) accuse(where, "a reserved bit is set without an extension", "RFC 6455 §5.2");
  if (is_reserved(header.op)) accuse(where, "the opcode is reserved", "RFC 6455 §5.2");
  const bool too_long =
      (header.form == length_form::sixteen_bits && header.payload_size < 126) ||
      (header.form == length_form::sixty_four_bits && header.payload_size < 65536);
  if (too_long) accuse(where, "the length is not written in the shortest form", "RFC 6455 §5.2");
  if (is_control(header.op)) {
    if (!header.fin) accuse(where, "a control frame is fragmented", "RFC 6455 §5.5");
    if (header.payload_size > max_control_payload_size) {
      accuse(where, "a control frame has more than 125 octets of payload", "RFC 6455 §5.5");
    }
  } else if (!is_reserved(header.op)) {
    if (closed_) {
      accuse(where, "a data frame follows the Close frame", "RFC 6455 §5.5.1");
      offences_.back().is_fatal = false;
    }
    if (header.op == opcode::continuation && !in_message_) {
      accuse(where, "a continuation frame continues no message", "RFC 6455 §5.4");
    }
    if (header.op != opcode::continuation && in_message_) {
      accuse(where, "a new message begins inside another", "RFC 6455 §5.4");
    }
  }
}

void peer_reader::check_close(const std::string& payload, const stream_range& where) {
  closed_ = true;
  if (payload.size() == 1)
    accuse(where, "a Close frame's payload has one octet", "RFC 6455 §5.5.1");
  if (payload.size() < 2) return;
  const auto high = static_cast<unsigned char>(payload[0]);
  const auto low = static_cast<unsigned char>(payload[1]);
  const int code = high * 256 + low;
  if (!may_be_sent(static_cast<close_code>(code))) {
    accuse(where, "close code " + std::to_string(code) + " must not be on the wire",
           "RFC 6455 §7.4.1");
  }
  if (!is_utf8(view(payload).subspan(2))) {
    accuse(where, "the reason of a Close frame is not UTF-8", "RFC 6455 §5.5.1");
  }
}

void peer_reader::add_data(peer_item& item, std::string&& payload) {
  if (item.header.op != opcode::continuation || !in_message_) {
    message_.clear();
    message_op_ = item.header.op == opcode::binary ? opcode::binary : opcode::text;
  }
  message_ += payload;
  in_message_ = !item.header.fin;
  if (!item.header.fin) return;
  item.what = peer_item::kind::message;
  item.message = message_op_;
  if (message_op_ == opcode::text && !is_utf8(view(message_))) {
    accuse(item.where, "a text message is not UTF-8", "RFC 6455 §5.6");
  }
  item.payload = std::move(message_);
  message_.clear();
}

void peer_reader::end() {
  if (!pending_.empty()) {
    accuse({offset_, offset_ + pending_.size()}, "the stream ends inside a frame", "RFC 6455 §5.2");
  }
}

}  // namespace wsproof::conformance
