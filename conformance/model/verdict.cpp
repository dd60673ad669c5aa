#include "conformance/model/verdict.hpp"

namespace wsproof::conformance {

std::string_view text_of(verdict value) noexcept {
  switch (value) {
    case verdict::ok:
      return "OK";
    case verdict::non_strict:
      return "NON-STRICT";
    case verdict::informational:
      return "INFORMATIONAL";
    case verdict::unimplemented:
      return "UNIMPLEMENTED";
    case verdict::failed:
      return "FAILED";
    case verdict::not_run:
      return "NOT RUN";
  }
  return "FAILED";
}

std::string_view text_of(close_judgement value) noexcept {
  switch (value) {
    case close_judgement::ok:
      return "OK";
    case close_judgement::informational:
      return "INFORMATIONAL";
    case close_judgement::failed:
      return "FAILED";
    case close_judgement::wrong_code:
      return "WRONG CODE";
    case close_judgement::unclean:
      return "UNCLEAN";
    case close_judgement::failed_by_client:
      return "FAILED BY CLIENT";
  }
  return "FAILED";
}

namespace {

constexpr int badness(verdict value) noexcept {
  switch (value) {
    case verdict::ok:
      return 0;
    case verdict::informational:
      return 1;
    case verdict::unimplemented:
      return 2;
    case verdict::non_strict:
      return 3;
    case verdict::not_run:
      return 4;
    case verdict::failed:
      return 5;
  }
  return 5;
}

constexpr int badness(close_judgement value) noexcept {
  switch (value) {
    case close_judgement::ok:
      return 0;
    case close_judgement::informational:
      return 1;
    case close_judgement::failed_by_client:
      return 2;
    case close_judgement::wrong_code:
      return 3;
    case close_judgement::failed:
      return 4;
    case close_judgement::unclean:
      return 5;
  }
  return 5;
}

}  // namespace

verdict worse(verdict a, verdict b) noexcept {
  return badness(a) >= badness(b) ? a : b;
}

close_judgement worse(close_judgement a, close_judgement b) noexcept {
  return badness(a) >= badness(b) ? a : b;
}

bool is_failure(verdict behaviour, close_judgement close, bool strictly) noexcept {
  if (behaviour == verdict::not_run) return false;
  if (badness(behaviour) >= badness(verdict::failed)) return true;
  if (badness(close) >= badness(close_judgement::wrong_code)) return true;
  return strictly &&
         (behaviour == verdict::non_strict || close == close_judgement::failed_by_client);
}

}  // namespace wsproof::conformance
