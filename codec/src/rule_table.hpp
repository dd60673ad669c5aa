// A row of the handshake's tables: an enumerator and what there is to say of it.
#pragma once

#include "enumeration_table.hpp"
#include "wsproof/http_error.hpp"

namespace wsproof {

template <typename Code>
struct rule_row {
  Code code;
  rule_entry entry;
};

}  // namespace wsproof
