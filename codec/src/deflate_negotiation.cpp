#include "wsproof/deflate_negotiation.hpp"

#include <algorithm>
#include <array>

#include "wsproof/extension.hpp"

namespace wsproof {
namespace {

using enum deflate_fault;

constexpr std::array<rule_entry, deflate_fault_count> fault_table{{
    {"none", "nothing is wrong", "", ""},
    {"list_malformed", "Sec-WebSocket-Extensions does not follow the grammar of extension lists",
     "write it as: name; parameter=value, name", "RFC 6455 §9.1"},
    {"parameter_unknown", "permessage-deflate has a parameter that the RFC does not define",
     "use only the four parameters of §7.1", "RFC 7692 §7"},
    {"parameter_repeated", "permessage-deflate has the same parameter twice",
     "name each parameter once", "RFC 7692 §7"},
    {"value_not_allowed", "a no_context_takeover parameter has a value",
     "write its name without a value", "RFC 7692 §7.1.1"},
    {"value_missing", "a max_window_bits parameter has no value where it needs one",
     "write a number from 8 to 15", "RFC 7692 §7.1.2"},
    {"window_bits_malformed",
     "a max_window_bits value is not a number from 8 to 15 without leading zeros",
     "write a number from 8 to 15", "RFC 7692 §7.1.2"},
    {"window_not_supported", "the server cannot compress with a window of 8 bits",
     "ask for 9 bits or more", "RFC 7692 §7.1.2.1"},
    {"client_window_not_limited",
     "the server wants a smaller window than a client can be held to that does not offer "
     "client_max_window_bits",
     "offer client_max_window_bits", "RFC 7692 §7.1.2.2"},
    {"answered_twice", "the answer accepts permessage-deflate more than once",
     "accept one offer at most", "RFC 7692 §5"},
    {"client_window_not_offered",
     "the answer has client_max_window_bits, but the client did not offer it",
     "answer with it only where the offer has it", "RFC 7692 §7.1.2.2"},
    {"client_window_too_big", "the answer allows a larger client_max_window_bits than was offered",
     "answer with the offered value or less", "RFC 7692 §7.1.2.2"},
    {"server_window_not_answered",
     "the answer lacks the server_max_window_bits that the client asked for",
     "answer with the asked value or less, or decline", "RFC 7692 §7.1.2.1"},
    {"server_window_too_big", "the answer has a larger server_max_window_bits than was asked for",
     "answer with the asked value or less, or decline", "RFC 7692 §7.1.2.1"},
    {"server_takeover_not_answered",
     "the answer lacks the server_no_context_takeover that the client asked for",
     "answer with it, or decline", "RFC 7692 §7.1.1.1"},
}};

constexpr std::array<std::string_view, 4> parameter_names{
    "server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits",
    "client_max_window_bits"};
enum parameter : std::size_t { server_takeover, client_takeover, server_window, client_window };

enum class direction : bool { offer, answer };

// One permessage-deflate in the list.
struct element {
  extension_item::kind what = extension_item::kind::end;
  deflate_fault fault = none;  // its first
  std::array<bool, 4> has{};   // by `parameter`
  deflate_params params{};
};

// "8" to "15"; else 0.
std::uint8_t window_bits_of(const extension_item& item) noexcept {
  for (std::uint8_t bits = 8; bits <= 15; ++bits) {
    const std::array<char, 2> two{'1', static_cast<char>('0' + bits % 10)};
    const std::string_view digits =
        bits < 10 ? std::string_view(&two[1], 1) : std::string_view(two.data(), 2);
    if (has_value(item, digits)) return bits;
  }
  return 0;
}

deflate_fault take_window(element& into, parameter which, const extension_item& item,
                          direction from) noexcept {
  if (!item.has_value) {
    return which == client_window && from == direction::offer ? none : value_missing;
  }
  const std::uint8_t bits = window_bits_of(item);
  (which == server_window ? into.params.server_max_window_bits
                          : into.params.client_max_window_bits) = bits;
  return bits == 0 ? window_bits_malformed : none;
}

deflate_fault take_parameter(element& into, const extension_item& item, direction from) noexcept {
  const auto* const found = std::find(parameter_names.begin(), parameter_names.end(), item.name);
  if (found == parameter_names.end()) return parameter_unknown;
  const auto which = static_cast<parameter>(found - parameter_names.begin());
  if (into.has[which]) return parameter_repeated;
  into.has[which] = true;
  if (which == server_window || which == client_window) {
    return take_window(into, which, item, from);
  }
  into.params.server_no_context_takeover = into.has[server_takeover];
  into.params.client_no_context_takeover = into.has[client_takeover];
  return item.has_value ? value_not_allowed : none;
}

// Pulls the permessage-deflates of a list and passes over the rest.
class element_reader {
 public:
  element_reader(header_fields fields, direction from) noexcept
      : reader_(fields), item_(reader_.next()), from_(from) {}

  [[nodiscard]] element next() noexcept {
    using kind = extension_item::kind;
    while (item_.what == kind::parameter ||
           (item_.what == kind::extension && item_.name != deflate_name)) {
      item_ = reader_.next();
    }
    element result{.what = item_.what};
    if (item_.what != kind::extension) return result;
    for (item_ = reader_.next(); item_.what == kind::parameter; item_ = reader_.next()) {
      const deflate_fault fault = take_parameter(result, item_, from_);
      if (result.fault == none) result.fault = fault;
    }
    return result;
  }

