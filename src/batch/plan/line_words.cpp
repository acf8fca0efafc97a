// SPDX-License-Identifier: Apache-2.0
// --value for lines of JSON, which have no header to find the columns of words in.
#include <fmt/format.h>

#include <algorithm>

#include "base/fold.hpp"
#include "base/text.hpp"
#include "batch/plan/plan.hpp"
#include "input/csv_fields.hpp"

namespace sourcing::batch {

namespace {

// The criteria whose words an own word is among: one of --value's column, or all.
std::vector<std::uint16_t> criteria_of(const Plan& plan, std::string_view column) {
  std::vector<std::uint16_t> criteria;
  for (const auto& [theirs, ours] : plan.options.map) {
    if (input::fold_name(theirs) == input::fold_name(column)) column = ours;
  }
  for (std::size_t c = 0; c < plan.program.criteria.size(); ++c) {
    if (column.empty() || engine::find_named(plan.program, column) == c) {
      criteria.push_back(static_cast<std::uint16_t>(c));
    }
  }
  return criteria;
}

}  // namespace

void match_words(Plan& plan, std::vector<Problem>& problems) {
  const auto fail = [&](std::string_view code, std::string message) {
    problems.push_back(
        Problem{std::string(code), std::move(message), "", plan.options.source, 0, 0, ""});
  };
  for (const OwnValue& own : plan.options.values) {
    const std::vector<std::uint16_t> criteria = criteria_of(plan, own.column);
    if (criteria.empty()) {
      fail("E0305", fmt::format("--value: there is no criterion `{}`", base::excerpt(own.column)));
      continue;
    }
    bool fits = false;
    for (const std::uint16_t c : criteria) {
      const engine::Criterion& criterion = plan.program.criteria[c];
      const input::Value value = input::read_value(criterion, own.value, {.comma = true});
      if (value.error != input::ValueError::none) continue;
      fits = true;
      plan.own_words.push_back(
          {c, base::fold_close(own.word), value,
           value.unknown ? "" : input::json_shown(criterion, own.value, {.comma = true})});
    }
    if (fits) continue;
    const std::string value = base::excerpt(own.value);
    fail("E0602",
         own.column.empty()
             ? fmt::format("--value: `{}` is a value of no criterion", value)
             : fmt::format("--value: `{}` is a value of no criterion of that name", value));
  }
}

}  // namespace sourcing::batch
