#include "fuzz/reference/reference.hpp"

namespace wsproof::reference {
namespace {

using names = std::vector<std::string_view>;
int at(std::span<const std::byte> input, std::size_t i) {
  return std::to_integer<int>(input[i]);
}

// What the header's own octets break; `bits` is the first octet.
void check_first(int bits, const rules& allowed, names& broken) {
  const int opcode = bits & 15, rsv = bits >> 4 & 7;
  if ((rsv & 3) != 0 || (rsv != 0 && !allowed.rsv1_allowed)) broken.push_back("reserved_bit_set");
  if (rsv >= 4 && allowed.rsv1_allowed && opcode >= 8) broken.push_back("compressed_control_frame");
  if (rsv >= 4 && allowed.rsv1_allowed && opcode == 0) broken.push_back("compressed_continuation");
  if ((opcode >= 3 && opcode <= 7) || opcode >= 11) broken.push_back("reserved_opcode");
  if (opcode >= 8 && (bits & 128) == 0) broken.push_back("control_frame_fragmented");
}

void check_close(const octets& payload, names& broken) {
  if (payload.size() == 1) broken.push_back("close_payload_too_short");
  if (payload.size() < 2) return;
  if (!may_be_sent(at(payload, 0) * 256 + at(payload, 1)))
    broken.push_back("close_code_not_allowed");
  const auto reason = std::span(payload).subspan(2);
  const auto verdict = check_utf8(reason);
  if (verdict.valid < reason.size() || !verdict.complete) broken.push_back("close_reason_not_utf8");
}

struct decoder {
  const rules& allowed;
  transcript result;
  names broken;                 // by the frame that is being read
  std::uint32_t fragments = 0;  // frames of the open message

  bool fails(bool certain) {
    if (!broken.empty()) result.failed = failure{broken, result.offset, certain};
    return !broken.empty();
  }

  // Reads the frame at the front of `rest` and says how many octets it has; 0: nothing goes on.
  std::size_t take(std::span<const std::byte> rest) {
    frame f;
    f.offset = result.offset;
    const std::size_t header = take_header(rest, f);
    if (fails(header != 0) || header == 0) return 0;
    const auto there = rest.subspan(header);
    const bool whole = there.size() >= f.declared_size;
    const auto size = whole ? static_cast<std::size_t>(f.declared_size) : there.size();
    f.payload.assign(there.begin(), there.begin() + static_cast<std::ptrdiff_t>(size));
    if (at(rest, 1) >= 128) f.payload = masked(f.payload, rest.subspan(header - 4, 4));
    result.frames.push_back(f);
    if (f.opcode < 8) return take_data(f, whole) ? header + size : 0;
    if (f.opcode == 8) check_close(f.payload, broken);
    if (fails(whole) || !whole) return 0;
    const bool has_code = f.opcode == 8 && size >= 2;
    const int code = has_code        ? at(f.payload, 0) * 256 + at(f.payload, 1)
                     : f.opcode == 8 ? 1005
                                     : 0;
    f.payload.erase(f.payload.begin(), f.payload.begin() + (has_code ? 2 : 0));
    result.events.push_back({f.opcode, f.payload, code});
    result.closed = f.opcode == 8;
    return header + size;
  }

  // The size of the header; 0: it is not whole. What is there of it is judged all the same.
  std::size_t take_header(std::span<const std::byte> rest, frame& f) {
    const int bits = at(rest, 0);
    f.fin = bits >= 128;
    f.rsv = bits >> 4 & 7;
    f.opcode = bits & 15;
    check_first(bits, allowed, broken);
    check_order(f.opcode);
    if (rest.size() < 2) return 0;
    const bool is_masked = at(rest, 1) >= 128;
    const int seven = at(rest, 1) & 127;
    if (is_masked && !allowed.from_client) broken.push_back("frame_masked");
    if (!is_masked && allowed.from_client) broken.push_back("frame_not_masked");
    if (f.opcode >= 8 && seven > 125) broken.push_back("control_frame_too_long");
    const std::size_t extended = seven == 126 ? 2 : seven == 127 ? 8 : 0;
    if (rest.size() < 2 + extended) return 0;
    f.declared_size = extended == 0 ? static_cast<std::uint64_t>(seven) : 0;
    for (std::size_t i = 0; i < extended; ++i) {
      f.declared_size = f.declared_size * 256 + static_cast<std::uint64_t>(at(rest, 2 + i));
    }
    const std::uint64_t least = extended == 8 ? 65536 : extended == 2 ? 126 : 0;
    if (f.declared_size < least) broken.push_back("length_not_minimal");
    if (f.declared_size >> 63 != 0) broken.push_back("length_msb_set");
    if (f.opcode < 8 && allowed.max_message_size != 0 &&
        f.declared_size > allowed.max_message_size - result.open_payload.size()) {
      broken.push_back("message_too_big");
    }
    const std::size_t size = 2 + extended + (is_masked ? 4 : 0);
    return rest.size() < size ? 0 : size;
  }

