// The receiving half of permessage-deflate (RFC 7692 §7.2.2): a compressed message's octets, cut
// anywhere, into plain octets, as many at a time as the caller has room for. Wraps zlib. Keeps the
// window between messages where context takeover was agreed.
//
// Every rule holds while it inflates: not one octet beyond a limit is ever given out, and the same
// message is refused or taken alike however input and output are cut. (One exception: a peer that
// reaches back beyond a window_bits below 15 that it agreed to. zlib sees that only where the octet
// is gone, so whether it is refused depends on the cuts; what is given out is right either way.)
#pragma once

#include <cstddef>
#include <cstdint>

#include "wsproof/deflate_negotiation.hpp"
#include "wsproof/endpoint_config.hpp"
#include "wsproof/error.hpp"
#include "wsproof/types.hpp"
#include "wsproof/zlib_memory.hpp"

namespace wsproof {

struct inflater_config {
  std::uint8_t window_bits = 15;   // the most the peer's deflater may use, 8-15 (else the nearest)
  bool takes_context_over = true;  // false: the peer agreed to begin each message without history
  std::uint64_t max_message_size = 16u << 20;  // octets after inflation; 0: no limit
  std::uint32_t max_ratio = 0;  // inflated octets per compressed octet; 0: no limit. DEFLATE itself
                                // ends at 1032
  std::uint64_t ratio_floor = 1u << 16;  // inflated octets that a message may have at any ratio
  zlib_memory memory{};
};

// What an inflater holds after its first compressed message, at most; before that, nothing.
[[nodiscard]] constexpr std::size_t inflater_memory(std::uint8_t window_bits) noexcept {
  return (std::size_t{1} << window_bits) + 7680;  // octets: the window and zlib's tables
}

// What was agreed, for the messages that come to `plays`; limits and memory as in `base`.
[[nodiscard]] inflater_config inflater_for(const deflate_params& agreed, role plays,
                                           const inflater_config& base = {}) noexcept;

// One that was moved from may only be destroyed or assigned to.
class inflater {
 public:
  explicit inflater(const inflater_config& config) noexcept;

  // The contract of inflate_stage. `out` has room for one octet at least. After an error every call
  // repeats it. Where a call finds octets and then an error it gives the octets, and the error
  // next.
  [[nodiscard]] inflate_stage::step inflate(const_bytes in, bool ends, bytes out) noexcept;

  // What an endpoint is given. Refers to this object: valid until that is moved or destroyed.
  [[nodiscard]] inflate_stage stage() noexcept;

  // Gives the memory back where nothing in it is needed: between messages without context takeover.
  // The next compressed message takes it anew.
  void release() noexcept;

  [[nodiscard]] errc error() const noexcept { return error_; }  // sticky
  // The error was this side's: memory was refused. It is reported as inflated_message_too_big.
  [[nodiscard]] bool is_out_of_memory() const noexcept { return out_of_memory_; }

 private:
  [[nodiscard]] errc begin_message() noexcept;
  [[nodiscard]] errc inflate_some(const_bytes in, bytes out, inflate_stage::step& done) noexcept;
  [[nodiscard]] errc note(int zlib_says) noexcept;
  [[nodiscard]] errc end_message() noexcept;
  [[nodiscard]] std::uint64_t ratio_allows(std::uint64_t compressed) const noexcept;
  [[nodiscard]] errc run_out_of_memory() noexcept;

  inflater_config config_;
  zlib_handle<end_inflating> engine_;
  std::uint64_t compressed_ = 0;  // octets of the current message taken
  std::uint64_t inflated_ = 0;    // octets of the current message given
  errc error_ = errc::none;
  bool in_message_ = false;
  bool all_taken_ = false;      // the current message's last octet was taken
  bool drained_ = true;         // what was taken has no further output
  bool between_blocks_ = true;  // and ends with a block, in the last bit of an octet
  bool out_of_memory_ = false;
};

}  // namespace wsproof
