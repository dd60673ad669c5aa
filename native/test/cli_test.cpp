// The wsproof program as a whole: what scripts rely on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "native/test/fake_peer.hpp"
#include "native/test/running_program.hpp"
#include "native/test/running_server.hpp"

namespace wsproof::native {
namespace {

using testing::HasSubstr;
using testing::Not;

struct ran {
  int code = -1;
  std::string out;  // standard output and error
};

ran run(const std::string& arguments) {
  const std::string command =
      std::string("{ timeout 60 ") + WSPROOF_PROGRAM + " " + arguments + "; } 2>&1";
  ran result;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> room;
  for (std::size_t size; (size = std::fread(room.data(), 1, room.size(), pipe)) > 0;) {
    result.out.append(room.data(), size);
  }
  const int status = ::pclose(pipe);
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

struct wsproof_program : testing::Test {
  std::string folder = testing::TempDir() + "wsproof_cli_" +
                       testing::UnitTest::GetInstance()->current_test_info()->name() +
                       std::to_string(::getpid());
  ~wsproof_program() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  [[nodiscard]] std::string out() const { return " --out " + folder + " "; }
  [[nodiscard]] std::string file(const std::string& name) const {
    std::ifstream stream(folder + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  static std::string url_of(std::uint16_t port) {
    return "ws://127.0.0.1:" + std::to_string(port) + "/echo";
  }
};

using wsproof = wsproof_program;

TEST_F(wsproof, says_what_it_is_and_how_it_is_used) {
  EXPECT_THAT(run("--version").out, HasSubstr("wsproof 0."));
  const ran help = run("--help");
  EXPECT_EQ(help.code, 0);
  for (const char* word : {"serve", "test", "list", "explain", "client", "Exit codes"}) {
    EXPECT_THAT(help.out, HasSubstr(word));
  }
}

TEST_F(wsproof, ends_with_2_where_it_is_used_wrongly) {
  for (const char* wrong :
       {"", "nonsense", "test", "test --jobs 0 ws://a", "test ws://a --cuts nonsense",
        "test wss://a/", "test ws://127.0.0.1:1/ --cases none.*", "test 'ws://a:{port}/'",
        "explain 99.9", "list --cases none", "serve --port 99999", "client ftp://a"}) {
    EXPECT_EQ(run(wrong).code, 2) << wrong;
  }
}

TEST_F(wsproof, lists_and_explains_cases) {
  EXPECT_THAT(run("list").out, HasSubstr("5.6 "));
  EXPECT_THAT(run("list groups").out, HasSubstr("HS-S"));
  EXPECT_GE(nlohmann::json::parse(run("list --json").out).size(), 247u);
  const ran explained = run("explain 5.6");
  EXPECT_EQ(explained.code, 0);
  EXPECT_THAT(explained.out, HasSubstr("ping"));
}

TEST_F(wsproof, serve_on_a_busy_port_is_one_line_and_3) {
  const descriptor busy = listen_on_loopback();
  const ran result = run("serve --port " + std::to_string(local_port(busy.number())));
  EXPECT_EQ(result.code, 3);
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 1);
  EXPECT_THAT(result.out, HasSubstr("Address already in use"));
}

TEST_F(wsproof, serve_says_that_it_is_ready_and_ends_with_0_on_sigterm) {
  running_program server({"serve", "--port", "0"});
  EXPECT_TRUE(server.says("serving on http://127.0.0.1:")) << server.said();
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0) << server.said();
}

TEST_F(wsproof, test_of_a_good_server_passes_and_writes_the_report) {
  running_server server;
  const ran result = run("test " + url_of(server.port()) + out() + "--cases '5.*' --cases '7.1.*'");
  EXPECT_EQ(result.code, 0) << result.out;
  EXPECT_THAT(result.out, HasSubstr("conversations"));
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(file("index.html"), HasSubstr("<html"));
  EXPECT_THAT(file("autobahn/index.json"), HasSubstr("\"behavior\": \"OK\""));
  const auto report = nlohmann::json::parse(file("report.json"));
  EXPECT_TRUE(report.is_object());
  const std::string lines = file("report.jsonl");
  EXPECT_GT(std::count(lines.begin(), lines.end(), '\n'), 20);
}

TEST_F(wsproof, test_with_json_has_nothing_else_on_standard_output) {
  running_server server;
  const ran result =
      run("test --json --cases '3.*' " + url_of(server.port()) + out() + " 2>/dev/null");
  EXPECT_TRUE(nlohmann::json::parse(result.out).is_object());
}

TEST_F(wsproof, test_of_several_servers_runs_side_by_side) {
  running_server one;
  running_server two;
  const ran result =
      run("test --cases '4.*' --agent A " + url_of(one.port()) + " " + url_of(two.port()) + out());
  EXPECT_EQ(result.code, 0) << result.out;
  EXPECT_THAT(result.out, HasSubstr(url_of(one.port())));
  EXPECT_THAT(result.out, HasSubstr(url_of(two.port())));
}

TEST_F(wsproof, test_of_a_server_that_is_wrong_fails_with_1_and_names_the_cases) {
  fake_peer garbage([](int socket, const std::atomic<bool>&) {
    std::byte room[1000];
    static_cast<void>(receive(socket, room));
    say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  const std::string arguments = "test --cases '3.*' " + url_of(garbage.port()) + out();
  const ran result = run(arguments);
  EXPECT_EQ(result.code, 1) << result.out;
  EXPECT_THAT(result.out, HasSubstr("FAILED     3.1"));
  EXPECT_EQ(run(arguments + "--fail-on none").code, 0);
}

TEST_F(wsproof, test_of_a_server_that_is_not_there_is_3_and_says_so) {
  std::uint16_t port = 0;
  {
    const descriptor closed_again = listen_on_loopback();
    port = local_port(closed_again.number());
  }
  const ran result = run("test --fail-on none --cases '3.*' " + url_of(port) + out());
  EXPECT_EQ(result.code, 3) << result.out;
  EXPECT_THAT(result.out, HasSubstr("NOT RUN"));
  EXPECT_THAT(result.out, HasSubstr("Connection refused"));
}

TEST_F(wsproof, test_that_is_interrupted_is_130_and_keeps_what_was_finished) {
  std::promise<void> asked;
  std::once_flag first;
  fake_peer mute([&](int socket, const std::atomic<bool>& over) {
    std::byte room[1000];
    while (!over) {
      const io_result heard = receive(socket, room);
      if (heard.status == io_status::ended) return;
      if (heard.size > 0) std::call_once(first, [&] { asked.set_value(); });
    }
  });
  running_program run(
      {"test", "--patience", "100", "--cases", "3.*", url_of(mute.port()), "--out", folder});
  asked.get_future().wait();
  run.signal(SIGINT);
  EXPECT_EQ(run.wait(), 130) << run.said();
  EXPECT_THAT(run.said(), HasSubstr("interrupted"));
  EXPECT_THAT(file("report.json"), HasSubstr("NOT RUN"));
}

TEST_F(wsproof, test_launches_the_server_and_stops_it) {
  const std::string program = WSPROOF_PROGRAM;
  const ran result = run("test --cases '3.*' 'ws://127.0.0.1:{port}/echo' --launch '" + program +
                         " serve --port {port}'" + out());
  EXPECT_EQ(result.code, 0) << result.out;
  EXPECT_THAT(file("launched.log"), HasSubstr("serving on"));
}

TEST_F(wsproof, test_says_how_a_launched_server_ended_that_never_listened) {
  const ran result = run("test 'ws://127.0.0.1:{port}/' --launch 'echo sorry; exit 7'" + out());
  EXPECT_EQ(result.code, 3) << result.out;
  EXPECT_THAT(result.out, HasSubstr("exit code 7"));
  EXPECT_THAT(file("launched.log"), HasSubstr("sorry"));
}

TEST_F(wsproof, test_of_a_launched_server_that_dies_says_so) {
  const std::string program = WSPROOF_PROGRAM;
  // Every cut, one conversation after the other, takes seconds; the server lives for 0.3.
  const ran result =
      run("test --jobs 1 --cuts all 'ws://127.0.0.1:{port}/echo' --launch "
          "'timeout -s KILL 0.3 " +
          program + " serve --port {port}'" + out());
  EXPECT_EQ(result.code, 3) << result.out;
  EXPECT_THAT(result.out, HasSubstr("NOT RUN"));
}

}  // namespace
}  // namespace wsproof::native
