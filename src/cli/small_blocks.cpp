// SPDX-License-Identifier: Apache-2.0
// The global operator new and delete of the static program: small objects of the main thread come
// from one piece of zeros beside the program's other data, everything else from malloc.
//
// One decision makes some four hundred small objects. A new process has nothing in malloc's caches,
// so that each took it the long way, a sixth of all the instructions of a start. The room is
// bounded and never grows: when it is full, and on every other thread, malloc is asked.
#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t unit = 16;      // bytes; what malloc aligns to as well
constexpr std::size_t most = 512;     // bytes of a small object
constexpr std::size_t room = 64'000;  // bytes

struct Free {
  Free* next;
};

alignas(unit) constinit std::array<std::byte, room> blocks{};
constinit std::byte* rest = blocks.data();
constinit std::array<Free*, most / unit + 1> given_back{};  // by size in units

// Other threads get theirs from malloc, and leave alone what they are told to free of the main
// one's.
constinit thread_local bool is_main = false;
[[gnu::constructor(101)]] void main_thread() noexcept { is_main = true; }

constexpr std::size_t units_of(std::size_t size) noexcept {
  return size == 0 ? 1 : (size + unit - 1) / unit;
}

bool is_small(const void* object) noexcept {
  return object >= blocks.data() && object < blocks.data() + room;
}

void* from_malloc(std::size_t size) {
  for (;;) {
    if (void* object = std::malloc(size == 0 ? 1 : size)) return object;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

}  // namespace

void* operator new(std::size_t size) {
  if (size > most || !is_main) return from_malloc(size);
  const std::size_t units = units_of(size);
  if (Free* object = given_back[units]) {
    given_back[units] = object->next;
    return object;
  }
  const std::size_t bytes = units * unit;
  if (bytes > static_cast<std::size_t>(blocks.data() + room - rest)) return from_malloc(size);
  std::byte* object = rest;
  rest += bytes;
  return object;
}

void operator delete(void* object, std::size_t size) noexcept {
  if (!is_small(object)) {
    std::free(object);
    return;
  }
  if (!is_main) return;
  Free*& first = given_back[units_of(size)];
  first = ::new (object) Free{first};
}

// Without a size nobody knows which list: what is small stays unused.
void operator delete(void* object) noexcept {
  if (!is_small(object)) std::free(object);
}

void* operator new[](std::size_t size) { return operator new(size); }
void operator delete[](void* object) noexcept { operator delete(object); }
void operator delete[](void* object, std::size_t size) noexcept { operator delete(object, size); }
