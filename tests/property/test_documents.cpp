// SPDX-License-Identifier: Apache-2.0
// The documents that a batch puts together from ready-made texts are those that decide() and the
// renderer give, byte for byte.
#include <fmt/format.h>

#include <array>

#include "catch.hpp"
#include "property/random_model.hpp"
#include "property/random_table.hpp"
#include "property/support.hpp"
#include "unit/batch/support.hpp"

using namespace sourcing;
using namespace sourcing::test;

namespace {

constexpr std::array<std::string_view, 3> languages = {"en", "es", "ca"};

BatchOptions random_options(Random& random, const Engine& engine) {
  BatchOptions options;
  options.format = random.chance(60) ? Format::ndjson : Format::json;
  options.unknown = {"n/a", "-"};
  if (random.chance(10)) options.unknown.emplace_back("3");
  options.show_values = random.chance(30);
  options.rejects = random.chance(20);
  options.summary = random.chance(30);
  if (random.chance(20)) {  // budgets that run out
    options.decide.cells = random.below(20) + 1;
    options.decide.nodes = random.below(20) + 1;
  }
  options.language = languages[random.below(languages.size())];
  options.assumed = make_task(engine);
  const auto criteria = engine.program().criteria;
  for (int i = 0; i < 3 && random.chance(50); ++i) {
    const auto& criterion = criteria[random.below(criteria.size())];
    const std::string word(criterion.levels[random.below(criterion.levels.size())].word);
    if (word.empty()) continue;
    REQUIRE(set_answer(engine, options.assumed, criterion.id, word, Origin::option).empty());
  }
  return options;
}

// A table in which most rows are answered fully, but for what `odd` percent of the cells hold.
std::string random_answers(Random& random, const Engine& engine, std::size_t rows, int odd) {
  constexpr std::array<std::string_view, 8> names = {
      "Payroll",        "",     R"("")",     R"("a ""b"", c")", "Nòmina \\ x",
      "\"two\nlines\"", "=1+1", "\u202Eevil"};
  std::string text = "name";
  for (const auto& criterion : engine.program().criteria) text += fmt::format(",{}", criterion.id);
  text += ",id\n";
  for (std::size_t row = 0; row < rows; ++row) {
    text += names[random.below(names.size())];
    for (const engine::Criterion& criterion : engine.program().criteria) {
      std::string cell = random_cell(random, criterion, odd, odd);
      while (!random.chance(odd) && cell.find("..") != std::string::npos) {
        cell = random_cell(random, criterion, 0, 0);
      }
      const std::string_view quote = random.chance(5) ? "\"" : "";
      text += fmt::format(",{0}{1}{0}", quote, cell);
    }
    text += random.chance(80) ? fmt::format(",{}\n", row) : random.chance(50) ? ",\n" : ",\"\"\n";
  }
  return text;
}

// The documents of a batch one after another, each through --row's way, which decides it as a task.
std::string one_by_one(const Engine& engine, std::string_view table, BatchOptions options,
                       std::uint64_t rows) {
  const bool array = options.format == Format::json;
  std::string out = array ? "[" : "";
  bool any = false;
  for (std::uint64_t row = 1; row <= rows; ++row) {
    options.row = row;
    std::string one = judge(engine, table, options).out;
    if (one.empty()) continue;  // it went to the rejects
    if (array) {
      one.pop_back();
      out += any ? ",\n  " : "\n  ";
      for (const char c : one) out += c == '\n' ? std::string("\n  ") : std::string(1, c);
    } else {
      out += one;
    }
    any = true;
  }
  if (array) out += any ? "\n]\n" : "]\n";
  return out;
}

// A line as the table's row has it, numbers as numbers.
std::string random_line(Random& random, const Engine& engine, int known) {
  std::string text = fmt::format(R"("id":"r{}")", random.below(1'000));
  if (random.chance(50)) text += R"(,"name":"a \"b\" \u00e0\\")";
  for (const engine::Criterion& criterion : engine.program().criteria) {
    if (!random.chance(known)) continue;
    const auto position = [&] {
      const auto at = static_cast<std::uint16_t>(random.below(criterion.last + std::uint64_t{1}));
      for (const engine::Level& level : criterion.levels) {
        if (level.at == at && criterion.scale != Scale::boolean && random.chance(70)) {
          return fmt::format("\"{}\"", level.word);
        }
      }
      if (criterion.scale == Scale::boolean) {
        return std::string(random.chance(90) ? (at == 0 ? "false" : "true") : "\"true\"");
      }
      if (!is_numeric(criterion.scale)) return fmt::format("\"{}\"", criterion.levels[0].word);
      const std::int64_t number =
          criterion.minimum + at * std::max<std::int64_t>(criterion.step, 1);
      if (number % 100 == 0 && random.chance(80)) return fmt::format("{}", number / 100);
      return number < 0 ? std::string("0") : fmt::format("{}.{:02}", number / 100, number % 100);
    };
    text += fmt::format(R"(,"{}":)", criterion.id);
    if (random.chance(3)) {
      text += fmt::format("[{}, {}]", position(), position());
    } else {
      text += random.chance(1) ? R"({"value":3,"evidence":"seen"})" : position();
    }
  }
  return text;
}

}  // namespace

TEST_CASE("documents of CSV rows are those of the tasks they hold") {
  const std::size_t count = trials(40);
  for (std::size_t trial = 0; trial < count; ++trial) {
    Random random(seed_of(5'000 + trial));
    const bool embedded = trial % 3 == 0;
    const std::string model = embedded ? "" : to_json(random_model(random));
    const Engine engine = embedded ? Engine::embedded() : engine_of(model);
    const std::string table = trial % 4 == 0
                                  ? random_table(random, engine, 30, 10, 1)
                                  : random_answers(random, engine, 60, static_cast<int>(trial % 3));
    const BatchOptions options = random_options(random, engine);
    const BatchOutcome fast = judge(engine, table, options);
    INFO(repeat(trial, model));
    CAPTURE(table);
    REQUIRE(fast.out == one_by_one(engine, table, options, fast.report.rows));
  }
}

TEST_CASE("documents of flat lines are those of lines that are read as JSON") {
  const std::size_t count = trials(40);
  for (std::size_t trial = 0; trial < count; ++trial) {
    Random random(seed_of(6'000 + trial));
    const bool embedded = trial % 3 == 0;
    const std::string model = embedded ? "" : to_json(random_model(random));
    const Engine engine = embedded ? Engine::embedded() : engine_of(model);
    std::string flat, as_json;
    for (int row = 0; row < 60; ++row) {
      const std::string text = random_line(random, engine, trial % 2 == 0 ? 100 : 95);
      flat += fmt::format("{{{}}}\n", text);
      // A `$schema` that is an object, which is never looked at, sends any line to the JSON reader.
      as_json += fmt::format("{{{},\"$schema\":{{}}}}\n", text);
    }
    const BatchOptions options = random_options(random, engine);
    const BatchOutcome fast = judge(engine, flat, options), slow = judge(engine, as_json, options);
    INFO(repeat(trial, model));
    CAPTURE(flat);
    REQUIRE(fast.out == slow.out);
    REQUIRE(fast.report.verdicts == slow.report.verdicts);
    REQUIRE(fast.report.summary.codes == slow.report.summary.codes);
    REQUIRE(fast.report.summary.fired == slow.report.summary.fired);
    REQUIRE(fast.report.summary.verdicts == slow.report.summary.verdicts);
  }
}
