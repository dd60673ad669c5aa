// The dumb oracle: RFC 6455 §5, §7.4 and §8.1 over a whole buffer, in the obvious way. Shares no
// code with codec/. The RFC does not say which of several broken rules of one frame is reported, so
// a failure names all of them and the strict endpoint must report one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace wsproof::reference {

using octets = std::vector<std::byte>;

struct rules {
  bool from_client = true;             // who sends the stream
  bool rsv1_allowed = false;           // permessage-deflate was negotiated
  std::uint64_t max_message_size = 0;  // octets; 0: no limit
  std::uint32_t max_fragments = 0;     // frames of one message; 0: no limit
};

struct frame {
  std::uint64_t offset = 0;  // octets of the stream before it
  bool fin = false;
  int rsv = 0;     // 4 = RSV1, 2 = RSV2, 1 = RSV3
  int opcode = 0;  // 0 to 15
  std::uint64_t declared_size = 0;
  octets payload;  // unmasked; as much of it as is there
};

struct event {
  int opcode = 0;  // 1 or 2: a whole message; 8, 9, 10: a control frame
  octets payload;  // of a Close frame: the reason
  int code = 0;    // of a Close frame; 1005: it has none
};

struct failure {
  std::vector<std::string_view> names;  // enumerators of wsproof::errc: every rule that is broken
  std::uint64_t offset = 0;             // where the offending frame begins
  // The frame says so for certain. Otherwise the stream ends in the middle of a header or a Close
  // frame that is already wrong, and an endpoint may wait for the rest or not.
  bool certain = true;
};

struct transcript {
  std::vector<frame> frames;  // not the one whose header is at fault
  std::vector<event> events;  // up to the failure or the Close frame, which ends everything
  std::optional<failure> failed;
  int open_opcode = 0;  // 1 or 2: a message is open when the stream ends
  octets open_payload;  // what of it is there
  bool closed = false;  // by a Close frame
  std::uint64_t offset =
      0;  // octets before the frame that is not whole or at fault, or before the end
};

[[nodiscard]] transcript decode(std::span<const std::byte> stream, const rules& rules);

struct text_verdict {
  std::size_t valid;  // octets before the first that cannot be in any text; all of them: none
  bool complete;      // no character is cut at the end
};
[[nodiscard]] text_verdict check_utf8(std::span<const std::byte> text);

[[nodiscard]] octets masked(octets payload, std::span<const std::byte> key);
[[nodiscard]] bool may_be_sent(int close_code);
[[nodiscard]] int close_code_for(
    std::string_view rule);  // what the failing endpoint sends (§7.1.7)

}  // namespace wsproof::reference
