// Our own client as the one under test: asks an Autobahn-style case server how many cases there
// are, runs each, and has the reports written.
#pragma once

#include <functional>
#include <string>

#include "native/client/client_session.hpp"

namespace wsproof::native {

struct case_client_result {
  std::size_t cases = 0;   // that the server has
  std::size_t opened = 0;  // that could be run
  std::string error;       // why it could not go on; empty when all was done
};

// `on_case` hears the number of each case before it runs.
[[nodiscard]] case_client_result run_case_client(client_room& shared, const ws_url& url,
                                                 const address& where,
                                                 const std::function<void(std::size_t)>& on_case);

}  // namespace wsproof::native
