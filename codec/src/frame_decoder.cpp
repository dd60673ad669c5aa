#include "wsproof/frame_decoder.hpp"

#include <algorithm>
#include <cstring>

#include "header_bits.hpp"
#include "mask_small.hpp"
#include "words.hpp"

namespace wsproof {
namespace {

constexpr opcode opcode_in(std::uint8_t first_octet) noexcept {
  return static_cast<opcode>(first_octet & 0x0f);
}

// §5.2: RSV1-3 "MUST be 0 unless an extension is negotiated"; RFC 7692 §6.1 allows RSV1 on the
// first frame of a message only.
constexpr errc judge_reserved_bits(std::uint8_t octet, frame_rules rules) noexcept {
  if ((octet & rsv_bits) == 0) return errc::none;
  if ((octet & rsv_bits) != rsv1_bit || !rules.allow_rsv1) return errc::reserved_bit_set;
  if (is_reserved(opcode_in(octet))) return errc::none;  // the opcode is the greater fault
  if (is_control(opcode_in(octet))) return errc::compressed_control_frame;
  if (opcode_in(octet) == opcode::continuation) return errc::compressed_continuation;
  return errc::none;
}

constexpr errc judge_first_octet(std::uint8_t octet, frame_rules rules) noexcept {
  if (const errc fault = judge_reserved_bits(octet, rules); fault != errc::none) return fault;
  if (is_reserved(opcode_in(octet))) return errc::reserved_opcode;
  if (is_control(opcode_in(octet)) && (octet & fin_bit) == 0) return errc::control_frame_fragmented;
  return errc::none;
}

constexpr errc judge_second_octet(std::uint8_t first, std::uint8_t second,
                                  frame_rules rules) noexcept {
  const bool masked = (second & mask_bit) != 0;
  if (rules.reads_from == role::client && !masked) return errc::frame_not_masked;  // §5.1
  if (rules.reads_from == role::server && masked) return errc::frame_masked;       // §5.1
  if (is_control(opcode_in(first)) && (second & 0x7f) > max_control_payload_size) {
    return errc::control_frame_too_long;  // §5.5
  }
  return errc::none;
}

// §5.2: "the minimal number of bytes MUST be used to encode the length", "the most significant
// bit MUST be 0".
constexpr errc judge_length(const frame_header& header) noexcept {
  if (header.form == length_form::sixteen_bits && header.payload_size < 126) {
    return errc::length_not_minimal;
  }
  if (header.form == length_form::sixty_four_bits) {
    if (header.payload_size >> 63 != 0) return errc::length_msb_set;
    if (header.payload_size <= 0xffff) return errc::length_not_minimal;
  }
  return errc::none;
}

// The first rule that the octets of a header, as many as there are, break.
constexpr errc judge_start(const_bytes octets, frame_rules rules) noexcept {
  if (octets.empty()) return errc::none;
  const auto first = static_cast<std::uint8_t>(octets[0]);
  const errc fault = judge_first_octet(first, rules);
  if (fault != errc::none || octets.size() < 2) return fault;
  return judge_second_octet(first, static_cast<std::uint8_t>(octets[1]), rules);
}

}  // namespace

frame_piece frame_decoder::next(bytes& input, const kernels& use) noexcept {
  if (state_ == state::reading_header && !take_header(input)) {
    if (state_ != state::failed) return {};
  }
  if (state_ == state::failed) return {.what = frame_piece::kind::failed, .error = error_};
  if (state_ == state::reading_payload && input.empty()) return {};
  return take_payload(input, use);
}

// Whether a whole header was taken. Octets of one that is not whole are kept in partial_.
bool frame_decoder::take_header(bytes& input) noexcept {
  if (input.empty()) return false;
  if (partial_size_ == 0) {
    frame_offset_ = next_offset_;
    if (accept_header(input)) {
      input = input.subspan(static_cast<std::size_t>(next_offset_ - frame_offset_ - remaining_));
      return true;
    }
  }
  while (!input.empty() && state_ != state::failed) {
    // The first two octets one by one, as each may break a rule; then all the rest.
    const std::size_t wanted =
        partial_size_ < 2
            ? 1
            : size_of_header(std::to_integer<std::uint8_t>(partial_[1])) - partial_size_;
    const std::size_t size = std::min(wanted, input.size());
    std::memcpy(&partial_[partial_size_], input.data(), size);
    partial_size_ = static_cast<std::uint8_t>(partial_size_ + size);
    input = input.subspan(size);
    if (accept_header(const_bytes(partial_).first(partial_size_))) {
      partial_size_ = 0;
      return true;
    }
  }
  return false;
}

// Judges the header at the front of `octets` and, if it is whole, makes its frame the current one.
bool frame_decoder::accept_header(const_bytes octets) noexcept {
  error_ = judge_start(octets, rules_);
  const header_result read = read_header(octets);
  if (error_ == errc::none && read.size != 0) error_ = judge_length(read.header);
  if (error_ != errc::none) {
    state_ = state::failed;
    return false;
  }
  if (read.size == 0) return false;
  first_octet_ = static_cast<std::uint8_t>(octets[0]);
  key_ = load<std::uint32_t>(read.header.key.octets.data());
  remaining_ = read.header.payload_size;
  next_offset_ = frame_offset_ + read.size + remaining_;
  state_ = state::announcing_frame;
  return true;
}

// `octets` are the next ones of the payload, wherever it was cut.
void frame_decoder::unmask(bytes octets, const kernels& use) noexcept {
  if (!is_masked()) return;
  if (octets.size() <= max_unmask_small) {
    static_cast<void>(unmask_small(octets.data(), octets.size(), key_));
  } else {
    use.mask(octets.data(), octets.size(), key_);
  }
  key_ = key_at(key_, octets.size());
}

void frame_decoder::take_inside(bytes octets, const kernels& use) noexcept {
  unmask(octets, use);
  remaining_ -= octets.size();
}

frame_piece frame_decoder::take_payload(bytes& input, const kernels& use) noexcept {
  const bool all = remaining_ <= input.size();
  const std::size_t size = all ? static_cast<std::size_t>(remaining_) : input.size();
  frame_piece piece{.what = frame_piece::kind::payload,
                    .op = opcode_in(first_octet_),
                    .fin = (first_octet_ & fin_bit) != 0,
                    .rsv1 = (first_octet_ & rsv1_bit) != 0,
                    .first = state_ == state::announcing_frame,
                    .last = all,
                    .payload = input.first(size),
                    .frame_size = remaining_};
  input = input.subspan(size);
  remaining_ -= size;
  unmask(piece.payload, use);
  state_ = all ? state::reading_header : state::reading_payload;
  return piece;
}

void frame_decoder::put_back(bytes& input, std::size_t size, const kernels& use) noexcept {
  if (size == 0) return;
  const bytes returned{input.data() - size, size};
  if (is_masked()) {
    key_ = key_at(key_, 0 - size);
    use.mask(returned.data(), size, key_);
  }
  input = {returned.data(), size + input.size()};
  remaining_ += size;
  state_ = state::reading_payload;
}

}  // namespace wsproof
