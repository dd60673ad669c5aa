#include "native/client/url.hpp"

#include <charconv>

namespace wsproof::native {
namespace {

bool take_front(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool read_port(std::string_view text, std::uint16_t& port) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port != 0;
}

bool is_clean(std::string_view text) {
  for (const char each : text) {
    if (static_cast<unsigned char>(each) <= ' ' || static_cast<unsigned char>(each) >= 0x7f) {
      return false;
    }
  }
  return true;
}

// "host", "host:port", "[::1]:port".
std::string read_authority(std::string_view text, ws_url& url) {
  std::string_view port;
  if (take_front(text, "[")) {
    const std::size_t end = text.find(']');
    if (end == text.npos) return "the bracket of an IPv6 address is not closed";
    url.host = text.substr(0, end);
    port = text.substr(end + 1);
  } else {
    const std::size_t colon = text.find(':');
    url.host = text.substr(0, colon);
    if (colon != text.npos) port = text.substr(colon);
  }
  if (url.host.empty()) return "there is no host in it";
  if (port.empty()) return {};
  if (!take_front(port, ":") || !read_port(port, url.port)) return "its port is not 1 to 65535";
  return {};
}

}  // namespace

std::string ws_url::authority() const {
  const bool bare = host.find(':') == host.npos;
  const std::string name = bare ? host : "[" + host + "]";
  return port == 80 ? name : name + ":" + std::to_string(port);
}

url_result parse_url(std::string_view text) {
  url_result result;
  result.url.text = text;
  if (!is_clean(text)) return {{}, "a space or another octet that must be percent-encoded"};
  if (text.starts_with("wss://") || text.starts_with("https://")) {
    return {{}, "TLS is not supported yet; use ws://"};
  }
  if (!take_front(text, "ws://") && !take_front(text, "http://") && text.find("://") != text.npos) {
    return {{}, "its scheme is not ws"};
  }
  const std::size_t end = text.find_first_of("/?#");
  result.error = read_authority(text.substr(0, end), result.url);
  if (end == text.npos) return result;
  const std::string_view target = text.substr(end);
  if (target.find('#') != target.npos) {
    result.error = "a fragment identifier must not be in a WebSocket URI (RFC 6455 section 3)";
  }
  result.url.target = (target.front() == '/' ? "" : "/") + std::string(target);
  return result;
}

}  // namespace wsproof::native
