// libwslay's event API: it asks for octets through a callback and hands out whole messages, with
// UTF-8 checked. It does not check that a client's frames are masked.
#pragma once

#include <memory>

#include "codec/bench/stream.hpp"

namespace wsproof::bench {

class wslay_reader {
 public:
  wslay_reader();
  ~wslay_reader();

  // Reads the stream once, cut as it says.
  [[nodiscard]] tally read(const stream& from);

 private:
  struct connection;
  std::unique_ptr<connection> connection_;
};

}  // namespace wsproof::bench