 private:
  extension_reader reader_;
  extension_item item_;  // not yet looked at
  direction from_;
};

constexpr std::uint8_t smaller(std::uint8_t offered, std::uint8_t limit) noexcept {
  return offered == 0 ? limit : std::min(offered, limit);
}

offer_result judge(const element& offer, const deflate_limits& limits) noexcept {
  offer_result result{.fault = offer.fault};
  if (result.fault != none) return result;
  const auto server_limit = std::clamp<std::uint8_t>(limits.server_max_window_bits, 9, 15);
  const auto client_limit = std::clamp<std::uint8_t>(limits.client_max_window_bits, 8, 15);
  deflate_params& agreed = result.agreed;
  agreed.server_no_context_takeover =
      offer.has[server_takeover] || limits.server_no_context_takeover;
  agreed.client_no_context_takeover =
      offer.has[client_takeover] || limits.client_no_context_takeover;
  const std::uint8_t server_bits = smaller(offer.params.server_max_window_bits, server_limit);
  const std::uint8_t client_bits = smaller(offer.params.client_max_window_bits, client_limit);
  if (server_bits < 9) {
    result.fault = window_not_supported;
  } else if (offer.has[server_window] || server_bits < 15) {
    agreed.server_max_window_bits = server_bits;
  }
  if (offer.has[client_window]) {
    agreed.client_max_window_bits = client_bits < 15 ? client_bits : std::uint8_t{0};
  } else if (client_bits < 15 && limits.insists_on_client_window) {
    result.fault = client_window_not_limited;
  }
  if (result.fault == none) result.what = offer_result::kind::accepted;
  return result;
}

deflate_fault judge(const element& answer, const deflate_offer& offer) noexcept {
  const deflate_params& asks = offer.asks;
  const deflate_params& says = answer.params;
  if (answer.fault != none) return answer.fault;
  if (answer.has[client_window]) {
    if (!offer.understands_client_max_window_bits) return client_window_not_offered;
    if (says.client_max_window_bits > asks.window_bits(role::client)) return client_window_too_big;
  }
  if (asks.server_max_window_bits != 0) {
    if (!answer.has[server_window]) return server_window_not_answered;
    if (says.server_max_window_bits > asks.server_max_window_bits) return server_window_too_big;
  }
  const bool lacks = asks.server_no_context_takeover && !says.server_no_context_takeover;
  return lacks ? server_takeover_not_answered : none;
}

// max_deflate_value_size has room for all that there is to say.
class value_writer {
 public:
  explicit value_writer(deflate_value_room out) noexcept : out_(out) { put(deflate_name); }

  void put_flag(parameter which, bool is_set) noexcept {
    if (is_set) put_name(which);
  }
  void put_bits(parameter which, std::uint8_t bits) noexcept {
    if (bits == 0) return;
    put_name(which);
    put("=");
    if (bits >= 10) put("1");
    out_[size_++] = static_cast<char>('0' + bits % 10);
  }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  void put_name(parameter which) noexcept {
    put("; ");
    put(parameter_names[which]);
  }
  void put(std::string_view text) noexcept {
    std::copy(text.begin(), text.end(), out_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += text.size();
  }

  deflate_value_room out_;
  std::size_t size_ = 0;
};

}  // namespace

const rule_entry& describe(deflate_fault fault) noexcept {
  const auto index = static_cast<std::size_t>(fault);
  return fault_table[index < fault_table.size() ? index : 0];
}

offer_result choose_offer(header_fields request, const deflate_limits& limits) noexcept {
  offer_result result;
  element_reader reader(request, direction::offer);
  element offer = reader.next();
  for (; offer.what == extension_item::kind::extension; offer = reader.next()) {
    if (result.what == offer_result::kind::declined) result = judge(offer, limits);
  }
  if (offer.what == extension_item::kind::malformed) {
    return {.what = offer_result::kind::malformed, .fault = list_malformed};
  }
  return result;
}

answer_result check_answer(header_fields response, const deflate_offer& offer) noexcept {
  element_reader reader(response, direction::answer);
  const element answer = reader.next();
  if (answer.what == extension_item::kind::end) return {};
  if (answer.what == extension_item::kind::malformed) return {.fault = list_malformed};
  const element second = reader.next();
  if (second.what == extension_item::kind::malformed) return {.fault = list_malformed};
  if (second.what == extension_item::kind::extension) return {.fault = answered_twice};
  const deflate_fault fault = judge(answer, offer);
  if (fault != none) return {.fault = fault};
  return {.is_accepted = true, .agreed = answer.params};
}

std::size_t write_offer(const deflate_offer& offer, deflate_value_room out) noexcept {
  const deflate_params& asks = offer.asks;
  value_writer value(out);
  value.put_flag(server_takeover, asks.server_no_context_takeover);
  value.put_flag(client_takeover, asks.client_no_context_takeover);
  value.put_bits(server_window, asks.server_max_window_bits);
  if (offer.understands_client_max_window_bits) {
    value.put_flag(client_window, asks.client_max_window_bits == 0);
    value.put_bits(client_window, asks.client_max_window_bits);
  }
  return value.size();
}

std::size_t write_answer(const deflate_params& agreed, deflate_value_room out) noexcept {
  value_writer value(out);
  value.put_flag(server_takeover, agreed.server_no_context_takeover);
  value.put_flag(client_takeover, agreed.client_no_context_takeover);
  value.put_bits(server_window, agreed.server_max_window_bits);
  value.put_bits(client_window, agreed.client_max_window_bits);
  return value.size();
}

}  // namespace wsproof
