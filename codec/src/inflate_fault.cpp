#include "wsproof/inflate_fault.hpp"

#include <array>

#include "enumeration_table.hpp"

namespace wsproof {
namespace {

using enum inflate_fault;

constexpr std::array<inflate_fault_entry, inflate_fault_count> fault_table{{
    {none, "none", "nothing is wrong", ""},
    {input_ends_early, "input_ends_early", "the octets end inside a block", "RFC 1951 §3.2.3"},
    {block_type_reserved, "block_type_reserved", "the block has the reserved type 11",
     "RFC 1951 §3.2.3"},
    {stored_length_wrong, "stored_length_wrong",
     "a stored block's length and its complement do not agree", "RFC 1951 §3.2.4"},
    {too_many_symbols, "too_many_symbols",
     "the block declares more literal/length or distance codes than there are symbols",
     "RFC 1951 §3.2.7"},
    {code_over_subscribed, "code_over_subscribed",
     "the code lengths ask for more code words than there can be", "RFC 1951 §3.2.2"},
    {code_incomplete, "code_incomplete", "the code lengths leave code words without a meaning",
     "RFC 1951 §3.2.7"},
    {end_of_block_missing, "end_of_block_missing", "the block has no code for its own end",
     "RFC 1951 §3.2.5"},
    {nothing_to_repeat, "nothing_to_repeat",
     "the first code length asks to repeat the one before it", "RFC 1951 §3.2.7"},
    {repeat_too_long, "repeat_too_long", "a code length is repeated beyond the last symbol",
     "RFC 1951 §3.2.7"},
    {code_not_assigned, "code_not_assigned", "the bits are no code word of this block",
     "RFC 1951 §3.2.7"},
    {symbol_reserved, "symbol_reserved",
     "a length or distance symbol that never stands for anything", "RFC 1951 §3.2.6"},
    {distance_before_start, "distance_before_start",
     "a match begins before the first octet there was", "RFC 1951 §3.2.5"},
    {distance_beyond_window, "distance_beyond_window",
     "a match reaches back further than the window that was agreed", "RFC 7692 §7.1.2"},
    {no_room, "no_room", "the output is longer than this side wants it", "RFC 7692 §8"},
}};

static_assert(is_in_enumeration_order(fault_table));

}  // namespace

const inflate_fault_entry& describe(inflate_fault fault) noexcept {
  return row_of(fault_table, fault);
}

}  // namespace wsproof
