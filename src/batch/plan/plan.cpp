// SPDX-License-Identifier: Apache-2.0
#include "batch/plan/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/escape.hpp"
#include "base/fold.hpp"
#include "base/text.hpp"
#include "input/csv_fields.hpp"
#include "input/name_hints.hpp"
#include "input/task_json.hpp"

namespace sourcing::batch {

namespace {

using input::fold_name;
using input::words_of;

// The mapped target of a header, or null.
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

// What a column may be besides a criterion: of the task itself, or what travels with it.
constexpr auto own_columns = [] {
  std::array<std::string_view, 3 + task_fields.size()> names{"id", "name", "activity"};
  for (std::size_t i = 0; i < task_fields.size(); ++i) names[3 + i] = task_fields[i];
  return names;
}();

// What a column may be the column of: the criteria, then these.
std::vector<std::string_view> targets_of(const engine::Program& program) {
  std::vector<std::string_view> targets;
  for (const engine::Criterion& criterion : program.criteria) targets.push_back(criterion.id);
  targets.insert(targets.end(), own_columns.begin(), own_columns.end());
  return targets;
}

// The place of a name among them: an id, or the label in a language of the model. Else their count.
std::size_t find_target(const engine::Program& program, std::string_view name) {
  const std::size_t criterion = engine::find_named(program, name);
  if (criterion < program.criteria.size()) return criterion;
  const std::string close = base::fold_close(name);
  const auto own = std::find_if(own_columns.begin(), own_columns.end(), [&](std::string_view each) {
    return base::fold_close(each) == close;
  });
  return criterion + static_cast<std::size_t>(own - own_columns.begin());
}

// A header as it can be typed in an option, which is compared with it alike: on one line, without
// what nobody sees.
std::string typed(std::string_view header) {
  std::string text = base::drop_invisible(header);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return base::printable(base::trim(text));
}

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

class Matcher {
 public:
  Matcher(Plan& plan, const std::vector<std::string>& names, std::vector<Problem>& problems,
          std::vector<std::string>& warnings)
      : plan_(plan),
        names_(names),
        problems_(problems),
        warnings_(warnings),
        targets_(targets_of(plan.program)),
        doubled_(names.size()) {
    taken_.resize(targets_.size(), none);
  }

  void run() {
    check_options();
    for (std::size_t field = 0; field < names_.size(); ++field) exact(field);
    id_column();
    summary_columns("--by", plan_.options.by, plan_.by);
    summary_columns("--sum", plan_.options.sum, plan_.sum);
    for (std::size_t field = 0; field < names_.size(); ++field) near_miss(field);
    tell_unused();
    finish();
  }

 private:
  static constexpr std::size_t none = ~std::size_t{0};

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

