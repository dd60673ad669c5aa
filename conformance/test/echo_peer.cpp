#include "conformance/test/echo_peer.hpp"

#include <array>
#include <utility>

#include "wsproof/endpoint.hpp"
#include "wsproof/handshake.hpp"
#include "wsproof/refusal.hpp"

namespace wsproof::conformance {
namespace {

mask_key next_key(void* counter) noexcept {
  auto& count = *static_cast<std::uint32_t*>(counter);
  count = count * 1664525 + 1013904223;
  mask_key key;
  for (std::size_t i = 0; i < 4; ++i) key.octets[i] = static_cast<std::byte>(count >> (8 * i));
  return key;
}

// Echoes messages in one frame, as a server or a client, through the strict
// endpoint.
class endpoint_peer : public echo_peer {
 public:
  explicit endpoint_peer(role plays)
      : plays_(plays),
        config_(plays == role::server ? endpoint_config(scratch_)
                                      : endpoint_config(scratch_, {next_key, &seed_})),
        end_(config_) {}

  std::string open() override {
    if (plays_ == role::server) return {};
    return "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: "
           "Upgrade\r\n"
           "Sec-WebSocket-Key: "
           "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
  }

  std::string hear(std::string octets) override {
    if (opened_) return hear_frames(std::move(octets));
    if (hung_up) return {};
    head_ += octets;
    std::string said = plays_ == role::server ? answer_request() : await_answer();
    return opened_ ? said + hear_frames(std::move(head_)) : said;
  }

 protected:
  virtual std::string hear_frames(std::string octets) {
    std::string said;
    bytes input = std::as_writable_bytes(std::span(octets));
    event_batch events;
    while (const auto count = end_.read(input, events)) {
      for (const event& one : std::span(events).first(count)) said += answer(one);
    }
    // Both Close frames went over, or the connection failed: a server ends TCP.
    const bool over =
        end_.closing() == close_state::closed || end_.closing() == close_state::failed;
    if (over && plays_ == role::server) hung_up = true;
    return said;
  }

 private:
  // As a server reads a request: the head, then the rules of the upgrade.
  std::string answer_request() {
    std::array<header_field, 128> room;
    const auto read = read_request(head_, room);
    std::array<char, 1024> out{};
    std::size_t size = 0;
    if (read.error != http_error::none) {
      size = write_refusal(read.error, out);
    } else if (read.size == 0) {
      return {};
    } else if (const refusal why = check_upgrade(read.head); why != refusal::none) {
      size = write_refusal(why, out);
    } else {
      size = write_acceptance({.key = look_up(read.head.fields, "Sec-WebSocket-Key").value}, out);
      opened_ = true;
    }
    hung_up = !opened_;
    head_.erase(0, read.size);
    return {out.data(), size};
  }

  std::string await_answer() {
    const auto end = head_.find("\r\n\r\n");
    opened_ = end != head_.npos;
    if (opened_) head_.erase(0, end + 4);
    return {};
  }

  std::string answer(const event& one) {
    if (one.what == event::kind::send) return std::string(as_text(one.octets()));
    if (one.what != event::kind::message) return {};
    if (one.first) message_.clear();
    message_ += as_text(one.octets());
    if (!one.last) return {};
    frame_header header;
    header.op = one.op;
    header.payload_size = message_.size();
    header.masked = plays_ == role::client;
    if (header.masked) header.key = next_key(&seed_);
    std::array<std::byte, max_header_size> head{};
    const auto size = write_header(header, head);
    std::string echo{as_text(const_bytes(head).first(size))};
    if (header.masked) apply_mask(std::as_writable_bytes(std::span(message_)), header.key);
    return echo + message_;
  }

  role plays_;
  std::uint32_t seed_ = 1;
  std::array<std::byte, scratch_size> scratch_{};
  endpoint_config config_;
  endpoint end_;
  std::string head_, message_;
  bool opened_ = false;
};

class peer_with_faults : public endpoint_peer {
 public:
  explicit peer_with_faults(faults how) : endpoint_peer(role::server), how_(std::move(how)) {}

  std::string hear(std::string octets) override {
    if (how_.never_answers) return {};
    return endpoint_peer::hear(std::move(octets));
  }

 protected:
  std::string hear_frames(std::string octets) override {
    if (how_.hangs_up_after_handshake) hung_up = true;
    if (hung_up || octets.empty()) return {};
    if (how_.heard) how_.heard(octets);
    std::string said = endpoint_peer::hear_frames(std::move(octets));
    if (how_.spoken) how_.spoken(said, hung_up);
    return said;
  }

 private:
  faults how_;
};

}  // namespace

std::unique_ptr<echo_peer> strict_peer(role plays) {
  return std::make_unique<endpoint_peer>(plays);
}

std::unique_ptr<echo_peer> faulty_peer(faults how) {
  return std::make_unique<peer_with_faults>(std::move(how));
}

}  // namespace wsproof::conformance
