// A driver without sockets: a player and an echo peer, time jumps whenever
// nothing moves.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "conformance/player/player.hpp"
#include "conformance/test/echo_peer.hpp"

namespace wsproof::conformance {

using peer_maker = std::function<std::unique_ptr<echo_peer>()>;

// Runs one conversation to its end.
[[nodiscard]] outcome run_in_process(const test_case& which, std::size_t index,
                                     const player_options& options, const peer_maker& make);

// All conversations of the case, merged; `not_run` for a probe.
[[nodiscard]] outcome run_in_process(const test_case& which, const player_options& options,
                                     const peer_maker& make);

// Options with a deterministic source of mask keys.
[[nodiscard]] player_options test_options();

// "2.5 (whole): FAILED / OK: expected ..., came ...": for messages of tests.
[[nodiscard]] std::string in_words(const outcome& what);

}  // namespace wsproof::conformance
