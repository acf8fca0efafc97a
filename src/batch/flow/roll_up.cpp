// SPDX-License-Identifier: Apache-2.0
#include "batch/flow/roll_up.hpp"

#include <algorithm>
#include <cstring>
#include <map>

#include "base/text.hpp"
#include "engine/program.hpp"
#include "input/csv_fields.hpp"
#include "input/task_json.hpp"

namespace sourcing::batch {

namespace {

constexpr std::size_t no_disposition_at = 3, no_engagement_at = 2;
constexpr std::size_t engagements = no_engagement_at + 1, locations = location_count + 1;

// `9.10` after `9.2`: digits are compared as the numbers they are, all else byte by byte.
bool natural_before(std::string_view a, std::string_view b) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto digits = [&](std::string_view text) {
    std::size_t size = 0;
    while (size < text.size() && is_digit(text[size])) ++size;
    return text.substr(0, size);
  };
  while (!a.empty() && !b.empty()) {
    if (is_digit(a.front()) && is_digit(b.front())) {
      const std::string_view first = digits(a), second = digits(b);
      const auto significant = [](std::string_view number) {
        number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
        return number;
      };
      const std::string_view left = significant(first), right = significant(second);
      if (left.size() != right.size()) return left.size() < right.size();
      if (left != right) return left < right;
      if (first.size() != second.size()) return first.size() < second.size();
      a.remove_prefix(first.size());
      b.remove_prefix(second.size());
      continue;
    }
    if (a.front() != b.front()) {
      return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front());
    }
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  return a.size() < b.size();
}

bool key_before(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (a[i] != b[i]) return natural_before(a[i], b[i]);
  }
  return a.size() < b.size();
}

// The first `level` parts of `9.2.1`, nothing when it has not as many.
std::string_view upper_levels(std::string_view value, std::size_t level) {
  std::size_t end = 0;
  for (std::size_t part = 0; part < level; ++part) {
    if (part > 0) ++end;
    if (end >= value.size()) return {};
    end = std::min(value.find('.', end), value.size());
  }
  return value.substr(0, end);
}

// What a task says in one of the columns.
std::string_view value_of(const Plan& plan, const Task& task, std::string_view column) {
  const std::string folded = input::fold_name(column);
  if (folded == "id") return task.id;
  if (folded == "name") return task.name;
  if (folded == "activity") return task.activity;
  for (const Field& field : task.fields) {
    if (input::fold_name(field.name) == folded) return field.text;
  }
  const std::size_t c = engine::find_criterion(plan.program, folded);
  if (c == plan.program.criteria.size()) return {};
  std::string_view shown = task.answers[c].shown;
  if (shown.size() > 1 && shown.front() == '"') shown = shown.substr(1, shown.size() - 2);
  return shown;
}

}  // namespace

void RollUp::Sum::add(const Sum& more) {
  sum += more.sum;
  numbers += more.numbers;
}

void RollUp::Tally::add(const Tally& more) {
  rows += more.rows;
  if (sums.size() < more.sums.size()) sums.resize(more.sums.size());
  for (std::size_t i = 0; i < more.sums.size(); ++i) sums[i].add(more.sums[i]);
}

RollUp::Tally& RollUp::Group::cell(std::uint8_t verdict) {
  for (Cell& each : cells) {
    if (each.verdict == verdict) return each.tally;
  }
  return cells.emplace_back(Cell{verdict, {}}).tally;
}

void RollUp::Group::add(const Group& more) {
  all.add(more.all);
  errors += more.errors;
  for (const Cell& each : more.cells) cell(each.verdict).add(each.tally);
}

void RollUp::begin(const Plan& plan) {
  wanted_ = has_groups(plan.options);
  if (!wanted_) return;
  key_.clear();
  numbers_.rows = 1;
  numbers_.sums.assign(plan.options.sum.size(), Sum{});
}

void RollUp::key(std::string_view value) {
  const auto size = static_cast<std::uint32_t>(value.size());
  char bytes[sizeof size];
  std::memcpy(bytes, &size, sizeof size);
  key_.append(bytes, sizeof size);
  key_ += value;
}

std::vector<std::string> RollUp::split_key(std::string_view key) {
  std::vector<std::string> values;
  while (!key.empty()) {
    std::uint32_t size = 0;
    std::memcpy(&size, key.data(), sizeof size);
    values.emplace_back(key.substr(sizeof size, size));
    key.remove_prefix(sizeof size + size);
  }
  return values;
}

void RollUp::row(const Plan& plan, const RowView& row) {
  begin(plan);
  if (!wanted_) return;
  // Of a row that is not as long as the header nobody knows which field is which, but for the
  // first.
  const auto cell = [&](std::uint16_t field) -> std::string_view {
    if (row.fields() != plan.fields && field > 0) return {};
    return input::unquote(row.field(field), scratch_);
  };
  for (const std::uint16_t field : plan.by) key(cell(field));
  for (std::size_t i = 0; i < plan.sum.size(); ++i) {
    Sum& sum = numbers_.sums[i];
    if (sum.sum.add(input::number_text(cell(plan.sum[i]), plan.signs()))) sum.numbers = 1;
  }
}

