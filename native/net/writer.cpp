#include "native/net/writer.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "native/net/socket.hpp"

namespace wsproof::native {
namespace {

// Moving this many octets costs less than one more piece in the system call.
constexpr std::size_t cheap_to_move = 256;

std::byte* end_of(const iovec& piece) noexcept {
  return static_cast<std::byte*>(piece.iov_base) + piece.iov_len;
}

}  // namespace

void writer::queue(const_bytes data) {
  if (sent_ > outbox_.size() / 2) {
    outbox_.erase(outbox_.begin(), outbox_.begin() + static_cast<std::ptrdiff_t>(sent_));
    sent_ = 0;
  }
  outbox_.insert(outbox_.end(), data.begin(), data.end());
}

void writer::make_room(int socket, cork& shared) {
  if (shared.count_ == shared.pieces_.size() || shared.spilt_ == shared.spill_.size()) {
    static_cast<void>(flush(socket, shared));
  }
}

void writer::gather(cork& shared, std::byte* data, std::size_t size) noexcept {
  if (shared.count_ > 0 && end_of(shared.pieces_[shared.count_ - 1]) == data) {
    shared.pieces_[shared.count_ - 1].iov_len += size;
  } else {
    shared.pieces_[shared.count_++] = {data, size};
  }
}

void writer::put(int socket, cork& shared, bytes data) {
  make_room(socket, shared);
  if (broken_) return;
  if (queued() > 0) return queue(data);
  if (shared.last_may_grow_ && data.size() <= cheap_to_move) {
    std::byte* end = end_of(shared.pieces_[shared.count_ - 1]);
    std::memmove(end, data.data(), data.size());
    data = {end, data.size()};
  }
  gather(shared, data.data(), data.size());
  shared.last_may_grow_ = true;
}

void writer::put_copy(int socket, cork& shared, const_bytes data) {
  while (!data.empty()) {
    make_room(socket, shared);
    if (broken_) return;
    if (queued() > 0) return queue(data);
    const std::size_t size = std::min(data.size(), shared.spill_.size() - shared.spilt_);
    std::byte* copy = shared.spill_.data() + shared.spilt_;
    std::memcpy(copy, data.data(), size);
    shared.spilt_ += size;
    gather(shared, copy, size);
    shared.last_may_grow_ = false;
    data = data.subspan(size);
  }
}

void writer::put_owned(int socket, cork& shared, std::vector<std::byte>&& data,
                       std::size_t offset) {
  std::vector<std::byte> taken = std::move(data);
  if (!flush(socket, shared) || offset >= taken.size()) return;
  if (queued() > 0) return queue(const_bytes(taken).subspan(offset));
  iovec whole{taken.data() + offset, taken.size() - offset};
  const io_result result = send(socket, {&whole, 1});
  broken_ = result.status == io_status::failed;
  if (broken_ || offset + result.size == taken.size()) return;
  outbox_ = std::move(taken);
  sent_ = offset + result.size;
}

bool writer::flush(int socket, cork& shared) {
  const std::span<iovec> pieces = std::span(shared.pieces_).first(shared.count_);
  shared.count_ = shared.spilt_ = 0;
  shared.last_may_grow_ = false;
  if (pieces.empty() || broken_) return !broken_;
  const io_result result = send(socket, pieces);
  broken_ = result.status == io_status::failed;
  if (broken_) return false;
  std::size_t taken = result.size;
  for (const iovec& piece : pieces) {
    const std::size_t skipped = std::min(taken, piece.iov_len);
    taken -= skipped;
    queue({static_cast<std::byte*>(piece.iov_base) + skipped, piece.iov_len - skipped});
  }
  return true;
}

bool writer::send_queued(int socket) {
  if (queued() == 0) return !broken_;
  iovec rest{outbox_.data() + sent_, queued()};
  const io_result result = send(socket, {&rest, 1});
  broken_ = result.status == io_status::failed;
  sent_ += result.size;
  if (queued() == 0) {
    outbox_ = {};  // an idle connection owns no memory
    sent_ = 0;
  }
  return !broken_;
}

}  // namespace wsproof::native
