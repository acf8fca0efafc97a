// SPDX-License-Identifier: Apache-2.0
// Once the first blocks have been through, a row costs no allocation.
#include <atomic>
#include <cstdlib>
#include <new>

#include "catch.hpp"
#include "unit/batch/support.hpp"

namespace {
std::atomic<std::uint64_t> allocations{0};
}

// Counts what this test program allocates; the other tests do not mind.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

using namespace sourcing;

namespace {

class NowhereSink : public ByteSink {
 public:
  bool write(std::string_view) override { return true; }
};

std::uint64_t allocations_for(std::size_t rows, unsigned jobs) {
  std::string text = "id,name,judgment,complexity,volume,language,regulated,cost_pressure\n";
  constexpr std::string_view some[] = {"P1,\"Payroll, Spain\",1,2.5,6200,local,false,4\n",
                                       "P2,Claims,high,,1..500,global,true,2..4\n",
                                       "P3,Càlcul de nòmines,4,3,,regional,,1\n",
                                       "P4,\"a \"\"b\"\"\",5,5,0,local,yes,\n"};
  for (std::size_t i = 0; i < rows; ++i) text += some[i % 4];
  test::TextSource source(text);
  NowhereSink sink;
  BatchObserver observer;
  BatchOptions options;
  options.jobs = jobs;
  options.block_bytes = 16'384;
  const std::uint64_t before = allocations;
  const BatchReport report =
      run_batch(Engine::embedded(), source, sink, nullptr, observer, options);
  REQUIRE(report.verdicts == rows);
  return allocations - before;
}

}  // namespace

TEST_CASE("rows cost no allocation") {
  for (const unsigned jobs : {1U, 2U}) {
    const std::uint64_t few = allocations_for(4'000, jobs), many = allocations_for(40'000, jobs);
    CAPTURE(jobs, few, many);
    // With two threads it is open which of them meets a block first; nothing grows with the rows.
    CHECK(many <= few + (jobs == 1 ? 0 : 40));
  }
}
