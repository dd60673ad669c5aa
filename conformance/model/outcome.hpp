// The result of one case: what reports are written from. Pure data; the player
// fills it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conformance/model/transcript.hpp"
#include "conformance/model/verdict.hpp"

namespace wsproof::conformance {

// Why, in plain words. Empty strings where there is nothing to say.
struct explanation {
  std::string expected;      // "the connection to be failed with a Close frame, code 1002"
  std::string came;          // "the text message came back"
  std::string sentence;      // the sentence of the standard that is broken, quoted
  std::string section;       // "RFC 6455 §5.2"
  std::string likely_cause;  // "the server does not look at RSV bits"
};

// An application-level event as the suite saw or expected it.
struct seen_event {
  enum class kind : std::uint8_t { text, binary, ping, pong, still_open };
  kind what = kind::text;
  kept_octets payload;
  std::string label;  // still_open: which wait
};

// How the connection ended; the names are Autobahn's facts.
struct ending {
  bool opened = false;         // the opening handshake completed
  bool closed_by_us = false;   // our Close frame went first
  bool failed_by_us = false;   // we gave the connection up
  bool dropped_by_us = false;  // we ended TCP first
  bool was_clean = false;      // both Close frames went over, and they were legal
  bool reset = false;          // TCP ended by a reset
  bool timed_out = false;      // a deadline passed
  std::string not_clean_reason;
  std::optional<std::uint16_t> local_code;
  std::string local_reason;
  std::optional<std::uint16_t> remote_code;  // none: no Close frame, or one without a code
  std::string remote_reason;
};

struct expected_close {
  bool by_us = true;
  bool clean = true;
  std::vector<std::uint16_t> codes;  // the first is what we send
};

struct outcome {
  std::string id;
  verdict behaviour = verdict::not_run;
  close_judgement close = close_judgement::ok;
  explanation why;
  std::string conversation;             // which one this tells of: "split at 17, eager"
  std::uint64_t conversations_run = 0;  // how many this summarises
  std::int64_t started_ms = 0;          // since the run began; set by the driver
  std::int64_t duration_ms = 0;         // of all its conversations

  ending end;
  expected_close close_wanted;
  std::map<verdict, std::vector<seen_event>> expected;
  std::vector<seen_event> received;
  std::string http_request,
      http_response;  // the heads, as sent; at most 64 KiB each
  struct traffic {
    std::map<std::uint64_t, std::uint64_t> octets;  // size of a read or write -> how often
    std::map<int, std::uint64_t> frames;            // opcode -> how often
  } sent, received_traffic;
  transcript log;
};

// Adds a further conversation of the same case: the worse verdict is kept
// together with what it tells; numbers add up.
void merge(outcome& into, outcome&& next);

}  // namespace wsproof::conformance
