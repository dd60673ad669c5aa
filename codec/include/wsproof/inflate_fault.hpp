// Every way octets can fail to be a DEFLATE stream (RFC 1951), as inflate_inspector sees it. An
// endpoint says errc::compressed_data_invalid to all of them, as zlib's words are not precise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wsproof {

enum class inflate_fault : std::uint8_t {
  none,
  input_ends_early,        // inside a block; or a raw stream ends without BFINAL=1
  block_type_reserved,     // BTYPE=11
  stored_length_wrong,     // NLEN is not the complement of LEN
  too_many_symbols,        // more than 286 literal/length or 30 distance codes
  code_over_subscribed,    // more code words than their lengths leave room for
  code_incomplete,         // code words that mean nothing
  end_of_block_missing,    // symbol 256 has no code
  nothing_to_repeat,       // the first code length is "as the one before"
  repeat_too_long,         // code lengths repeated beyond the last symbol
  code_not_assigned,       // a code word that an incomplete code leaves out
  symbol_reserved,         // literal/length 286-287, distance 30-31
  distance_before_start,   // the match begins before the first octet
  distance_beyond_window,  // the match reaches back further than was allowed
  no_room,                 // the local limit on the output
};

inline constexpr std::size_t inflate_fault_count = 15;

// All text has static storage.
struct inflate_fault_entry {
  inflate_fault code;
  std::string_view name;     // the enumerator's name
  std::string_view says;     // what was wrong, in plain words
  std::string_view section;  // "RFC 1951 §3.2.3"
};

// A value outside the enumeration is described as `none`.
[[nodiscard]] const inflate_fault_entry& describe(inflate_fault fault) noexcept;

}  // namespace wsproof
