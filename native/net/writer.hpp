// What a connection has to say: the replies of one wake-up leave in one system call, straight from
// where they lie. Only what the kernel does not take at once is copied, into an outbox that lives
// as long as it holds something.
#pragma once

#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <vector>

#include "wsproof/types.hpp"

namespace wsproof::native {

// Gathers the pieces of one wake-up. Shared by the connections of a loop, empty between them.
class cork {
 public:
  static constexpr std::size_t spill_size = 64u << 10;  // octets

  cork() : spill_(spill_size) {}

 private:
  friend class writer;
  std::array<iovec, 256> pieces_{};
  std::size_t count_ = 0;
  std::vector<std::byte> spill_;  // copies of octets that do not stay
  std::size_t spilt_ = 0;         // octets of it in use
  bool last_may_grow_ = false;    // the last piece came from put()
};

class writer {
 public:
  // `data` lies in the loop's receive buffer behind what was put before, stays until flush() and
  // may be moved forward over the dead octets between the two.
  void put(int socket, cork& shared, bytes data);
  // `data` may change right after the call.
  void put_copy(int socket, cork& shared, const_bytes data);
  // Takes octets [offset, end) of a buffer that nobody else needs.
  void put_owned(int socket, cork& shared, std::vector<std::byte>&& data, std::size_t offset);

  // One write of everything gathered. False: the connection is gone.
  [[nodiscard]] bool flush(int socket, cork& shared);
  // Writes from the outbox when the socket is writable. False: the connection is gone.
  [[nodiscard]] bool send_queued(int socket);

  [[nodiscard]] std::size_t queued() const noexcept { return outbox_.size() - sent_; }  // octets
  [[nodiscard]] bool is_broken() const noexcept { return broken_; }  // takes and drops everything

 private:
  void queue(const_bytes data);
  void make_room(int socket, cork& shared);
  static void gather(cork& shared, std::byte* data, std::size_t size) noexcept;

  std::vector<std::byte> outbox_;
  std::size_t sent_ = 0;  // octets at the outbox's front that went out
  bool broken_ = false;
};

}  // namespace wsproof::native
