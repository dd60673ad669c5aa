#include "kernels_avx2.hpp"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#include <array>

#include "mask_small.hpp"
#include "utf8_machine.hpp"

#define WSPROOF_AVX2 __attribute__((target("avx2")))
#define WSPROOF_AVX2_INLINE [[gnu::always_inline]] inline WSPROOF_AVX2

namespace wsproof {
namespace {

constexpr std::size_t vector_size = 32;              // octets
constexpr std::size_t block_size = 2 * vector_size;  // of text
constexpr std::size_t mask_run = 4 * vector_size;

WSPROOF_AVX2_INLINE __m256i load_vector(const std::byte* from) noexcept {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i_u*>(from));
}

WSPROOF_AVX2_INLINE void store_vector(std::byte* to, __m256i vector) noexcept {
  _mm256_storeu_si256(reinterpret_cast<__m256i_u*>(to), vector);
}

WSPROOF_AVX2_INLINE __m256i key_vector(std::uint32_t key) noexcept {
  return _mm256_set1_epi32(static_cast<int>(key));
}

WSPROOF_AVX2_INLINE __m256i repeated_octet(unsigned octet) noexcept {
  return _mm256_set1_epi8(static_cast<char>(octet));
}

// The front, up to the first whole vector at an aligned place, and the last run are loaded before
// and stored after the aligned runs between, which run into both.
WSPROOF_AVX2 void mask_avx2(std::byte* data, std::size_t size, std::uint32_t key) noexcept {
  if (size <= max_unmask_small) {
    static_cast<void>(unmask_small(data, size, key));
    return;
  }
  const __m256i front = load_vector(data) ^ key_vector(key);
  std::byte* const last = data + size - mask_run;
  const __m256i last_key = key_vector(key_at(key, size));
  const __m256i a = load_vector(last) ^ last_key;
  const __m256i b = load_vector(last + vector_size) ^ last_key;
  const __m256i c = load_vector(last + 2 * vector_size) ^ last_key;
  const __m256i d = load_vector(last + 3 * vector_size) ^ last_key;

  const std::size_t skipped = -reinterpret_cast<std::uintptr_t>(data) % vector_size;
  const __m256i run_key = key_vector(key_at(key, skipped));
  for (std::byte* at = data + skipped; at < last; at += mask_run) {
    for (std::size_t i = 0; i < mask_run; i += vector_size) {
      store_vector(at + i, load_vector(at + i) ^ run_key);
    }
  }
  store_vector(data, front);
  store_vector(last, a);
  store_vector(last + vector_size, b);
  store_vector(last + 2 * vector_size, c);
  store_vector(last + 3 * vector_size, d);
}

// UTF-8, 32 octets at once. A fault shows in two octets side by side, seen through three sets of
// nibbles (the upper and the lower one of the octet before, the upper one of the octet): each way
// to be wrong is a bit that must be in all three. Only where two continuations follow one another
// must one look further back: whether a lead of three or four octets is there.
struct wrong_pair {
  std::uint16_t upper_before;  // sets of nibbles, bit n for nibble n
  std::uint16_t lower_before;
  std::uint16_t upper;
};

constexpr std::uint16_t ascii = 0x00ff;         // 0-7
constexpr std::uint16_t continuation = 0x0f00;  // 8-B
constexpr std::uint16_t lead = 0xf000;          // C-F
constexpr std::uint16_t any = 0xffff;

constexpr std::array<wrong_pair, 8> wrong_pairs{{
    {lead, any, ascii | lead},          // a character is cut short
    {ascii, any, continuation},         // a continuation of nothing
    {1 << 0xc, 0x0003, continuation},   // C0, C1: too long a form
    {1 << 0xe, 1 << 0x0, 0x0300},       // E0 80-9F: too long a form
    {1 << 0xe, 1 << 0xd, 0x0c00},       // ED A0-BF: a surrogate
    {1 << 0xf, 0xfff0, 0x0e00},         // F4 90-BF, F5-FF: beyond U+10FFFF
    {1 << 0xf, 0xffe1, 1 << 0x8},       // F0 80-8F: too long a form; F5-FF 80-8F: beyond
    {continuation, any, continuation},  // right after a lead of three or four, else wrong
}};
constexpr unsigned two_continuations = 0x80;  // the last row's bit

using nibble_table = std::array<std::uint8_t, 16>;

consteval nibble_table make_table(std::uint16_t wrong_pair::*set) {
  nibble_table table{};
  for (std::size_t rule = 0; rule < wrong_pairs.size(); ++rule) {
    for (std::size_t nibble = 0; nibble < table.size(); ++nibble) {
      if ((wrong_pairs[rule].*set >> nibble & 1) != 0) {
        table[nibble] = static_cast<std::uint8_t>(table[nibble] | 1 << rule);
      }
    }
  }
  return table;
}

constexpr nibble_table upper_before_table = make_table(&wrong_pair::upper_before);
constexpr nibble_table lower_before_table = make_table(&wrong_pair::lower_before);
constexpr nibble_table upper_table = make_table(&wrong_pair::upper);

WSPROOF_AVX2_INLINE __m256i look_up(const nibble_table& table, __m256i nibbles) noexcept {
  const auto* const at = reinterpret_cast<const __m128i_u*>(table.data());
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(_mm_loadu_si128(at)), nibbles);
}

