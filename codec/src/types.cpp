#include "wsproof/types.hpp"

namespace wsproof {

const_bytes as_octets(std::string_view text) noexcept {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

std::string_view as_text(const_bytes octets) noexcept {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

std::string_view name_of(opcode op) noexcept {
  switch (op) {
    case opcode::continuation:
      return "continuation";
    case opcode::text:
      return "text";
    case opcode::binary:
      return "binary";
    case opcode::close:
      return "close";
    case opcode::ping:
      return "ping";
    case opcode::pong:
      return "pong";
  }
  return "reserved";
}

}  // namespace wsproof
