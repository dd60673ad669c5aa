// What went over the wire in one conversation, kept small: octets above a limit
// by their digest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "wsproof/frame.hpp"
#include "wsproof/types.hpp"

namespace wsproof::conformance {

enum class direction : std::uint8_t { sent, received };  // seen from the suite

// Octets of which at most the first `limit` are kept.
struct kept_octets {
  static constexpr std::size_t limit = 256;
  std::string head;          // the first octets
  std::uint64_t size = 0;    // octets in all
  std::uint64_t digest = 0;  // FNV-1a, 64 bits, over all of them
  [[nodiscard]] bool is_whole() const noexcept { return head.size() == size; }
};

[[nodiscard]] kept_octets keep(const_bytes octets);

// A range of one direction's stream, counted in octets from its first (the HTTP
// head included).
struct stream_range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

struct transcript_entry {
  enum class kind : std::uint8_t {
    octets,  // one write or one read
    frame,   // a frame that those octets completed (or that the end of the stream
             // cut off)
    event,   // what was not octets: `note` says it
  };
  kind what = kind::event;
  direction way = direction::sent;
  std::int64_t at_ms = 0;  // since the conversation began
  stream_range where;      // octets and frame: its place in its direction's stream
  kept_octets data;        // octets: themselves; frame: its payload, unmasked
  frame_header header;     // frame only
  std::string note;        // event: "fin", "reset", "deadline", "gave up", ...
};

// Octets of the peer that break a rule: drawn marked.
struct offence {
  stream_range where;    // in the received stream
  std::string says;      // what is wrong, in plain words
  std::string section;   // "RFC 6455 §5.1"
  bool is_fatal = true;  // else it makes a case NON-STRICT, not FAILED
};

struct transcript {
  std::vector<transcript_entry> entries;
  std::vector<offence> offences;
  std::size_t left_out = 0;  // entries beyond `most`, not kept
  static constexpr std::size_t most = 2000;
};

}  // namespace wsproof::conformance
