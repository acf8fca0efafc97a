// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/escape.hpp"
#include "base/fold.hpp"
#include "base/text.hpp"
#include "batch/plan/column_names.hpp"
#include "batch/plan/header_hints.hpp"
#include "batch/plan/mapping_parts.hpp"
#include "batch/plan/plan.hpp"
#include "input/csv_fields.hpp"
#include "input/name_hints.hpp"

namespace sourcing::batch {

using input::fold_name;

namespace {

class Matcher {
 public:
  Matcher(Plan& plan, const std::vector<std::string>& names, std::vector<Problem>& problems,
          std::vector<std::string>& warnings)
      : plan_(plan),
        names_(names),
        problems_(problems),
        warnings_(warnings),
        targets_(targets_of(plan.program)),
        hints_(plan, targets_, taken_),
        doubled_(names.size()) {
    taken_.resize(targets_.size(), none);
  }

  void run() {
    check_options();
    for (std::size_t field = 0; field < names_.size(); ++field) exact(field);
    id_column();
    summary_columns("--by", plan_.options.by, plan_.by);
    summary_columns("--sum", plan_.options.sum, plan_.sum);
    for (std::size_t field = 0; field < names_.size(); ++field) by_meaning(field);
    for (std::size_t field = 0; field < names_.size(); ++field) near_miss(field);
    tell_unused();
    finish();
  }

 private:
  static constexpr std::size_t none = HeaderHints::no_field;

  void fail(std::string_view code, std::string message, std::string hint = {}) {
    problems_.push_back(Problem{std::string(code), std::move(message), std::move(hint),
                                plan_.options.source, plan_.options.header ? 1U : 0U, 0, ""});
  }

  [[nodiscard]] std::size_t target_of(std::string_view name) const {
    const std::size_t found = find_target(plan_.program, name);
    return found == targets_.size() ? none : found;
  }

  // Both sides of each --map must exist.
  void check_options() {
    check_targets(plan_, problems_);
    for (const auto& [header, target] : plan_.options.map) require_header("--map", header);
    for (const std::string& header : plan_.options.ignore) require_header("--ignore", header);
    for (const auto& [header, value] : plan_.options.skip_where) {
      require_header("--skip-where", header);
    }
    if (!plan_.options.id_column.empty()) require_header("--id", plan_.options.id_column);
  }

  void require_header(std::string_view option, const std::string& header) {
    const std::string folded = fold_name(header);
    std::vector<std::string_view> known;
    for (const std::string& name : names_) {
      if (fold_name(name) == folded) return;
      known.push_back(name);
    }
    const std::string near = base::nearest(header, known);
    fail("E0305", fmt::format("{}: the input has no column `{}`", option, base::excerpt(header)),
         near.empty() ? "" : fmt::format("did you mean `{}`?", base::excerpt(near)));
  }

  // The columns that the summary counts by or adds up: by their header, or by what they are to us.
  void summary_columns(std::string_view option, const std::vector<std::string>& wanted,
                       std::vector<std::uint16_t>& fields) {
    for (const std::string& each : wanted) {
      const std::string folded = fold_name(each);
      std::size_t field = 0;
      while (field < names_.size() && fold_name(names_[field]) != folded) ++field;
      if (field == names_.size()) {
        field = 0;
        while (field < names_.size() && plan_.columns[field].target != folded) ++field;
      }
      if (field == names_.size()) {
        require_header(option, each);
      } else {
        fields.push_back(static_cast<std::uint16_t>(field));
        summarised_.push_back(field);
      }
    }
  }

  void exact(std::size_t field) {
    BatchColumn& column = plan_.columns.emplace_back();
    column.header = names_[field];
    const std::string folded = fold_name(names_[field]);
    const std::string* target = mapped(plan_.options, folded);
    if (target == nullptr && is_ignored(plan_.options, folded)) return;
    const std::size_t found =
        target_of(target == nullptr ? std::string_view(names_[field]) : *target);
    if (found == none) return;
    // With --id another column is the id, whatever a column named `id` holds.
    if (targets_[found] == "id" && target == nullptr && !plan_.options.id_column.empty()) return;
    // Of two columns of that name the first travels; the other is none of ours.
    const bool travels = found > target_of("activity");
    if (travels && target == nullptr && taken_[found] != none) return;
    take(found, field);
  }

