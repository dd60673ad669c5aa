#include "native/net/writer.hpp"

#include <gtest/gtest.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <string>
#include <thread>

#include "native/net/receive_buffer.hpp"
#include "native/test/socket_pair.hpp"

namespace wsproof::native {
namespace {

const_bytes octets_of(std::string_view text) {
  return as_octets(text);
}

struct a_connection : testing::Test {
  socket_pair pair = make_socket_pair();
  int socket = pair.near.number();
  receive_buffer buffer{1u << 20};
  cork shared;
  writer out;

  bytes place(std::size_t at, std::string_view text) {
    const bytes where = buffer.room().subspan(at, text.size());
    std::copy_n(as_octets(text).begin(), text.size(), where.begin());
    return where;
  }
};

using writer_of = a_connection;

TEST_F(writer_of, sends_nothing_before_it_is_flushed) {
  out.put_copy(socket, shared, octets_of("hello"));
  int waiting = -1;
  ASSERT_EQ(::ioctl(pair.far.number(), FIONREAD, &waiting), 0);
  EXPECT_EQ(waiting, 0);
  ASSERT_TRUE(out.flush(socket, shared));
  EXPECT_EQ(hear(pair.far.number(), 5), "hello");
}

TEST_F(writer_of, keeps_the_order_of_what_stays_and_what_was_copied) {
  out.put(socket, shared, place(4, "one "));
  out.put(socket, shared, place(14, "two "));
  out.put_copy(socket, shared, octets_of("three "));
  out.put(socket, shared, place(30, "four "));
  out.put_copy(socket, shared, octets_of("five"));
  ASSERT_TRUE(out.flush(socket, shared));
  EXPECT_EQ(hear(pair.far.number(), 23), "one two three four five");
}

TEST_F(writer_of, copies_more_than_the_spill_holds_without_loss) {
  std::string text(3 * cork::spill_size + 17, 'a');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>('a' + i % 23);
  out.put_copy(socket, shared, octets_of(text));
  std::string heard;
  std::thread reader([&] { heard = hear(pair.far.number(), text.size()); });
  ASSERT_TRUE(out.flush(socket, shared));
  while (out.queued() > 0) ASSERT_TRUE(out.send_queued(socket));
  reader.join();
  EXPECT_EQ(heard, text);
}

TEST_F(writer_of, more_pieces_than_one_call_takes_go_out_in_order) {
  std::string expected;
  for (std::size_t i = 0; i < 1000; ++i) {
    const std::string text(300, static_cast<char>('a' + i % 26));  // too long to be moved
    expected += text;
    out.put(socket, shared, place(i * 310, text));
  }
  std::string heard;
  std::thread reader([&] { heard = hear(pair.far.number(), expected.size()); });
  ASSERT_TRUE(out.flush(socket, shared));
  while (out.queued() > 0) ASSERT_TRUE(out.send_queued(socket));
  reader.join();
  EXPECT_EQ(heard, expected);
}

TEST_F(writer_of, queues_what_the_peer_does_not_take_and_sends_it_later) {
  const std::string big(8u << 20, 'b');
  out.put_owned(socket, shared, {octets_of(big).begin(), octets_of(big).end()}, 0);
  ASSERT_GT(out.queued(), 0u);
  out.put(socket, shared, place(0, "then this "));
  out.put_copy(socket, shared, octets_of("and that"));
  ASSERT_TRUE(out.flush(socket, shared));
  std::string heard;
  std::thread reader([&] { heard = hear(pair.far.number(), big.size() + 18); });
  while (out.queued() > 0) ASSERT_TRUE(out.send_queued(socket));
  reader.join();
  EXPECT_EQ(heard.substr(0, big.size()), big);
  EXPECT_EQ(heard.substr(big.size()), "then this and that");
}

TEST_F(writer_of, a_peer_that_is_gone_breaks_it_for_good) {
  reset_when_closed(pair.far.number());
  pair.far.reset();
  for (int i = 0; i < 3 && !out.is_broken(); ++i) {
    out.put_copy(socket, shared, octets_of("hello"));
    static_cast<void>(out.flush(socket, shared));
  }
  EXPECT_TRUE(out.is_broken());
  out.put_copy(socket, shared, std::vector<std::byte>(1u << 20));
  EXPECT_FALSE(out.flush(socket, shared));
  EXPECT_EQ(out.queued(), 0u);
}

}  // namespace
}  // namespace wsproof::native
