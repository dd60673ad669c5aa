#include "wsproof/endpoint_config.hpp"

namespace wsproof {

role endpoint_config::plays() const noexcept {
  return masks_.next == nullptr ? role::server : role::client;
}

mask_key endpoint_config::new_mask_key() const noexcept {
  return masks_.next(masks_.self);
}

}  // namespace wsproof
