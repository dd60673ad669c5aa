#include "native/probes/probes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "conformance/player/player.hpp"
#include "native/probes/dialogue.hpp"

namespace wsproof::native {
namespace {

using conformance::outcome;
using conformance::verdict;

// What a probe found out; the worst finding is the verdict.
class findings {
 public:
  explicit findings(std::string expected) { result_.why.expected = std::move(expected); }

  void add(verdict value, std::string came) {
    ++result_.conversations_run;
    if (worse(value, result_.behaviour) == result_.behaviour && !result_.why.came.empty()) return;
    result_.behaviour = worse(value, result_.behaviour);
    result_.why.came = std::move(came);
  }
  [[nodiscard]] outcome take() { return std::move(result_); }

 private:
  outcome result_ = [] {
    outcome made;
    made.behaviour = verdict::ok;
    return made;
  }();
};

class prober {
 public:
  explicit prober(const probe_target& target) : target_(target) {}

  [[nodiscard]] milliseconds limit(int ms) const {
    return milliseconds{static_cast<std::int64_t>(ms * target_.patience)};
  }
  [[nodiscard]] const address& where() const { return target_.where; }

  // A good request with more lines in it.
  [[nodiscard]] std::string request(std::string_view extra) const {
    return fmt::format(
        "GET {} HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{}\r\n",
        target_.url.target, target_.url.authority(), extra);
  }

  // One request, and the time from its last octet to the answer.
  struct answer {
    bool connected = false;
    bool ended = false;  // the peer hung up
    int status = 0;
    double ms = 0;
    [[nodiscard]] bool is_silent() const { return connected && !ended && status == 0; }
  };
  [[nodiscard]] answer ask(std::string_view octets, int limit_ms) const {
    dialogue talk(where(), limit(5000));
    if (!talk.is_open()) return {};
    const bool taken = talk.say(octets, limit(limit_ms));
    const auto began = std::chrono::steady_clock::now();
    if (taken) static_cast<void>(talk.hear_head(limit(limit_ms)));
    const auto took = std::chrono::steady_clock::now() - began;
    return {true, !talk.is_open(), talk.status(),
            std::chrono::duration<double, std::milli>(took).count()};
  }

