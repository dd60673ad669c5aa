// Streams of masked frames and the ways they are cut, the same for every contender.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "wsproof/types.hpp"

namespace wsproof::bench {

// Memory at 64 octets past a page: copies between two of these never meet the slow case of
// `rep movsb` (source and target 1 to 31 octets apart, modulo a page).
class aligned_room {
 public:
  explicit aligned_room(std::size_t size);
  [[nodiscard]] bytes octets() const noexcept { return octets_; }

 private:
  std::unique_ptr<std::byte[]> memory_;
  bytes octets_;
};

// What a contender saw of a stream. All must see the same, which is checked before measuring.
struct tally {
  std::uint64_t messages = 0;
  std::uint64_t octets = 0;  // of payload
  std::uint64_t sum = 0;     // of each message's first octet
  friend bool operator==(const tally&, const tally&) = default;

  void add(const std::byte* data, std::size_t size, bool first) noexcept {
    octets += size;
    if (first && size != 0) sum += std::to_integer<std::uint64_t>(*data);
  }
};

struct stream {
  aligned_room octets;
  std::vector<std::size_t> cuts;  // sizes of the pieces it is fed in; their sum is its size
  tally expected;
};

// About 64 Ki octets of frames of `payload_size` octets, from a client. `cut`: fed in pieces of 1
// to 64 octets (from a fixed seed), else in one piece.
[[nodiscard]] stream make_stream(opcode op, std::size_t payload_size, bool cut);

}  // namespace wsproof::bench
