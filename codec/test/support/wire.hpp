// Frames as a peer may put them on the wire, rightly or wrongly. Written without the codec: what
// it reads must not come from what it writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "codec/test/support/hex.hpp"

namespace wsproof::test {

struct wire_frame {
  int opcode = 1;
  octets payload{};  // before masking
  bool fin = true;
  int rsv = 0;                              // 4 = RSV1, 2 = RSV2, 1 = RSV3
  int length_octets = 0;                    // 1, 3 or 9: how the length is written; 0: the shortest
  bool mask_flipped = false;                // the mask bit is what it must not be
  std::uint32_t key = 0x3d21fa37;           // as it lies: 37 fa 21 3d
  std::optional<std::uint64_t> declared{};  // a length that is not the payload's
};

using wire_stream = std::vector<wire_frame>;

inline void append(octets& out, const wire_frame& frame, bool from_client) {
  const auto put = [&](std::uint64_t value) { out.push_back(static_cast<std::byte>(value & 255)); };
  const std::uint64_t size = frame.declared.value_or(frame.payload.size());
  const bool is_masked = from_client != frame.mask_flipped;
  const std::uint64_t mask_bit = is_masked ? 128 : 0;
  put(static_cast<std::uint64_t>((frame.fin ? 128 : 0) | (frame.rsv & 7) << 4 |
                                 (frame.opcode & 15)));
  const int shortest = size < 126 ? 1 : size < 65536 ? 3 : 9;
  const int form = frame.length_octets == 0 ? shortest : frame.length_octets;
  put(mask_bit | (form == 1 ? size & 127 : form == 3 ? 126 : 127));
  for (int i = form - 2; i >= 0; --i) put(size >> 8 * i);
  for (int i = 0; is_masked && i < 4; ++i) put(frame.key >> 8 * i);
  for (std::size_t i = 0; i < frame.payload.size(); ++i) {
    const auto pad = static_cast<std::byte>(is_masked ? frame.key >> 8 * (i % 4) & 255 : 0);
    out.push_back(frame.payload[i] ^ pad);
  }
}

[[nodiscard]] inline octets wire(const wire_stream& frames, bool from_client) {
  octets result;
  for (const wire_frame& frame : frames) append(result, frame, from_client);
  return result;
}

}  // namespace wsproof::test
