// Echo server on WebSocket++ (Asio transport) with its permessage-deflate extension.
// C++17: the library's headers do not compile as C++20.
#include <cstdlib>
#include <iostream>
#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/extensions/permessage_deflate/enabled.hpp>
#include <websocketpp/server.hpp>

namespace {

struct deflate_config : websocketpp::config::asio {
  struct permessage_deflate_config {};
  using permessage_deflate_type =
      websocketpp::extensions::permessage_deflate::enabled<permessage_deflate_config>;
  static const std::size_t max_message_size = std::size_t{64} << 20;
};

using server = websocketpp::server<deflate_config>;

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: websocketpp_echo PORT\n";
    return 2;
  }
  server echo;
  echo.clear_access_channels(websocketpp::log::alevel::all);
  echo.clear_error_channels(websocketpp::log::elevel::all);
  echo.set_message_handler([&echo](websocketpp::connection_hdl peer, server::message_ptr message) {
    websocketpp::lib::error_code gone;  // the peer may have left: nothing to do then
    echo.send(peer, message->get_payload(), message->get_opcode(), gone);
  });
  try {
    echo.init_asio();
    echo.set_reuse_addr(true);
    echo.listen("127.0.0.1", argv[1]);
    echo.start_accept();
    std::cout << "listening on 127.0.0.1:" << argv[1] << std::endl;
    echo.run();
  } catch (const std::exception& failure) {
    std::cerr << "websocketpp_echo: " << failure.what() << '\n';
    return 3;
  }
}
