// A conformance case is data: an id that never changes, one quoted sentence, a
// conversation. It knows no time, role, mask key, chunk size or socket; the
// player multiplies it by those.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "conformance/model/opening.hpp"
#include "conformance/model/step.hpp"
#include "conformance/model/verdict.hpp"

namespace wsproof::conformance {

// How octets are cut into writes. `own` is what the case's id stands for
// (Autobahn has cases that differ in nothing else).
struct cutting {
  enum class kind : std::uint8_t {
    own,
    whole,           // as few writes as the conversation allows
    frames,          // one frame a write
    header_payload,  // header and payload apart
    split,           // one cut behind octet `at` of what is sent after the opening
                     // handshake
    pieces,          // `at` octets a write
    random,          // pieces of 1 to 16 octets, from seed `at`
  };
  kind how = kind::own;
  std::uint64_t at = 0;
};

// What Autobahn's groups add to the plain rules; kept here so that its results
// come out the same.
struct strictness {
  bool wrong_code_fails = false;    // a close code that does not fit is FAILED as well
  bool wrong_closer_fails = false;  // so is a connection that the wrong side ended
  bool informational = false;       // measured only
};

// One conversation: a request, the rule for its answer and, once open, a play.
struct conversation {
  std::string label;  // "HTTP/1.0": what tells it from its siblings; may be empty
  request_words request = good_request();
  answer_rule answer = upgrades();
  play frames;
  cutting opening_cut = {cutting::kind::whole};  // of the request's own octets
  verdict when_missing = verdict::failed;        // when what is expected never comes
};

enum class needs : std::uint8_t { nothing, subprotocols, origins, limits, peer_memory };

struct test_case {
  std::string id;
  std::string title;
  std::string says;                    // one sentence of the standard
  std::string section;                 // "RFC 6455 §5.5"
  std::string requirement;             // id in the requirements catalogue; may be empty
  play frames;                         // the conversation after a good handshake
  std::vector<conversation> variants;  // or these, each on a connection of its own
  strictness judged;
  cutting sent = {cutting::kind::whole};  // `own`
  needs profile = needs::nothing;         // without it the case is NOT RUN
  // A probe: a small program of the driver that has this id. No conversation
  // can say it.
  bool is_probe = false;
  std::string cause;  // the likeliest cause of a failure, in plain words; may be empty
};

// How many conversations the case is (0 for a probe), and the i-th.
[[nodiscard]] std::size_t conversations_of(const test_case& which) noexcept;
[[nodiscard]] conversation conversation_of(const test_case& which, std::size_t index);

// "5" of "5.6", "HS-S" of "HS-S-067".
[[nodiscard]] std::string_view group_of(std::string_view id) noexcept;

}  // namespace wsproof::conformance
