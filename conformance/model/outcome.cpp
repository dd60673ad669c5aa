#include "conformance/model/outcome.hpp"

#include <algorithm>
#include <utility>

namespace wsproof::conformance {

void merge(outcome& into, outcome&& next) {
  const auto behaviour = worse(into.behaviour, next.behaviour);
  const auto close = worse(into.close, next.close);
  const auto run = into.conversations_run + next.conversations_run;
  const auto duration = into.duration_ms + next.duration_ms;
  const auto started = std::min(into.started_ms, next.started_ms);
  const bool next_is_worse =
      into.behaviour != behaviour || (next.behaviour == behaviour && into.close != close);
  if (next_is_worse || into.conversations_run == 0) into = std::move(next);
  into.behaviour = behaviour;
  into.close = close;
  into.conversations_run = run;
  into.duration_ms = duration;
  into.started_ms = started;
}

}  // namespace wsproof::conformance
