// SPDX-License-Identifier: Apache-2.0
#include "batch/plan/column_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/fold.hpp"
#include "base/text.hpp"
#include "input/csv_fields.hpp"
#include "input/task_json.hpp"

namespace sourcing::batch {

using input::fold_name;

namespace {

// What a column may be besides a criterion: of the task itself, or what travels with it.
constexpr auto own_columns = [] {
  std::array<std::string_view, 3 + task_fields.size()> names{"id", "name", "activity"};
  for (std::size_t i = 0; i < task_fields.size(); ++i) names[3 + i] = task_fields[i];
  return names;
}();

}  // namespace

const std::string* mapped(const BatchOptions& options, std::string_view folded) {
  for (const auto& [header, target] : options.map) {
    if (fold_name(header) == folded) return &target;
  }
  return nullptr;
}

bool is_ignored(const BatchOptions& options, std::string_view folded) {
  return std::any_of(options.ignore.begin(), options.ignore.end(),
                     [&](const std::string& each) { return fold_name(each) == folded; });
}

std::vector<std::string_view> targets_of(const engine::Program& program) {
  std::vector<std::string_view> targets;
  for (const engine::Criterion& criterion : program.criteria) targets.push_back(criterion.id);
  targets.insert(targets.end(), own_columns.begin(), own_columns.end());
  return targets;
}

std::size_t find_target(const engine::Program& program, std::string_view name) {
  const std::size_t criterion = engine::find_named(program, name);
  if (criterion < program.criteria.size()) return criterion;
  const std::string close = base::fold_close(name);
  const auto own = std::find_if(own_columns.begin(), own_columns.end(), [&](std::string_view each) {
    return base::fold_close(each) == close;
  });
  return criterion + static_cast<std::size_t>(own - own_columns.begin());
}

void check_targets(const Plan& plan, std::vector<Problem>& problems) {
  const std::vector<std::string_view> targets = targets_of(plan.program);
  const auto fail = [&](std::string message, std::string hint) {
    problems.push_back(Problem{"E0305", std::move(message), std::move(hint), "", 0, 0, ""});
  };
  const auto& map = plan.options.map;
  for (auto each = map.begin(); each != map.end(); ++each) {
    const auto& [header, target] = *each;
    const std::string folded = fold_name(header);
    if (find_target(plan.program, target) == targets.size() && !plan.other_knows(target)) {
      const std::string near =
          input::nearest_name(plan.program, target, {own_columns.begin(), own_columns.end()});
      fail(fmt::format("--map: there is no criterion `{}`", base::excerpt(target)),
           near.empty() ? "" : fmt::format("did you mean `{}`?", near));
    }
    if (std::any_of(map.begin(), each,
                    [&](const auto& before) { return fold_name(before.first) == folded; })) {
      fail(fmt::format("--map: `{}` is mapped twice", base::excerpt(header)), "");
    }
  }
}

bool is_known_header(const engine::Program& program, const BatchOptions& options,
                     std::string_view header) {
  const std::string folded = fold_name(header);
  if (mapped(options, folded) != nullptr) return true;
  if (!options.id_column.empty() && fold_name(options.id_column) == folded) return true;
  return find_target(program, header) < program.criteria.size() + own_columns.size();
}

}  // namespace sourcing::batch
