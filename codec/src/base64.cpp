#include "wsproof/base64.hpp"

#include "characters.hpp"

namespace wsproof {
namespace {

using namespace characters;

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr unsigned octet_at(const_bytes octets, std::size_t i) {
  return i < octets.size() ? std::to_integer<unsigned>(octets[i]) : 0;
}

// How many "=" end `text`: 0, 1 or 2.
constexpr std::size_t padding_of(std::string_view text) {
  if (text.empty() || text.back() != '=') return 0;
  return text[text.size() - 2] == '=' ? 2 : 1;
}

}  // namespace

std::size_t base64_encode(const_bytes octets, std::span<char> out) noexcept {
  if (out.size() < base64_size(octets.size())) return 0;
  std::size_t size = 0;
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    const unsigned group =
        octet_at(octets, i) << 16 | octet_at(octets, i + 1) << 8 | octet_at(octets, i + 2);
    out[size++] = alphabet[group >> 18];
    out[size++] = alphabet[group >> 12 & 63];
    out[size++] = i + 1 < octets.size() ? alphabet[group >> 6 & 63] : '=';
    out[size++] = i + 2 < octets.size() ? alphabet[group & 63] : '=';
  }
  return size;
}

base64_result base64_decode(std::string_view text, bytes out) noexcept {
  if (text.size() % 4 != 0) return {.fault = base64_fault::not_base64};
  const std::size_t padding = padding_of(text);
  const std::string_view digits = first(text, text.size() - padding);
  if (out.size() < text.size() / 4 * 3 - padding) return {.fault = base64_fault::no_room};
  base64_result result;
  unsigned held = 0;  // bits not yet written, in the lowest `bits` places
  unsigned bits = 0;
  for (const char c : digits) {
    const std::size_t value = index_of(alphabet, c);
    if (value == alphabet.size()) return {.fault = base64_fault::not_base64};
    held = held << 6 | static_cast<unsigned>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out[result.size++] = static_cast<std::byte>(held >> bits & 0xff);
    held &= (1u << bits) - 1;
  }
  if (held != 0) result.fault = base64_fault::stray_bits;
  return result;
}

}  // namespace wsproof
