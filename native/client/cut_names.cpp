#include "native/client/cut_names.hpp"

#include <charconv>

namespace wsproof::native {
namespace {

using conformance::cutting;
using kind = cutting::kind;

struct name {
  std::string_view text;
  kind how;
  enum class number { none, needed, optional } takes;
};

constexpr name names[] = {
    {"own", kind::own, name::number::none},
    {"whole", kind::whole, name::number::none},
    {"frames", kind::frames, name::number::none},
    {"header", kind::header_payload, name::number::none},
    {"split", kind::split, name::number::needed},
    {"pieces", kind::pieces, name::number::needed},
    {"random", kind::random, name::number::optional},
};

// Splits inside and right behind the header of a short masked frame, pieces that no header fits in.
constexpr cutting all_cuts[] = {
    {kind::own, 0},   {kind::whole, 0},  {kind::frames, 0},  {kind::header_payload, 0},
    {kind::split, 1}, {kind::split, 2},  {kind::split, 5},   {kind::split, 6},
    {kind::split, 7}, {kind::pieces, 1}, {kind::pieces, 13}, {kind::random, 1},
};

bool read_number(std::string_view text, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value > 0;
}

bool read_cut(std::string_view text, cutting& cut) {
  const std::size_t colon = text.find(':');
  for (const name& each : names) {
    if (each.text != text.substr(0, colon)) continue;
    cut = {each.how, each.how == kind::random ? 1u : 0u};
    if (colon == text.npos) return each.takes != name::number::needed;
    return each.takes != name::number::none && read_number(text.substr(colon + 1), cut.at);
  }
  return false;
}

}  // namespace

cuts_result parse_cuts(std::string_view list) {
  cuts_result result;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    const std::string_view text = list.substr(0, comma);
    list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
    if (text == "all") {
      result.cuts.insert(result.cuts.end(), std::begin(all_cuts), std::end(all_cuts));
      continue;
    }
    if (!read_cut(text, result.cuts.emplace_back())) {
      return {{},
              std::string("\"").append(text).append(
                  "\" is no cut; there are own, whole, frames, header, split:N, pieces:N, "
                  "random[:SEED] and all")};
    }
  }
  if (result.cuts.empty()) result.error = "no cut was named";
  return result;
}

}  // namespace wsproof::native
