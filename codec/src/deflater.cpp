#include "wsproof/deflater.hpp"

#include <algorithm>
#include <array>

#include "zlib_stream.hpp"

namespace wsproof {

deflater_config deflater_for(const deflate_params& agreed, role plays,
                             const deflater_config& base) noexcept {
  deflater_config config = base;
  config.window_bits = std::min(base.window_bits, agreed.window_bits(plays));
  config.takes_context_over = base.takes_context_over && agreed.takes_context_over(plays);
  return config;
}

deflater::deflater(const deflater_config& config) noexcept : config_(config) {
  config_.window_bits = std::clamp<std::uint8_t>(config.window_bits, 9, MAX_WBITS);
  config_.level = std::min<std::uint8_t>(config.level, Z_BEST_COMPRESSION);
  config_.memory_level = std::clamp<std::uint8_t>(config.memory_level, 1, MAX_MEM_LEVEL);
}

void deflater::begin_message() noexcept {
  plain_size_ = compressed_size_ = 0;
  all_taken_ = false;
  state_ = state::compressing;
  if (engine_.is_empty()) {
    engine_.reset(make_zlib_stream(config_.memory));
    if (engine_.is_empty() ||
        deflateInit2(&engine_->stream, config_.level, Z_DEFLATED, -int{config_.window_bits},
                     config_.memory_level, Z_DEFAULT_STRATEGY) != Z_OK) {
      state_ = state::out_of_memory;
      engine_.reset();
    }
  } else if (!config_.takes_context_over && has_history_) {
    deflateReset(&engine_->stream);
  }
  has_history_ = true;
}

deflater::step deflater::deflate(const_bytes in, bool ends, bytes out) noexcept {
  step done;
  if (state_ == state::between_messages) begin_message();
  if (state_ == state::compressing) compress(in, ends, out, done);
  if (state_ == state::giving_end) give_end(out, done);
  compressed_size_ += done.given;
  done.out_of_memory = state_ == state::out_of_memory;
  return done;
}

// Z_BLOCK ends the last block without the empty one that §7.2.1 asks for: make_end() writes that
// apart, into room that is surely enough. (With Z_SYNC_FLUSH alone, an `out` that is full just when
// the empty block is complete would get a second one.)
void deflater::compress(const_bytes in, bool ends, bytes out, step& done) noexcept {
  z_stream& stream = engine_->stream;
  bool flushed = false;
  all_taken_ |= ends && in.empty();
  while (!flushed && (done.taken < in.size() || all_taken_)) {
    if (done.given == out.size()) {
      done.more = true;
      return;
    }
    const const_bytes rest = in.subspan(done.taken);
    const bytes room = out.subspan(done.given);
    set_input(stream, rest);
    set_output(stream, room);
    const uInt given_in = stream.avail_in;
    const uInt given_out = stream.avail_out;
    const bool is_last = all_taken_ || (ends && given_in == rest.size());
    ::deflate(&stream, is_last ? Z_BLOCK : Z_NO_FLUSH);  // no error is possible with valid pointers
    done.taken += given_in - stream.avail_in;
    plain_size_ += given_in - stream.avail_in;
    done.given += given_out - stream.avail_out;
    all_taken_ = is_last && stream.avail_in == 0;
    flushed = all_taken_ && stream.avail_out != 0;
  }
  if (flushed) make_end();
}

// The empty stored block without its last four octets: one octet, or two where the three bits of
// its header do not fit in what is left of the last octet.
void deflater::make_end() noexcept {
  std::array<std::byte, 16> block;
  z_stream& stream = engine_->stream;
  set_input(stream, {});
  set_output(stream, block);
  ::deflate(&stream, Z_SYNC_FLUSH);
  end_size_ = static_cast<std::uint8_t>(block.size() - 4 - stream.avail_out);
  std::copy_n(block.begin(), end_size_, end_);
  state_ = state::giving_end;
}

void deflater::give_end(bytes out, step& done) noexcept {
  const std::size_t size = std::min<std::size_t>(end_size_, out.size() - done.given);
  std::copy_n(end_, size, out.begin() + static_cast<std::ptrdiff_t>(done.given));
  done.given += size;
  std::copy(end_ + size, end_ + end_size_, end_);
  end_size_ = static_cast<std::uint8_t>(end_size_ - size);
  done.more = end_size_ != 0;
  if (!done.more) state_ = state::between_messages;
}

std::size_t deflater::deflate_if_smaller(const_bytes message, bytes out) noexcept {
  if (message.empty()) return 0;
  const step done = deflate(message, true, out.first(std::min(out.size(), message.size() - 1)));
  if (done.more) discard();
  return done.more ? 0 : done.given;
}

void deflater::discard() noexcept {
  if (state_ == state::out_of_memory || !has_history_) return;
  deflateReset(&engine_->stream);
  has_history_ = false;
  state_ = state::between_messages;
}

void deflater::release() noexcept {
  if (state_ != state::between_messages || config_.takes_context_over) return;
  engine_.reset();
  has_history_ = false;
}

}  // namespace wsproof
