#include "codec/bench/rival_beast.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace wsproof::bench {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;

// The opening handshake, then the frames, over and over. What is written goes nowhere.
class memory_stream {
 public:
  using executor_type = net::io_context::executor_type;
  explicit memory_stream(net::io_context& context) : executor_(context.get_executor()) {}
  [[nodiscard]] executor_type get_executor() const noexcept { return executor_; }

  void put(std::string_view text) { rest_ = left_ = as_octets(text); }
  void repeat(const stream& frames) { frames_ = &frames; }

  template <class Buffers>
  std::size_t read_some(const Buffers& buffers, beast::error_code& error) {
    error = {};
    if (rest_.empty()) rewind();
    if (left_.empty()) {
      left_ = rest_.first(*cut_++);
    }
    const std::size_t size = net::buffer_copy(buffers, net::buffer(left_.data(), left_.size()));
    left_ = left_.subspan(size);
    rest_ = rest_.subspan(size);
    return size;
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers) {
    beast::error_code error;
    return read_some(buffers, error);
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, beast::error_code& error) {
    error = {};
    return beast::buffer_bytes(buffers);
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers) {
    return beast::buffer_bytes(buffers);
  }
  friend void beast_close_socket(memory_stream& /*self*/) {}
  friend void teardown(beast::role_type /*role*/, memory_stream& /*self*/,
                       beast::error_code& error) {
    error = {};
  }

 private:
  void rewind() {
    rest_ = frames_->octets.octets();
    left_ = {};
    cut_ = frames_->cuts.data();
  }

  executor_type executor_;
  const stream* frames_ = nullptr;
  const_bytes rest_;                  // of the stream
  const_bytes left_;                  // of the piece being fed
  const std::size_t* cut_ = nullptr;  // the next piece's size
};

constexpr std::string_view request =
    "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

}  // namespace

struct beast_reader::connection {
  net::io_context context;
  beast::websocket::stream<memory_stream> socket{context};
  std::array<std::byte, 131072> room;  // a whole message fits
};

beast_reader::beast_reader() : connection_(std::make_unique<connection>()) {
  connection_->socket.next_layer().put(request);
  beast::error_code error;
  connection_->socket.accept(error);
  if (error) {
    std::fprintf(stderr, "codec_bench: Beast refuses the handshake: %s\n", error.message().c_str());
    std::exit(3);
  }
}

beast_reader::~beast_reader() = default;

tally beast_reader::read(const stream& from) {
  auto& socket = connection_->socket;
  socket.next_layer().repeat(from);
  tally seen;
  std::byte* const room = connection_->room.data();
  while (seen.messages < from.expected.messages) {
    std::size_t size = 0;
    do {
      beast::error_code error;
      size += socket.read_some(net::buffer(room + size, connection_->room.size() - size), error);
      if (error) return {};
    } while (!socket.is_message_done());
    seen.add(room, size, true);
    ++seen.messages;
  }
  return seen;
}

void beast_mask(std::byte* data, std::size_t size, std::uint32_t key) {
  namespace detail = beast::websocket::detail;
  detail::prepared_key prepared;
  detail::prepare_key(prepared, key);
  detail::mask_inplace(net::mutable_buffer(data, size), prepared);
}

bool beast_is_utf8(std::string_view text) {
  return beast::websocket::detail::check_utf8(text.data(), text.size());
}

}  // namespace wsproof::bench
