// Servers that behave badly in one way each, on a free port of loopback in a thread of their own.
#pragma once

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "native/test/socket_pair.hpp"

namespace wsproof::native {

class fake_peer {
 public:
  // `act` gets each connection (blocking) and keeps it open as long as it wants to; after `lives`
  // connections nobody is accepted any more.
  explicit fake_peer(std::function<void(int socket, const std::atomic<bool>& over)> act,
                     int lives = 1 << 30)
      : act_(std::move(act)), port_(local_port(listener_.number())) {
    thread_ = std::thread([this, lives] { serve(lives); });
  }
  ~fake_peer() {
    over_ = true;
    thread_.join();
    for (std::thread& each : talks_) each.join();
  }
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

 private:
  void serve(int lives) {
    while (!over_ && lives > 0) {
      socket_result made = accept_from(listener_.number());
      if (!made.socket) {
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
        continue;
      }
      --lives;
      make_blocking(made.socket.number());
      const timeval limit{0, 50'000};  // so that it notices when it is over
      ::setsockopt(made.socket.number(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
      ::setsockopt(made.socket.number(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
      talks_.emplace_back([this, owned = std::move(made.socket)] { act_(owned.number(), over_); });
    }
    listener_.reset();
  }

  std::function<void(int, const std::atomic<bool>&)> act_;
  descriptor listener_ = listen_on_loopback();
  std::uint16_t port_;
  std::atomic<bool> over_ = false;
  std::vector<std::thread> talks_;
  std::thread thread_;
};

}  // namespace wsproof::native