  void id_column() {
    if (plan_.options.id_column.empty()) return;
    const std::string folded = fold_name(plan_.options.id_column);
    for (std::size_t field = 0; field < names_.size(); ++field) {
      if (fold_name(names_[field]) != folded) continue;
      const std::size_t id = target_of("id");
      if (!plan_.columns[field].target.empty()) {
        // A column may be the id and the name at once; a criterion it may not.
        const bool shared = plan_.columns[field].target == "name" || is_field(field);
        if (shared) plan_.id = static_cast<std::uint16_t>(field);
        if (!shared) {
          fail("E0305", fmt::format("--id: `{}` is the column of `{}`",
                                    base::excerpt(names_[field]), plan_.columns[field].target));
        }
        return;
      }
      take(id, field);
    }
  }

  [[nodiscard]] bool is_field(std::size_t field) const {
    return std::find(task_fields.begin(), task_fields.end(), plan_.columns[field].target) !=
           task_fields.end();
  }

  void take(std::size_t target, std::size_t field) {
    if (taken_[target] != none) {
      doubled_[field] = true;
      fail("E0304",
           fmt::format("columns {} and {} are both `{}`", taken_[target] + 1, field + 1,
                       targets_[target]),
           "rename one, or pass over it with --ignore");
      return;
    }
    taken_[target] = field;
    plan_.columns[field].target = targets_[target];
  }

  // A header that says a criterion and its unit, or the same word in another gender, is it.
  void by_meaning(std::size_t field) {
    const BatchColumn& column = plan_.columns[field];
    const std::string folded = fold_name(column.header);
    if (!column.target.empty() || doubled_[field] || folded.empty()) return;
    if (mapped(plan_.options, folded) != nullptr || is_ignored(plan_.options, folded)) return;
    if (is_source(plan_.options, folded) || plan_.other_knows(column.header)) return;
    if (const std::size_t criterion = hints_.meant(column.header); criterion != none) {
      take(criterion, field);
    }
  }

  // A header that is nearly a criterion is a typing error until the user says otherwise: an ignored
  // column would silently make its criterion unknown.
  void near_miss(std::size_t field) {
    BatchColumn& column = plan_.columns[field];
    const std::string folded = fold_name(column.header);
    if (!column.target.empty() || doubled_[field] || is_ignored(plan_.options, folded)) return;
    if (is_source(plan_.options, folded)) return;
    if (folded.empty()) {
      nameless_.push_back(field);
      return;
    }
    // Fields of the user's own travel, as in a JSON line.
    if (folded.starts_with("x_")) {
      column.target = folded;
      return;
    }
    const std::string* target = mapped(plan_.options, folded);
    if (plan_.other_knows(target == nullptr ? std::string_view(column.header) : *target)) return;
    // Where --map sends it to nothing, that has been said.
    if (target != nullptr) return;
    if (hints_.is_near(column, folded)) {
      const std::string shown = typed(column.header);
      fail("E0303",
           fmt::format("column {}, `{}`, is no criterion but looks like `{}`", field + 1,
                       base::excerpt(base::show_invisible(base::trim(column.header))),
                       column.suggestion),
           fmt::format("say --map {} or --ignore {}",
                       base::shell_word(fmt::format("{}={}", shown, column.suggestion)),
                       base::shell_word(shown)));
      return;
    }
    hints_.suggest(column);
    // What the summary counts by is used.
    if (std::find(summarised_.begin(), summarised_.end(), field) != summarised_.end()) return;
    foreign_.push_back(field);
  }

  // What the header holds that no answer is read from: told, since it may be a mistake.
  void tell_unused() {
    constexpr std::size_t most = 20;
    std::unordered_map<std::string, std::size_t> first;
    std::size_t doubles = 0;
    for (const std::size_t field : foreign_) {
      const auto [before, is_new] = first.try_emplace(fold_name(names_[field]), field);
      if (is_new || ++doubles > most) continue;
      warnings_.push_back(fmt::format("columns {} and {} have the same name, `{}`; neither is used",
                                      before->second + 1, field + 1, base::excerpt(names_[field])));
    }
    if (doubles > most) {
      warnings_.push_back(fmt::format("{} more columns have the name of another", doubles - most));
    }
    const auto listed = [](const std::vector<std::size_t>& fields, auto shown) {
      std::string list;
      for (std::size_t i = 0; i < fields.size() && i < most; ++i) {
        list += fmt::format("{}{}", i == 0 ? "" : ", ", shown(fields[i]));
      }
      if (fields.size() > most) list += fmt::format(" and {} more", fields.size() - most);
      return list;
    };
    if (!foreign_.empty()) {
      warnings_.push_back(
          fmt::format("columns that are no criteria are passed over: {}",
                      listed(foreign_, [&](std::size_t field) {
                        const BatchColumn& column = plan_.columns[field];
                        std::string shown =
                            fmt::format("`{}`", base::excerpt(base::show_invisible(column.header)));
                        if (!column.suggestion.empty()) shown += hints_.question(column);
                        return shown;
                      })));
    }
    if (!nameless_.empty()) {
      warnings_.push_back(
          fmt::format("columns without a name are passed over: {}",
                      listed(nameless_, [](std::size_t field) { return field + 1; })));
    }
  }

