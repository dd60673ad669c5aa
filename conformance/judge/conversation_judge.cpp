#include "conformance/judge/conversation_judge.hpp"

#include <algorithm>

namespace wsproof::conformance {
namespace {

std::string listed(const std::vector<std::uint16_t>& codes) {
  std::string all;
  for (const auto code : codes) all += (all.empty() ? "" : ", ") + std::to_string(code);
  return all;
}

std::string due(const conversation_facts& facts) {
  if (facts.must_fail) {
    return "the connection to be failed, with close code " + listed(facts.wanted.codes) +
           " if there is a Close frame";
  }
  return "a closing handshake, answered with close code " + listed(facts.wanted.codes);
}

std::string how_it_ended(const ending& end) {
  const std::string tcp = end.reset ? "a reset of TCP" : "the end of TCP";
  if (end.remote_code) {
    return "a Close frame with code " + std::to_string(*end.remote_code) +
           (end.closed_by_us ? " in answer to ours" : "");
  }
  if (end.was_clean) return "a Close frame without a code";
  if (end.timed_out) return "nothing: the connection stayed open until the deadline";
  return tcp + " without a Close frame";
}

// A peer that vanished is not one that rejected: it answered nothing after the
// handshake and sent no Close frame.
bool hung_up(const conversation_facts& facts) {
  const bool said_close = facts.end.remote_code || facts.end.was_clean;
  return !facts.proven_alive && !said_close && !facts.end.timed_out;
}

judgement failed(explanation why) {
  judgement made;
  made.behaviour = verdict::failed;
  made.why = std::move(why);
  return made;
}

std::string usual_cause(const test_case& which, const std::string& came) {
  if (came.find("masked") != came.npos) {
    return "a server must not mask what it sends, a client must";
  }
  return which.cause;
}

// The first thing that makes the conversation FAILED by itself; no `expected`
// where nothing does.
explanation hard_fault(const test_case& which, const conversation_facts& facts) {
  const auto wanted = facts.instead_of.empty() ? due(facts) : facts.instead_of;
  for (const offence& one : facts.offences) {
    if (!one.is_fatal) continue;
    return {"frames that keep the standard", one.says, "", one.section,
            usual_cause(which, one.says)};
  }
  if (facts.flooded) {
    return {wanted, "more octets than were ever asked for", which.says, which.section, ""};
  }
  if (!facts.unexpected.empty()) {
    return {wanted, facts.unexpected, which.says, which.section, which.cause};
  }
  if (hung_up(facts)) {
    return {facts.missing.empty() ? due(facts) : facts.missing,
            how_it_ended(facts.end) + " right after the opening handshake", which.says,
            which.section, "the peer hangs up; that is not a rejection"};
  }
  if (facts.stayed_open) {
    return {due(facts), "the connection stayed open", which.says, which.section, which.cause};
  }
  return {};
}

judgement judge_events(const test_case& which, const conversation& talk,
                       const conversation_facts& facts) {
  if (auto fault = hard_fault(which, facts); !fault.expected.empty()) {
    return failed(std::move(fault));
  }
  judgement made;
  made.behaviour = verdict::ok;
  if (!facts.missing.empty()) {
    made.why = {facts.missing, how_it_ended(facts.end), which.says, which.section, which.cause};
    // Replies owed before a failure may be lost, but only where they were not
    // waited for.
    const bool pre_empted = facts.must_fail && !facts.polite && !facts.end.timed_out;
    made.behaviour = pre_empted ? verdict::non_strict : talk.when_missing;
  } else if (facts.was_late) {
    made.behaviour = verdict::non_strict;
    made.why = {"the connection to be failed as soon as the fault was there",
                "it was failed only when the message ended", which.says, which.section,
                "text is checked when the whole message is there"};
  } else if (!facts.offences.empty()) {
    made.behaviour = verdict::non_strict;
    made.why = {"frames that keep the standard", facts.offences.front().says, "",
                facts.offences.front().section, "what is queued is sent behind the Close frame"};
  } else if (facts.skipped_pongs) {
    made.behaviour = verdict::non_strict;
    made.why = {"a pong for each ping", "pongs for the most recent pings only",
                "the endpoint MAY elect to send a Pong frame for only the most "
                "recently "
                "processed Ping frame",
                "RFC 6455 §5.5.3", ""};
  }
  return made;
}

void explain_close(judgement& made, const test_case& which, const conversation_facts& facts) {
  if (made.close == close_judgement::ok || !made.why.expected.empty()) return;
  made.why.expected = due(facts);
  made.why.came = how_it_ended(facts.end);
  made.why.sentence = which.says;
  made.why.section = which.section;
  if (made.close == close_judgement::failed_by_client) {
    made.why = {"the server to end TCP after the closing handshake",
                "TCP was still open at the deadline",
                "the underlying TCP connection, in most normal cases, SHOULD "
                "be closed first by "
                "the server",
                "RFC 6455 §7.1.1", ""};
  }
}

}  // namespace

close_judgement judge_close(const conversation_facts& facts) {
  const ending& end = facts.end;
  if (facts.wanted.by_us != end.closed_by_us) return close_judgement::failed;
  if (facts.wanted.clean && !end.was_clean) return close_judgement::unclean;
  const auto& codes = facts.wanted.codes;
  if (end.remote_code && std::find(codes.begin(), codes.end(), *end.remote_code) == codes.end()) {
    return close_judgement::wrong_code;
  }
  if (facts.peer == role::server && end.dropped_by_us) return close_judgement::failed_by_client;
  return close_judgement::ok;
}

judgement judge(const test_case& which, const conversation& talk, const conversation_facts& facts) {
  judgement made = judge_events(which, talk, facts);
  made.close = judge_close(facts);
  if (which.judged.informational && !hung_up(facts)) {
    made.behaviour = verdict::informational;
    made.close = close_judgement::informational;
    return made;
  }
  if (facts.closes_only) made.close = close_judgement::ok;
  const bool fatal = (which.judged.wrong_code_fails && made.close == close_judgement::wrong_code) ||
                     (which.judged.wrong_closer_fails && made.close == close_judgement::failed);
  if (fatal) made.behaviour = verdict::failed;
  explain_close(made, which, facts);
  return made;
}

}  // namespace wsproof::conformance
