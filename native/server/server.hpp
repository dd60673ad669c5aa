// Listens on one address and serves it on one loop.
#pragma once

#include <memory>
#include <vector>

#include "native/server/session.hpp"

namespace wsproof::native {

class server final : private session_owner, private watcher {
 public:
  // `listener` comes from listen_on(); `with` outlives the server.
  server(loop& in, descriptor listener, const server_limits& with);
  ~server();

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] std::size_t sessions() const noexcept { return sessions_.size(); }

  // Listens no more, closes every connection (1001) and stops the loop when all are gone, or after
  // the drain_time.
  void drain();

 private:
  void on_ready(readiness what) override;
  void on_deadline() override;
  void ended(session& which) noexcept override;
  void admit(descriptor socket);
  void finish_when_empty();

  descriptor listener_;
  std::uint16_t port_;
  std::vector<std::unique_ptr<session>> sessions_;  // each knows its place
  bool draining_ = false;
};

}  // namespace wsproof::native
