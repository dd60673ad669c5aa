// permessage-deflate for one connection: both engines as they were agreed on (RFC 7692 §7.1).
#pragma once

#include <memory>

#include "native/server/limits.hpp"
#include "wsproof/deflate_negotiation.hpp"
#include "wsproof/deflater.hpp"
#include "wsproof/endpoint.hpp"
#include "wsproof/inflater.hpp"

namespace wsproof::native {

// What permessage-deflate keeps for one connection. It stays where it is.
struct compression {
  compression(const inflater_config& in, const deflater_config& out) noexcept
      : incoming(in), outgoing(out), stage(incoming.stage()) {}
  compression(const compression&) = delete;
  compression& operator=(const compression&) = delete;
  inflater incoming;
  deflater outgoing;
  inflate_stage stage;
  bool may_pack = true;  // false: a window of 8 bits was agreed, messages go out plain (§6)
};

// For the side that plays `ours`.
[[nodiscard]] std::unique_ptr<compression> make_compression(const deflate_params& agreed, role ours,
                                                            const server_limits& limits);

}  // namespace wsproof::native
