// SPDX-License-Identifier: Apache-2.0
#include "report/charts.hpp"

#include <fmt/format.h>

#include "render/summary_numbers.hpp"
#include "report/markup.hpp"

namespace sourcing::report {

namespace {

// What the matrix is drawn over: the two criteria that weigh most in engagement, and the first
// scale of bands, or else the next criterion.
struct MatrixCriteria {
  std::vector<std::size_t> y;
  std::size_t x = 0;
};
MatrixCriteria matrix_criteria(const engine::Program& program) {
  std::vector<const engine::Weight*> order;
  for (const engine::Weight& weight : program.axes[0].weights) order.push_back(&weight);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return a->centipoints > b->centipoints; });
  MatrixCriteria chosen;
  const auto banded = [&](std::size_t c) { return program.criteria[c].scale == Scale::bands; };
  chosen.x = program.criteria.size();
  for (std::size_t c = program.criteria.size(); c-- > 0;) {
    if (banded(c)) chosen.x = c;
  }
  for (const engine::Weight* weight : order) {
    if (chosen.y.size() < 2 && weight->criterion != chosen.x) chosen.y.push_back(weight->criterion);
  }
  if (chosen.x == program.criteria.size()) chosen.x = chosen.y.empty() ? 0 : chosen.y.back();
  return chosen;
}

}  // namespace

std::string Charts::matrix_chart() const {
  const MatrixCriteria chosen = matrix_criteria(program_);
  MatrixAxes axes;
  const engine::Criterion& x = program_.criteria[chosen.x];
  axes.x = words_.text(x.label);
  std::vector<std::size_t> ats;
  for (const engine::Level& level : x.levels) {
    axes.columns.push_back(level.words == engine::no_text ? std::string(level.word)
                                                          : words_.text(level.words));
    ats.push_back(level.at);
  }
  axes.columns.push_back(words_.say("report.unknown"));
  for (const std::size_t c : chosen.y)
    render::append_item(axes.y, words_.text(program_.criteria[c].label));
  axes.low = 0;
  axes.high = 10'000;
  std::vector<Mark> marks;
  for (const Row& row : document_.rows) {
    if (row.failed) continue;
    Mark mark;
    mark.row = row.number;
    mark.weight = row.weight;
    mark.name = words_.task(row.id, row.name, row.number);
    mark.shape = row.verdict.disposition ? shape_of(*row.verdict.disposition) : 0;
    const Answer& answer = row.task.answers[chosen.x];
    std::size_t column = ats.size();
    if (answer.origin != Origin::unknown) {
      const std::size_t at = (answer.low + answer.high) / 2U;
      for (std::size_t i = 0; i < ats.size(); ++i) {
        if (ats[i] <= at) column = i;
      }
    }
    mark.x = static_cast<std::int64_t>(column) * 100;
    std::int64_t sum = 0, count = 0;
    for (const std::size_t c : chosen.y) {
      const Answer& y = row.task.answers[c];
      const std::int64_t last = std::max<std::int64_t>(program_.criteria[c].last, 1);
      const std::int64_t at =
          y.origin == Origin::unknown ? program_.criteria[c].neutral : (y.low + y.high) / 2;
      sum += at * 10'000 / last;
      ++count;
    }
    mark.y = count == 0 ? 5'000 : sum / count;
    marks.push_back(std::move(mark));
  }
  constexpr std::size_t labels = 40;
  return matrix(
      {words_.say("report.matrix"), words_.say("report.matrix_note"), words_.say("value.decimal")},
      axes, std::move(marks), labels);
}

std::int64_t Charts::weight_of(const VerdictTally& tally) const {
  if (tally.sums.empty()) return static_cast<std::int64_t>(tally.rows) * 100;
  return hundredths(tally.sums.front().sum).value_or(0);
}

std::vector<std::string> Charts::heat_columns() const {
  std::vector<std::string> columns;
  for (const Location each : {Location::onshore, Location::nearshore, Location::offshore}) {
    columns.emplace_back(name(each));
  }
  columns.push_back(words_.say("report.none"));
  return columns;
}

std::vector<HeatRow> Charts::heat_rows() const {
  std::map<std::string, std::array<std::int64_t, location_count + 1>> rows;
  const BatchSummary& summary = document_.report.summary;
  const auto add = [&](const std::string& key, const Verdict& verdict, std::int64_t value) {
    rows[key][index_of(verdict)[2]] += value;
  };
  for (const SummaryGroup& group : summary.groups) {
    if (document_.by.empty()) break;
    const std::string& name = group.key.front();
    for (const VerdictTally& tally : group.by_verdict) {
      add(name.empty() ? words_.say("report.no_group") : name, tally.verdict, weight_of(tally));
    }
  }
  const auto by_disposition = [&](const Verdict& verdict, std::int64_t weight) {
    add(verdict.disposition ? words_.disposition(*verdict.disposition) : words_.say("report.none"),
        verdict, weight);
  };
  if (document_.by.empty() && summary.sum.empty()) {
    render::each_verdict(summary, [&](const Verdict& verdict, std::uint64_t count) {
      by_disposition(verdict, static_cast<std::int64_t>(count) * 100);
    });
  } else if (document_.by.empty()) {
    for (const VerdictTally& tally : summary.total.by_verdict) {
      by_disposition(tally.verdict, weight_of(tally));
    }
  }
  std::vector<HeatRow> out;
  for (const auto& [name, values] : rows) out.push_back({name, {values.begin(), values.end()}});
  const auto sum = [](const HeatRow& row) {
    return std::accumulate(row.values.begin(), row.values.end(), std::int64_t{0});
  };
  std::stable_sort(out.begin(), out.end(),
                   [&](const HeatRow& a, const HeatRow& b) { return sum(a) > sum(b); });
  constexpr std::size_t most = 30;
  if (out.size() > most) {
    HeatRow rest{words_.say("report.others", {{"count", fmt::format("{}", out.size() - most)}}),
                 std::vector<std::int64_t>(location_count + 1)};
    for (std::size_t i = most; i < out.size(); ++i) {
      for (std::size_t l = 0; l <= location_count; ++l) rest.values[l] += out[i].values[l];
    }
    out.resize(most);
    out.push_back(std::move(rest));
  }
  return out;
}

std::string Charts::heat_chart() const {
  return heat_map(
      {words_.say("report.heat"), words_.say("report.heat_note"), words_.say("value.decimal")},
      heat_columns(), heat_rows());
}

std::string Charts::engagement_chart() const {
  const Bars& bars = document_.engagement_margins;
  return histogram({words_.say("report.margins_engagement"), words_.say("report.margins_note"),
                    words_.say("value.decimal")},
                   bars.from, bars.step, bars.rows, program_.hybrid_band);
}

std::string Charts::location_chart() const {
  const Bars& bars = document_.location_margins;
  return histogram({words_.say("report.margins_location"), words_.say("report.margins_note"),
                    words_.say("value.decimal")},
                   bars.from, bars.step, bars.rows, program_.location_band);
}

}  // namespace sourcing::report
