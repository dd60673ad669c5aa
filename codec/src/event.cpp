#include "wsproof/event.hpp"

#include "wsproof/closing.hpp"

namespace wsproof {

close_code code_of(const event& close) noexcept {
  return code_in(close.octets());
}

std::string_view reason_of(const event& close) noexcept {
  return close.size < 2 ? std::string_view{} : as_text(close.octets().subspan(2));
}

}  // namespace wsproof
