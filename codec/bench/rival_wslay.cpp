#include "codec/bench/rival_wslay.hpp"

#include <wslay/wslay.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace wsproof::bench {

struct wslay_reader::connection {
  wslay_event_context_ptr context = nullptr;
  const_bytes rest;                  // of the stream
  const std::size_t* cut = nullptr;  // the piece being fed
  std::size_t left = 0;              // octets of it
  tally seen;

  static ssize_t receive(wslay_event_context_ptr context, std::uint8_t* out, std::size_t room,
                         int /*flags*/, void* self) {
    auto& of = *static_cast<connection*>(self);
    if (of.rest.empty()) {
      wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK);
      return -1;
    }
    if (of.left == 0) of.left = *of.cut++;
    const std::size_t size = std::min(room, of.left);
    std::memcpy(out, of.rest.data(), size);
    of.rest = of.rest.subspan(size);
    of.left -= size;
    return static_cast<ssize_t>(size);
  }
  static void message(wslay_event_context_ptr /*context*/,
                      const wslay_event_on_msg_recv_arg* message, void* self) {
    auto& seen = static_cast<connection*>(self)->seen;
    seen.add(reinterpret_cast<const std::byte*>(message->msg), message->msg_length, true);
    ++seen.messages;
  }
};

wslay_reader::wslay_reader() : connection_(std::make_unique<connection>()) {
  wslay_event_callbacks callbacks{};
  callbacks.recv_callback = connection::receive;
  callbacks.on_msg_recv_callback = connection::message;
  if (wslay_event_context_server_init(&connection_->context, &callbacks, connection_.get()) != 0) {
    std::fputs("codec_bench: libwslay has no context for us\n", stderr);
    std::exit(3);
  }
}

wslay_reader::~wslay_reader() {
  wslay_event_context_free(connection_->context);
}

tally wslay_reader::read(const stream& from) {
  connection_->seen = {};
  connection_->rest = from.octets.octets();
  connection_->cut = from.cuts.data();
  connection_->left = 0;
  // It returns whenever a piece ends inside a header.
  while (!connection_->rest.empty()) {
    if (wslay_event_recv(connection_->context) != 0) return {};
  }
  return connection_->seen;
}

}  // namespace wsproof::bench
