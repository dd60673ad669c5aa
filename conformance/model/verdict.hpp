// What a case may end as, and how the connection ended beside it: two words, as
// Autobahn has them, plus NOT RUN. Pure values.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace wsproof::conformance {

enum class verdict : std::uint8_t {
  ok,
  non_strict,     // works, but breaks a SHOULD or a rule that is only implied
  informational,  // measured, not judged
  unimplemented,  // the peer does not offer what the case is about
  failed,         // breaks a MUST
  not_run,        // says nothing about the peer; never looks like passed
};
inline constexpr std::size_t verdict_count = 6;

enum class close_judgement : std::uint8_t {
  ok,
  informational,
  failed,            // the wrong side failed the connection, or no opening handshake
  wrong_code,        // the peer's Close frame carried a code that does not fit
  unclean,           // a closing handshake was due and did not complete
  failed_by_client,  // the server left it to the client to drop TCP (RFC 6455
                     // §7.1.1)
};

// "OK", "NON-STRICT", ... and "WRONG CODE", ...: Autobahn's spelling. Static
// storage.
[[nodiscard]] std::string_view text_of(verdict value) noexcept;
[[nodiscard]] std::string_view text_of(close_judgement value) noexcept;

// The worse of two conversations of one case: failed, not_run, non_strict,
// unimplemented, informational, ok; and unclean and failed before wrong_code
// before failed_by_client.
[[nodiscard]] verdict worse(verdict a, verdict b) noexcept;
[[nodiscard]] close_judgement worse(close_judgement a, close_judgement b) noexcept;

// Whether a run with this result is red. `strictly` also counts NON-STRICT and
// FAILED BY CLIENT. NOT RUN is never red here: it is counted on its own (exit
// code 3).
[[nodiscard]] bool is_failure(verdict behaviour, close_judgement close,
                              bool strictly = false) noexcept;

}  // namespace wsproof::conformance
