// The sending half of permessage-deflate (RFC 7692 §7.2.1): a message's octets, in any pieces, into
// the payload of a compressed message, as much at a time as the caller has room for. Wraps zlib.
//
// What goes through here must be sent, compressed and in this order: with context takeover the next
// message refers back to it. A message that is to go out plain never comes here, and then neither
// side's window knows of it (§6). One that was compressed and yet is not sent is taken back with
// discard(), which forgets all history: what later messages refer to must be what the peer has
// seen.
#pragma once

#include <cstddef>
#include <cstdint>

#include "wsproof/deflate_negotiation.hpp"
#include "wsproof/types.hpp"
#include "wsproof/zlib_memory.hpp"

namespace wsproof {

// Values outside a range become the nearest in it. zlib cannot write raw DEFLATE with a window of 8
// bits, so a side that promised 8 must not compress at all: deflate_params::may_deflate.
struct deflater_config {
  std::uint8_t window_bits = 15;   // 9-15; the agreed maximum of this side
  std::uint8_t level = 6;          // 0 (stored blocks) to 9
  std::uint8_t memory_level = 8;   // 1-9
  bool takes_context_over = true;  // false: each message begins without history
  zlib_memory memory{};
};

// What a deflater holds after its first message, at most; before that, nothing. In octets: 268 K
// with 15 and 8, 39 K with 12 and 5, 9 K with 9 and 1.
[[nodiscard]] constexpr std::size_t deflater_memory(std::uint8_t window_bits,
                                                    std::uint8_t memory_level) noexcept {
  return (std::size_t{1} << (window_bits + 2)) + (std::size_t{1} << (memory_level + 9)) + 6400;
}

// What was agreed, for the messages that `plays` sends, as far as `base` does not ask for less.
// Only where agreed.may_deflate(plays).
[[nodiscard]] deflater_config deflater_for(const deflate_params& agreed, role plays,
                                           const deflater_config& base = {}) noexcept;

// One that was moved from may only be destroyed or assigned to.
class deflater {
 public:
  struct step {
    std::size_t taken = 0;       // octets of `in`
    std::size_t given = 0;       // octets of `out`
    bool more = false;           // call again, with what is left of `in`, before anything else
    bool out_of_memory = false;  // sticky; nothing was given, and the message cannot be completed
  };

  explicit deflater(const deflater_config& config) noexcept;

  // Takes octets of a message from `in` (`ends`: they are its last). After a message's end, and
  // only then, the next call begins a new one. A message without octets becomes the one octet 00.
  // `out` has room for one octet at least; before the message ends zlib may keep what it was given.
  [[nodiscard]] step deflate(const_bytes in, bool ends, bytes out) noexcept;

  // Compresses a whole message into `out` if that takes fewer octets than the message has. 0: it
  // does not, or does not fit, or there is no memory; send the message plain, nothing came of it
  // (but history is lost unless the message was empty). Only between messages.
  [[nodiscard]] std::size_t deflate_if_smaller(const_bytes message, bytes out) noexcept;

  // Takes back the message under way, or the last one, none of which was or will be sent. The next
  // one begins without history.
  void discard() noexcept;

  // Gives the memory back where nothing in it is needed: between messages without context takeover.
  void release() noexcept;

  // Of the current message, or between messages of the last one. Once it has ended, it shrank if
  // compressed_size() < plain_size().
  [[nodiscard]] std::uint64_t plain_size() const noexcept { return plain_size_; }
  [[nodiscard]] std::uint64_t compressed_size() const noexcept { return compressed_size_; }

 private:
  enum class state : std::uint8_t { between_messages, compressing, giving_end, out_of_memory };

  void begin_message() noexcept;
  void compress(const_bytes in, bool ends, bytes out, step& done) noexcept;
  void make_end() noexcept;
  void give_end(bytes out, step& done) noexcept;

  deflater_config config_;
  zlib_handle<end_deflating> engine_;
  std::uint64_t plain_size_ = 0;       // octets
  std::uint64_t compressed_size_ = 0;  // octets
  std::byte end_[2]{};                 // what a message ends with, not yet given
  std::uint8_t end_size_ = 0;          // octets of it
  bool all_taken_ = false;             // the current message's last octet was taken
  bool has_history_ = false;           // the engine's window is not empty
  state state_ = state::between_messages;
};

}  // namespace wsproof
