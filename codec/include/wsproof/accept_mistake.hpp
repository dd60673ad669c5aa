// Which of the well-known mistakes made a wrong Sec-WebSocket-Accept (RFC 6455 §4.2.2): they are
// tried one by one. For the report of a server that failed, not for a client that only has to hang
// up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wsproof {

// What went wrong in a server that answered with the wrong value.
enum class accept_mistake : std::uint8_t {
  none,           // the value is right
  unknown,        // wrong, and by none of the ways below
  empty,          // nothing was sent
  key_sent_back,  // the key itself
  sample_answer,  // the RFC's own example, whatever the key
  guid_mistyped,  // one of the spellings found in the wild
  guid_lower_case,
  guid_missing,  // SHA-1 of the key alone
  key_missing,   // SHA-1 of the GUID alone
  guid_before_key,
  key_decoded,             // SHA-1 of the key's 16 octets + GUID
  key_with_leading_space,  // the header was cut at ":" and the space kept
  key_with_line_end,       // CR, LF or both were kept
  key_without_padding,     // "==" was cut off
  key_in_lower_case,       // the whole header was turned to lower case
  terminator_hashed,       // a NUL at the end (sizeof of a literal)
  hex_in_base64,           // base64 of the digest's hexadecimal text
  hex_digest,              // the digest's hexadecimal text
  digest_words_swapped,    // the five words written low octet first
  hash_left_out,           // base64 of key + GUID
  url_safe_alphabet,       // "-" and "_" for "+" and "/"
  padding_missing,         // right up to the last "="
  wrong_case,              // right but for the case of letters
  right_with_more,         // the right value stands in it, with something before or after
};

inline constexpr std::size_t accept_mistake_count = 24;

struct accept_mistake_entry {
  accept_mistake code;
  std::string_view name;
  std::string_view says;  // what the server did, and what it should do
};
[[nodiscard]] const accept_mistake_entry& describe(accept_mistake mistake) noexcept;

// Tries them all (about 40 hashes). `got` is the field's value without the whitespace around it.
[[nodiscard]] accept_mistake why_wrong(std::string_view key, std::string_view got) noexcept;

}  // namespace wsproof
