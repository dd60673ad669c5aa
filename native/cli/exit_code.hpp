// What the program's exit codes mean; scripts rely on them.
#pragma once

namespace wsproof::native {

enum class exit_code : int {
  passed = 0,
  failures = 1,
  usage = 2,          // bad options or configuration
  could_not_run = 3,  // unreachable, died, port busy: some selected case says nothing
  interrupted = 130,  // SIGINT; what was finished is in the report
};

}  // namespace wsproof::native
