// SPDX-License-Identifier: Apache-2.0
// A batch gives what decide() gives, and the same bytes however it is cut and shared out.
#include <fmt/format.h>

#include "catch.hpp"
#include "property/random_model.hpp"
#include "property/random_table.hpp"
#include "property/support.hpp"
#include "render/row.hpp"
#include "unit/batch/support.hpp"

using namespace sourcing;
using namespace sourcing::test;

namespace {

BatchOptions random_options(Random& random, const Engine& engine) {
  BatchOptions options;
  options.unknown = {"n/a", "-"};
  options.raw = random.chance(30);
  options.show_values = random.chance(30);
  options.assumed = make_task(engine);
  if (random.chance(30)) {
    const auto criteria = engine.program().criteria;
    const auto& criterion = criteria[random.below(criteria.size())];
    std::string value(criterion.levels[random.below(criterion.levels.size())].word);
    if (!value.empty()) {
      REQUIRE(set_answer(engine, options.assumed, criterion.id, value, Origin::option).empty());
    }
  }
  return options;
}

// The same rows through decide() and the renderers' row.
std::string by_decide(const Engine& engine, std::string_view table, BatchOptions options) {
  options.format = Format::csv;
  options.row = 0;
  // --row's way through tasks, for every row: the slow twin.
  std::string out;
  render::append_header(out, {',', options.raw});
  const BatchReport all = judge(engine, table, options).report;
  for (std::uint64_t row = 1; row <= all.rows; ++row) {
    options.row = row;
    const std::string one = judge(engine, table, options).out;
    const std::size_t header = one.find('\n') + 1;
    out += one.substr(header);
  }
  return out;
}

}  // namespace

TEST_CASE("a batch gives what decide gives for each row, random models and the default one") {
  const std::size_t count = trials(30);
  for (std::size_t trial = 0; trial < count; ++trial) {
    Random random(seed_of(trial));
    const bool embedded = trial % 3 == 0;
    const std::string model = embedded ? "" : to_json(random_model(random));
    const Engine engine = embedded ? Engine::embedded() : engine_of(model);
    const int unknown = trial % 2 == 0 ? 5 : 40;
    const std::string table = random_table(random, engine, 40, unknown, 1);
    const BatchOptions options = random_options(random, engine);
    INFO(repeat(trial, model));
    CAPTURE(table);
    REQUIRE(judge(engine, table, options).out == by_decide(engine, table, options));
  }
}

TEST_CASE("the bytes do not depend on jobs, blocks or reads") {
  const Engine engine = Engine::embedded();
  const std::size_t count = trials(20);
  for (std::size_t trial = 0; trial < count; ++trial) {
    Random random(seed_of(1'000 + trial));
    const std::string table = random_table(random, engine, 60, 10, 2);
    BatchOptions options = random_options(random, engine);
    options.append = random.chance(40);
    options.rejects = random.chance(40);
    options.summary = true;
    if (random.chance(20)) options.limit = random.below(70) + 1;
    if (random.chance(20)) options.most_errors = random.below(5) + 1;
    const BatchOutcome whole = judge(engine, table, options);
    for (int i = 0; i < 12; ++i) {
      options.jobs = static_cast<unsigned>(random.between(1, 4));
      options.block_bytes = static_cast<std::size_t>(random.between(64, 4'000));
      const auto chunk = static_cast<std::size_t>(i == 0 ? 1 : random.between(1, 64));
      const BatchOutcome cut = judge(engine, table, options, chunk, random.chance(50));
      INFO(repeat(trial));
      CAPTURE(options.jobs, options.block_bytes, chunk);
      REQUIRE(cut.out == whole.out);
      REQUIRE(cut.rejects == whole.rejects);
      REQUIRE(cut.report.rows == whole.report.rows);
      REQUIRE(cut.report.rejects == whole.report.rejects);
      REQUIRE(cut.report.verdicts == whole.report.verdicts);
      REQUIRE(cut.report.summary.codes == whole.report.summary.codes);
      REQUIRE(cut.report.summary.verdicts == whole.report.summary.verdicts);
      REQUIRE(cut.told.failures.size() == whole.told.failures.size());
    }
  }
}

namespace {

// Rows of a table as NDJSON, with what stands in such files by accident.
std::string random_lines(Random& random, const Engine& engine, std::size_t rows) {
  const engine::Program& program = engine.program();
  std::string text = "{\"id\":\"first\"}\n";
  for (std::size_t row = 1; row < rows; ++row) {
    if (random.chance(3)) text += random.chance(50) ? "\n" : "  \r\n";
    text += fmt::format(R"({{"id":"r{}","name":"a \"b\"\n")", row);
    for (const engine::Criterion& criterion : program.criteria) {
      if (random.chance(60)) continue;
      const std::string value = random_cell(random, criterion, 5, 2);
      const bool number = !value.empty() && value.front() != '0' &&
                          value.find_first_not_of("0123456789") == std::string::npos;
      text += number ? fmt::format(R"(,"{}":{})", criterion.id, value)
                     : fmt::format(R"(,"{}":"{}")", criterion.id, value);
    }
    text += random.chance(3) ? "" : "}";
    text += random.chance(20) ? "\r\n" : "\n";
  }
  if (random.chance(30)) text.pop_back();
  return text;
}

}  // namespace

TEST_CASE("nor do those of NDJSON, nor of the other formats") {
  const Engine engine = Engine::embedded();
  const std::size_t count = trials(12);
  for (std::size_t trial = 0; trial < count; ++trial) {
    Random random(seed_of(2'000 + trial));
    const bool json = trial % 2 == 0;
    const std::string input =
        json ? random_lines(random, engine, 25) : random_table(random, engine, 25, 10, 2);
    BatchOptions options = random_options(random, engine);
    constexpr Format formats[] = {Format::csv, Format::tsv, Format::ndjson, Format::json,
                                  Format::markdown};
    options.format = formats[random.below(5)];
    options.rejects = random.chance(40);
    options.summary = true;
    if (random.chance(20)) options.limit = random.below(30) + 1;
    if (random.chance(20)) options.most_errors = random.below(5) + 1;
    const BatchOutcome whole = judge(engine, input, options);
    for (int i = 0; i < 6; ++i) {
      options.jobs = static_cast<unsigned>(random.between(1, 4));
      options.block_bytes = static_cast<std::size_t>(random.between(64, 4'000));
      const auto chunk = static_cast<std::size_t>(i == 0 ? 1 : random.between(1, 64));
      const BatchOutcome cut = judge(engine, input, options, chunk, random.chance(50));
      INFO(repeat(trial));
      CAPTURE(options.jobs, options.block_bytes, chunk);
      REQUIRE(cut.out == whole.out);
      REQUIRE(cut.rejects == whole.rejects);
      REQUIRE(cut.report.rows == whole.report.rows);
      REQUIRE(cut.report.verdicts == whole.report.verdicts);
      REQUIRE(cut.report.summary.verdicts == whole.report.summary.verdicts);
      REQUIRE(cut.report.summary.codes == whole.report.summary.codes);
      REQUIRE(cut.told.failures.size() == whole.told.failures.size());
    }
  }
}
