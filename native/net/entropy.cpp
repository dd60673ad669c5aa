#include "native/net/entropy.hpp"

#include <sys/random.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace wsproof::native {
namespace {

// Without entropy no mask key may be sent (§5.3): stop rather than send a guessable one. Linux
// never fails here once it has booted, for up to 256 octets not even by a signal.
void draw(bytes out) noexcept {
  for (std::size_t done = 0; done < out.size();) {
    const std::size_t size = std::min<std::size_t>(256, out.size() - done);
    if (::getrandom(out.data() + done, size, 0) != static_cast<ssize_t>(size)) std::abort();
    done += size;
  }
}

}  // namespace

void entropy::fill(bytes out) noexcept {
  while (!out.empty()) {
    if (used_ == pool_.size()) {
      draw(pool_);
      used_ = 0;
    }
    const std::size_t size = std::min(out.size(), pool_.size() - used_);
    std::memcpy(out.data(), pool_.data() + used_, size);
    used_ += size;
    out = out.subspan(size);
  }
}

std::uint32_t entropy::word() noexcept {
  std::uint32_t value = 0;
  fill(std::as_writable_bytes(std::span(&value, 1)));
  return value;
}

mask_key entropy::new_mask_key(void* self) noexcept {
  mask_key key;
  static_cast<entropy*>(self)->fill(key.octets);
  return key;
}

}  // namespace wsproof::native
