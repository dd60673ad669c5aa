// Why a client refuses the answer to its opening handshake (RFC 6455 §4.1, the list after "Once the
// client's opening handshake has been sent"): one enumerator is one rule.
#pragma once

#include <cstddef>
#include <cstdint>

#include "wsproof/http_error.hpp"

namespace wsproof {

// The first rule of §4.1 that a response breaks.
enum class response_fault : std::uint8_t {
  none,
  http_version_too_old,
  status_not_101,
  upgrade_missing,
  upgrade_repeated,
  upgrade_not_websocket,
  connection_missing,
  connection_lacks_upgrade,
  accept_missing,
  accept_repeated,
  accept_wrong,  // why_wrong() in accept_mistake.hpp says more
  extensions_repeated,
  extensions_malformed,
  extension_not_offered,
  subprotocol_repeated,
  subprotocol_malformed,  // empty, a list, or not a token
  subprotocol_not_offered,
};
inline constexpr std::size_t response_fault_count = 17;
[[nodiscard]] const rule_entry& describe(response_fault fault) noexcept;

}  // namespace wsproof
