#include "wsproof/inflater.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "zlib_stream.hpp"

namespace wsproof {
namespace {

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

// The ratio is judged where this many compressed octets (or the message) end: a rule that looked at
// whatever has arrived would depend on how it was cut.
constexpr std::uint64_t ratio_step = 256;

constexpr std::array<std::byte, 4> tail{std::byte{0}, std::byte{0}, std::byte{0xff},
                                        std::byte{0xff}};

constexpr std::uint64_t limit_or_none(std::uint64_t limit) noexcept {
  return limit == 0 ? unlimited : limit;
}

// What z_stream::data_type says after a call with Z_BLOCK.
constexpr bool ends_a_block(const z_stream& stream) noexcept {
  return (stream.data_type & 128) != 0;
}
constexpr bool ends_the_final_block(const z_stream& stream) noexcept {
  return ends_a_block(stream) && (stream.data_type & 64) != 0;
}
constexpr bool has_bits_left(const z_stream& stream) noexcept {
  return (stream.data_type & 63) != 0;
}

}  // namespace

inflater_config inflater_for(const deflate_params& agreed, role plays,
                             const inflater_config& base) noexcept {
  const role sender = plays == role::server ? role::client : role::server;
  inflater_config config = base;
  config.window_bits = agreed.window_bits(sender);
  config.takes_context_over = agreed.takes_context_over(sender);
  return config;
}

inflater::inflater(const inflater_config& config) noexcept : config_(config) {
  config_.window_bits = std::clamp<std::uint8_t>(config.window_bits, 8, MAX_WBITS);
}

inflate_stage inflater::stage() noexcept {
  return {.inflate =
              [](void* self, const_bytes in, bool ends, bytes out) noexcept {
                return static_cast<inflater*>(self)->inflate(in, ends, out);
              },
          .self = this};
}

void inflater::release() noexcept {
  if (!in_message_ && !config_.takes_context_over) engine_.reset();
}

inflate_stage::step inflater::inflate(const_bytes in, bool ends, bytes out) noexcept {
  inflate_stage::step done{.error = error_};
  if (error_ == errc::none && !in_message_) error_ = begin_message();
  while (error_ == errc::none && (done.taken < in.size() || !drained_)) {
    if (done.given == out.size()) {
      all_taken_ |= ends && done.taken == in.size();
      done.more = true;
      return done;
    }
    error_ = inflate_some(in.subspan(done.taken), out.subspan(done.given), done);
  }
  all_taken_ |= ends;
  if (error_ == errc::none && all_taken_) error_ = end_message();
  if (error_ == errc::none) return done;
  engine_.reset();
  done.more = done.given != 0;
  done.error = done.more ? errc::none : error_;
  return done;
}

errc inflater::begin_message() noexcept {
  if (engine_.is_empty()) {
    engine_.reset(make_zlib_stream(config_.memory));
    if (engine_.is_empty()) return run_out_of_memory();
    if (inflateInit2(&engine_->stream, -int{config_.window_bits}) != Z_OK) {
      return run_out_of_memory();
    }
  } else if (!config_.takes_context_over) {
    inflateReset(&engine_->stream);
  }
  compressed_ = inflated_ = 0;
  in_message_ = drained_ = between_blocks_ = true;
  all_taken_ = false;
  return errc::none;
}

errc inflater::run_out_of_memory() noexcept {
  out_of_memory_ = true;
  return errc::inflated_message_too_big;
}

std::uint64_t inflater::ratio_allows(std::uint64_t compressed) const noexcept {
  if (config_.max_ratio == 0) return unlimited;
  return std::max(config_.ratio_floor, compressed * config_.max_ratio);
}

// One call of zlib: to the end of a block, of the input, of the room, or of what is allowed.
errc inflater::inflate_some(const_bytes in, bytes out, inflate_stage::step& done) noexcept {
  z_stream& stream = engine_->stream;
  const std::uint64_t step_end =
      (compressed_ + (drained_ ? 1 : 0) + ratio_step - 1) / ratio_step * ratio_step;
  const std::uint64_t size_limit = limit_or_none(config_.max_message_size);
  const std::uint64_t ratio_limit = ratio_allows(step_end);
  const std::uint64_t allowed = std::min(size_limit, ratio_limit) - inflated_;
  std::array<std::byte, 1> beyond;  // at the limit: is there one octet more?
  const bytes room =
      allowed == 0 ? bytes(beyond) : out.first(std::min<std::uint64_t>(out.size(), allowed));
  if (config_.max_ratio != 0) {
    in = in.first(std::min<std::uint64_t>(in.size(), step_end - compressed_));
  }
  set_input(stream, in);
  set_output(stream, room);
  const uInt given_in = stream.avail_in;
  const uInt given_out = stream.avail_out;
  const int zlib_says = ::inflate(&stream, Z_BLOCK);
  const std::size_t taken = given_in - stream.avail_in;
  const std::size_t given = given_out - stream.avail_out;
  compressed_ += taken;
  done.taken += taken;
  if (allowed == 0 && given != 0) {
    return inflated_ == size_limit ? errc::inflated_message_too_big : errc::inflate_ratio_exceeded;
  }
  inflated_ += given;
  done.given += given;
  return note(zlib_says);
}

errc inflater::note(int zlib_says) noexcept {
  z_stream& stream = engine_->stream;
  if (zlib_says == Z_OK && ends_the_final_block(stream)) {
    zlib_says = ::inflate(&stream, Z_BLOCK);  // takes and gives nothing, but says Z_STREAM_END
  }
  between_blocks_ = ends_a_block(stream) && !has_bits_left(stream);
  drained_ = stream.avail_out != 0 || ends_a_block(stream);
  switch (zlib_says) {
    case Z_STREAM_END:  // BFINAL=1: begin anew with the next octet, the window kept in case the
                        // peer keeps it too (§7.2.2)
      inflateResetKeep(&stream);
      between_blocks_ = drained_ = true;
      return errc::none;
    case Z_OK:
    case Z_BUF_ERROR:  // no progress: more input is needed
      return errc::none;
    case Z_MEM_ERROR:
      return run_out_of_memory();
    default:
      return errc::compressed_data_invalid;
  }
}

// §7.2.2: "Append 4 octets of 0x00 0x00 0xff 0xff to the tail end of the payload". They complete an
// empty stored block. Where the payload itself ends with a block they would begin a block that
// never ends; so does a sender that leaves the tail on or ends with BFINAL=1, and it is taken as
// whole.
errc inflater::end_message() noexcept {
  z_stream& stream = engine_->stream;
  if (!between_blocks_) {
    std::byte nowhere;
    set_input(stream, tail);
    set_output(stream, bytes(&nowhere, 0));  // what the tail would make was never sent
    const errc error = note(::inflate(&stream, Z_BLOCK));
    if (error != errc::none) return error;
    if (!between_blocks_ || stream.avail_in != 0) return errc::compressed_data_invalid;
  }
  in_message_ = false;
  return inflated_ > ratio_allows(compressed_) ? errc::inflate_ratio_exceeded : errc::none;
}

}  // namespace wsproof
