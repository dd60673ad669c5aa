#include "wsproof/inflate_inspector.hpp"

#include <algorithm>

namespace wsproof {
namespace {

using enum inflate_fault;

constexpr std::array<std::uint8_t, 4> tail{0x00, 0x00, 0xff, 0xff};

constexpr std::uint32_t end_of_block = 256;
constexpr std::uint32_t max_literals = 286;  // §3.2.6: 286 and 287 never occur
constexpr std::uint32_t max_distances = 30;  // §3.2.6: 30 and 31 never occur
constexpr std::uint32_t code_length_codes = 19;

// §3.2.7: the order in which the lengths of the code length code are written.
constexpr std::array<std::uint8_t, code_length_codes> length_order{
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

// §3.2.7: code lengths that stand for several.
struct repeat {
  std::uint32_t symbol, least, extra_bits;
  bool of_the_last;  // or of 0
};
constexpr std::array<repeat, 3> repeats{{{16, 3, 2, true}, {17, 3, 3, false}, {18, 11, 7, false}}};

// A range of lengths or distances that share a symbol: the first of them, and the extra bits that
// choose among them. §3.2.5's two tables follow from these rules.
struct symbol_range {
  std::uint32_t first, extra_bits;
};
constexpr symbol_range length_range(std::uint32_t symbol) noexcept {
  const std::uint32_t n = symbol - end_of_block - 1;
  if (n < 8) return {3 + n, 0};
  if (n == 28) return {258, 0};
  const std::uint32_t extra = n / 4 - 1;
  return {3 + ((4 + n % 4) << extra), extra};
}
constexpr symbol_range distance_range(std::uint32_t symbol) noexcept {
  if (symbol < 4) return {1 + symbol, 0};
  const std::uint32_t extra = symbol / 2 - 1;
  return {1 + ((2 + symbol % 2) << extra), extra};
}
static_assert(length_range(284).first == 227 && length_range(284).extra_bits == 5);
static_assert(distance_range(29).first == 24577 && distance_range(29).extra_bits == 13);

constexpr std::uint64_t to_octet(std::uint64_t bit) noexcept {
  return (bit + 7) / 8 * 8;
}

}  // namespace

inflate_inspector::inflate_inspector(const_bytes compressed, bytes out,
                                     const inspect_settings& settings) noexcept
    : in_(compressed),
      out_(out),
      settings_(settings),
      written_(std::min<std::uint64_t>(settings.history, out.size())) {}

inflate_event inflate_inspector::next() noexcept {
  switch (state_) {
    case state::between_blocks:
      return is_at_end() ? last_ = make(inflate_event::kind::end, at_) : take_block_header();
    case state::in_stored:
      return take_stored();
    case state::at_stored_end:
      return end_block(at_);
    case state::in_codes:
      return take_coded();
    case state::over:
      break;
  }
  return last_;
}

std::uint32_t inflate_inspector::take_bits(std::uint32_t count) noexcept {
  std::uint32_t value = 0;
  for (std::uint32_t i = 0; i < count; ++i, ++at_) {
    const std::uint64_t octet = at_ / 8;
    const std::uint64_t beyond = octet - in_.size();
    if (octet >= in_.size() && (!settings_.is_message || beyond >= tail.size())) {
      fault_ = input_ends_early;
      return 0;
    }
    const auto held = octet < in_.size() ? static_cast<std::uint8_t>(in_[octet]) : tail[beyond];
    value |= (std::uint32_t{held} >> at_ % 8 & 1u) << i;
  }
  return value;
}

// A code word is read from its most significant bit on (§3.1.1). Words of one length are
// consecutive numbers; the first of a length follows the last of the length before, one bit longer
// (§3.2.2).
std::uint32_t inflate_inspector::take_symbol(const prefix_code& from) noexcept {
  std::uint32_t word = 0;
  std::uint32_t first = 0;
  std::uint32_t index = 0;
  for (std::uint32_t length = 1; length <= from.longest; ++length) {
    word = word << 1 | take_bits(1);
    if (fault_ != none) return 0;
    first <<= 1;
    if (word - first < from.count[length]) return from.symbols[index + word - first];
    first += from.count[length];
    index += from.count[length];
  }
  fault_ = code_not_assigned;
  return 0;
}

// A message is whole where its payload ends with a block (as a sender that leaves the tail on, or
// ends with BFINAL=1, or sends nothing at all has it), or where the payload and the tail do.
bool inflate_inspector::is_at_end() const noexcept {
  const std::uint64_t payload_end = std::uint64_t{in_.size()} * 8;
  if (!settings_.is_message) return last_.is_final;
  return at_ == payload_end || at_ == payload_end + tail.size() * 8;
}

inflate_event inflate_inspector::take_block_header() noexcept {
  const std::uint64_t begin = at_;
  last_.is_final = take_bits(1) != 0;
  const std::uint32_t type = take_bits(2);
  last_.type = static_cast<block_type>(type);
  if (fault_ == none) {
    switch (type) {
      case 0:
        take_stored_header();
        break;
      case 1:
        use_fixed_codes();
        break;
      case 2:
        take_dynamic_codes();
        break;
      default:
        fault_ = block_type_reserved;
    }
  }
  if (fault_ != none) return fail(fault_, begin);
  return make(inflate_event::kind::block, begin);
}

void inflate_inspector::take_stored_header() noexcept {
  at_ = to_octet(at_);
  stored_size_ = take_bits(16);
  const std::uint32_t complement = take_bits(16);
  if (fault_ == none && (stored_size_ ^ complement) != 0xffff) fault_ = stored_length_wrong;
  state_ = stored_size_ == 0 ? state::at_stored_end : state::in_stored;
}

// §3.2.6
void inflate_inspector::use_fixed_codes() noexcept {
  std::array<std::uint8_t, 288> lengths;
  std::fill_n(lengths.begin(), 288, std::uint8_t{8});
  std::fill(lengths.begin() + 144, lengths.begin() + 256, std::uint8_t{9});
  std::fill(lengths.begin() + 256, lengths.begin() + 280, std::uint8_t{7});
  (void)make_code(literals_, lengths, completeness::required);
  std::array<std::uint8_t, 32> fives;
  fives.fill(5);
  (void)make_code(distances_, fives, completeness::required);
  state_ = state::in_codes;
}

// §3.2.7
void inflate_inspector::take_dynamic_codes() noexcept {
  const std::uint32_t literals = take_bits(5) + 257;
  const std::uint32_t distances = take_bits(5) + 1;
  const std::uint32_t written_lengths = take_bits(4) + 4;
  if (fault_ == none && (literals > max_literals || distances > max_distances)) {
    fault_ = too_many_symbols;
  }
  std::array<std::uint8_t, code_length_codes> code_lengths{};
  for (std::uint32_t i = 0; i < written_lengths && fault_ == none; ++i) {
    code_lengths[length_order[i]] = static_cast<std::uint8_t>(take_bits(3));
  }
  if (fault_ == none) fault_ = make_code(literals_, code_lengths, completeness::required);
  std::array<std::uint8_t, max_literals + max_distances> room{};
  const auto lengths =
      std::span(room).first(std::min<std::size_t>(literals + distances, room.size()));
  if (fault_ == none) take_code_lengths(lengths);
  if (fault_ == none && lengths[end_of_block] == 0) fault_ = end_of_block_missing;
  if (fault_ == none) {
    fault_ = make_code(literals_, lengths.first(literals), completeness::not_of_one_word);
  }
  if (fault_ == none) {
    fault_ = make_code(distances_, lengths.subspan(literals), completeness::not_of_one_word);
  }
  state_ = state::in_codes;
}

// The lengths of both codes as one sequence, written in the code length code.
void inflate_inspector::take_code_lengths(std::span<std::uint8_t> lengths) noexcept {
  for (std::size_t i = 0; i < lengths.size() && fault_ == none;) {
    const std::uint32_t symbol = take_symbol(literals_);
    if (symbol < repeats.front().symbol) {
      lengths[i++] = static_cast<std::uint8_t>(symbol);
      continue;
    }
    const repeat& how = repeats[symbol - repeats.front().symbol];
    const std::uint32_t times = how.least + take_bits(how.extra_bits);
    if (fault_ == none && how.of_the_last && i == 0) fault_ = nothing_to_repeat;
    if (fault_ == none && times > lengths.size() - i) fault_ = repeat_too_long;
    if (fault_ != none) return;
    const std::uint8_t repeated = how.of_the_last ? lengths[i - 1] : std::uint8_t{0};
    std::fill_n(lengths.begin() + static_cast<std::ptrdiff_t>(i), times, repeated);
    i += times;
  }
}

inflate_event inflate_inspector::take_stored() noexcept {
  const std::uint64_t begin = at_;
  const std::uint64_t octet = at_ / 8;
  if (octet > in_.size() || stored_size_ > in_.size() - octet) {
    at_ = std::max<std::uint64_t>(at_, std::uint64_t{in_.size()} * 8);
    return fail(input_ends_early, begin);
  }
  if (stored_size_ > out_.size() - written_) return fail(no_room, begin);
  const const_bytes octets = in_.subspan(octet, stored_size_);
  std::copy(octets.begin(), octets.end(), out_.begin() + static_cast<std::ptrdiff_t>(written_));
  at_ += std::uint64_t{stored_size_} * 8;
  state_ = state::at_stored_end;
  inflate_event made = make(inflate_event::kind::stored, begin);
  made.size = stored_size_;
  written_ += stored_size_;
  return made;
}

inflate_event inflate_inspector::take_coded() noexcept {
  const std::uint64_t begin = at_;
  const std::uint32_t symbol = take_symbol(literals_);
  if (fault_ == none && symbol > end_of_block) return take_match(symbol, begin);
  // Bits of the tail: the block went on beyond the payload.
  if (fault_ == none && at_ > std::uint64_t{in_.size()} * 8) fault_ = input_ends_early;
  if (fault_ == none && symbol == end_of_block) return end_block(begin);
  if (fault_ == none && written_ == out_.size()) fault_ = no_room;
  if (fault_ != none) return fail(fault_, begin);
  inflate_event made = make(inflate_event::kind::literal, begin);
  made.size = 1;
  out_[written_++] = static_cast<std::byte>(symbol);
  return made;
}

inflate_event inflate_inspector::take_match(std::uint32_t symbol, std::uint64_t begin) noexcept {
  if (symbol >= max_literals) return fail(symbol_reserved, begin);
  const symbol_range lengths = length_range(symbol);
  const std::uint32_t size = lengths.first + take_bits(lengths.extra_bits);
  const std::uint32_t back = fault_ == none ? take_symbol(distances_) : 0;
  if (fault_ == none && back >= max_distances) fault_ = symbol_reserved;
  if (fault_ != none) return fail(fault_, begin);
  const symbol_range distances = distance_range(back);
  const std::uint32_t distance = distances.first + take_bits(distances.extra_bits);
  if (at_ > std::uint64_t{in_.size()} * 8)
    fault_ = input_ends_early;
  else if (distance > written_)
    fault_ = distance_before_start;
  else if (distance > settings_.max_distance)
    fault_ = distance_beyond_window;
  else if (size > out_.size() - written_)
    fault_ = no_room;
  if (fault_ != none) return fail(fault_, begin);
  inflate_event made = make(inflate_event::kind::match, begin);
  made.size = size;
  made.distance = distance;
  largest_distance_ = std::max(largest_distance_, distance);
  for (std::uint32_t i = 0; i < size; ++i, ++written_) out_[written_] = out_[written_ - distance];
  return made;
}

inflate_event inflate_inspector::end_block(std::uint64_t begin) noexcept {
  const inflate_event made = make(inflate_event::kind::block_end, begin);
  if (last_.is_final) at_ = to_octet(at_);  // §7.2.1: the next block begins with an octet
  state_ = state::between_blocks;
  return made;
}

inflate_event inflate_inspector::make(inflate_event::kind what,
                                      std::uint64_t begin) const noexcept {
  inflate_event made = last_;
  made.what = what;
  made.bits = {begin, at_};
  made.offset = written_;
  return made;
}

inflate_event inflate_inspector::fail(inflate_fault fault, std::uint64_t begin) noexcept {
  last_ = make(inflate_event::kind::failed, begin);
  last_.fault = fault;
  state_ = state::over;
  return last_;
}

}  // namespace wsproof
