#include "wsproof/kernels.hpp"

#include "kernels_avx2.hpp"
#include "mask_small.hpp"
#include "utf8_machine.hpp"
#include "words.hpp"

namespace wsproof {
namespace {

constexpr std::size_t word_size = sizeof(wide_word);  // octets
constexpr std::size_t block_size = 4 * word_size;

void mask_by_words(std::byte* data, std::size_t size, std::uint32_t key) noexcept {
  if (size <= max_unmask_small) {
    static_cast<void>(unmask_small(data, size, key));
    return;
  }
  // The last block is loaded first and stored last, because the loop may run into it.
  std::byte* const last = data + size - block_size;
  const auto last_word = repeated<wide_word>(key_at(key, size));
  const wide_word a = load<wide_word>(last) ^ last_word;
  const wide_word b = load<wide_word>(last + word_size) ^ last_word;
  const wide_word c = load<wide_word>(last + 2 * word_size) ^ last_word;
  const wide_word d = load<wide_word>(last + 3 * word_size) ^ last_word;

  const auto word = repeated<wide_word>(key);
  const auto flip = [word](std::byte* at) { store(at, load<wide_word>(at) ^ word); };
  for (std::byte* at = data; at < last; at += block_size) {
    flip(at);
    flip(at + word_size);
    flip(at + 2 * word_size);
    flip(at + 3 * word_size);
  }
  store(last, a);
  store(last + word_size, b);
  store(last + 2 * word_size, c);
  store(last + 3 * word_size, d);
}

bool is_ascii_block(const std::byte* data) noexcept {
  const wide_word any = load<wide_word>(data) | load<wide_word>(data + word_size) |
                        load<wide_word>(data + 2 * word_size) |
                        load<wide_word>(data + 3 * word_size);
  return ((any[0] | any[1]) & high_bits) == 0;
}

std::size_t utf8_prefix_by_words(const std::byte* data, std::size_t size) noexcept {
  std::size_t at = 0;
  std::uint64_t now = utf8::character;
  for (; size - at >= block_size; at += block_size) {
    if (now == utf8::character && is_ascii_block(data + at)) continue;
    for (std::size_t i = 0; i < block_size; ++i) now = utf8::step(now, data[at + i]);
    now &= 0x3f;
    if (now == utf8::faulty) break;
  }
  return utf8::whole_characters(data, at);
}

}  // namespace

constinit const kernels portable_kernels{"portable", mask_by_words, utf8_prefix_by_words};

const kernels& best_kernels() noexcept {
  const kernels* const fast = avx2_kernels();
  return fast != nullptr ? *fast : portable_kernels;
}

}  // namespace wsproof
