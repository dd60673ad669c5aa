// Reads what the peer really sent after the opening handshake: octets -> frames
// -> messages, with every rule of RFC 6455 §5-§8 that they break named and
// located. Never refuses: a masked frame of a server is unmasked and read on.
// Uses read_header (syntax only), not the strict decoder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/model/transcript.hpp"
#include "wsproof/frame.hpp"
#include "wsproof/types.hpp"

namespace wsproof::conformance {

// What a whole frame of the peer was for the conversation.
struct peer_item {
  enum class kind : std::uint8_t { part, message, ping, pong, close, unknown };
  kind what = kind::part;  // part: of a message that goes on
  opcode message = opcode::text;
  frame_header header;
  stream_range where;
  kept_octets frame_payload;
  std::string payload;  // message: the whole of it; control: the frame's
};

class peer_reader {
 public:
  // `peer`: who sends. `origin`: octets of the stream before the first frame
  // (the HTTP head).
  peer_reader(role peer, std::uint64_t origin) : peer_(peer), offset_(origin) {}

  // Takes all of `octets` and appends to `items` the frames they complete.
  void take(const_bytes octets, std::vector<peer_item>& items);

  // The rules broken so far, in order. A frame may break several.
  [[nodiscard]] const std::vector<offence>& offences() const noexcept { return offences_; }

  // Octets of a frame that has not ended.
  [[nodiscard]] std::size_t unfinished() const noexcept { return pending_.size(); }
  [[nodiscard]] bool is_inside_message() const noexcept { return in_message_; }

  // The stream ended: a frame that it cuts off is an offence.
  void end();

 private:
  void finish_frame(const frame_header& header, const_bytes frame, std::size_t header_size,
                    std::vector<peer_item>& items);
  void check_header(const frame_header& header, const stream_range& where);
  void check_close(const std::string& payload, const stream_range& where);
  void add_data(peer_item& item, std::string&& payload);
  void accuse(const stream_range& where, std::string says, std::string section);

  role peer_;
  std::uint64_t offset_;  // octets of the stream before `pending_`
  std::string pending_;   // octets of the frame being read
  std::string message_;   // of the message being read
  opcode message_op_ = opcode::text;
  bool in_message_ = false;
  bool closed_ = false;  // a Close frame came
  std::vector<offence> offences_;
};

}  // namespace wsproof::conformance
