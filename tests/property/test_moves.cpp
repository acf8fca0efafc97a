// SPDX-License-Identifier: Apache-2.0
// What two models give differently is what two batches, laid beside each other, give differently.
#include <map>

#include "property/random_table.hpp"
#include "property/support.hpp"
#include "unit/batch/support.hpp"

using namespace sourcing;
using namespace sourcing::test;

namespace {

// What became of each row: its verdict, or `error`.
using Verdicts = std::vector<std::string>;
using Counts = std::map<std::pair<std::string, std::string>, std::uint64_t>;

struct Expected {
  std::uint64_t moved = 0, before_only = 0, after_only = 0, rejected = 0;
  Counts counts;
  std::vector<std::uint64_t> rows;  // that moved
};

Verdicts verdicts(const Engine& engine, std::string_view input, BatchOptions options) {
  options.columns = {"disposition", "engagement", "location", "status"};
  options.jobs = 1;
  Verdicts result;
  const BatchOutcome outcome = judge(engine, input, options);
  REQUIRE(outcome.report.end == BatchEnd::done);
  bool header = true;
  for (const std::string& line : lines(outcome.out)) {
    if (header) {
      header = false;
      continue;
    }
    if (line.ends_with(",error")) {
      result.emplace_back("error");
      continue;
    }
    std::string text;
    std::string cell;
    int cells = 0;
    for (const char c : line) {
      if (c != ',') {
        cell += c;
        continue;
      }
      text += (cells == 0 ? "" : " ") + (cell.empty() ? std::string("-") : cell);
      cell.clear();
      ++cells;
    }
    result.push_back(text);
  }
  return result;
}

Expected compare(const Verdicts& before, const Verdicts& after) {
  REQUIRE(before.size() == after.size());
  Expected expected;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const bool bad_before = before[i] == "error", bad_after = after[i] == "error";
    expected.rejected += bad_before || bad_after ? 1 : 0;
    expected.before_only += bad_before && !bad_after ? 1 : 0;
    expected.after_only += bad_after && !bad_before ? 1 : 0;
    if (bad_before || bad_after || before[i] == after[i]) continue;
    ++expected.moved;
    ++expected.counts[{before[i], after[i]}];
    expected.rows.push_back(i + 1);
  }
  return expected;
}

MovesReport moves(const Engine& before, const Engine& after, std::string_view input,
                  const MovesOptions& options) {
  TextSource source(input);
  Listener told;
  return run_moves(before, after, source, told, options);
}

// A batch leaves the cell empty for both.
std::string without_nowhere(std::string text) {
  const std::size_t at = text.find("nowhere");
  return at == std::string::npos ? text : text.replace(at, 7, "-");
}

void check(const MovesReport& report, const Expected& expected, std::size_t rows,
           std::size_t shown) {
  REQUIRE(report.batch.end == BatchEnd::done);
  CHECK(report.batch.rows == rows);
  CHECK(report.moved == expected.moved);
  CHECK(report.batch.rejects == expected.rejected);
  CHECK(report.rejected_before == expected.before_only);
  CHECK(report.rejected_after == expected.after_only);
  Counts counts;
  for (const MoveCount& move : report.counts) {
    counts[{without_nowhere(move.from), without_nowhere(move.to)}] += move.rows;
    CHECK_FALSE(move.because.empty());
    for (const auto& [cause, count] : move.because) CHECK(count <= move.rows);
  }
  CHECK(counts == expected.counts);
  REQUIRE(report.first.size() == std::min<std::size_t>(expected.rows.size(), shown));
  for (std::size_t i = 0; i < report.first.size(); ++i) {
    CHECK(report.first[i].row == expected.rows[i]);
    CHECK_FALSE(report.first[i].because.empty());
  }
}

