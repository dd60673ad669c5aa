#include "native/server/compression.hpp"

namespace wsproof::native {

std::unique_ptr<compression> make_compression(const deflate_params& agreed, role ours,
                                              const server_limits& limits) {
  const role theirs = ours == role::server ? role::client : role::server;
  inflater_config in;
  in.window_bits = agreed.window_bits(theirs);
  in.takes_context_over = agreed.takes_context_over(theirs);
  in.max_message_size = limits.inflated_size;
  in.max_ratio = limits.inflated_ratio;
  deflater_config out;
  out.window_bits = agreed.window_bits(ours);
  out.memory_level = 5;
  out.takes_context_over = agreed.takes_context_over(ours);
  auto made = std::make_unique<compression>(in, out);
  made->may_pack = agreed.may_deflate(ours);
  return made;
}

}  // namespace wsproof::native
