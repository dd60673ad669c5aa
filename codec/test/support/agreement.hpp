// Whether an endpoint said of a stream what the reference says of it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "codec/test/support/hex.hpp"
#include "codec/test/support/listener.hpp"
#include "fuzz/reference/reference.hpp"
#include "wsproof/error.hpp"

namespace wsproof::test {

[[nodiscard]] inline std::string in_words(const std::vector<reference::event>& events) {
  std::string result;
  for (const auto& e : events) {
    result += "  " + std::to_string(e.opcode) + " " + std::to_string(e.code) + " " +
              hex_of(e.payload) + "\n";
  }
  return result;
}

[[nodiscard]] inline bool are_same(const std::vector<reference::event>& a,
                                   const std::vector<reference::event>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.opcode == y.opcode && x.code == y.code && x.payload == y.payload;
  });
}

// What the endpoint owes in return: a pong for each ping (§5.5.2), a Close with the same code
// (§5.5.1), a Close with the failure's code (§7.1.7).
[[nodiscard]] inline std::vector<reference::event> replies_owed(const heard& heard) {
  std::vector<reference::event> owed;
  for (const auto& e : heard.events) {
    if (e.opcode == 9) owed.push_back({10, e.payload, 0});
    if (e.opcode == 8) owed.push_back({8, {}, e.code});
  }
  if (heard.failed) {
    owed.push_back({8, {}, reference::close_code_for(describe(*heard.failed).name)});
  }
  return owed;
}

// Whether the endpoint said what the reference says of the stream; the difference in words if not.
[[nodiscard]] inline testing::AssertionResult agrees(const heard& heard,
                                                     const reference::transcript& expected,
                                                     bool endpoint_is_client) {
  const auto wrong = [](std::string words) { return testing::AssertionFailure() << words; };
  if (!heard.unsound.empty()) return wrong(std::string(heard.unsound));
  if (!are_same(heard.events, expected.events)) {
    return wrong("events\n" + in_words(heard.events) + "expected\n" + in_words(expected.events));
  }
  if (heard.failed) {
    const auto name = describe(*heard.failed).name;
    if (!expected.failed) return wrong("failed without cause: " + std::string(name));
    const auto& names = expected.failed->names;
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      return wrong("failed with " + std::string(name) + " and not " + std::string(names[0]));
    }
  } else if (expected.failed && expected.failed->certain) {
    return wrong("did not fail with " + std::string(expected.failed->names[0]));
  } else if (heard.open_opcode != 0 && heard.open_opcode != expected.open_opcode) {
    return wrong("a message is open that should not be");
  } else if (heard.open_payload != expected.open_payload) {
    return wrong("open message: " + hex_of(heard.open_payload));
  }
  if (heard.failed && heard.offset != expected.offset) {
    return wrong("offset " + std::to_string(heard.offset) + " and not " +
                 std::to_string(expected.offset));
  }
  auto sent = reference::decode(heard.sent, {.from_client = endpoint_is_client});
  for (auto& e : sent.events) {
    if (e.opcode == 8) e.payload.clear();  // the reason is the endpoint's own affair
  }
  if (sent.failed || sent.offset != heard.sent.size() ||
      !are_same(sent.events, replies_owed(heard))) {
    return wrong("replies: " + hex_of(heard.sent, 300));
  }
  return testing::AssertionSuccess();
}

}  // namespace wsproof::test
