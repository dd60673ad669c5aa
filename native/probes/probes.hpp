// What no conversation can say: octets until an answer comes, time that must stay linear. A probe
// is a short program with the id of its case; it gets an address and a budget and gives an outcome.
#pragma once

#include <chrono>
#include <string_view>

#include "conformance/model/outcome.hpp"
#include "conformance/model/test_case.hpp"
#include "native/client/url.hpp"
#include "native/net/socket.hpp"

namespace wsproof::native {

struct probe_target {
  const address& where;
  const ws_url& url;
  double patience = 1.0;  // multiplies every deadline
};

// Whether a probe has this id. The case may have conversations beside it: then both count.
[[nodiscard]] bool has_probe(std::string_view id) noexcept;

// NOT RUN where no probe has the case's id.
[[nodiscard]] conformance::outcome run_probe(const conformance::test_case& which,
                                             const probe_target& target);

// Whether a connection can be made within `limit`.
[[nodiscard]] bool takes_connections(const address& where, std::chrono::milliseconds limit);

}  // namespace wsproof::native
