#include "wsproof/accept_mistake.hpp"

#include <array>

#include "characters.hpp"
#include "rule_table.hpp"
#include "wsproof/accept.hpp"
#include "wsproof/base64.hpp"
#include "wsproof/header_list.hpp"
#include "wsproof/sha1.hpp"

namespace wsproof {
namespace {

using namespace characters;
using enum accept_mistake;

constexpr std::array<accept_mistake_entry, accept_mistake_count> mistake_table{{
    {none, "none", "the value is right"},
    {unknown, "unknown", "the value is not base64(SHA-1(key + GUID)), nor a known mistake"},
    {empty, "empty", "the value is empty; send base64(SHA-1(key + GUID))"},
    {key_sent_back, "key_sent_back", "the key was sent back; hash it together with the GUID first"},
    {sample_answer, "sample_answer",
     "this is the answer to the RFC's example key; compute it from the key that was sent"},
    {guid_mistyped, "guid_mistyped",
     "the GUID is mistyped; it is 258EAFA5-E914-47DA-95CA-C5AB0DC85B11"},
    {guid_lower_case, "guid_lower_case", "the GUID is in lower case; it is hashed in upper case"},
    {guid_missing, "guid_missing", "the key was hashed without the GUID; append it to the key"},
    {key_missing, "key_missing", "the GUID was hashed without the key; the key was not found"},
    {guid_before_key, "guid_before_key", "the GUID stands before the key; it goes after it"},
    {key_decoded, "key_decoded",
     "the key was decoded from base64 before it was hashed; hash its 24 characters"},
    {key_with_leading_space, "key_with_leading_space",
     "the space after the colon was hashed too; trim the field's value"},
    {key_with_line_end, "key_with_line_end",
     "the line end after the key was hashed too; take it off"},
    {key_without_padding, "key_without_padding",
     "the key was hashed without its final ==; they belong to it"},
    {key_in_lower_case, "key_in_lower_case",
     "the key was turned to lower case; only field names may be"},
    {terminator_hashed, "terminator_hashed",
     "a NUL after the GUID was hashed too; a literal's sizeof counts its terminator"},
    {hex_in_base64, "hex_in_base64",
     "this is base64 of the digest's hexadecimal text; encode its 20 raw octets"},
    {hex_digest, "hex_digest", "this is the digest in hexadecimal; send it in base64"},
    {digest_words_swapped, "digest_words_swapped",
     "the digest's words have the wrong octet order; SHA-1 is big-endian"},
    {hash_left_out, "hash_left_out",
     "this is base64 of key + GUID; hash them with SHA-1 before encoding"},
    {url_safe_alphabet, "url_safe_alphabet",
     "the base64 alphabet is the URL-safe one; use + and /"},
    {padding_missing, "padding_missing", "the final = is missing; the value has 28 characters"},
    {wrong_case, "wrong_case", "letters have changed their case; base64 is case-sensitive"},
    {right_with_more, "right_with_more",
     "the right value is there, but not alone; send its 28 characters and nothing else"},
}};

static_assert(is_in_enumeration_order(mistake_table));

// What is hashed: three texts, one after the other.
struct hashed {
  accept_mistake mistake;
  std::string_view before, middle, behind;
};

sha1_digest digest_of(const hashed& parts) {
  return sha1{}
      .take(as_octets(parts.before))
      .take(as_octets(parts.middle))
      .take(as_octets(parts.behind))
      .finish();
}

// Spellings found in servers and tutorials, and the slips of a hand that copies.
constexpr std::array<std::string_view, 8> mistyped_guids{
    "258EAF5E-E914-47DA-95CA-C5AB0DC85B11", "258EAF5-E914-47DA-95CA-C5AB0DC85B11",
    "258EAFA5-E914-47DA-95CA-5AB0DC85B11",  "258EAF5E-E914-47DA-95CA-5AB0DC85B11",
    "258EAFA5-E914-47DA-95CA-C5AB0DC85B1",  "258EAFA5-E914-47DA-95CA-C5AB0DC8B511",
    "258EAFA5-E914-47DA-95CA-C5ABODC85B11", "258EAFA5E91447DA95CAC5AB0DC85B11"};

constexpr std::string_view guid_in_lower_case = "258eafa5-e914-47da-95ca-c5ab0dc85b11";

// Compares characters of the two alphabets as if they were one.
constexpr char in_usual_alphabet(char c) {
  if (c == '-') return '+';
  return c == '_' ? '/' : c;
}

bool equal_but_for_the_alphabet(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (in_usual_alphabet(left[i]) != right[i]) return false;
  }
  return true;
}

bool stands_in(std::string_view part, std::string_view whole) {
  for (; whole.size() >= part.size(); whole.remove_prefix(1)) {
    if (first(whole, part.size()) == part) return true;
  }
  return false;
}

// The right digest was made, and then written wrongly.
accept_mistake wrong_writing(std::string_view right, std::string_view got) {
  if (got == right) return none;
  if (equal_but_for_the_alphabet(got, right)) return url_safe_alphabet;
  if (got == first(right, right.size() - 1)) return padding_missing;
  if (equal_ignoring_case(got, right)) return wrong_case;
  if (stands_in(right, got)) return right_with_more;
  return unknown;
}

using hex_text = std::array<char, 40>;

hex_text in_hex(const sha1_digest& digest, std::string_view digits) {
  hex_text text{};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto octet = std::to_integer<unsigned>(digest[i / 2]);
    text[i] = digits[i % 2 == 0 ? octet >> 4 : octet & 15];
  }
  return text;
}

