// A DEFLATE stream (RFC 1951), or the payload of one permessage-deflate message (RFC 7692 §7.2.2),
// into what it is made of: blocks, literals, matches, each with its place in bits. zlib tells none
// of this; the judge needs the distances, the tests a second opinion, the page something to draw.
//
// Whole-buffer: the compressed octets and everything inflated lie in the caller's memory. Allocates
// nothing; keeps two code tables (1.3 kB). Slow next to zlib, because it decodes bit by bit.
//
// As strict as zlib, with zlib's two mercies: a literal/length or distance code may be incomplete
// if it has only one word, of one bit, and a block without matches needs no distance code. It is
// stricter in one thing: max_distance holds for every match, while zlib sees a match beyond its
// window only when that octet is gone already.
#pragma once

#include <cstdint>
#include <span>

#include "wsproof/inflate_fault.hpp"
#include "wsproof/prefix_code.hpp"
#include "wsproof/types.hpp"

namespace wsproof {

enum class block_type : std::uint8_t { stored, fixed, dynamic };

// Bits of the compressed octets: bit 0 is the least significant of the first octet (§3.1.1).
struct bit_range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;  // one after the last
  friend bool operator==(const bit_range&, const bit_range&) = default;
};

struct inflate_event {
  enum class kind : std::uint8_t {
    block,      // bits: its header (stored: with LEN and NLEN; dynamic: with the code lengths)
    literal,    // one octet by its code
    stored,     // all octets of a stored block that has any
    match,      // `size` octets copied from `distance` octets back
    block_end,  // bits: the end-of-block code; empty for a stored block
    end,        // nothing is left
    failed,     // bits: what could not be read
  };
  kind what = kind::end;
  block_type type = block_type::stored;       // of the block that this belongs to
  bool is_final = false;                      // its BFINAL
  inflate_fault fault = inflate_fault::none;  // failed
  std::uint32_t size = 0;                     // literal, stored, match: octets of output
  std::uint32_t distance = 0;                 // match: 1-32768
  bit_range bits;
  std::uint64_t offset = 0;  // where in `out` the output begins
  friend bool operator==(const inflate_event&, const inflate_event&) = default;
};

struct inspect_settings {
  // A message: 00 00 ff ff is thought to follow the input (events there have bits beyond it),
  // blocks may follow one with BFINAL=1, and the window outlives it. Otherwise a raw stream, which
  // ends with BFINAL=1; what follows is left alone.
  bool is_message = true;
  std::uint64_t history = 0;  // octets of earlier output at the front of `out`
  std::uint32_t max_distance = 32768;
};

class inflate_inspector {
 public:
  // `compressed` and `out` outlive it. The size of `out` is the limit on the output; nothing is
  // written beyond. settings.history is at most out.size().
  inflate_inspector(const_bytes compressed, bytes out,
                    const inspect_settings& settings = {}) noexcept;

  // What comes next. `end` and `failed` are repeated for ever.
  [[nodiscard]] inflate_event next() noexcept;

  [[nodiscard]] std::uint64_t written() const noexcept { return written_; }  // with the history
  [[nodiscard]] std::uint32_t largest_distance() const noexcept { return largest_distance_; }

 private:
  enum class state : std::uint8_t { between_blocks, in_stored, in_codes, at_stored_end, over };

  [[nodiscard]] std::uint32_t take_bits(std::uint32_t count) noexcept;
  [[nodiscard]] std::uint32_t take_symbol(const prefix_code& from) noexcept;
  [[nodiscard]] bool is_at_end() const noexcept;
  [[nodiscard]] inflate_event take_block_header() noexcept;
  void take_stored_header() noexcept;
  void use_fixed_codes() noexcept;
  void take_dynamic_codes() noexcept;
  void take_code_lengths(std::span<std::uint8_t> lengths) noexcept;
  [[nodiscard]] inflate_event take_stored() noexcept;
  [[nodiscard]] inflate_event take_coded() noexcept;
  [[nodiscard]] inflate_event take_match(std::uint32_t symbol, std::uint64_t begin) noexcept;
  [[nodiscard]] inflate_event end_block(std::uint64_t begin) noexcept;
  [[nodiscard]] inflate_event make(inflate_event::kind what, std::uint64_t begin) const noexcept;
  [[nodiscard]] inflate_event fail(inflate_fault fault, std::uint64_t begin) noexcept;

  const_bytes in_;
  bytes out_;
  inspect_settings settings_;
  std::uint64_t at_ = 0;  // the next bit
  std::uint64_t written_;
  std::uint32_t largest_distance_ = 0;
  std::uint32_t stored_size_ = 0;              // octets of the current stored block
  inflate_fault fault_ = inflate_fault::none;  // noticed while reading the current event
  state state_ = state::between_blocks;
  inflate_event last_{};  // of the current block; when all is over, what next() repeats
  prefix_code literals_;
  prefix_code distances_;
};

}  // namespace wsproof
