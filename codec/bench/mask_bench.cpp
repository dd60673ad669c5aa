#include <algorithm>
#include <cstring>
#include <memory>

#include "codec/bench/groups.hpp"
#include "codec/bench/rival_beast.hpp"
#include "codec/bench/stream.hpp"
#include "wsproof/frame.hpp"

namespace wsproof::bench {
namespace {

constexpr mask_key key{{std::byte{0x37}, std::byte{0xfa}, std::byte{0x21}, std::byte{0x3d}}};
constexpr std::size_t walk_size = 8192;  // octets: small payloads lie side by side, as in a stream

// Payloads of one size, one behind the other with a masked header's room between them. One payload
// masked again and again would measure how loads wait for the stores of the time before.
struct payloads {
  explicit payloads(std::size_t payload_size)
      : size(payload_size),
        stride(payload_size + 6),
        count(std::max<std::size_t>(1, walk_size / stride)),
        from(stride * count),
        to(stride * count) {
    std::fill(from.octets().begin(), from.octets().end(), std::byte{'a'});
  }
  std::size_t size;
  std::size_t stride;
  std::size_t count;
  aligned_room from;
  aligned_room to;  // memcpy's
};

template <class Act>
void measure_all(const group& of, const row& in, const std::string& who,
                 const std::shared_ptr<payloads>& all, Act act) {
  measure(of, in, who, [all, act] {
    std::byte* at = all->from.octets().data();
    for (std::size_t i = 0; i < all->count; ++i, at += all->stride) {
      std::size_t size = all->size;
      benchmark::DoNotOptimize(size);
      act(at, size);
    }
    benchmark::ClobberMemory();
  });
}

// What a compiler makes of the loop that everyone writes first; the key may alias the data.
[[gnu::noinline]] void octet_loop(std::byte* data, std::size_t size, const std::byte* with) {
  for (std::size_t i = 0; i < size; ++i) data[i] ^= with[i % 4];
}

}  // namespace

std::vector<group> mask_groups() {
  using kind = target::kind;
  group masks{.name = "mask",
              .title = "Masking in place, GB/s (x: time of ours)",
              .in_gb_per_s = true,
              .contenders = {"ours", "memcpy", "portable", "beast", "octet loop"}};
  const std::vector<std::pair<std::size_t, target>> sizes{
      {16, {kind::gb_per_s_at_least, 4}},
      {125, {kind::gb_per_s_at_least, 15}},
      {1024, {kind::speed_at_least, 0.9, "memcpy"}},
      {16384, {kind::speed_at_least, 1.0, "memcpy"}},
      {1048576, {kind::speed_at_least, 1.3, "memcpy"}}};
  const kernels& best = best_kernels();
  for (const auto& [size, aim] : sizes) {
    const auto all = std::make_shared<payloads>(size);
    masks.rows.push_back({.name = std::to_string(size),
                          .items = static_cast<double>(all->count),
                          .octets = static_cast<double>(size),
                          .targets = {aim}});
    const row& in = masks.rows.back();
    measure_all(masks, in, "ours", all, [&best](std::byte* data, std::size_t octets) {
      apply_mask({data, octets}, key, 0, best);
    });
    const std::ptrdiff_t apart = all->to.octets().data() - all->from.octets().data();
    measure_all(masks, in, "memcpy", all, [apart](std::byte* data, std::size_t octets) {
      std::memcpy(data + apart, data, octets);
    });
    measure_all(masks, in, "portable", all, [](std::byte* data, std::size_t octets) {
      apply_mask({data, octets}, key, 0, portable_kernels);
    });
    measure_all(masks, in, "beast", all,
                [](std::byte* data, std::size_t octets) { beast_mask(data, octets, 0x3d21fa37); });
    measure_all(masks, in, "octet loop", all, [](std::byte* data, std::size_t octets) {
      octet_loop(data, octets, key.octets.data());
    });
  }
  return {masks};
}

}  // namespace wsproof::bench
