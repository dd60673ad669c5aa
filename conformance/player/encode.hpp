// Frame words and request words -> octets, and octets -> writes. Pure
// functions.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "conformance/model/frame_words.hpp"
#include "conformance/model/opening.hpp"
#include "conformance/model/test_case.hpp"
#include "wsproof/types.hpp"

namespace wsproof::conformance {

struct encoded_frame {
  frame_header header;          // as written
  std::size_t header_size = 0;  // octets
  std::string octets;           // header and payload, masked where the header says so
};

// `sender` decides about the mask; `fresh` is the key where the words have
// none.
[[nodiscard]] encoded_frame encode(const frame_words& frame, role sender, mask_key fresh);

struct request_names {
  std::string host, target, key, agent;
};
[[nodiscard]] std::string encode(const request_words& request, const request_names& names);

// The values of a request's fields of this name, joined by commas, as a right
// server reads them.
[[nodiscard]] std::string value_in(const request_words& request, std::string_view name);

// Where writes may be cut: behind which octets of the batch a frame or its
// header ends.
struct batch {
  std::string octets;
  std::vector<std::size_t> frame_ends;
  std::vector<std::size_t> header_ends;
};

// The batch as writes. `before`: octets cut earlier in the same conversation,
// so that a split is a place in the whole of it.
[[nodiscard]] std::vector<std::string> cut(const batch& what, cutting how, std::uint64_t before);

}  // namespace wsproof::conformance
