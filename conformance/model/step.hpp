// What a conversation is made of. Built by the words at the end; a case's play
// is a list of them. A play without a closing step ends with our Close 1000 and
// the peer's answer to it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/model/frame_words.hpp"

namespace wsproof::conformance {

struct step {
  enum class kind : std::uint8_t {
    send,              // `frame`
    send_octets,       // `raw`, as they are: no frame of ours
    send_start,        // `frame`, but only its header and the first `part` octets of
                       // its payload
    send_rest,         // `part` further octets of that payload
    expect,            // `frame`: a message, a ping or a pong with exactly this
    still_open,        // the peer has nothing to say and has not closed
    should_fail,       // the peer should have failed the connection by now;
                       // NON-STRICT if it has not
    closes_with,       // the peer fails the connection; `codes` are right, or no
                       // Close frame
    answers_close,     // our Close is out: the peer answers it with one of `codes`
    answers_or_drops,  // the same, but our Close was illegal: dropping TCP is
                       // right, too
  };
  kind what = kind::send;
  frame_words frame;
  std::string raw;
  std::uint64_t part = 0;
  std::vector<std::uint16_t> codes;
};

using play = std::vector<step>;

[[nodiscard]] step send(frame_words frame);
[[nodiscard]] step send_octets(std::string raw);
[[nodiscard]] step send_start(frame_words frame, std::uint64_t part);
[[nodiscard]] step send_rest(std::uint64_t part);
[[nodiscard]] step expect(frame_words frame);
[[nodiscard]] step still_open();
[[nodiscard]] step should_fail();
[[nodiscard]] step closes_with(std::vector<std::uint16_t> codes);
[[nodiscard]] step answers_close(std::vector<std::uint16_t> codes);
[[nodiscard]] step answers_or_drops(std::vector<std::uint16_t> codes);

}  // namespace wsproof::conformance
