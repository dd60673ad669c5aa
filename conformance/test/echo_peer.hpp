// Echo peers for the in-process driver: octets in, octets out. One is our
// strict endpoint; the others have one fault each.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "wsproof/types.hpp"

namespace wsproof::conformance {

// A peer as the driver sees it.
class echo_peer {
 public:
  virtual ~echo_peer() = default;
  // What it says to these octets; sets `hung_up` when it ends TCP after that.
  virtual std::string hear(std::string octets) = 0;
  // What it says first (a client's request).
  virtual std::string open() { return {}; }
  bool hung_up = false;
};

// Our own: the strict endpoint behind the opening handshake.
[[nodiscard]] std::unique_ptr<echo_peer> strict_peer(role plays);

// The strict server, with what it says or hears changed on the way.
struct faults {
  std::function<void(std::string& spoken, bool& hangs_up)> spoken;  // after the handshake
  std::function<void(std::string& heard)> heard;                    // after the handshake
  bool hangs_up_after_handshake = false;
  bool never_answers = false;  // not even the request
};
[[nodiscard]] std::unique_ptr<echo_peer> faulty_peer(faults how);

}  // namespace wsproof::conformance
