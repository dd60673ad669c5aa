#include "conformance/player/encode.hpp"

#include <algorithm>

#include "wsproof/header_list.hpp"

namespace wsproof::conformance {
namespace {

std::string filled_in(std::string line, const request_names& names) {
  const std::pair<std::string_view, const std::string*> places[] = {
      {"{host}", &names.host}, {"{target}", &names.target}, {"{key}", &names.key}};
  for (const auto& [place, value] : places) {
    const auto at = line.find(place);
    if (at != line.npos) line.replace(at, place.size(), *value);
  }
  return line;
}

// A small generator: the cuts of one seed are the same everywhere.
std::uint64_t next_random(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15;  // splitmix64
  std::uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

std::vector<std::size_t> places_of(const batch& what, cutting how, std::uint64_t before) {
  std::vector<std::size_t> places;
  switch (how.how) {
    case cutting::kind::own:
    case cutting::kind::whole:
      break;
    case cutting::kind::frames:
      places = what.frame_ends;
      break;
    case cutting::kind::header_payload:
      std::merge(what.frame_ends.begin(), what.frame_ends.end(), what.header_ends.begin(),
                 what.header_ends.end(), std::back_inserter(places));
      break;
    case cutting::kind::split:
      if (how.at > before) places.push_back(static_cast<std::size_t>(how.at - before));
      break;
    case cutting::kind::pieces:
      for (std::size_t at = how.at; how.at != 0 && at < what.octets.size(); at += how.at) {
        places.push_back(at);
      }
      break;
    case cutting::kind::random:
      for (std::uint64_t state = how.at + before, at = 0; at < what.octets.size();) {
        at += 1 + next_random(state) % 16;
        places.push_back(static_cast<std::size_t>(at));
      }
      break;
  }
  return places;
}

}  // namespace

encoded_frame encode(const frame_words& frame, role sender, mask_key fresh) {
  encoded_frame made;
  made.header.op = frame.op;
  made.header.fin = frame.fin;
  made.header.rsv = frame.rsv;
  made.header.form = frame.form;
  made.header.masked = (sender == role::client) != frame.wrong_mask;
  if (made.header.masked) made.header.key = frame.key.value_or(fresh);
  made.header.payload_size = frame.declared.value_or(frame.body.size());
  std::array<std::byte, max_header_size> head{};
  made.header_size = write_header(made.header, head);
  made.octets = as_text(const_bytes(head).first(made.header_size));
  made.octets += frame.body.octets();
  if (made.header.masked) {
    const bytes all = std::as_writable_bytes(std::span(made.octets));
    apply_mask(all.subspan(made.header_size), made.header.key);
  }
  return made;
}

std::string encode(const request_words& request, const request_names& names) {
  if (!request.raw.empty()) return filled_in(request.raw, names);
  std::string all = filled_in(request.start, names) + request.line_end;
  bool has_agent = names.agent.empty();
  for (const std::string& line : request.lines) {
    all += filled_in(line, names) + request.line_end;
    has_agent |= line.starts_with("User-Agent:");
  }
  if (!has_agent) all += "User-Agent: " + names.agent + request.line_end;
  return all + request.line_end + request.after;
}

std::string value_in(const request_words& request, std::string_view name) {
  std::string joined;
  for (const std::string_view line : request.lines) {
    const auto colon = line.find(':');
    if (colon == line.npos || !equal_ignoring_case(line.substr(0, colon), name)) continue;
    if (!joined.empty()) joined += ", ";
    joined += trim(line.substr(colon + 1));
  }
  return joined;
}

std::vector<std::string> cut(const batch& what, cutting how, std::uint64_t before) {
  std::vector<std::string> writes;
  std::size_t from = 0;
  auto places = places_of(what, how, before);
  places.push_back(what.octets.size());
  for (const std::size_t place : places) {
    const std::size_t to = std::min(place, what.octets.size());
    if (to <= from) continue;
    writes.push_back(what.octets.substr(from, to - from));
    from = to;
  }
  return writes;
}

}  // namespace wsproof::conformance
