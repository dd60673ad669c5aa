// What an endpoint is given: its role, its limits, where mask keys come from, the loop's scratch,
// and the stage that inflates its messages where permessage-deflate was negotiated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "wsproof/error.hpp"
#include "wsproof/kernels.hpp"
#include "wsproof/message_check.hpp"
#include "wsproof/types.hpp"

namespace wsproof {

// Inflates one connection's compressed messages; made by wsproof::deflate. `inflate` takes octets
// of a message's payload from `in` (`ends`: they are its last), puts plain octets into `out` and
// sets `more` while it has more of them for an `out` with room. After a message's end, and only
// then, the next call begins a new message.
struct inflate_stage {
  struct step {
    std::size_t taken = 0;  // octets of `in`
    std::size_t given = 0;  // octets of `out`
    bool more = false;      // call again, with what is left of `in`, before anything else
    errc error = errc::none;
  };
  step (*inflate)(void* self, const_bytes in, bool ends, bytes out) noexcept = nullptr;
  void* self = nullptr;
};

// Where a client's mask keys come from: fresh and unpredictable for every frame (§5.3, §10.3).
struct mask_source {
  mask_key (*next)(void* self) noexcept;
  void* self;
};

inline constexpr std::size_t scratch_size = 16384;  // octets
using scratch_bytes = std::span<std::byte, scratch_size>;

// What the endpoints of a loop share. Outlives them and does not change while one exists.
class endpoint_config {
 public:
  // `scratch` is used during read() only, for replies and inflated octets; one serves a whole loop.
  explicit endpoint_config(scratch_bytes scratch) noexcept : scratch_(scratch) {}  // of a server
  endpoint_config(scratch_bytes scratch, mask_source masks) noexcept               // of a client
      : scratch_(scratch), masks_(masks) {}

  message_limits limits{.max_size = 16u << 20, .max_fragments = 0};  // before inflation
  const kernels* use = &portable_kernels;

  [[nodiscard]] role plays() const noexcept;
  [[nodiscard]] mask_key new_mask_key() const noexcept;  // client only
  [[nodiscard]] bytes scratch() const noexcept { return scratch_; }

 private:
  scratch_bytes scratch_;
  mask_source masks_{};
};

}  // namespace wsproof
