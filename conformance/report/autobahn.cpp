// Autobahn's report files. The keys, their order and the white space are an interface that others
// diff, grep and sed; see docs/decisions/0011-reports-are-pure-functions.md.
#include <algorithm>
#include <array>

#include "conformance/report/values.hpp"
#include "conformance/report/writers.hpp"

namespace wsproof::conformance {
namespace {

bool is_autobahn_group(std::string_view group) {
  constexpr std::array<std::string_view, 11> groups{"1", "2", "3",  "4",  "5", "6",
                                                    "7", "9", "10", "12", "13"};
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

bool is_shown(const outcome& which, std::string_view group) {
  return which.behaviour != verdict::not_run && is_autobahn_group(group);
}

json code_or_null(const std::optional<std::uint16_t>& code) {
  return code ? json(*code) : json(nullptr);
}

json text_or_null(const std::string& text) {
  return text.empty() ? json(nullptr) : json(text);
}

std::string dump(const json& value) {
  return text_of(value, 3, true);
}

// ["message", "text of it", false] and the like; the names of Autobahn's events.
json event_value(const seen_event& event) {
  const std::string& payload = event.payload.head;
  switch (event.what) {
    case seen_event::kind::text:
      return {"message", payload, false};
    case seen_event::kind::binary:
      return {"message", payload, true};
    case seen_event::kind::ping:
      return {"ping", payload};
    case seen_event::kind::pong:
      return {"pong", payload};
    case seen_event::kind::still_open:
      return {"timeout", event.label};
  }
  return nullptr;
}

json events_value(const std::vector<seen_event>& events) {
  json list = json::array();
  for (const seen_event& event : events) list.push_back(event_value(event));
  return list;
}

template <class Key>
json counts_value(const std::map<Key, std::uint64_t>& counts) {
  json value = json::object();
  for (const auto& [key, often] : counts) value[std::to_string(key)] = often;
  return value;
}

json frame_row(const transcript_entry& entry, std::string_view kind) {
  const frame_header& header = entry.header;
  const std::string key = hex_of(as_text(const_bytes(header.key.octets)));
  return {kind,
          {entry.data.size, hex_of(entry.data.head.substr(0, 64))},
          static_cast<int>(header.op),
          header.fin,
          header.rsv,
          header.masked,
          header.masked ? json(key) : json(nullptr)};
}

json wire_log(const transcript& log) {
  json rows = json::array();
  for (const transcript_entry& entry : log.entries) {
    const bool sent = entry.way == direction::sent;
    switch (entry.what) {
      case transcript_entry::kind::octets:
        rows.push_back(
            {sent ? "TO" : "RO", {entry.data.size, hex_of(entry.data.head.substr(0, 64))}});
        break;
      case transcript_entry::kind::frame:
        rows.push_back(frame_row(entry, sent ? "TF" : "RF"));
        break;
      case transcript_entry::kind::event:
        rows.push_back({"WLM", entry.note});
        break;
    }
  }
  return rows;
}

json expected_close_value(const expected_close& wanted) {
  return {
      {"closeCode", wanted.codes}, {"closedByMe", wanted.by_us}, {"requireClean", wanted.clean}};
}

json expected_value(const outcome& which) {
  json value = json::object();
  for (const auto& [verdict, events] : which.expected) {
    value[std::string(text_of(verdict))] = events_value(events);
  }
  return value;
}

void add_ending(json& value, const outcome& which) {
  const ending& end = which.end;
  value["closedByMe"] = end.closed_by_us;
  value["failedByMe"] = end.failed_by_us;
  value["droppedByMe"] = end.dropped_by_us;
  value["wasClean"] = end.was_clean;
  value["wasNotCleanReason"] = text_or_null(end.not_clean_reason);
  value["wasServerConnectionDropTimeout"] =
      which.close == close_judgement::failed_by_client && end.timed_out;
  value["wasOpenHandshakeTimeout"] = !end.opened && end.timed_out;
  value["wasCloseHandshakeTimeout"] = end.opened && end.timed_out;
  value["localCloseCode"] = code_or_null(end.local_code);
  value["localCloseReason"] = text_or_null(end.local_reason);
  value["remoteCloseCode"] = code_or_null(end.remote_code);
  value["remoteCloseReason"] = text_or_null(end.remote_reason);
}

std::string result_text(const outcome& which) {
  if (which.behaviour == verdict::ok) return "Actual events match at least one expected.";
  return which.why.came.empty() ? "Actual events differ from any expected." : which.why.came;
}

std::string close_text(const outcome& which) {
  if (which.close == close_judgement::ok) return "Connection was properly closed";
  if (which.close == close_judgement::wrong_code) {
    std::string codes;
    for (const std::uint16_t code : which.close_wanted.codes) {
      codes += (codes.empty() ? "" : ", ") + std::to_string(code);
    }
    return "The close code should have been " + codes + " or empty";
  }
  return which.end.not_clean_reason.empty() ? std::string(text_of(which.close))
                                            : which.end.not_clean_reason;
}

json case_value(const run_report& run, const agent_report& agent, const outcome& which,
                const case_summary& about) {
  json value{{"case", 0},
             {"id", which.id},
             {"description", about.title},
             {"expectation", about.expectation},
             {"agent", agent.agent},
             {"started", run.started_at},
             {"duration", which.duration_ms},
             {"reportTime", false},
             {"reportCompressionRatio", false},
             {"behavior", text_of(which.behaviour)},
             {"behaviorClose", text_of(which.close)},
             {"expected", expected_value(which)},
             {"expectedClose", expected_close_value(which.close_wanted)},
             {"received", events_value(which.received)},
             {"result", result_text(which)},
             {"resultClose", close_text(which)},
             {"wirelog", wire_log(which.log)},
             {"createWirelog", true},
             {"isServer", agent.plays == role::client},
             {"createStats", true},
             {"rxOctetStats", counts_value(which.received_traffic.octets)},
             {"rxFrameStats", counts_value(which.received_traffic.frames)},
             {"txOctetStats", counts_value(which.sent.octets)},
             {"txFrameStats", counts_value(which.sent.frames)},
             {"httpRequest", which.http_request},
             {"httpResponse", which.http_response},
             {"trafficStats", nullptr}};
  add_ending(value, which);
  return value;
}

}  // namespace

std::string autobahn_file_name(std::string_view agent, std::string_view id) {
  std::string name;
  for (const char c : agent) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool kept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    name += kept ? lower : ' ';
  }
  const auto first = name.find_first_not_of(' ');
  const auto last = name.find_last_not_of(' ');
  name = first == name.npos ? "" : name.substr(first, last - first + 1);
  std::replace(name.begin(), name.end(), ' ', '_');
  std::string number(id);
  std::replace(number.begin(), number.end(), '.', '_');
  return name + "_case_" + number + ".json";
}

std::vector<report_file> write_autobahn(const run_report& run) {
  std::vector<report_file> files;
  json index = json::object();
  for (const agent_report& agent : run.agents) {
    json& rows = index[agent.agent] = json::object();
    for (const outcome& which : agent.outcomes) {
      const case_summary* about = find_summary(run, which.id);
      if (about == nullptr || !is_shown(which, about->group)) continue;
      const std::string file = autobahn_file_name(agent.agent, which.id);
      rows[which.id] = {{"behavior", text_of(which.behaviour)},
                        {"behaviorClose", text_of(which.close)},
                        {"duration", which.duration_ms},
                        {"remoteCloseCode", code_or_null(which.end.remote_code)},
                        {"reportfile", file}};
      json value = case_value(run, agent, which, *about);
      value["case"] = about - run.cases.data() + 1;  // Autobahn counts from 1
      files.push_back({"autobahn/" + file, dump(value)});
    }
  }
  files.push_back({"autobahn/index.json", dump(index)});
  return files;
}

}  // namespace wsproof::conformance
