// Plays octets into an endpoint, as a shell would, and notes what it said in the reference's words:
// pieces joined to messages, replies as octets. Every octet lies against a page that may not be
// touched. What no endpoint may ever do, whatever the input, is noted in `unsound`.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "codec/test/support/cuts.hpp"
#include "codec/test/support/guarded.hpp"
#include "codec/test/support/hex.hpp"
#include "fuzz/reference/reference.hpp"
#include "wsproof/endpoint.hpp"

namespace wsproof::test {

// What an endpoint said.
struct heard {
  std::vector<reference::event> events;
  int open_opcode = 0;  // of the message that is open
  octets open_payload;
  std::optional<errc> failed;
  octets sent;  // all replies
  std::uint64_t offset = 0;
  std::string_view unsound;  // empty: the endpoint kept its contract
};

// An "inflater" that hands on what it gets, a few octets a time, so that compressed messages go
// their whole way without a compressor.
inline inflate_stage::step pass_on(void*, const_bytes in, bool, bytes out) noexcept {
  const std::size_t size = std::min({in.size(), out.size(), std::size_t{37}});
  std::copy_n(in.begin(), size, out.begin());
  return {.taken = size, .given = size, .more = size < in.size(), .error = errc::none};
}

class listener {
 public:
  listener(role plays, bool deflate, message_limits limits = {.max_size = 16u << 20})
      : deflate_(deflate),
        config_(plays == role::client ? endpoint_config(scratch(), mask_source{next_key, this})
                                      : endpoint_config(scratch())) {
    config_.limits = limits;
  }
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;

  [[nodiscard]] reference::rules rules() const {
    return {.from_client = config_.plays() == role::server,
            .rsv1_allowed = deflate_,
            .max_message_size = config_.limits.max_size,
            .max_fragments = config_.limits.max_fragments};
  }
  [[nodiscard]] endpoint make() const { return endpoint(config_, deflate_ ? &stage_ : nullptr); }

  [[nodiscard]] heard hear(const cut& stream) {
    endpoint peer = make();
    heard result;
    keys_drawn_ = 0;
    for (const auto piece : stream.pieces) hear(peer, piece, result);
    return result;
  }

  // Goes on with `peer`, whose story so far is `result`.
  void hear(endpoint& peer, const_bytes piece, heard& result) {
    if (input_.capacity() < piece.size()) {
      result.unsound = "piece too long for the listener";
      return;
    }
    bytes input = input_.at_end(piece);
    event_batch batch;
    std::size_t idle = 0;  // calls that took nothing: the inflater may need a few for one octet
    for (;;) {
      const std::size_t before = input.size();
      const std::size_t count = peer.read(input, batch);
      if (count > batch.size()) return note(result, "more events than fit");
      for (const event& e : std::span(batch).first(count)) take(peer, e, result);
      if (count == 0) break;
      idle = input.size() == before ? idle + 1 : 0;
      if (idle > 10'000) return note(result, "endless");
    }
    if (!input.empty()) note(result, "octets left over");
    if (!input_.is_intact() || !scratch_.is_intact()) note(result, "wrote outside its buffers");
    if (peer.error() != result.failed.value_or(errc::none))
      note(result, "error() is not the event's");
    result.offset = peer.offset();
  }

  [[nodiscard]] std::uint32_t keys_drawn() const { return keys_drawn_; }

 private:
  static void note(heard& result, const char* what) {
    if (result.unsound.empty()) result.unsound = what;
  }

  static void take(const endpoint& peer, const event& e, heard& result) {
    using enum event::kind;
    const bool is_over =
        result.failed || (!result.events.empty() && result.events.back().opcode == 8);
    if (is_over && e.what != send) return note(result, "speaks after its end");
    const octets content(e.data, e.data + (e.what == failed ? 0 : e.size));
    switch (e.what) {
      case message:
        return take_message(e, content, result);
      case ping:
        return result.events.push_back({9, content, 0});
      case pong:
        return result.events.push_back({10, content, 0});
      case close: {
        const auto reason = octets_of_text(reason_of(e));
        return result.events.push_back({8, reason, static_cast<int>(code_of(e))});
      }
      case send:
        if (e.size == 0) note(result, "sends nothing");
        result.sent.insert(result.sent.end(), content.begin(), content.end());
        return;
      case failed:
        if (e.error == errc::none || e.error != peer.error()) note(result, "fails without error");
        result.failed = e.error;
        return;
    }
    note(result, "an event of no kind");
  }

  static void take_message(const event& e, const octets& content, heard& result) {
    const int op = static_cast<int>(e.op);
    if ((e.first != 0) != (result.open_opcode == 0)) note(result, "a piece wrongly first or not");
    if (op != 1 && op != 2) note(result, "a message of no type");
    if (result.open_opcode != 0 && op != result.open_opcode) note(result, "a message changes type");
    result.open_opcode = op;
    result.open_payload.insert(result.open_payload.end(), content.begin(), content.end());
    if (e.last == 0) return;
    result.events.push_back({op, result.open_payload, 0});
    result.open_payload.clear();
    result.open_opcode = 0;
  }

  [[nodiscard]] scratch_bytes scratch() {
    return scratch_bytes(scratch_.at_end(scratch_size).data(), scratch_size);
  }
  static mask_key next_key(void* self) noexcept {
    const auto count = ++static_cast<listener*>(self)->keys_drawn_;
    mask_key key;
    for (unsigned i = 0; i < 4; ++i) key.octets[i] = static_cast<std::byte>(count >> 8 * i | 64u);
    return key;
  }

  bool deflate_;
  std::uint32_t keys_drawn_ = 0;
  guarded_buffer scratch_{scratch_size};
  guarded_buffer input_{1u << 18};
  endpoint_config config_;
  inflate_stage stage_{.inflate = pass_on, .self = nullptr};
};

}  // namespace wsproof::test
