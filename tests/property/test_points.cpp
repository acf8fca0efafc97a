// SPDX-License-Identifier: Apache-2.0
// Points one by one and by columns, against the slow, obvious evaluator and against each other.
#include <cstring>

#include "batch/judge/weigh.hpp"
#include "batch/plan/group.hpp"
#include "input/csv_index.hpp"
#include "property/support.hpp"

namespace sourcing::test {
namespace {

using Column = std::vector<std::uint16_t>;

std::vector<Column> random_columns(Random& random, const Engine& engine, std::size_t rows) {
  std::vector<Column> columns;
  for (std::size_t c = 0; c < engine.criteria(); ++c) {
    Column& column = columns.emplace_back();
    const std::size_t last = engine.last_position(c);
    for (std::size_t r = 0; r < rows; ++r) {
      // The ends of a scale more often than chance would have them.
      const bool end = random.chance(20);
      column.push_back(static_cast<std::uint16_t>(end ? (random.chance(50) ? 0 : last)
                                                      : random.below(last + 1)));
    }
  }
  return columns;
}

Column row_of(const std::vector<Column>& columns, std::size_t row) {
  Column point;
  for (const Column& column : columns) point.push_back(column[row]);
  return point;
}

bool same(const PointOutcome& a, const PointOutcome& b) {
  return a.scores == b.scores && a.excluded == b.excluded && a.location == b.location &&
         a.engagement == b.engagement && a.disposition == b.disposition;
}

std::string difference(const reference::Model& obvious, const Engine& engine, const Column& point) {
  reference::Point values;
  for (std::size_t c = 0; c < point.size(); ++c) values.push_back(obvious.grid(c)[point[c]]);
  const reference::Outcome expected = obvious.decide(values);
  const PointOutcome found = decide_point(engine, point);
  for (std::size_t a = 0; a < axis_count; ++a) {
    if (found.scores[a] != expected.scores.at(std::string(reference::axes[a]))) return "scores";
  }
  for (std::size_t l = 0; l < location_count; ++l) {
    if (((found.excluded >> l & 1) != 0) != expected.excluded.contains(reference::locations[l])) {
      return "excluded";
    }
  }
  return verdict_of(found) == expected.verdict ? "" : "verdict";
}

// What the columns say of each row.
std::vector<PointOutcome> by_columns(ColumnDecider& decider, const std::vector<Column>& columns,
                                     std::size_t rows) {
  std::vector<const std::uint16_t*> positions;
  for (const Column& column : columns) positions.push_back(column.data());
  std::vector<Engagement> engagement(rows);
  std::vector<Disposition> disposition(rows);
  std::vector<std::int8_t> location(rows);
  std::vector<std::uint8_t> excluded(rows);
  std::array<std::vector<Centipoints>, axis_count> scores;
  OutcomeColumns out{engagement.data(), disposition.data(), location.data(), excluded.data(), {}};
  for (std::size_t a = 0; a < axis_count; ++a) {
    scores[a].resize(rows);
    out.scores[a] = scores[a].data();
  }
  decider.decide(positions, rows, out);
  std::vector<PointOutcome> result;
  for (std::size_t r = 0; r < rows; ++r) {
    result.push_back({{scores[0][r], scores[1][r], scores[2][r], scores[3][r]},
                      excluded[r],
                      location[r],
                      engagement[r],
                      disposition[r]});
  }
  return result;
}

TEST_CASE("points are what the reference says, one by one and by columns, whatever the model") {
  std::size_t pairs = 0;
  for (std::size_t trial = 0; trial < trials(150); ++trial) {
    Random random(seed_of(trial));
    ModelShape shape;
    if (trial % 4 == 1) shape = small_shape();
    // More tests than a word has bits, in a condition or in all.
    if (trial % 10 == 3) shape.most_criteria = 20, shape.most_rules = 60;
    const std::string model = to_json(random_model(random, shape));
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const reference::Model obvious(document(model));
    ColumnDecider decider(engine);
    for (const std::size_t rows : {std::size_t{1}, 1 + random.below(300), std::size_t{128}}) {
      const std::vector<Column> columns = random_columns(random, engine, rows);
      const std::vector<PointOutcome> found = by_columns(decider, columns, rows);
      for (std::size_t r = 0; r < rows; ++r) {
        const Column point = row_of(columns, r);
        if (!same(found[r], decide_point(engine, point))) FAIL("row " << r << " of " << rows);
        if (r % 8 == 0) {
          const std::string what = difference(obvious, engine, point);
          if (!what.empty()) FAIL("point in row " << r << ": " << what);
          ++pairs;
        }
      }
    }
  }
  REQUIRE(pairs >= 150);
}

TEST_CASE("the default model's points, embedded and read, one by one and by columns") {
  const std::string model(engine::embedded_model_json);
  const Engine built_in = Engine::embedded(), read = engine_of(model);
  const reference::Model obvious(document(model));
  Random random(seed_of(7));
  constexpr std::size_t rows = 3'000;
  const std::vector<Column> columns = random_columns(random, built_in, rows);
  ColumnDecider one(built_in), other(read);
  const std::vector<PointOutcome> found = by_columns(one, columns, rows);
  const std::vector<PointOutcome> again = by_columns(other, columns, rows);
  for (std::size_t r = 0; r < rows; ++r) {
    const Column point = row_of(columns, r);
    const std::string what = difference(obvious, read, point);
    if (!what.empty()) FAIL("row " << r << ": " << what);
    if (!same(found[r], decide_point(built_in, point)) || !same(again[r], found[r]) ||
        !same(found[r], decide_point(read, point))) {
      FAIL("row " << r);
    }
  }
  SUCCEED();
}

TEST_CASE("a column that nobody wants is left out, and a moved decider decides on") {
  const Engine engine = Engine::embedded();
  Random random(seed_of(8));
  const std::vector<Column> columns = random_columns(random, engine, 200);
  std::vector<const std::uint16_t*> positions;
  for (const Column& column : columns) positions.push_back(column.data());
  ColumnDecider first(engine);
  ColumnDecider moved(std::move(first));
  std::vector<Engagement> engagement(200);
  moved.decide(positions, 200, OutcomeColumns{.engagement = engagement.data()});
  for (std::size_t r = 0; r < 200; ++r) {
    REQUIRE(engagement[r] == decide_point(engine, row_of(columns, r)).engagement);
  }
}

TEST_CASE("a condition of more tests than a word has bits is judged the same") {
  const Engine tiny = Engine::embedded();
  const std::size_t overlap = [&] {
    std::size_t c = 0;
    while (tiny.criterion_id(c) != "overlap_hours") ++c;
    return c;
  }();
  for (const std::size_t count : {1U, 31U, 62U, 63U, 64U, 65U, 130U}) {
    // Every third hundredth: no two are neighbours, so that each is a test of its own.
    std::string any;
    for (std::size_t i = 0; i < count; ++i) {
      any += (i == 0 ? "" : ",") + decimal(static_cast<std::int64_t>(3 * i));
    }
    std::string model(engine::embedded_model_json);
    const std::string when = R"({"criterion": "overlap_hours", "one_of": [)" + any + "]}";
    const std::string from = R"({"criterion": "physical_presence", "is": "daily"})";
    const std::size_t at = model.find(from);
    REQUIRE(at != std::string::npos);
    const Engine engine = engine_of(model.replace(at, from.size(), when));
    Column point(engine.criteria());
    for (std::uint16_t k = 0; k <= engine.last_position(overlap); ++k) {
      point[overlap] = k;
      const bool listed = k % 3 == 0 && k < 3 * count;
      INFO(count << " tests, position " << k);
      REQUIRE((decide_point(engine, point).excluded != 0) == listed);
    }
  }
}

TEST_CASE("both versions of the weighing give the same") {
  for (std::size_t trial = 0; trial < trials(60); ++trial) {
    Random random(seed_of(trial));
    const Engine engine = engine_of(to_json(random_model(random, {})));
    const batch::Tables tables(engine.program());
    batch::Group wide(tables), narrow(tables);
    const std::vector<Column> columns = random_columns(random, engine, batch::group_rows);
    for (batch::Group* group : {&wide, &narrow}) {
      group->count = group->padded = batch::group_rows;
      for (std::size_t c = 0; c < columns.size(); ++c) {
        std::copy(columns[c].begin(), columns[c].end(),
                  group->at.begin() + static_cast<std::ptrdiff_t>(c * batch::group_rows));
      }
    }
    const bool has_wide = input::has_avx2();
    for (const bool reasons : {true, false}) {
      batch::weigh(tables, {reasons}, has_wide, wide);
      batch::weigh(tables, {reasons}, false, narrow);
      INFO(repeat(trial));
      REQUIRE(wide.sum == narrow.sum);
      REQUIRE(wide.excluded == narrow.excluded);
      REQUIRE(wide.dispositions == narrow.dispositions);
      if (reasons) REQUIRE(std::memcmp(&wide.largest, &narrow.largest, sizeof wide.largest) == 0);
    }
  }
}

}  // namespace
}  // namespace sourcing::test