  void finish() {
    const std::size_t criteria = plan_.program.criteria.size();
    for (std::size_t c = 0; c < criteria; ++c) {
      if (taken_[c] == none) plan_.absent.push_back(static_cast<std::uint16_t>(c));
    }
    for (std::size_t field = 0; field < names_.size(); ++field) {
      for (std::size_t c = 0; c < criteria; ++c) {
        if (taken_[c] != field) continue;
        plan_.used.push_back({static_cast<std::uint16_t>(field), static_cast<std::uint16_t>(c)});
      }
    }
    const auto field_of = [&](std::size_t target) -> std::optional<std::uint16_t> {
      if (taken_[target] == none) return std::nullopt;
      return static_cast<std::uint16_t>(taken_[target]);
    };
    if (!plan_.id) plan_.id = field_of(criteria);
    for (std::size_t field = 0; field < names_.size(); ++field) {
      const std::string& target = plan_.columns[field].target;
      if (!is_field(field) && !target.starts_with("x_")) continue;
      if (engine::find_criterion(plan_.program, target) < criteria) continue;
      plan_.travelling.push_back({static_cast<std::uint16_t>(field), target});
    }
    plan_.name = field_of(criteria + 1);
    plan_.activity = field_of(criteria + 2);
    MappingParts mapping(plan_, names_, problems_, warnings_);
    mapping.own_words();
    mapping.tell_doubts();
    mapping.derived();
    for (const auto& [header, value] : plan_.options.skip_where) {
      for (std::size_t field = 0; field < names_.size(); ++field) {
        if (fold_name(names_[field]) != fold_name(header)) continue;
        plan_.skips.push_back({field, base::fold(value)});
        break;
      }
    }
    if (plan_.used.empty() && !plan_.activity && plan_.derived.empty() && problems_.empty()) {
      fail("E0302", "no column is a criterion of the model",
           std::any_of(foreign_.begin(), foreign_.end(),
                       [&](std::size_t field) { return plan_.columns[field].known; })
               ? "--dry-run --save-mapping FILE takes columns for what they seem to be, and "
                 "--mapping FILE then reads them so"
           : plan_.options.header
               ? "`sourcing model show` lists them; name the columns with --map 'Their "
                 "header=criterion', or say --no-header if the first line names none"
               : "without a header they are id, name and the criteria in model order; "
                 "--header-from FILE names others");
    }
  }

  Plan& plan_;
  const std::vector<std::string>& names_;
  std::vector<Problem>& problems_;
  std::vector<std::string>& warnings_;
  std::vector<std::string_view> targets_;  // of targets_of
  std::vector<std::size_t> taken_;         // the field of each
  HeaderHints hints_;
  std::vector<bool> doubled_;            // whether another field has its target
  std::vector<std::size_t> foreign_;     // fields that are no column of ours
  std::vector<std::size_t> nameless_;    // fields whose header is empty
  std::vector<std::size_t> summarised_;  // fields that the summary counts by or adds up
};

}  // namespace

void match_columns(Plan& plan, const std::vector<std::string>& names,
                   std::vector<Problem>& problems, std::vector<std::string>& warnings) {
  constexpr std::size_t most_columns = 60'000;
  plan.fields = names.size();
  if (names.size() > most_columns) {
    problems.push_back(Problem{"E0301", fmt::format("more than {} columns", most_columns), "",
                               plan.options.source, 1, 0, ""});
    return;
  }
  Matcher(plan, names, problems, warnings).run();
}

}  // namespace sourcing::batch
