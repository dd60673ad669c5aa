// Where zlib's memory comes from. zlib is the only part of wsproof that allocates: its engines take
// what they need once, when a connection's first compressed message comes, and give it all back
// together. A server hands in a pool here; the default is the heap.
#pragma once

#include <cstddef>
#include <utility>

namespace wsproof {

// `pool` is ignored. nullptr when the heap is exhausted.
[[nodiscard]] void* take_from_heap(void* pool, std::size_t octets) noexcept;
void give_back_to_heap(void* pool, void* block) noexcept;

// Both functions are called on the thread that uses the engine, and `pool` outlives the engine.
struct zlib_memory {
  // A block of at least `octets`, aligned for any type; nullptr: there is none.
  void* (*take)(void* pool, std::size_t octets) noexcept = take_from_heap;
  void (*give_back)(void* pool, void* block) noexcept = give_back_to_heap;
  void* pool = nullptr;
};

// A z_stream and the hooks it allocates by, in one block that stays where it is.
struct zlib_stream;
void end_inflating(zlib_stream* engine) noexcept;
void end_deflating(zlib_stream* engine) noexcept;

// Owns an engine, or none.
template <void (*end)(zlib_stream*) noexcept>
class zlib_handle {
 public:
  zlib_handle() noexcept = default;
  zlib_handle(zlib_handle&& other) noexcept : engine_(std::exchange(other.engine_, nullptr)) {}
  zlib_handle& operator=(zlib_handle&& other) noexcept {
    reset(std::exchange(other.engine_, nullptr));
    return *this;
  }
  ~zlib_handle() { reset(); }

  void reset(zlib_stream* engine = nullptr) noexcept {
    if (engine_ != nullptr) end(engine_);
    engine_ = engine;
  }
  [[nodiscard]] bool is_empty() const noexcept { return engine_ == nullptr; }
  [[nodiscard]] zlib_stream* operator->() const noexcept { return engine_; }

 private:
  zlib_stream* engine_ = nullptr;
};

}  // namespace wsproof
