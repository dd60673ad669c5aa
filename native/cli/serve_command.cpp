#include <fmt/format.h>
#include <signal.h>

#include <memory>

#include "native/cli/commands.hpp"
#include "native/net/signals.hpp"
#include "native/net/socket.hpp"
#include "native/server/server.hpp"

namespace wsproof::native {
namespace {

struct serve_options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 9001;
  server_limits limits;
};

void add_time(CLI::App& app, const char* name, milliseconds& value, const std::string& what) {
  app.add_option_function<std::int64_t>(
         name, [&value](const std::int64_t& ms) { value = milliseconds{ms}; }, what)
      ->type_name("MS")
      ->check(CLI::NonNegativeNumber)
      ->default_str(std::to_string(value.count()));
}

template <class Number>
void add_number(CLI::App& app, const char* name, Number& value, const std::string& what) {
  app.add_option(name, value, what)->type_name("N")->capture_default_str();
}

void add_limits(CLI::App& app, server_limits& limits) {
  CLI::App& group = *app.add_option_group("Limits", "what a peer may make grow");
  add_number(group, "--max-head-size", limits.head_size, "octets of a request's head");
  add_number(group, "--max-head-line", limits.head_line_size, "octets of one of its lines");
  group.add_option("--max-head-fields", limits.head_fields, "field lines of a request")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, server_limits::max_head_fields))
      ->capture_default_str();
  add_time(group, "--handshake-time", limits.handshake_time, "for the whole opening handshake");
  add_number(group, "--max-message", limits.message_size,
             "octets of a message before inflation; 0: no limit");
  add_number(group, "--max-inflated", limits.inflated_size,
             "octets of a message after inflation; 0: no limit");
  add_number(group, "--max-ratio", limits.inflated_ratio,
             "inflated octets per compressed octet; 0: no limit");
  add_number(group, "--max-fragments", limits.fragments, "frames of one message; 0: no limit");
  add_number(group, "--max-queued", limits.queued_output,
             "octets of unread replies; above it nothing more is read");
  add_time(group, "--stalled-time", limits.stalled_time, "that long, then close 1008");
  add_time(group, "--idle-time", limits.idle_time,
           "without an octet from the peer, then close 1001; 0: never");
  add_time(group, "--close-time", limits.close_time, "for the peer's half of a closing handshake");
  add_time(group, "--drain-time", limits.drain_time,
           "after SIGTERM, for all closing handshakes together");
}

exit_code refuse(const serve_options& options, const std::string& why) {
  fmt::print(stderr, "wsproof: cannot serve on {}:{}: {}\n", options.host, options.port, why);
  return exit_code::could_not_run;
}

exit_code serve(const serve_options& options) {
  const resolve_result where = resolve(options.host, options.port);
  if (where.found.empty()) return refuse(options, where.error);
  socket_result listener = listen_on(where.found.front());
  if (!listener.socket) return refuse(options, describe_errno(listener.error));
  loop turns;
  server serving(turns, std::move(listener.socket), options.limits);
  const signal_watcher signals(turns, {SIGTERM, SIGINT}, [&](int) { serving.drain(); });
  const bool bare = options.host.find(':') == std::string::npos;
  fmt::print(stderr, "wsproof: serving on http://{}:{} (WebSocket echo on /echo and /)\n",
             bare ? options.host : "[" + options.host + "]", serving.port());
  turns.run();
  return exit_code::passed;
}

}  // namespace

command add_serve(CLI::App& program) {
  CLI::App* app = program.add_subcommand("serve", "Serve: WebSocket echo and a page");
  const auto options = std::make_shared<serve_options>();
  app->add_option("-p,--port", options->port, "port to listen on; 0: any free one")
      ->capture_default_str();
  app->add_option("--host", options->host, "address to listen on")->capture_default_str();
  add_limits(*app, options->limits);
  app->footer(
      "SIGTERM and SIGINT close every connection with 1001 and end the program. A busy port is "
      "exit "
      "code 3.");
  return {app, [options] { return serve(*options); }};
}

}  // namespace wsproof::native
