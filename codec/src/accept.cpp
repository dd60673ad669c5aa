#include "wsproof/accept.hpp"

#include "wsproof/base64.hpp"
#include "wsproof/sha1.hpp"

namespace wsproof {

key_value make_key(std::span<const std::byte, 16> nonce) noexcept {
  key_value key{};
  static_cast<void>(base64_encode(nonce, key));  // 16 octets are 24 characters
  return key;
}

accept_value accept_for(std::string_view key) noexcept {
  const sha1_digest digest = sha1{}.take(as_octets(key)).take(as_octets(handshake_guid)).finish();
  accept_value accept{};
  static_cast<void>(base64_encode(digest, accept));  // 20 octets are 28 characters
  return accept;
}

}  // namespace wsproof