void RollUp::row(const Plan& plan, const Task& task) {
  begin(plan);
  if (!wanted_) return;
  for (const std::string& column : plan.options.by) key(value_of(plan, task, column));
  for (std::size_t i = 0; i < plan.options.sum.size(); ++i) {
    Sum& sum = numbers_.sums[i];
    if (sum.sum.add(value_of(plan, task, plan.options.sum[i]))) sum.numbers = 1;
  }
}

void RollUp::row(const Plan& plan, const Failure& failure) {
  if (!has_groups(plan.options)) return begin(plan);
  Task task;
  task.id = failure.id;
  task.name = failure.name;
  task.fields = failure.fields;
  task.answers.resize(plan.program.criteria.size());
  row(plan, task);
}

void RollUp::blank_row(const Plan& plan) {
  begin(plan);
  for (std::size_t i = 0; wanted_ && i < plan.options.by.size(); ++i) key({});
}

void RollUp::count(std::size_t disposition, std::size_t engagement, std::size_t location) {
  if (!wanted_) return;
  Group& group = groups_[key_];
  group.all.add(numbers_);
  group
      .cell(static_cast<std::uint8_t>((disposition * engagements + engagement) * locations +
                                      location))
      .add(numbers_);
}

void RollUp::error() {
  if (!wanted_) return;
  Group& group = groups_[key_];
  group.all.add(numbers_);
  ++group.errors;
}

void RollUp::add(const RollUp& more) {
  for (const auto& [key, group] : more.groups_) groups_[key].add(group);
}

SummaryGroup RollUp::shown(const Group& group, const Group& total) {
  const auto columns = [](const Tally& tally, const Tally& whole) {
    std::vector<ColumnSum> sums;
    for (std::size_t i = 0; i < tally.sums.size(); ++i) {
      const Sum& sum = tally.sums[i];
      ColumnSum& out = sums.emplace_back();
      out.gaps = tally.rows - sum.numbers;
      if (sum.numbers == 0) continue;
      out.sum = sum.sum.text();
      if (i < whole.sums.size()) out.share = sum.sum.percent_of(whole.sums[i].sum);
    }
    return sums;
  };
  SummaryGroup out;
  out.rows = group.all.rows;
  out.errors = group.errors;
  out.sums = columns(group.all, total.all);
  std::vector<Cell> cells = group.cells;
  std::sort(cells.begin(), cells.end(),
            [](const Cell& a, const Cell& b) { return a.verdict < b.verdict; });
  for (const Cell& cell : cells) {
    VerdictTally& tally = out.by_verdict.emplace_back();
    const std::size_t location = cell.verdict % locations;
    const std::size_t engagement = cell.verdict / locations % engagements;
    const std::size_t disposition = cell.verdict / locations / engagements;
    if (disposition != no_disposition_at) {
      tally.verdict.disposition = static_cast<Disposition>(disposition);
    }
    if (engagement != no_engagement_at) {
      tally.verdict.engagement = static_cast<Engagement>(engagement);
    }
    if (location != location_count) tally.verdict.location = static_cast<Location>(location);
    tally.rows = cell.tally.rows;
    tally.sums = columns(cell.tally, group.all);
  }
  return out;
}

void RollUp::report(const Plan& plan, BatchSummary& summary) const {
  summary.by = plan.options.by;
  summary.sum = plan.options.sum;
  Group total;
  total.all.sums.resize(summary.sum.size());
  for (const auto& [key, group] : groups_) total.add(group);
  summary.total = shown(total, total);
  if (summary.by.empty()) return;
  for (const auto& [key, group] : groups_) {
    SummaryGroup out = shown(group, total);
    out.key = split_key(key);
    summary.groups.push_back(std::move(out));
  }
  const auto in_order = [](const SummaryGroup& a, const SummaryGroup& b) {
    return key_before(a.key, b.key);
  };
  std::sort(summary.groups.begin(), summary.groups.end(), in_order);
  for (std::size_t by = 0; by < summary.by.size(); ++by) {
    const bool is_hierarchy = by < plan.by.size() ? plan.columns[plan.by[by]].target == "hierarchy"
                                                  : input::fold_name(summary.by[by]) == "hierarchy";
    for (std::size_t level = 1; is_hierarchy; ++level) {
      std::map<std::string, Group, std::less<>> at_level;
      for (const auto& [key, group] : groups_) {
        const std::vector<std::string> values = split_key(key);
        const std::string_view upper = upper_levels(base::trim(values[by]), level);
        if (!upper.empty()) at_level[std::string(upper)].add(group);
      }
      if (at_level.empty()) break;
      SummaryLevel& out = summary.levels.emplace_back(SummaryLevel{by, level, {}});
      for (const auto& [value, group] : at_level) {
        out.groups.push_back(shown(group, total));
        out.groups.back().key = {value};
      }
      std::sort(out.groups.begin(), out.groups.end(), in_order);
    }
  }
}

}  // namespace sourcing::batch
