// A WebSocket connection that says back what it hears, for both roles: one endpoint, its
// compression and the message that is being collected. Knows the socket's number only to hand it to
// the writer; knows no loop and no clock.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "native/net/writer.hpp"
#include "native/server/compression.hpp"
#include "native/server/loop_room.hpp"
#include "wsproof/endpoint.hpp"

namespace wsproof::native {

// Where replies go: to the writer of this socket, with the memory of its loop.
struct way_out {
  int socket;
  loop_room& room;
  writer& out;
};

class echo {
 public:
  // `config` outlives it. `packing`: permessage-deflate was agreed on.
  explicit echo(const endpoint_config& config, std::unique_ptr<compression> packing = nullptr);

  // Takes all of `input`; what is owed to the peer is in the writer then, not flushed.
  void take(bytes input, const way_out& to);

  // From now on messages are appended to `where` (up to 1 MiB) instead of being said back.
  void keep_in(std::string* where) noexcept { kept_ = where; }

  // Starts the closing handshake; nothing where it has begun already.
  void close(close_code code, std::string_view reason, const way_out& to);

  [[nodiscard]] close_state closing() const noexcept { return endpoint_.closing(); }
  [[nodiscard]] errc error() const noexcept { return endpoint_.error(); }
  // Nothing more will be said: the sending side may be shut down once it is all out.
  [[nodiscard]] bool is_over() const noexcept {
    return closing() == close_state::closed || closing() == close_state::failed;
  }
  [[nodiscard]] std::uint64_t messages() const noexcept { return messages_; }  // echoed

 private:
  void act_on(const event& what, const way_out& to);
  void collect(const event& piece, const way_out& to);
  void answer(opcode op, bytes message, const way_out& to);
  void answer_collected(opcode op, const way_out& to);
  [[nodiscard]] bool answer_packed(opcode op, const_bytes message, const way_out& to);
  [[nodiscard]] frame_header header_for(opcode op, std::size_t size) const noexcept;

  const endpoint_config& config_;
  std::unique_ptr<compression> packing_;
  endpoint endpoint_;
  std::vector<std::byte> collected_;  // header room and the message so far; empty between messages
  std::string* kept_ = nullptr;
  std::uint64_t messages_ = 0;
  // close() was called: no data after it (§5.5.1). A Close that read() gives comes behind all
  // messages that are still to be answered.
  bool said_close_ = false;
};

}  // namespace wsproof::native
