// What happened in one conversation -> a verdict, a close judgement and the
// reason in words. The one place where rules and their leniency live:
// docs/decisions/0009. Pure function.
#pragma once

#include <string>
#include <vector>

#include "conformance/model/outcome.hpp"
#include "conformance/model/test_case.hpp"
#include "wsproof/types.hpp"

namespace wsproof::conformance {

struct conversation_facts {
  role peer = role::server;
  ending end;
  expected_close wanted;       // how it should have ended
  bool must_fail = false;      // the peer has to end it: closes_with
  bool proven_alive = false;   // the peer answered something after the handshake
  bool all_sent = false;       // the play went out to its last step
  bool was_late = false;       // failed the connection only after a further chance: should_fail
  bool stayed_open = false;    // did not fail the connection although it had to
  bool skipped_pongs = false;  // answered only the last of several pings
  bool polite = false;         // each expected event was waited for
  bool closes_only = false;    // the opening handshake was the point: the end is not judged
  std::string missing;         // the first expected event that did not come, in words
  std::string unexpected;      // the first event that should not have come, in words
  std::string instead_of;      // what was expected when it came
  bool flooded = false;
  std::vector<offence> offences;
};

struct judgement {
  verdict behaviour = verdict::failed;
  close_judgement close = close_judgement::failed;
  explanation why;
};

// For conversations that got past the opening handshake.
[[nodiscard]] judgement judge(const test_case& which, const conversation& talk,
                              const conversation_facts& facts);

// Autobahn's rule, in its order.
[[nodiscard]] close_judgement judge_close(const conversation_facts& facts);

}  // namespace wsproof::conformance
