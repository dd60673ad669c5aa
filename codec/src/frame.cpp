#include "wsproof/frame.hpp"

#include <bit>
#include <cstring>

#include "header_bits.hpp"
#include "mask_small.hpp"
#include "words.hpp"

namespace wsproof {
namespace {

// Big-endian, as all lengths on the wire (RFC 6455 §5.2: "in network byte order").
template <class Number>
Number network_order(Number value) noexcept {
  if constexpr (std::endian::native == std::endian::big) {
    return value;
  } else if constexpr (sizeof value == 2) {
    return __builtin_bswap16(value);
  } else {
    return __builtin_bswap64(value);
  }
}

length_form shortest_for(std::uint64_t payload_size) noexcept {
  if (payload_size < size_in_16_bits) return length_form::seven_bits;
  return payload_size <= 0xffff ? length_form::sixteen_bits : length_form::sixty_four_bits;
}

// Writes the mask bit and the length; returns where the next octet of the header goes.
std::byte* write_length(std::byte* to, const frame_header& header) noexcept {
  const std::uint8_t mask = header.masked ? mask_bit : 0;
  length_form form = shortest_for(header.payload_size);
  if (header.form > form) form = header.form;
  if (form == length_form::seven_bits) {
    *to = static_cast<std::byte>(mask | header.payload_size);
    return to + 1;
  }
  if (form == length_form::sixteen_bits) {
    *to = static_cast<std::byte>(mask | size_in_16_bits);
    store(to + 1, network_order(static_cast<std::uint16_t>(header.payload_size)));
    return to + 3;
  }
  *to = static_cast<std::byte>(mask | size_in_64_bits);
  store(to + 1, network_order(header.payload_size));
  return to + 9;
}

}  // namespace

header_result read_header(const_bytes input) noexcept {
  header_result result;
  if (input.size() < 2) return result;
  const auto first = std::to_integer<std::uint8_t>(input[0]);
  const auto second = std::to_integer<std::uint8_t>(input[1]);
  const std::uint8_t low = second & 0x7f;
  const bool masked = (second & mask_bit) != 0;

  const std::size_t size = size_of_header(second);
  if (input.size() < size) return result;

  frame_header& header = result.header;
  header.fin = (first & fin_bit) != 0;
  header.rsv = first >> 4 & 0x7;
  header.op = static_cast<opcode>(first & 0xf);
  header.masked = masked;
  header.payload_size = low;
  header.form = length_form::seven_bits;
  if (low == size_in_16_bits) {
    header.payload_size = network_order(load<std::uint16_t>(&input[2]));
    header.form = length_form::sixteen_bits;
  } else if (low == size_in_64_bits) {
    header.payload_size = network_order(load<std::uint64_t>(&input[2]));
    header.form = length_form::sixty_four_bits;
  }
  if (masked) std::memcpy(header.key.octets.data(), &input[size_before_key(second)], 4);
  result.size = size;
  return result;
}

std::size_t write_header(const frame_header& header,
                         std::span<std::byte, max_header_size> out) noexcept {
  out[0] = static_cast<std::byte>((header.fin ? fin_bit : 0) | (header.rsv & 0x7) << 4 |
                                  (static_cast<std::uint8_t>(header.op) & 0xf));
  std::byte* end = write_length(&out[1], header);
  if (header.masked) {
    std::memcpy(end, header.key.octets.data(), 4);
    end += 4;
  }
  return static_cast<std::size_t>(end - out.data());
}

void apply_mask(bytes data, mask_key key, std::uint64_t phase, const kernels& use) noexcept {
  const std::uint32_t word = key_at(load<std::uint32_t>(key.octets.data()), phase);
  if (data.size() <= max_unmask_small) {
    static_cast<void>(unmask_small(data.data(), data.size(), word));
  } else {
    use.mask(data.data(), data.size(), word);
  }
}

}  // namespace wsproof
