#include "native/client/case_client.hpp"

#include <charconv>

namespace wsproof::native {
namespace {

// In a query (RFC 3986 §3.4).
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result;
  for (const char each : text) {
    const auto value = static_cast<unsigned char>(each);
    const bool plain = (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') ||
                       (each >= '0' && each <= '9') || each == '-' || each == '.' || each == '_';
    if (plain) {
      result += each;
    } else {
      result.append({'%', digits[value >> 4], digits[value & 15]});
    }
  }
  return result;
}

std::string target_of(const ws_url& url, const std::string& rest) {
  const std::string path = url.target.substr(0, url.target.find('?'));
  return (path.ends_with('/') ? path : path + "/") + rest;
}

}  // namespace

case_client_result run_case_client(client_room& shared, const ws_url& url, const address& where,
                                   const std::function<void(std::size_t)>& on_case) {
  case_client_result result;
  std::string count;
  client_session asking(shared, url, target_of(url, "getCaseCount"), false, &count);
  if (!asking.run(where)) {
    result.error = "getCaseCount: " + asking.error();
    return result;
  }
  const auto read = std::from_chars(count.data(), count.data() + count.size(), result.cases);
  if (read.ec != std::errc{}) {
    result.error = "getCaseCount did not answer with a number";
    return result;
  }
  const std::string agent = "agent=" + percent_encoded(shared.agent);
  for (std::size_t i = 1; i <= result.cases && !shared.turns.is_stopped(); ++i) {
    on_case(i);
    client_session playing(shared, url,
                           target_of(url, "runCase?case=" + std::to_string(i) + "&" + agent), true);
    if (playing.run(where)) {
      ++result.opened;
    } else if (result.error.empty()) {
      result.error = "case " + std::to_string(i) + ": " + playing.error();
    }
  }
  std::string nothing;
  client_session reporting(shared, url, target_of(url, "updateReports?" + agent), false, &nothing);
  if (!shared.turns.is_stopped() && !reporting.run(where) && result.error.empty()) {
    result.error = "updateReports: " + reporting.error();
  }
  if (shared.turns.is_stopped()) result.error = "interrupted";
  return result;
}

}  // namespace wsproof::native