  // The fastest of three, where the first look is suspicious: the machine has other things to do.
  template <class Suspicion>
  [[nodiscard]] answer ask_again_while(std::string_view octets, Suspicion is_slow) const {
    answer best = ask(octets, 10'000);
    for (int i = 0; i < 2 && is_slow(best.ms); ++i) {
      const answer next = ask(octets, 10'000);
      if (next.ms < best.ms) best = next;
    }
    return best;
  }

  [[nodiscard]] bool is_alive() const { return ask(request(""), 2000).status == 101; }

  // What an answer to something excessive means: any end is right but silence and death.
  void judge(const answer& got, const std::string& what, findings& found) const {
    if (!got.connected)
      return found.add(verdict::failed, "no connection could be made for " + what);
    if (got.is_silent()) return found.add(verdict::failed, "no answer to " + what);
    if (got.status >= 500) {
      return found.add(verdict::non_strict, fmt::format("status {} for {}", got.status, what));
    }
    found.add(verdict::ok, fmt::format("status {} for {}", got.status, what));
  }

  void judge_life(findings& found) const {
    if (!is_alive()) found.add(verdict::failed, "the server took no good handshake afterwards");
  }

 private:
  const probe_target& target_;
};

// Whether time grew by more than `factor`; below 20 ms it says nothing.
bool grew(double before, double now, double factor) {
  return before > 20 && now / before > factor;
}

outcome large_field(const prober& run) {
  findings found("an answer or the end, in time that grows no faster than the request");
  double before = 0;
  for (const std::size_t size : {65'536u, 262'144u, 1'048'576u, 4'194'304u}) {
    const std::string request = run.request("X-Large: " + std::string(size, 'a') + "\r\n");
    const auto got = run.ask_again_while(request, [&](double ms) { return grew(before, ms, 8); });
    run.judge(got, fmt::format("a header field of {} octets", size), found);
    if (grew(before, got.ms, 8)) {
      found.add(verdict::failed,
                fmt::format("{} octets of a field took {:.0f} ms, a quarter of it {:.0f}", size,
                            got.ms, before));
    }
    before = got.ms;
  }
  run.judge_life(found);
  return found.take();
}

outcome large_body(const prober& run) {
  findings found("an answer before the body is whole, or the end of the connection");
  dialogue talk(run.where(), run.limit(5000));
  if (!talk.is_open()) {
    found.add(verdict::failed, "no connection could be made");
    return found.take();
  }
  talk.say(run.request("Content-Length: 67108864\r\n"), run.limit(5000));
  const std::string piece(16u << 10, 'x');
  for (int i = 0; i < 64 && talk.is_open() && talk.heard().empty(); ++i) {
    talk.say(piece, run.limit(5000));
    talk.pause(milliseconds{2});
  }
  const bool answered = talk.hear_head(run.limit(1000));
  if (answered && talk.status() < 500) {
    found.add(verdict::ok, fmt::format("status {}", talk.status()));
  } else if (answered) {
    found.add(verdict::non_strict, fmt::format("status {}", talk.status()));
  } else if (!talk.is_open()) {
    found.add(verdict::ok, "the connection ended");
  } else {
    found.add(verdict::informational, "it waits for all 64 MiB of the body");
  }
  run.judge_life(found);
  return found.take();
}

// Time to answer requests of doubling size: must not grow faster than they do.
void judge_growth(const prober& run, const std::string& what,
                  const std::function<std::string(std::size_t)>& lines, findings& found) {
  double before = 0;
  for (std::size_t size = 1024; size <= 32'768; size *= 2) {
    const auto is_slow = [&](double ms) {
      return ms > 1000 || (size >= 8192 && grew(before, ms, 3));
    };
    const auto got = run.ask_again_while(run.request(lines(size)), is_slow);
    const std::string which = fmt::format("{} of {} octets", what, size);
    run.judge(got, which, found);
    if (is_slow(got.ms)) {
      found.add(verdict::failed,
                fmt::format("{} took {:.0f} ms, half of it {:.0f}", which, got.ms, before));
    }
    before = got.ms;
  }
}

outcome unclosed_quote(const prober& run) {
  findings found("an answer in time that grows no faster than the request");
  judge_growth(
      run, "an extension parameter without a closing quote",
      [](std::size_t size) {
        std::string line = "Sec-WebSocket-Extensions: a; b=\"";
        for (std::size_t i = 0; i < size / 2; ++i) line += "\\c";
        return line + "\r\n";
      },
      found);
  run.judge_life(found);
  return found.take();
}

outcome empty_elements(const prober& run) {
  findings found("an answer in time that grows no faster than the request");
  for (const char* name :
       {"Connection", "Upgrade", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"}) {
    for (const auto& filling : {std::pair{"spaces", ' '}, {"tabs", '\t'}, {"commas", ','}}) {
      judge_growth(
          run, fmt::format("{} with {}", name, filling.first),
          [&](std::size_t size) {
            return fmt::format("{}: a{}b\r\n", name, std::string(size, filling.second));
          },
          found);
    }
  }
  run.judge_life(found);
  return found.take();
}

struct entry {
  std::string_view id;
  outcome (*run)(const prober&);
};

constexpr std::array probes{
    entry{"HS-S-052", large_field},
    entry{"HS-S-062", large_body},
    entry{"HS-S-081", unclosed_quote},
    entry{"HS-S-082", empty_elements},
};

}  // namespace

bool has_probe(std::string_view id) noexcept {
  return std::any_of(probes.begin(), probes.end(),
                     [&](const entry& each) { return each.id == id; });
}

outcome run_probe(const conformance::test_case& which, const probe_target& target) {
  for (const entry& each : probes) {
    if (each.id != which.id) continue;
    const auto began = std::chrono::steady_clock::now();
    outcome result = each.run(prober(target));
    const auto took = std::chrono::steady_clock::now() - began;
    result.id = which.id;
    result.why.sentence = which.says;
    result.why.section = which.section;
    result.why.likely_cause = result.behaviour == verdict::failed ? which.cause : "";
    result.duration_ms = std::chrono::duration_cast<milliseconds>(took).count();
    return result;
  }
  return conformance::not_run(which, "this program has no probe of that name");
}

bool takes_connections(const address& where, milliseconds limit) {
  return dialogue(where, limit).is_open();
}

}  // namespace wsproof::native
