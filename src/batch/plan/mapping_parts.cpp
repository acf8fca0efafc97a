// SPDX-License-Identifier: Apache-2.0
#include "batch/plan/mapping_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/fold.hpp"
#include "base/text.hpp"
#include "batch/plan/column_names.hpp"
#include "batch/plan/header_hints.hpp"
#include "input/csv_fields.hpp"
#include "input/name_hints.hpp"

namespace sourcing::batch {

using input::fold_name;

namespace {

// A rule of the mapping, checked; nothing where its answer is one that only the other model asks.
std::optional<DerivedColumn> checked_rule(const Plan& plan, const Derivation& rule,
                                          std::vector<Problem>& problems) {
  const bool ours = engine::find_named(plan.program, rule.to) < plan.program.criteria.size();
  if (!ours && plan.other_knows(rule.to)) return std::nullopt;
  const std::size_t before = problems.size();
  DerivedColumn column = check_derivation(plan.program, rule, problems);
  if (problems.size() != before) return std::nullopt;
  return column;
}

}  // namespace

void derive_from_keys(Plan& plan, std::vector<Problem>& problems) {
  for (const Derivation& rule : plan.options.derive) {
    auto column = checked_rule(plan, rule, problems);
    if (!column) continue;
    for (const std::string& key : rule.from) {
      const auto known = std::find_if(
          plan.columns.begin(), plan.columns.end(),
          [&](const BatchColumn& each) { return fold_name(each.header) == fold_name(key); });
      column->fields.push_back(static_cast<std::uint16_t>(known - plan.columns.begin()));
      if (known == plan.columns.end()) plan.columns.emplace_back().header = key;
    }
    plan.derived.push_back(std::move(*column));
  }
}

bool is_source(const BatchOptions& options, std::string_view folded) {
  for (const Derivation& rule : options.derive) {
    for (const std::string& header : rule.from) {
      if (fold_name(header) == folded) return true;
    }
  }
  return false;
}

void MappingParts::fail(std::string_view code, std::string message, std::string hint) {
  problems_.push_back(Problem{std::string(code), std::move(message), std::move(hint),
                              plan_.options.source, plan_.options.header ? 1U : 0U, 0, ""});
}

// The criteria that a column of --value names: by its header, its criterion, or all of them.
std::vector<std::uint16_t> MappingParts::criteria_of(const std::string& column) const {
  std::vector<std::uint16_t> criteria;
  const std::size_t target =
      column.empty() ? targets_of(plan_.program).size() : find_target(plan_.program, column);
  for (const UsedColumn& used : plan_.used) {
    const bool named = fold_name(names_[used.field]) == fold_name(column);
    if (column.empty() || named || used.criterion == target) criteria.push_back(used.criterion);
  }
  return criteria;
}

void MappingParts::derived() {
  std::string missing;
  for (const Derivation& rule : plan_.options.derive) {
    const auto checked = checked_rule(plan_, rule, problems_);
    if (!checked) continue;
    DerivedColumn column = *checked;
    for (const std::string& header : rule.from) {
      const std::size_t field = source_of(header);
      if (field < names_.size()) {
        column.fields.push_back(static_cast<std::uint16_t>(field));
      } else if (missing.find("`" + base::printable(header) + "`") == std::string::npos) {
        missing += fmt::format("{}`{}`", missing.empty() ? "" : ", ", base::printable(header));
      }
    }
    if (column.fields.size() == rule.from.size()) plan_.derived.push_back(std::move(column));
  }
  if (!missing.empty()) {
    warnings_.push_back(
        fmt::format("columns that the mapping derives answers from are not there: {}", missing));
  }
}

std::size_t MappingParts::source_of(std::string_view header) const {
  const std::string folded = fold_name(header);
  std::size_t field = 0;
  while (field < names_.size() && fold_name(names_[field]) != folded) ++field;
  return field;
}

void MappingParts::tell_doubts() {
  for (const UsedColumn& used : plan_.used) {
    const engine::Criterion& criterion = plan_.program.criteria[used.criterion];
    if (input::counts_years(plan_.program, names_[used.field], used.criterion)) {
      warnings_.push_back(
          fmt::format("`{}` sounds like a year's; it is read as `{}`, which counts a month: twelve "
                      "times too much if it is",
                      base::printable(names_[used.field]), criterion.id));
    }
    for (const std::string& word : plan_.options.unknown) {
      const input::Value value = input::read_value(criterion, word, plan_.signs());
      if (value.error != input::ValueError::none || value.unknown) continue;
      warnings_.push_back(fmt::format(
          "--unknown: `{}` is a value of `{}`, whose cells that say so count as unknown",
          base::printable(word), criterion.id));
    }
  }
}

void MappingParts::own_words() {
  for (const OwnValue& own : plan_.options.values) {
    const std::vector<std::uint16_t> criteria = criteria_of(own.column);
    const bool known = std::any_of(names_.begin(), names_.end(), [&](const std::string& name) {
      return fold_name(name) == fold_name(own.column);
    });
    if (criteria.empty() && !own.column.empty() && !known) {
      fail("E0305",
           fmt::format("--value: the input has no column `{}`", base::excerpt(own.column)));
      continue;
    }
    bool fits = criteria.empty();
    for (const std::uint16_t c : criteria) {
      const engine::Criterion& criterion = plan_.program.criteria[c];
      const input::Value value = input::read_value(criterion, own.value, {.comma = true});
      if (value.error != input::ValueError::none) continue;
      fits = true;
      plan_.own_words.push_back(
          {c, base::fold_close(own.word), value,
           value.unknown ? "" : input::json_shown(criterion, own.value, {.comma = true})});
    }
    if (!fits) {
      const std::string value = base::excerpt(own.value);
      if (own.column.empty()) {
        fail("E0602", fmt::format("--value: `{}` is a value of no column", value), "");
      } else {
        fail("E0602", fmt::format("--value: `{}` is a value of no column of that name", value),
             fmt::format("it takes {}", input::accepted(plan_.program.criteria[criteria.front()])));
      }
    }
  }
}

}  // namespace sourcing::batch