bool is_base64_of(const_bytes octets, std::string_view got) {
  std::array<char, 256> room{};
  const std::size_t size = base64_encode(octets, room);
  return size > 0 && got == std::string_view(room.data(), size);
}

accept_mistake wrong_digest_form(const sha1_digest& digest, std::string_view got) {
  constexpr std::array<std::string_view, 2> alphabets{"0123456789abcdef", "0123456789ABCDEF"};
  for (const std::string_view digits : alphabets) {
    const hex_text hex = in_hex(digest, digits);
    const std::string_view text(hex.data(), hex.size());
    if (got == text) return hex_digest;
    if (is_base64_of(as_octets(text), got)) return hex_in_base64;
  }
  sha1_digest swapped{};
  for (std::size_t i = 0; i < swapped.size(); ++i) swapped[i] = digest[i ^ 3];
  return is_base64_of(swapped, got) ? digest_words_swapped : unknown;
}

accept_mistake wrong_guid(std::string_view key, std::string_view got) {
  for (const std::string_view guid : mistyped_guids) {
    if (is_base64_of(digest_of({guid_mistyped, "", key, guid}), got)) return guid_mistyped;
  }
  return unknown;
}

// A key of at most 64 octets, changed.
struct changed_key {
  std::array<char, 64> room{};
  std::size_t size = 0;
  [[nodiscard]] std::string_view text() const { return {room.data(), size}; }
};

changed_key in_lower_case(std::string_view key) {
  changed_key lower;
  for (const char c : first(key, lower.room.size())) {
    lower.room[lower.size++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return lower;
}

changed_key decoded(std::string_view key) {
  changed_key octets;
  octets.size = base64_decode(key, std::as_writable_bytes(std::span(octets.room))).size;
  return octets;
}

std::string_view without_padding(std::string_view key) {
  while (!key.empty() && key.back() == '=') key.remove_suffix(1);
  return key;
}

// Something else than key + GUID was hashed.
accept_mistake wrong_input(std::string_view key, std::string_view got) {
  const changed_key lower = in_lower_case(key);
  const changed_key octets = decoded(key);
  const std::array<hashed, 11> attempts{{
      {guid_lower_case, "", key, guid_in_lower_case},
      {guid_missing, "", key, ""},
      {key_missing, "", "", handshake_guid},
      {guid_before_key, handshake_guid, key, ""},
      {key_decoded, "", octets.text(), handshake_guid},
      {key_with_leading_space, " ", key, handshake_guid},
      {key_with_line_end, key, "\r", handshake_guid},
      {key_with_line_end, key, "\n", handshake_guid},
      {key_with_line_end, key, "\r\n", handshake_guid},
      {key_without_padding, "", without_padding(key), handshake_guid},
      {key_in_lower_case, "", lower.text(), handshake_guid},
  }};
  for (const hashed& attempt : attempts) {
    if (is_base64_of(digest_of(attempt), got)) return attempt.mistake;
  }
  const std::string_view nul("\0", 1);
  if (is_base64_of(digest_of({terminator_hashed, key, handshake_guid, nul}), got)) {
    return terminator_hashed;
  }
  return wrong_guid(key, got);
}

// No digest was made at all.
accept_mistake without_digest(std::string_view key, std::string_view got) {
  if (got.empty()) return empty;
  if (got == key) return key_sent_back;
  if (got == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") return sample_answer;
  std::array<std::byte, 128> joined{};
  std::size_t size = 0;
  for (const std::string_view part : {first(key, 64), handshake_guid}) {
    for (const char c : part) joined[size++] = static_cast<std::byte>(c);
  }
  return is_base64_of({joined.data(), size}, got) ? hash_left_out : unknown;
}

}  // namespace

const accept_mistake_entry& describe(accept_mistake mistake) noexcept {
  return row_of(mistake_table, mistake);
}

accept_mistake why_wrong(std::string_view key, std::string_view got) noexcept {
  const sha1_digest digest = digest_of({none, "", key, handshake_guid});
  const accept_value right = accept_for(key);
  if (const auto found = wrong_writing(as_text(right), got); found != unknown) return found;
  if (const auto found = without_digest(key, got); found != unknown) return found;
  if (const auto found = wrong_digest_form(digest, got); found != unknown) return found;
  return wrong_input(key, got);
}

}  // namespace wsproof
