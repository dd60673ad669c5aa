#include "conformance/model/step.hpp"

#include <utility>

namespace wsproof::conformance {
namespace {

step of_kind(step::kind what) {
  step made;
  made.what = what;
  return made;
}

step with_frame(step::kind what, frame_words frame) {
  step made = of_kind(what);
  made.frame = std::move(frame);
  return made;
}

step with_codes(step::kind what, std::vector<std::uint16_t> codes) {
  step made = of_kind(what);
  made.codes = std::move(codes);
  return made;
}

}  // namespace

step send(frame_words frame) {
  return with_frame(step::kind::send, std::move(frame));
}
step expect(frame_words frame) {
  return with_frame(step::kind::expect, std::move(frame));
}
step still_open() {
  return of_kind(step::kind::still_open);
}
step should_fail() {
  return of_kind(step::kind::should_fail);
}

step send_octets(std::string raw) {
  step made = of_kind(step::kind::send_octets);
  made.raw = std::move(raw);
  return made;
}

step send_start(frame_words frame, std::uint64_t part) {
  step made = with_frame(step::kind::send_start, std::move(frame));
  made.part = part;
  return made;
}

step send_rest(std::uint64_t part) {
  step made = of_kind(step::kind::send_rest);
  made.part = part;
  return made;
}

step closes_with(std::vector<std::uint16_t> codes) {
  return with_codes(step::kind::closes_with, std::move(codes));
}

step answers_close(std::vector<std::uint16_t> codes) {
  return with_codes(step::kind::answers_close, std::move(codes));
}

step answers_or_drops(std::vector<std::uint16_t> codes) {
  return with_codes(step::kind::answers_or_drops, std::move(codes));
}

}  // namespace wsproof::conformance