// The octets one, two and three places before each of a vector's.
struct vectors_before {
  __m256i one, two, three;
};

// Where `before` is the vector that comes right before `octets`.
WSPROOF_AVX2_INLINE vectors_before shifted(__m256i octets, __m256i before) noexcept {
  const __m256i middle = _mm256_permute2x128_si256(before, octets, 0x21);
  return {_mm256_alignr_epi8(octets, middle, 15), _mm256_alignr_epi8(octets, middle, 14),
          _mm256_alignr_epi8(octets, middle, 13)};
}

// Not zero somewhere: a fault at or before that octet.
WSPROOF_AVX2_INLINE __m256i faults(__m256i octets, const vectors_before& before) noexcept {
  const __m256i low_nibble = repeated_octet(0x0f);
  const __m256i upper_one = _mm256_srli_epi16(before.one, 4) & low_nibble;
  const __m256i upper = _mm256_srli_epi16(octets, 4) & low_nibble;
  const __m256i pairs = look_up(upper_before_table, upper_one) &
                        look_up(lower_before_table, before.one & low_nibble) &
                        look_up(upper_table, upper);
  // The highest bit is set from E0 on two places back, from F0 on three places back.
  const __m256i continued = _mm256_subs_epu8(before.two, repeated_octet(0xe0 - 0x80)) |
                            _mm256_subs_epu8(before.three, repeated_octet(0xf0 - 0x80));
  return pairs ^ (continued & repeated_octet(two_continuations));
}

WSPROOF_AVX2_INLINE bool is_zero(__m256i vector) noexcept {
  return _mm256_testz_si256(vector, vector) != 0;
}

// The vector at `data`, which is not the first: three octets before it are read too.
WSPROOF_AVX2_INLINE bool is_faultless(const std::byte* data) noexcept {
  return is_zero(faults(load_vector(data),
                        {load_vector(data - 1), load_vector(data - 2), load_vector(data - 3)}));
}

// The one or two vectors that are left at `at`, behind `before`; returns how far they are
// faultless. The second overlaps the first.
WSPROOF_AVX2_INLINE std::size_t take_last_vectors(const std::byte* data, std::size_t size,
                                                  std::size_t at, __m256i before) noexcept {
  if (size - at >= vector_size) {
    const __m256i last = load_vector(data + at);
    if (!is_zero(faults(last, shifted(last, before)))) return at;
    at += vector_size;
  }
  const bool fits = size > at && size >= vector_size + 3;
  return fits && is_faultless(data + size - vector_size) ? size : at;
}

WSPROOF_AVX2 std::size_t utf8_prefix_avx2(const std::byte* data, std::size_t size) noexcept {
  std::size_t at = 0;
  __m256i before = _mm256_setzero_si256();  // the last vector that was not ASCII
  bool cut = false;                         // it lies right before `at`: a character may be cut
  for (; size - at >= block_size; at += block_size) {
    const __m256i low = load_vector(data + at);
    const __m256i high = load_vector(data + at + vector_size);
    if (_mm256_movemask_epi8(low | high) == 0) {
      if (cut && utf8::whole_characters(data, at) != at) return utf8::whole_characters(data, at);
      cut = false;
    } else {
      if (!is_zero(faults(low, shifted(low, before)) | faults(high, shifted(high, low)))) {
        return utf8::whole_characters(data, at);
      }
      cut = true;
      before = high;
    }
  }
  return utf8::whole_characters(data, take_last_vectors(data, size, at, before));
}

constinit const kernels table{"avx2", mask_avx2, utf8_prefix_avx2};

// Whether the operating system keeps the upper halves of the registers.
bool keeps_vectors() noexcept {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (low & 0x6) == 0x6;  // XMM and YMM
}

bool has_avx2() noexcept {
  unsigned eax = 0;
  unsigned ebx = 0;
  unsigned ecx = 0;
  unsigned edx = 0;
  if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0) return false;
  if ((ecx & bit_OSXSAVE) == 0 || (ecx & bit_AVX) == 0 || !keeps_vectors()) return false;
  return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (ebx & bit_AVX2) != 0;
}

}  // namespace

const kernels* avx2_kernels() noexcept {
  return has_avx2() ? &table : nullptr;
}

}  // namespace wsproof

#else

namespace wsproof {

const kernels* avx2_kernels() noexcept {
  return nullptr;
}

}  // namespace wsproof

#endif
