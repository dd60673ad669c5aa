// The families of cases; each appends its own to `cases`. One file per section
// of the standard.
#pragma once

#include <string>
#include <vector>

#include "conformance/model/test_case.hpp"

namespace wsproof::conformance {

void add_framing_cases(std::vector<test_case>& cases);         // 1: whole messages of every length
void add_ping_cases(std::vector<test_case>& cases);            // 2
void add_reserved_cases(std::vector<test_case>& cases);        // 3 and 4: bits and opcodes
void add_fragmentation_cases(std::vector<test_case>& cases);   // 5
void add_text_cases(std::vector<test_case>& cases);            // 6
void add_closing_cases(std::vector<test_case>& cases);         // 7
void add_auto_fragment_cases(std::vector<test_case>& cases);   // 10
void add_request_line_cases(std::vector<test_case>& cases);    // HS-S: start line, Host
void add_request_field_cases(std::vector<test_case>& cases);   // HS-S: Upgrade, Connection, key
void add_request_syntax_cases(std::vector<test_case>& cases);  // HS-S: field syntax, bodies, cuts
void add_negotiation_cases(std::vector<test_case>& cases);     // HS-S: subprotocols, extensions

// What the cases of one file have in common.
struct family {
  std::string says, section, requirement, cause;

  [[nodiscard]] test_case of(std::string id, std::string title, play frames) const;
};

// Control frames of more than 125 octets: pings in one file, Close frames in another.
[[nodiscard]] const family& long_control_frames();

// `message` as frames of `size` octets each (0: one frame).
[[nodiscard]] play fragmented(const frame_words& message, std::uint64_t size);

}  // namespace wsproof::conformance
