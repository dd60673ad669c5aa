#include "conformance/cases/families.hpp"

#include <utility>

namespace wsproof::conformance {

test_case family::of(std::string id, std::string title, play frames) const {
  test_case made;
  made.id = std::move(id);
  made.title = std::move(title);
  made.says = says;
  made.section = section;
  made.requirement = requirement;
  made.cause = cause;
  made.frames = std::move(frames);
  return made;
}

const family& long_control_frames() {
  static const family shared{.says =
                                 "All control frames MUST have a payload length of 125 bytes or "
                                 "less and MUST NOT be fragmented.",
                             .section = "RFC 6455 §5.5",
                             .requirement = "RFC6455-5.5-a",
                             .cause = "the length of control frames is not looked at"};
  return shared;
}

play fragmented(const frame_words& message, std::uint64_t size) {
  if (size == 0 || message.body.size() <= size) return {send(message)};
  play steps;
  const std::string all = message.body.octets();
  for (std::size_t at = 0; at < all.size(); at += size) {
    frame_words part = at == 0 ? message : more_of({});
    part.body = all.substr(at, size);
    part.fin = at + size >= all.size();
    steps.push_back(send(part));
  }
  return steps;
}

}  // namespace wsproof::conformance
