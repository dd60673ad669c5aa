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
