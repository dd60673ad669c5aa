#include <array>

#include "codec/bench/groups.hpp"
#include "wsproof/frame.hpp"

namespace wsproof::bench {

std::vector<group> header_groups() {
  using kind = target::kind;
  group headers{.name = "header", .title = "Headers, ns", .contenders = {"write", "read"}};
  for (const auto& [name, size, masked] : {std::tuple{"20", 20, false},
                                           {"20 masked", 20, true},
                                           {"1024", 1024, false},
                                           {"65536 masked", 65536, true}}) {
    headers.rows.push_back({.name = name, .targets = {{kind::ns_at_most, 1.5}}});
    const row& in = headers.rows.back();
    measure(
        headers, in, "write",
        [out = std::array<std::byte, max_header_size>{}, size = size, masked = masked]() mutable {
          std::uint64_t payload_size = static_cast<std::uint64_t>(size);
          benchmark::DoNotOptimize(payload_size);
          const frame_header made{
              .payload_size = payload_size, .op = opcode::text, .masked = masked};
          benchmark::DoNotOptimize(write_header(made, out));
          benchmark::ClobberMemory();
        });
    std::array<std::byte, max_header_size> octets{};
    static_cast<void>(write_header(
        {.payload_size = static_cast<std::uint64_t>(size), .op = opcode::text, .masked = masked},
        octets));
    measure(headers, in, "read", [octets] {
      const std::byte* at = octets.data();
      benchmark::DoNotOptimize(at);
      const header_result read = read_header({at, max_header_size});
      std::uint64_t used = read.header.payload_size + read.size;
      benchmark::DoNotOptimize(used);
    });
  }
  return {headers};
}

}  // namespace wsproof::bench