  void check_order(int opcode) {
    const bool is_open = result.open_opcode != 0;
    if (opcode == 0 && !is_open) broken.push_back("continuation_without_message");
    if ((opcode == 1 || opcode == 2) && is_open) broken.push_back("message_interrupted");
    if (opcode < 8 && allowed.max_fragments != 0 && fragments >= allowed.max_fragments) {
      broken.push_back("too_many_fragments");
    }
  }

  bool take_data(const frame& f, bool whole) {
    octets& message = result.open_payload;
    if (f.opcode != 0) result.open_opcode = f.opcode;
    message.insert(message.end(), f.payload.begin(), f.payload.end());
    ++fragments;
    if (result.open_opcode == 1) {
      const auto verdict = check_utf8(message);
      if (verdict.valid < message.size()) broken.push_back("text_not_utf8");
      if (whole && f.fin && !verdict.complete) broken.push_back("text_incomplete");
    }
    if (fails(true) || !whole) return false;
    if (!f.fin) return true;
    result.events.push_back({result.open_opcode, message, 0});
    result.open_opcode = 0;
    message.clear();
    fragments = 0;
    return true;
  }
};

}  // namespace

text_verdict check_utf8(std::span<const std::byte> text) {
  constexpr int lowest[] = {0, 0, 0x80, 0x800, 0x10000};  // code point by number of octets
  for (std::size_t i = 0; i < text.size();) {
    const int lead = at(text, i);
    const int size = lead < 0x80 ? 1 : lead < 0xc0 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (size == 0 || lead >= 0xf8) return {i, true};
    int bits = size == 1 ? lead : lead & (0x7f >> size);
    for (int have = 1;; ++have, ++i) {  // after each octet: can it still become a code point?
      const int missing = 6 * (size - have);
      const int low = bits << missing, high = low + (1 << missing) - 1;
      if (high < lowest[size] || low > 0x10ffff || (low >= 0xd800 && high <= 0xdfff))
        return {i, true};
      if (have == size) break;
      if (i + 1 == text.size()) return {text.size(), false};
      if ((at(text, i + 1) & 0xc0) != 0x80) return {i + 1, true};
      bits = bits << 6 | (at(text, i + 1) & 0x3f);
    }
    ++i;
  }
  return {text.size(), true};
}

octets masked(octets payload, std::span<const std::byte> key) {
  for (std::size_t i = 0; i < payload.size(); ++i) payload[i] ^= key[i % 4];
  return payload;
}

bool may_be_sent(int code) {
  if (code < 1000 || code > 4999) return false;  // not used, or in no range of §7.4.2
  if (code >= 3000) return true;                 // libraries and applications
  if (code == 1004 || code == 1005 || code == 1006 || code == 1015) return false;  // §7.4.1
  return code <= 1014;  // the rest up to 2999 has no definition; 1012-1014 are IANA's
}

int close_code_for(std::string_view rule) {
  if (rule.find("utf8") != rule.npos || rule == "text_incomplete") return 1007;
  if (rule == "too_many_fragments") return 1008;
  return rule == "message_too_big" ? 1009 : 1002;
}

transcript decode(std::span<const std::byte> stream, const rules& rules) {
  decoder d{rules, {}, {}};
  std::size_t size = 1;
  while (size != 0 && !stream.empty() && !d.result.closed) {
    size = d.take(stream);
    d.result.offset += size;
    stream = stream.subspan(size);
  }
  return d.result;
}

}  // namespace wsproof::reference
