// JSON values of the model, for the writers. Octets are hex: JSON has no octets.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "conformance/model/run_report.hpp"

namespace wsproof::conformance {

using json = nlohmann::json;                  // keys in alphabetical order
using ordered_json = nlohmann::ordered_json;  // keys as they were put

[[nodiscard]] std::string hex_of(std::string_view octets);
[[nodiscard]] ordered_json value_of(const kept_octets& octets);
[[nodiscard]] ordered_json value_of(const case_summary& which);
[[nodiscard]] ordered_json value_of(const outcome& which);
[[nodiscard]] ordered_json value_of(const run_report& run);

// Text out, whatever octets its strings hold: what is not UTF-8 becomes U+FFFD.
[[nodiscard]] std::string text_of(const json& value, int indent, bool ascii = false);
[[nodiscard]] std::string text_of(const ordered_json& value, int indent, bool ascii = false);

}  // namespace wsproof::conformance
