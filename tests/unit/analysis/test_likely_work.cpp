// SPDX-License-Identifier: Apache-2.0
// Which work of the catalogue a task is taken for.
#include <cstdint>
#include <sourcing/engine.hpp>
#include <string_view>

#include "analysis/likely_work.hpp"
#include "catch.hpp"
#include "tiny_model.hpp"

namespace sourcing::test {
namespace {

engine::Box everything(const engine::Program& program) {
  engine::Box box;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    box.low[c] = 0;
    box.high[c] = program.criteria[c].last;
  }
  return box;
}

std::uint64_t weight_of(const engine::Program& program, const engine::Box& box,
                        std::string_view activity) {
  const analysis::LikelyWork likely(program, box);
  // Each activity has the numbers from one end to the next; a thousand of them are looked at.
  constexpr std::uint64_t looks = 1000;
  std::uint64_t found = 0;
  for (std::uint64_t i = 0; i < looks; ++i) {
    found += likely.at(likely.total() / looks * i).id == activity ? 1U : 0U;
  }
  return found;
}

TEST_CASE("without answers every activity is as likely as any other") {
  const engine::Program& program = engine::embedded_program;
  const engine::Box box = everything(program);
  const std::uint64_t once = 1000 / program.activities.size();
  CHECK(weight_of(program, box, "payroll") >= once);
  CHECK(weight_of(program, box, "payroll") <= once + 1);
  CHECK(weight_of(program, box, "patent_search") <= once + 1);
}

TEST_CASE("an activity is the likelier the better its profile agrees with what is answered") {
  const engine::Program& program = engine::embedded_program;
  engine::Box box = everything(program);
  const std::size_t judgment = engine::find_criterion(program, "judgment");
  box.low[judgment] = box.high[judgment] = 0;
  const std::uint64_t clerks = weight_of(program, box, "payroll");
  const std::uint64_t experts = weight_of(program, box, "patent_search");
  CHECK(clerks > 2 * experts);
  CHECK(experts > 0);  // none is ruled out
  box.low[judgment] = box.high[judgment] = program.criteria[judgment].last;
  CHECK(weight_of(program, box, "patent_search") > 2 * weight_of(program, box, "payroll"));
}

TEST_CASE("a model without activities has no likely work") {
  const Engine engine = Engine::from_json(tiny_model).value();
  const engine::Program& program = engine.program();
  engine::Program bare = program;
  bare.activities = {};
  CHECK(analysis::LikelyWork(bare, everything(bare)).total() == 0);
}

}  // namespace
}  // namespace sourcing::test
