#include "wsproof/zlib_memory.hpp"

#include <new>

#include "zlib_stream.hpp"

namespace wsproof {
namespace {

void* take_for_zlib(void* opaque, uInt items, uInt size) noexcept {
  const auto& memory = *static_cast<const zlib_memory*>(opaque);
  return memory.take(memory.pool, std::size_t{items} * size);
}

void give_back_for_zlib(void* opaque, void* block) noexcept {
  const auto& memory = *static_cast<const zlib_memory*>(opaque);
  memory.give_back(memory.pool, block);
}

void drop(zlib_stream* engine) noexcept {
  const zlib_memory memory = engine->memory;
  memory.give_back(memory.pool, engine);
}

}  // namespace

void* take_from_heap(void* /*pool*/, std::size_t octets) noexcept {
  return ::operator new(octets, std::nothrow);
}

void give_back_to_heap(void* /*pool*/, void* block) noexcept {
  ::operator delete(block);
}

zlib_stream* make_zlib_stream(const zlib_memory& memory) noexcept {
  void* const block = memory.take(memory.pool, sizeof(zlib_stream));
  if (block == nullptr) return nullptr;
  auto* const engine = new (block) zlib_stream{.stream = {}, .memory = memory};
  engine->stream.zalloc = take_for_zlib;
  engine->stream.zfree = give_back_for_zlib;
  engine->stream.opaque = &engine->memory;
  return engine;
}

void end_inflating(zlib_stream* engine) noexcept {
  inflateEnd(&engine->stream);
  drop(engine);
}

void end_deflating(zlib_stream* engine) noexcept {
  deflateEnd(&engine->stream);
  drop(engine);
}

}  // namespace wsproof
