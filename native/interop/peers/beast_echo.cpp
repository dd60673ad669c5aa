// Echo server on Boost.Beast: one coroutine a connection, one thread.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdlib>
#include <iostream>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;

namespace {

asio::awaitable<void> echo(tcp::socket socket) try {
  websocket::stream<beast::tcp_stream> stream{std::move(socket)};
  stream.set_option(websocket::stream_base::timeout::suggested(beast::role_type::server));
  websocket::permessage_deflate deflate;
  deflate.server_enable = true;
  stream.set_option(deflate);
  stream.read_message_max(std::size_t{64} << 20);

  co_await stream.async_accept(asio::use_awaitable);
  for (beast::flat_buffer message;;) {
    co_await stream.async_read(message, asio::use_awaitable);
    stream.text(stream.got_text());
    co_await stream.async_write(message.data(), asio::use_awaitable);
    message.consume(message.size());
  }
} catch (const boost::system::system_error&) {
  // The library has answered a faulty or closing peer already.
}

asio::awaitable<void> serve(tcp::endpoint address) {
  tcp::acceptor acceptor{co_await asio::this_coro::executor, address};
  std::cout << "listening on " << address << std::endl;
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    co_spawn(acceptor.get_executor(), echo(std::move(socket)), asio::detached);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: beast_echo PORT\n";
    return 2;
  }
  const auto port = static_cast<asio::ip::port_type>(std::atoi(argv[1]));
  asio::io_context loop{1};
  co_spawn(loop, serve({asio::ip::address_v4::loopback(), port}), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
  try {
    loop.run();
  } catch (const std::exception& failure) {
    std::cerr << "beast_echo: " << failure.what() << '\n';
    return 3;
  }
}
