// SPDX-License-Identifier: Apache-2.0
// The program's own operator new and delete (src/cli/small_blocks.cpp) are linked into this test.
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "catch.hpp"

namespace {

// One object, filled with a sign that only it has.
struct Filled {
  unsigned char* at = nullptr;
  std::size_t size = 0;
  unsigned char sign = 0;
};

Filled make(std::size_t size, unsigned char sign) {
  Filled made{static_cast<unsigned char*>(::operator new(size)), size, sign};
  std::memset(made.at, sign, size);
  return made;
}

bool is_whole(const Filled& object) {
  for (std::size_t i = 0; i < object.size; ++i) {
    if (object.at[i] != object.sign) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("objects of all sizes keep what is written to them while others come and go") {
  std::mt19937 random(20261128);
  std::vector<Filled> alive;
  std::size_t broken = 0, askew = 0;
  // A few hundred alive at a time: far more than the room holds, so that both ways are taken.
  for (int i = 0; i < 200'000; ++i) {
    if (alive.size() < 400 || random() % 2 == 0) {
      alive.push_back(make(random() % 700, static_cast<unsigned char>(random())));
      askew += reinterpret_cast<std::uintptr_t>(alive.back().at) % alignof(std::max_align_t) != 0;
    }
    if (alive.size() > 400) {
      std::swap(alive[random() % alive.size()], alive.back());
      broken += !is_whole(alive.back());
      if (random() % 8 == 0) {
        ::operator delete(alive.back().at);
      } else {
        ::operator delete(alive.back().at, alive.back().size);
      }
      alive.pop_back();
    }
  }
  for (const Filled& object : alive) {
    broken += !is_whole(object);
    ::operator delete(object.at, object.size);
  }
  CHECK(broken == 0);
  CHECK(askew == 0);
}

TEST_CASE("objects of no size are different ones") {
  const Filled first = make(0, 0), second = make(0, 0);
  CHECK(first.at != second.at);
  const Filled behind = make(16, 7);
  ::operator delete(first.at, first.size);
  ::operator delete(second.at, second.size);
  CHECK(is_whole(behind));
  ::operator delete(behind.at, behind.size);
}

TEST_CASE("what one thread has made another may free, and both go on") {
  std::vector<std::unique_ptr<std::string>> made;
  std::vector<std::string> expected;
  for (int i = 0; i < 500; ++i) {
    made.push_back(std::make_unique<std::string>(std::to_string(i)));
    expected.push_back(*made.back());
  }
  std::vector<std::unique_ptr<std::string>> others;
  std::thread([&] {
    made.resize(250);
    for (int i = 0; i < 500; ++i) others.push_back(std::make_unique<std::string>(40, 'x'));
  }).join();
  std::vector<std::unique_ptr<std::string>> more;
  for (int i = 0; i < 500; ++i) more.push_back(std::make_unique<std::string>(40, 'y'));
  for (std::size_t i = 0; i < made.size(); ++i) CHECK(*made[i] == expected[i]);
  for (const auto& each : others) CHECK(*each == std::string(40, 'x'));
  for (const auto& each : more) CHECK(*each == std::string(40, 'y'));
}

TEST_CASE("more than there is fails as ever") {
  // Past what the compiler lets stand as a constant.
  const volatile std::size_t too_much = SIZE_MAX / 2;
  CHECK_THROWS_AS(::operator new(too_much), std::bad_alloc);
  CHECK(::operator new(too_much, std::nothrow) == nullptr);
}