  // A header that is nearly a criterion is a typing error until the user says otherwise: an ignored
  // column would silently make its criterion unknown.
  void near_miss(std::size_t field) {
    BatchColumn& column = plan_.columns[field];
    const std::string folded = fold_name(column.header);
    if (!column.target.empty() || doubled_[field] || is_ignored(plan_.options, folded)) return;
    if (is_source(folded)) return;
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
    if (is_near(column, folded)) {
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
    suggest(column);
    // What the summary counts by is used.
    if (std::find(summarised_.begin(), summarised_.end(), field) != summarised_.end()) return;
    foreign_.push_back(field);
  }

  // One that holds a criterion's name as a whole may well be it, in other words; so may what names
  // or identifies a row.
  void suggest(BatchColumn& column) const {
    const std::string words = words_of(column.header);
    for (std::size_t t = 0; t < plan_.program.criteria.size(); ++t) {
      if (taken_[t] != none || targets_[t].size() <= column.suggestion.size()) continue;
      if (words.find(words_of(targets_[t])) != std::string::npos) column.suggestion = targets_[t];
    }
    if (!column.suggestion.empty()) return;
    const auto ends = [&](std::initializer_list<std::string_view> endings) {
      return std::any_of(endings.begin(), endings.end(),
                         [&](std::string_view each) { return words.ends_with(words_of(each)); });
    };
    const bool no_id = taken_[target_of("id")] == none && plan_.options.id_column.empty();
    if (no_id && ends({"id", "key", "code", "codi", "codigo",
                       "c\xC3\xB3"
                       "digo",
                       "nr", "ref"})) {
      column.suggestion = "id";
    } else if (taken_[target_of("name")] == none &&
               (ends({"name", "nom", "nombre"}) || is_process(column.header))) {
      column.suggestion = "name";
    } else {
      labelled(column);
    }
  }

  // Headers under which inventories have what is judged.
  static bool is_process(std::string_view header) {
    constexpr std::array<std::string_view, 6> usual = {
        "process", "proceso", "proces", "nombredelproceso", "nombredeproceso", "nomdelproces"};
    return std::find(usual.begin(), usual.end(), base::fold_close(header)) != usual.end();
  }

  // A header that holds the whole label of a criterion, in any language, among other words.
  void labelled(BatchColumn& column) const {
    const std::string words = words_of(base::fold(column.header));
    std::size_t longest = 0;
    for (std::size_t c = 0; c < plan_.program.criteria.size(); ++c) {
      if (taken_[c] != none) continue;
      for (std::size_t l = 0; l < plan_.program.languages.size(); ++l) {
        const std::string label =
            words_of(base::fold(plan_.program.text(plan_.program.criteria[c].label, l)));
        if (label.size() <= longest || words.find(label) == std::string::npos) continue;
        longest = label.size();
        column.suggestion = targets_[c];
      }
    }
  }

  // What is asked of the user where a column may be another one.
  [[nodiscard]] std::string question(const BatchColumn& column) const {
    if (column.suggestion == "id") {
      return fmt::format(" (is it the id? say --id {})", base::shell_word(typed(column.header)));
    }
    if (input::counts_years(plan_.program, column.header,
                            engine::find_criterion(plan_.program, column.suggestion))) {
      return fmt::format(" (is it `{}`, of a year? `{}` counts a month: divide by twelve)",
                         column.suggestion, column.suggestion);
    }
    return fmt::format(" (is it `{}`?)", column.suggestion);
  }

  // Columns that are read, but perhaps not as they are meant; and words for unknown that are
  // values.
  void tell_doubts() {
    for (const UsedColumn& used : plan_.used) {
      const engine::Criterion& criterion = plan_.program.criteria[used.criterion];
      if (input::counts_years(plan_.program, names_[used.field], used.criterion)) {
        warnings_.push_back(fmt::format(
            "`{}` sounds like a year's; it is read as `{}`, which counts a month: twelve "
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

  // Whether an id or a label of a criterion that has no column is that near; it is suggested then.
  bool is_near(BatchColumn& column, const std::string& folded) {
    constexpr std::size_t limit = 2, shortest = 5;
    std::size_t best = limit + 1;
    const auto look = [&](std::string_view name, std::string_view wanted, std::size_t criterion) {
      if (taken_[criterion] != none) return;
      const std::size_t distance = base::damerau_levenshtein(wanted, name, limit);
      if (distance >= best) return;
      best = distance;
      column.suggestion = targets_[criterion];
    };
    for (std::size_t t = 0; t < plan_.program.criteria.size(); ++t) look(targets_[t], folded, t);
    const std::string close = base::fold_close(column.header);
    for (const engine::Name& name : plan_.program.criterion_names) {
      // Two letters make another word of a short one: `lengua`, `renta`.
      if (name.folded.size() < shortest) continue;
      look(name.folded, close, name.index);
    }
    return best <= limit;
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
      warnings_.push_back(fmt::format("columns that are no criteria are passed over: {}",
                                      listed(foreign_, [&](std::size_t field) {
                                        const BatchColumn& column = plan_.columns[field];
                                        std::string shown =
                                            fmt::format("`{}`", base::excerpt(base::show_invisible(
                                                                    column.header)));
                                        if (!column.suggestion.empty()) shown += question(column);
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
    own_words();
    tell_doubts();
    derived();
    for (const auto& [header, value] : plan_.options.skip_where) {
      for (std::size_t field = 0; field < names_.size(); ++field) {
        if (fold_name(names_[field]) != fold_name(header)) continue;
        plan_.skips.push_back({field, base::fold(value)});
        break;
      }
    }
    if (plan_.used.empty() && !plan_.activity && plan_.derived.empty() && problems_.empty()) {
      fail(
          "E0302", "no column is a criterion of the model",
          "`sourcing model show` lists them; name the columns with --map 'Their header=criterion', "
          "or say --no-header if the first line names none");
    }
  }

  // The criteria that a column of --value names: by its header, its criterion, or all of them.
  [[nodiscard]] std::vector<std::uint16_t> criteria_of(const std::string& column) const {
    std::vector<std::uint16_t> criteria;
    const std::size_t target = column.empty() ? none : target_of(column);
    for (const UsedColumn& used : plan_.used) {
      const bool named = fold_name(names_[used.field]) == fold_name(column);
      if (column.empty() || named || used.criterion == target) criteria.push_back(used.criterion);
    }
    return criteria;
  }

  // A rule whose columns are not there is left out, and told: what it answers is unknown.
  void derived() {
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

  [[nodiscard]] std::size_t source_of(std::string_view header) const {
    const std::string folded = fold_name(header);
    std::size_t field = 0;
    while (field < names_.size() && fold_name(names_[field]) != folded) ++field;
    return field;
  }

  // Whether a rule reads a column: it is used then, whatever it is besides.
  [[nodiscard]] bool is_source(std::string_view folded) const {
    for (const Derivation& rule : plan_.options.derive) {
      for (const std::string& header : rule.from) {
        if (fold_name(header) == folded) return true;
      }
    }
    return false;
  }

  void own_words() {
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
        fail("E0602",
             fmt::format("--value: `{}` is a value of no column{}", base::excerpt(own.value),
                         own.column.empty() ? "" : " of that name"),
             own.column.empty()
                 ? ""
                 : fmt::format("it takes {}",
                               input::accepted(plan_.program.criteria[criteria.front()])));
      }
    }
  }

  Plan& plan_;
  const std::vector<std::string>& names_;
  std::vector<Problem>& problems_;
  std::vector<std::string>& warnings_;
  std::vector<std::string_view> targets_;  // of targets_of
  std::vector<std::size_t> taken_;         // the field of each
  std::vector<bool> doubled_;              // whether another field has its target
  std::vector<std::size_t> foreign_;       // fields that are no column of ours
  std::vector<std::size_t> nameless_;      // fields whose header is empty
  std::vector<std::size_t> summarised_;    // fields that the summary counts by or adds up
};

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
      if (known == plan.columns.end()) plan.columns.push_back({key, "", ""});
    }
    plan.derived.push_back(std::move(*column));
  }
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

bool Plan::numbers_may_be_unknown() const noexcept {
  const auto has_digit = [](const std::string& word) {
    return word.find_first_of("0123456789") != std::string::npos;
  };
  return std::any_of(options.unknown.begin(), options.unknown.end(), has_digit) ||
         std::any_of(options.values.begin(), options.values.end(),
                     [&](const OwnValue& own) { return has_digit(own.word); });
}

const OwnWord* Plan::own_word(std::size_t criterion, std::string_view text) const noexcept {
  if (own_words.empty()) return nullptr;
  const base::FoldedWord folded(text);
  for (const OwnWord& own : own_words) {
    if (own.criterion == criterion && own.folded == folded.view()) return &own;
  }
  return nullptr;
}

bool Plan::means_unknown(std::string_view trimmed) const noexcept {
  if (trimmed.empty()) return true;
  return std::any_of(options.unknown.begin(), options.unknown.end(), [&](const std::string& word) {
    return word.size() == trimmed.size() &&
           std::equal(word.begin(), word.end(), trimmed.begin(), [](char a, char b) {
             const auto lower = [](char c) {
               return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
             };
             return lower(a) == lower(b);
           });
  });
}

bool Plan::other_knows(std::string_view wanted) const noexcept {
  return other != nullptr && engine::find_named(*other, wanted) < other->criteria.size();
}

const Answer* Plan::assumed(std::size_t criterion) const noexcept {
  if (criterion >= options.assumed.answers.size()) return nullptr;
  const Answer& answer = options.assumed.answers[criterion];
  return answer.origin == Origin::option ? &answer : nullptr;
}

bool is_known_header(const engine::Program& program, const BatchOptions& options,
                     std::string_view header) {
  const std::string folded = fold_name(header);
  if (mapped(options, folded) != nullptr) return true;
  if (!options.id_column.empty() && fold_name(options.id_column) == folded) return true;
  return find_target(program, header) < program.criteria.size() + own_columns.size();
}

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
