#include "wsproof/handshake.hpp"

#include <array>

#include "characters.hpp"
#include "head_writer.hpp"
#include "wsproof/base64.hpp"
#include "wsproof/extension.hpp"

namespace wsproof {
namespace {

using namespace characters;
using enum refusal;

refusal check_start(const request_head& head) {
  if (head.method != "GET") return method_not_get;
  if (head.minor_version == 0) return http_version_too_old;
  if (head.form != target_form::origin && head.form != target_form::absolute) {
    return target_not_a_path;
  }
  const bool has_body = head.content_length > 0 || head.has_transfer_coding;
  return has_body ? body_not_allowed : none;
}

refusal check_upgrade_fields(const request_head& head) {
  if (look_up(head.fields, "Upgrade").count == 0) return upgrade_missing;
  if (!has_token(head.fields, "Upgrade", "websocket")) return upgrade_lacks_websocket;
  if (look_up(head.fields, "Connection").count == 0) return connection_missing;
  return has_token(head.fields, "Connection", "upgrade") ? none : connection_lacks_upgrade;
}

refusal check_key(const request_head& head) {
  const field_lookup key = look_up(head.fields, "Sec-WebSocket-Key");
  if (key.count == 0) return key_missing;
  if (key.count > 1) return key_repeated;
  std::array<std::byte, 16> nonce{};
  const base64_result decoded = base64_decode(key.value, nonce);
  switch (decoded.fault) {
    case base64_fault::none:
      return decoded.size == nonce.size() ? none : key_not_16_octets;
    case base64_fault::stray_bits:
      return decoded.size == nonce.size() ? key_has_stray_bits : key_not_16_octets;
    case base64_fault::no_room:
      return key_not_16_octets;
    case base64_fault::not_base64:
      break;
  }
  return key_not_base64;
}

// §4.3: a number of 0-255 without leading zeros.
bool is_version(std::string_view text) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text.front() == '0')) return false;
  int value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return false;
    value = value * 10 + (c - '0');
  }
  return value <= 255;
}

refusal check_version(const request_head& head) {
  const field_lookup version = look_up(head.fields, "Sec-WebSocket-Version");
  if (version.count == 0) return version_missing;
  if (version.count > 1) return version_repeated;
  if (!is_version(version.value)) return version_malformed;
  return version.value == "13" ? none : version_not_supported;
}

// Pairs are compared, so the number of offers has a limit.
refusal check_subprotocols(const request_head& head) {
  std::array<std::string_view, max_subprotocols> seen{};
  std::size_t count = 0;
  list_reader offers(head.fields, "Sec-WebSocket-Protocol");
  while (const auto offer = offers.next()) {
    if (!is_token(*offer)) return subprotocol_not_token;
    if (count == seen.size()) return too_many_subprotocols;
    for (const std::string_view earlier : std::span(seen).first(count)) {
      if (earlier == *offer) return subprotocol_repeated;
    }
    seen[count++] = *offer;
  }
  return none;
}

refusal check_the_rest(const request_head& head) {
  if (look_up(head.fields, "Origin").count > 1) return origin_repeated;
  const refusal subprotocols = check_subprotocols(head);
  if (subprotocols != none) return subprotocols;
  return is_well_formed_extension_list(head.fields) ? none : extensions_malformed;
}

}  // namespace

bool asks_for_upgrade(const request_head& head) noexcept {
  return look_up(head.fields, "Upgrade").count > 0;
}

refusal check_upgrade(const request_head& head) noexcept {
  for (const auto check :
       {check_start, check_upgrade_fields, check_key, check_version, check_the_rest}) {
    const refusal why = check(head);
    if (why != none) return why;
  }
  return none;
}

std::string_view choose_subprotocol(const request_head& head,
                                    std::span<const std::string_view> known) noexcept {
  list_reader offers(head.fields, "Sec-WebSocket-Protocol");
  while (const auto offer = offers.next()) {
    for (const std::string_view name : known) {
      if (*offer == name) return *offer;
    }
  }
  return {};
}

std::size_t write_acceptance(const acceptance& answer, std::span<char> out) noexcept {
  const accept_value accept = accept_for(answer.key);
  head_writer head(out);
  head.put("HTTP/1.1 101 Switching Protocols\r\n");
  head.field("Upgrade", "websocket").field("Connection", "Upgrade");
  head.field("Sec-WebSocket-Accept", as_text(accept));
  head.field_unless_empty("Sec-WebSocket-Protocol", answer.subprotocol);
  head.field_unless_empty("Sec-WebSocket-Extensions", answer.extensions);
  return head.put("\r\n").size();
}

}  // namespace wsproof
