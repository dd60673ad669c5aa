#include "conformance/test/in_process.hpp"

#include <memory>
#include <string>
#include <utility>

namespace wsproof::conformance {

outcome run_in_process(const test_case& which, std::size_t index, const player_options& options,
                       const peer_maker& make) {
  player plays(which, index, options);
  const auto peer = make();
  std::int64_t now = 1000;
  std::string pending = peer->open();
  bool told_end = false;
  for (int acts = 0; acts < 1'000'000; ++acts) {
    const action act = plays.next(now);
    switch (act.what) {
      case action::kind::done:
        return plays.take_outcome();
      case action::kind::send:
        if (!peer->hung_up) pending += peer->hear(std::string(as_text(act.octets)));
        break;
      case action::kind::wait:
        if (!pending.empty()) {
          const std::string octets = std::exchange(pending, {});
          plays.received(as_octets(octets), now);
        } else if (peer->hung_up && !told_end) {
          told_end = true;
          plays.ended(end_of_stream::fin, now);
        } else {
          now = act.until_ms;
          plays.time_passed(now);
        }
        break;
      case action::kind::shut_down:
      case action::kind::drop:
        break;
    }
  }
  plays.cancelled("the player never came to an end");
  return plays.take_outcome();
}

outcome run_in_process(const test_case& which, const player_options& options,
                       const peer_maker& make) {
  if (conversations_of(which) == 0) return not_run(which, "a probe");
  outcome all = run_in_process(which, 0, options, make);
  for (std::size_t i = 1; i < conversations_of(which); ++i) {
    merge(all, run_in_process(which, i, options, make));
  }
  return all;
}

player_options test_options() {
  player_options options;
  auto state = std::make_shared<std::uint32_t>(7);
  options.entropy = [state] { return *state = *state * 1664525 + 1013904223; };
  return options;
}

std::string in_words(const outcome& what) {
  return what.id + " (" + what.conversation + "): " + std::string(text_of(what.behaviour)) + " / " +
         std::string(text_of(what.close)) + ": expected " + what.why.expected + ", came " +
         what.why.came;
}

}  // namespace wsproof::conformance
