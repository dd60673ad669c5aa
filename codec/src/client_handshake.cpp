#include "wsproof/client_handshake.hpp"

#include <array>

#include "characters.hpp"
#include "head_writer.hpp"
#include "wsproof/base64.hpp"
#include "wsproof/extension.hpp"

namespace wsproof {
namespace {

using namespace characters;

constexpr std::array<std::string_view, opening_fault_count> opening_fault_names{
    "none",
    "host_malformed",
    "key_malformed",
    "target_malformed",
    "origin_malformed",
    "subprotocol_malformed",
    "extensions_malformed",
    "extra_name_malformed",
    "extra_name_reserved",
    "extra_value_malformed",
    "no_room"};

// 24 characters of base64 with room for 16 octets only: they are 16, or it is a fault.
bool is_key(const key_value& key) {
  std::array<std::byte, 16> nonce{};
  return base64_decode(as_text(key), nonce).fault == base64_fault::none;
}

bool are_subprotocols(std::span<const std::string_view> names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!is_token(names[i])) return false;
    for (const std::string_view earlier : names.first(i)) {
      if (earlier == names[i]) return false;
    }
  }
  return true;
}

// The fields that the handshake itself writes, and those that would give the request a body.
bool is_reserved(std::string_view name) {
  constexpr std::string_view prefix = "Sec-WebSocket-";
  constexpr std::array<std::string_view, 6> own{"Host",   "Upgrade",        "Connection",
                                                "Origin", "Content-Length", "Transfer-Encoding"};
  for (const std::string_view reserved : own) {
    if (equal_ignoring_case(name, reserved)) return true;
  }
  return equal_ignoring_case(first(name, prefix.size()), prefix);
}

opening_fault check_extra(header_fields extra) {
  for (const header_field& field : extra) {
    if (!is_token(field.name)) return opening_fault::extra_name_malformed;
    if (is_reserved(field.name)) return opening_fault::extra_name_reserved;
    if (!is_field_value(field.value)) return opening_fault::extra_value_malformed;
  }
  return opening_fault::none;
}

opening_fault check(const opening& ask) {
  using enum opening_fault;
  if (ask.host.empty() || !is_valid_host(ask.host)) return host_malformed;
  if (!is_key(ask.key)) return key_malformed;
  if (read_target("GET", ask.target).form != target_form::origin) return target_malformed;
  if (!is_field_value(ask.origin)) return origin_malformed;
  if (!are_subprotocols(ask.subprotocols)) return subprotocol_malformed;
  const std::array<header_field, 1> line{{{"Sec-WebSocket-Extensions", ask.extensions}}};
  if (!is_well_formed_extension_list(line)) return extensions_malformed;
  return check_extra(ask.extra);
}

void write_subprotocols(std::span<const std::string_view> names, head_writer& head) {
  if (names.empty()) return;
  head.put("Sec-WebSocket-Protocol: ").put(names.front());
  for (const std::string_view name : names.subspan(1)) head.put(", ").put(name);
  head.put("\r\n");
}

response_fault check_upgrade_fields(const response_head& head) {
  using enum response_fault;
  const field_lookup upgrade = look_up(head.fields, "Upgrade");
  if (upgrade.count == 0) return upgrade_missing;
  if (upgrade.count > 1) return upgrade_repeated;
  if (!equal_ignoring_case(upgrade.value, "websocket")) return upgrade_not_websocket;
  if (look_up(head.fields, "Connection").count == 0) return connection_missing;
  return has_token(head.fields, "Connection", "upgrade") ? none : connection_lacks_upgrade;
}

response_fault check_accept(const response_head& head, const opening& ask) {
  using enum response_fault;
  const field_lookup accept = look_up(head.fields, "Sec-WebSocket-Accept");
  if (accept.count == 0) return accept_missing;
  if (accept.count > 1) return accept_repeated;
  const accept_value right = accept_for(as_text(ask.key));
  return accept.value == as_text(right) ? none : accept_wrong;
}

bool was_offered(std::string_view extension, std::string_view offers) {
  extension_reader reader(offers);
  for (extension_item item = reader.next(); item.what != extension_item::kind::end;
       item = reader.next()) {
    if (item.what == extension_item::kind::malformed) return false;
    if (item.what == extension_item::kind::extension && item.name == extension) return true;
  }
  return false;
}

response_fault check_extensions(const response_head& head, const opening& ask) {
  using enum response_fault;
  if (look_up(head.fields, "Sec-WebSocket-Extensions").count > 1) return extensions_repeated;
  if (!is_well_formed_extension_list(head.fields)) return extensions_malformed;
  extension_reader reader(head.fields);
  for (extension_item item = reader.next(); item.what != extension_item::kind::end;
       item = reader.next()) {
    if (item.what == extension_item::kind::extension && !was_offered(item.name, ask.extensions)) {
      return extension_not_offered;
    }
  }
  return none;
}

response_fault check_subprotocol(const response_head& head, const opening& ask) {
  using enum response_fault;
  const field_lookup chosen = look_up(head.fields, "Sec-WebSocket-Protocol");
  if (chosen.count == 0) return none;
  if (chosen.count > 1) return subprotocol_repeated;
  if (!is_token(chosen.value)) return subprotocol_malformed;
  for (const std::string_view offer : ask.subprotocols) {
    if (offer == chosen.value) return none;
  }
  return subprotocol_not_offered;
}

}  // namespace

std::string_view name_of(opening_fault fault) noexcept {
  const auto index = static_cast<std::size_t>(fault);
  return opening_fault_names[index < opening_fault_names.size() ? index : 0];
}

request_result write_opening(const opening& ask, std::span<char> out) noexcept {
  const opening_fault fault = check(ask);
  if (fault != opening_fault::none) return {.fault = fault};
  head_writer head(out);
  head.put("GET ").put(ask.target).put(" HTTP/1.1\r\n").field("Host", ask.host);
  head.field("Upgrade", "websocket").field("Connection", "Upgrade");
  head.field("Sec-WebSocket-Key", as_text(ask.key)).field("Sec-WebSocket-Version", "13");
  head.field_unless_empty("Origin", ask.origin);
  write_subprotocols(ask.subprotocols, head);
  head.field_unless_empty("Sec-WebSocket-Extensions", ask.extensions);
  for (const header_field& field : ask.extra) head.field(field.name, field.value);
  const std::size_t size = head.put("\r\n").size();
  return {.fault = size == 0 ? opening_fault::no_room : opening_fault::none, .size = size};
}

response_fault check_response(const response_head& head, const opening& ask) noexcept {
  using enum response_fault;
  if (head.minor_version == 0) return http_version_too_old;
  if (head.status != 101) return status_not_101;
  if (const auto fault = check_upgrade_fields(head); fault != none) return fault;
  if (const auto fault = check_accept(head, ask); fault != none) return fault;
  if (const auto fault = check_extensions(head, ask); fault != none) return fault;
  return check_subprotocol(head, ask);
}

}  // namespace wsproof