// Another version of a model: what its owner may change.
ModelSpec changed(Random& random, ModelSpec model) {
  if (random.chance(50)) model.threshold = random.between(3000, 7000);
  for (auto& axis : model.axes) {
    for (WeightSpec& weight : axis) {
      if (random.chance(30)) weight.weight = random.between(1, 90'000);
    }
  }
  if (!model.rules.empty() && random.chance(40)) {
    model.rules.erase(model.rules.begin() +
                      static_cast<std::ptrdiff_t>(random.below(model.rules.size())));
  }
  if (random.chance(30)) model.criteria[random.below(model.criteria.size())].id += "_renamed";
  return model;
}

std::optional<Engine> engine_if_sound(const ModelSpec& model) {
  Result<Engine> engine = Engine::from_json(to_json(model));
  if (!engine.ok()) return std::nullopt;
  return std::move(engine).value();
}

bool has(const Engine& engine, std::string_view id) {
  return engine::find_criterion(engine.program(), id) < engine.program().criteria.size();
}

// The columns that only the other model knows: alone, a batch has to be told to pass over them.
std::vector<std::string> foreign(const Engine& own, const Engine& other, std::string_view table) {
  std::vector<std::string> result;
  const std::string header = "," + lines(table).front() + ",";
  for (const engine::Criterion& criterion : other.program().criteria) {
    const std::string id(criterion.id);
    if (!has(own, id) && header.find("," + id) != std::string::npos) result.push_back(id);
  }
  return result;
}

bool known(const Engine& engine, std::string_view table) {
  const std::string header = "," + lines(table).front() + ",";
  for (const engine::Criterion& criterion : engine.program().criteria) {
    for (const char end : {',', '\r'}) {
      if (header.find("," + std::string(criterion.id) + end) != std::string::npos) return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("two models of a CSV move what two batches of it show to move") {
  std::uint64_t moved = 0, rejected = 0, compared = 0, one_sided = 0;
  for (std::size_t trial = 0; trial < trials(150); ++trial) {
    Random random(seed_of(trial));
    const ModelSpec spec = random_model(random);
    const auto before = engine_if_sound(spec), after = engine_if_sound(changed(random, spec));
    if (!before || !after) continue;
    const std::string table = random_table(random, *before, 60, 30, random.chance(50) ? 1 : 0);
    if (!known(*before, table) || !known(*after, table)) continue;
    INFO(repeat(trial, to_json(spec), table));
    MovesOptions options;
    options.batch.unknown = {"n/a", "-"};
    options.shown = random.below(30);
    BatchOptions alone = options.batch, alone_after = options.batch;
    alone.ignore = foreign(*before, *after, table);
    alone_after.ignore = foreign(*after, *before, table);
    const Verdicts a = verdicts(*before, table, alone), b = verdicts(*after, table, alone_after);
    const Expected expected = compare(a, b);
    check(moves(*before, *after, table, options), expected, a.size(), options.shown);
    options.batch.jobs = 3;
    options.batch.block_bytes = 100;
    check(moves(*before, *after, table, options), expected, a.size(), options.shown);
    moved += expected.moved;
    rejected += expected.rejected;
    one_sided += expected.before_only + expected.after_only;
    ++compared;
  }
  CHECK(compared > 50);
  CHECK(moved > 100);
  CHECK(rejected > 100);
  INFO("rows that one model alone rejects: " << one_sided);
}

TEST_CASE("two models of NDJSON move what two batches of it show to move") {
  std::uint64_t moved = 0;
  for (std::size_t trial = 0; trial < trials(60); ++trial) {
    Random random(seed_of(10'000 + trial));
    const ModelSpec spec = random_model(random);
    const auto before = engine_if_sound(spec), after = engine_if_sound(changed(random, spec));
    if (!before || !after) continue;
    std::string both, only_after;
    const std::size_t rows = 1 + random.below(30);
    for (std::size_t row = 0; row < rows; ++row) {
      TaskSpec task = random_task(random, spec);
      both += to_json(task) + "\n";
      std::erase_if(task, [&](const auto& member) {
        return has(*before, member.first) && !has(*after, member.first);
      });
      only_after += to_json(task) + "\n";
    }
    INFO(repeat(trial, to_json(spec), both));
    MovesOptions options;
    options.shown = 5;
    const Verdicts a = verdicts(*before, both, options.batch),
                   b = verdicts(*after, only_after, options.batch);
    const Expected expected = compare(a, b);
    check(moves(*before, *after, both, options), expected, rows, options.shown);
    options.batch.jobs = 2;
    options.batch.block_bytes = 64;
    check(moves(*before, *after, both, options), expected, rows, options.shown);
    moved += expected.moved;
  }
  CHECK(moved > 20);
}

TEST_CASE("a row that one model alone cannot judge is counted for it, and named") {
  Random random(7);
  ModelSpec spec = random_model(random);
  CriterionSpec words;
  words.id = "tone";
  words.scale = "choice";
  words.words = {"soft", "loud"};
  spec.criteria = {words};
  for (auto& axis : spec.axes) axis = {{0, 10'000, "high", {}}};
  spec.rules.clear();
  spec.activities.clear();
  const Engine before = engine_of(to_json(spec));
  spec.criteria[0].words = {"soft", "shrill"};
  const Engine after = engine_of(to_json(spec));
  TextSource source("id,tone\na,soft\nb,loud\nc,shrill\nd,none\n");
  Listener told;
  const MovesReport report = run_moves(before, after, source, told, {});
  CHECK(report.batch.rows == 4);
  CHECK(report.batch.rejects == 3);
  CHECK(report.rejected_before == 1);
  CHECK(report.rejected_after == 1);
  REQUIRE(told.failures.size() == 3);
  CHECK(told.failures[0].id == "b");
  CHECK(told.failures[0].problems.at(0).line == 3);
  CHECK(told.failures[0].problems.at(0).message.starts_with("after: "));
  CHECK(told.failures[1].problems.at(0).message.starts_with("before: "));
}
