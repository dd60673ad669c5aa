#include "wsproof/response_fault.hpp"

#include <array>

#include "rule_table.hpp"

namespace wsproof {
namespace {

using enum response_fault;

constexpr std::array<rule_row<response_fault>, response_fault_count> table{{
    {none, {"none", "nothing is wrong", "", "", 0}},
    {http_version_too_old,
     {"http_version_too_old", "the answer is HTTP/1.0, which has no upgrade",
      "answer with HTTP/1.1; a proxy may have changed it", "RFC 6455 §4.2.2, 5", 0}},
    {status_not_101,
     {"status_not_101", "the status is not 101",
      "answer 101 Switching Protocols; look at the path and at what the body says",
      "RFC 6455 §4.1, 1", 0}},
    {upgrade_missing,
     {"upgrade_missing", "the Upgrade field is missing", "send Upgrade: websocket",
      "RFC 6455 §4.1, 2", 0}},
    {upgrade_repeated,
     {"upgrade_repeated", "there is more than one Upgrade field", "send one", "RFC 6455 §4.2.2, 5",
      0}},
    {upgrade_not_websocket,
     {"upgrade_not_websocket", "the Upgrade field is not websocket", "send Upgrade: websocket",
      "RFC 6455 §4.1, 2", 0}},
    {connection_missing,
     {"connection_missing", "the Connection field is missing", "send Connection: Upgrade",
      "RFC 6455 §4.1, 3", 0}},
    {connection_lacks_upgrade,
     {"connection_lacks_upgrade", "the Connection field does not hold the token Upgrade",
      "send Connection: Upgrade", "RFC 6455 §4.1, 3", 0}},
    {accept_missing,
     {"accept_missing", "the Sec-WebSocket-Accept field is missing",
      "send base64(SHA-1(key + GUID)) in it", "RFC 6455 §4.1, 4", 0}},
    {accept_repeated,
     {"accept_repeated", "there is more than one Sec-WebSocket-Accept field", "send one",
      "RFC 6455 §11.3.3", 0}},
    {accept_wrong,
     {"accept_wrong", "the Sec-WebSocket-Accept does not belong to the key",
      "send base64(SHA-1(key + GUID)), made from the key as it was sent", "RFC 6455 §4.1, 4", 0}},
    {extensions_repeated,
     {"extensions_repeated", "there is more than one Sec-WebSocket-Extensions field",
      "name all extensions in one field", "RFC 6455 §11.3.2", 0}},
    {extensions_malformed,
     {"extensions_malformed", "Sec-WebSocket-Extensions does not follow its grammar",
      "write it like permessage-deflate; client_max_window_bits=12", "RFC 6455 §9.1", 0}},
    {extension_not_offered,
     {"extension_not_offered", "an extension was chosen that the client did not offer",
      "choose among those that were offered, or none", "RFC 6455 §4.1, 5", 0}},
    {subprotocol_repeated,
     {"subprotocol_repeated", "there is more than one Sec-WebSocket-Protocol field",
      "name one subprotocol", "RFC 6455 §11.3.4", 0}},
    {subprotocol_malformed,
     {"subprotocol_malformed", "Sec-WebSocket-Protocol is not one token",
      "name one subprotocol, or leave the field out", "RFC 6455 §4.3", 0}},
    {subprotocol_not_offered,
     {"subprotocol_not_offered", "a subprotocol was chosen that the client did not offer",
      "choose among those that were offered, case for case, or none", "RFC 6455 §4.1, 6", 0}},
}};

static_assert(is_in_enumeration_order(table));

}  // namespace

const rule_entry& describe(response_fault fault) noexcept {
  return row_of(table, fault).entry;
}

}  // namespace wsproof
