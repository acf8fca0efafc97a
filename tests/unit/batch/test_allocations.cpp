// SPDX-License-Identifier: Apache-2.0
// Once the first blocks have been through, a row costs no allocation.
#include <fmt/format.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "catch.hpp"
#include "engine/program.hpp"
#include "unit/batch/support.hpp"

namespace {
std::atomic<std::uint64_t> allocations{0};
}

// Counts what this test program allocates; the other tests do not mind. Not inlined: where GCC sees
// a free() below a new it takes it for a mistake.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return operator new(size); }
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

using namespace sourcing;

namespace {

class NowhereSink : public ByteSink {
 public:
  bool write(std::string_view) override { return true; }
};

// Some rows again and again, below a header; all of them can be judged.
struct Input {
  std::string header;
  std::vector<std::string> rows;
};

std::uint64_t allocations_for(const Input& input, std::size_t rows, BatchOptions options) {
  std::string text = input.header;
  for (std::size_t i = 0; i < rows; ++i) text += input.rows[i % input.rows.size()];
  test::TextSource source(text);
  NowhereSink sink;
  BatchObserver observer;
  options.block_bytes = 16'384;
  const std::uint64_t before = allocations;
  const BatchReport report =
      run_batch(Engine::embedded(), source, sink, nullptr, observer, options);
  REQUIRE(report.verdicts == rows);
  return allocations - before;
}

Input plain() {
  Input input;
  input.header = "id,name";
  std::string row = "P1,Payroll";
  for (const auto& criterion : Engine::embedded().program().criteria) {
    input.header += "," + std::string(criterion.id);
    const auto& word = criterion.levels.back().word;
    row += "," + (is_numeric(criterion.scale) ? std::string("3") : std::string(word));
  }
  input.header += "\n";
  input.rows = {row + "\n"};
  return input;
}

Input mixed() {
  return {"id,name,judgment,complexity,volume,language,regulated,cost_pressure,activity\n",
          {"P1,\"Payroll, Spain\",1,2.5,6200,local,false,4,\n",
           "P2,Claims,high,,1..500,global,true,2..4,\n",
           "P3,Càlcul de nòmines,4,3,,regional,,1,payroll\n",
           "P4,\"a \"\"b\"\"\",5,5,0,local,yes,,\n"}};
}

// What 36,000 more rows cost.
std::uint64_t growth(const Input& input, const BatchOptions& options) {
  const std::uint64_t few = allocations_for(input, 4'000, options),
                      many = allocations_for(input, 40'000, options);
  return many > few ? many - few : 0;
}

}  // namespace

TEST_CASE("rows of CSV cost no allocation") {
  for (const Input& input : {plain(), mixed()}) {
    for (const bool append : {false, true}) {
      for (const unsigned jobs : {1U, 2U}) {
        BatchOptions options;
        options.jobs = jobs;
        options.append = append;
        options.summary = append;
        if (append) options.columns = {"status", "reasons", "score_onshore"};
        CAPTURE(jobs, append, input.rows.size());
        // With two threads it is open which of them meets a block first; nothing grows with rows.
        CHECK(growth(input, options) <= (jobs == 1 ? 0U : 40U));
      }
    }
  }
}

TEST_CASE("lines of NDJSON with plain values cost none either") {
  const Input json{
      "",
      {"{\"id\":\"P1\",\"judgment\":4,\"volume\":\"high\"}\n",
       "{\"name\":\"C\u00e0lcul \\\"b\\\"\",\"id\":\"P2\",\"cost_pressure\":[2,4],\"x_own\":1}\n",
       "{ \"activity\" : \"payroll\", \"regulated\" : true, \"overlap_hours\" : 2.5 }\r\n"}};
  CHECK(growth(json, {}) == 0);
}

TEST_CASE("rows that are written as JSON documents cost no allocation") {
  Input json{"", {"{\"id\":\"P1\",\"name\":\"C\u00e0lcul \\\"b\\\"\""}};
  for (const auto& criterion : Engine::embedded().program().criteria) {
    json.rows[0] += fmt::format(R"(,"{}":)", criterion.id);
    json.rows[0] += is_numeric(criterion.scale) ? std::string("3")
                    : criterion.scale == Scale::boolean
                        ? std::string("true")
                        : fmt::format("\"{}\"", criterion.levels.back().word);
  }
  json.rows[0] += "}\n";
  for (const Format format : {Format::ndjson, Format::json}) {
    for (const Input& input : {plain(), json}) {
      BatchOptions options;
      options.format = format;
      options.summary = true;
      CHECK(growth(input, options) == 0);
    }
  }
}

TEST_CASE("lines with evidence do, and always as many") {
  // Each is read into a task of its own and decided with all its reasoning: docs/batch.md says so.
  const Input json{"", {"{\"id\":\"P1\",\"judgment\":{\"value\":4,\"evidence\":\"manual\"}}\n"}};
  const std::uint64_t each = growth(json, {}) / 36'000;
  INFO("allocations a row of NDJSON: " << each);
  CHECK(each > 0);
  CHECK(each < 2'000);
}
