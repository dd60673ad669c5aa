#include "conformance/report/values.hpp"

namespace wsproof::conformance {
namespace {

std::string_view text_of(direction way) {
  return way == direction::sent ? "sent" : "received";
}

std::string_view text_of(seen_event::kind what) {
  switch (what) {
    case seen_event::kind::text:
      return "text";
    case seen_event::kind::binary:
      return "binary";
    case seen_event::kind::ping:
      return "ping";
    case seen_event::kind::pong:
      return "pong";
    case seen_event::kind::still_open:
      return "still open";
  }
  return "text";
}

ordered_json value_of(const explanation& why) {
  return {{"expected", why.expected},
          {"came", why.came},
          {"sentence", why.sentence},
          {"section", why.section},
          {"likely_cause", why.likely_cause}};
}

ordered_json value_of(const std::optional<std::uint16_t>& code) {
  return code ? ordered_json(*code) : ordered_json(nullptr);
}

ordered_json value_of(const ending& end) {
  return {{"opened", end.opened},
          {"closed_by_us", end.closed_by_us},
          {"failed_by_us", end.failed_by_us},
          {"dropped_by_us", end.dropped_by_us},
          {"was_clean", end.was_clean},
          {"reset", end.reset},
          {"timed_out", end.timed_out},
          {"not_clean_reason", end.not_clean_reason},
          {"local_code", value_of(end.local_code)},
          {"local_reason", end.local_reason},
          {"remote_code", value_of(end.remote_code)},
          {"remote_reason", end.remote_reason}};
}

ordered_json value_of(const seen_event& event) {
  ordered_json value = conformance::value_of(event.payload);
  value["what"] = text_of(event.what);
  if (!event.label.empty()) value["label"] = event.label;
  return value;
}

ordered_json value_of(const std::vector<seen_event>& events) {
  ordered_json list = ordered_json::array();
  for (const seen_event& event : events) list.push_back(value_of(event));
  return list;
}

ordered_json value_of(const stream_range& range) {
  return {range.begin, range.end};
}

ordered_json value_of(const transcript_entry& entry) {
  ordered_json value{{"at_ms", entry.at_ms}, {"way", text_of(entry.way)}};
  switch (entry.what) {
    case transcript_entry::kind::event:
      value["event"] = entry.note;
      return value;
    case transcript_entry::kind::octets:
      value["octets"] = conformance::value_of(entry.data);
      value["where"] = value_of(entry.where);
      return value;
    case transcript_entry::kind::frame:
      break;
  }
  const frame_header& header = entry.header;
  value["frame"] = {{"opcode", static_cast<int>(header.op)},
                    {"name", name_of(header.op)},
                    {"fin", header.fin},
                    {"rsv", header.rsv},
                    {"masked", header.masked},
                    {"size", header.payload_size}};
  value["octets"] = conformance::value_of(entry.data);
  value["where"] = value_of(entry.where);
  if (!entry.note.empty()) value["note"] = entry.note;
  return value;
}

ordered_json value_of(const transcript& log) {
  ordered_json entries = ordered_json::array();
  for (const transcript_entry& entry : log.entries) entries.push_back(value_of(entry));
  ordered_json offences = ordered_json::array();
  for (const offence& one : log.offences) {
    offences.push_back(
        {{"where", value_of(one.where)}, {"says", one.says}, {"section", one.section}});
  }
  return {{"entries", std::move(entries)},
          {"offences", std::move(offences)},
          {"left_out", log.left_out}};
}

ordered_json value_of(const outcome::traffic& traffic) {
  ordered_json octets = ordered_json::object();
  for (const auto& [size, often] : traffic.octets) octets[std::to_string(size)] = often;
  ordered_json frames = ordered_json::object();
  for (const auto& [op, often] : traffic.frames) frames[std::to_string(op)] = often;
  return {{"octets", std::move(octets)}, {"frames", std::move(frames)}};
}

ordered_json value_of(const agent_report& agent) {
  ordered_json outcomes = ordered_json::array();
  for (const outcome& one : agent.outcomes) outcomes.push_back(conformance::value_of(one));
  return {{"agent", agent.agent},
          {"url", agent.url},
          {"role", agent.plays == role::server ? "server" : "client"},
          {"stopped_because", agent.stopped_because},
          {"outcomes", std::move(outcomes)}};
}

template <class Json>
std::string dump(const Json& value, int indent, bool ascii) {
  return value.dump(indent, ' ', ascii, Json::error_handler_t::replace);
}

}  // namespace

std::string hex_of(std::string_view octets) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * octets.size());
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    hex += digits[octet >> 4];
    hex += digits[octet & 15];
  }
  return hex;
}

ordered_json value_of(const kept_octets& octets) {
  ordered_json value{{"size", octets.size}, {"hex", hex_of(octets.head)}};
  if (!octets.is_whole()) value["digest"] = octets.digest;
  return value;
}

ordered_json value_of(const case_summary& which) {
  return {{"id", which.id},
          {"group", which.group},
          {"title", which.title},
          {"expectation", which.expectation},
          {"says", which.says},
          {"section", which.section},
          {"requirement", which.requirement}};
}

ordered_json value_of(const outcome& which) {
  ordered_json expected = ordered_json::object();
  for (const auto& [verdict, events] : which.expected) {
    expected[std::string(text_of(verdict))] = value_of(events);
  }
  return {{"id", which.id},
          {"verdict", text_of(which.behaviour)},
          {"close", text_of(which.close)},
          {"duration_ms", which.duration_ms},
          {"started_ms", which.started_ms},
          {"why", value_of(which.why)},
          {"conversation", which.conversation},
          {"conversations", which.conversations_run},
          {"ending", value_of(which.end)},
          {"close_wanted",
           {{"by_us", which.close_wanted.by_us},
            {"clean", which.close_wanted.clean},
            {"codes", which.close_wanted.codes}}},
          {"expected", std::move(expected)},
          {"received", value_of(which.received)},
          {"request", which.http_request},
          {"response", which.http_response},
          {"sent", value_of(which.sent)},
          {"received_traffic", value_of(which.received_traffic)},
          {"transcript", value_of(which.log)}};
}

ordered_json value_of(const run_report& run) {
  ordered_json cases = ordered_json::array();
  for (const case_summary& one : run.cases) cases.push_back(value_of(one));
  ordered_json agents = ordered_json::array();
  for (const agent_report& one : run.agents) agents.push_back(value_of(one));
  return {{"schema", "wsproof-report"},     {"version", run_report::schema_version},
          {"wsproof", run.wsproof_version}, {"started_at", run.started_at},
          {"duration_ms", run.duration_ms}, {"settings", run.settings},
          {"cases", std::move(cases)},      {"agents", std::move(agents)}};
}

std::string text_of(const json& value, int indent, bool ascii) {
  return dump(value, indent, ascii);
}
std::string text_of(const ordered_json& value, int indent, bool ascii) {
  return dump(value, indent, ascii);
}

}  // namespace wsproof::conformance
