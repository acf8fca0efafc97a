// SPDX-License-Identifier: Apache-2.0
// Answers from columns that were collected for another purpose.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "base/decimal.hpp"
#include "base/fold.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "batch/read/row_reader.hpp"
#include "input/csv_fields.hpp"
#include "render/wording.hpp"

namespace sourcing::batch {

namespace {

// All that the rules say of one criterion.
struct Found {
  std::size_t criterion = 0;
  std::uint16_t low = 0, high = 0;
  std::vector<std::string> from, rules;
};

// The text of a column of the plan in one row.
using CellText = std::function<std::string(std::size_t column)>;

class Deriver {
 public:
  Deriver(const Plan& plan, CellText cell, Task& task, std::vector<Problem>& problems,
          std::string& column)
      : plan_(plan), cell_(std::move(cell)), task_(task), problems_(problems), column_(column) {}

  bool run() {
    for (const DerivedColumn& column : plan_.derived) take(column);
    if (!problems_.empty()) return false;
    json::Writer json(field_.json);
    json.begin_array();
    for (const Found& found : found_) answer(found, json);
    for (const auto& [target, from] : others_) {
      json.begin_object();
      json.text("field", target.name);
      json.json("value", target.json);
      json.texts("from", {from.first});
      json.texts("rule", {from.second});
      json.end_object();
      note(fmt::format("{}={}<{}", target.name, target.text, from.first));
    }
    json.end_array();
    if (field_.text.empty()) return true;
    field_.name = "derived";
    task_.fields.push_back(std::move(field_));
    return true;
  }

 private:
  using Source = std::pair<std::string, std::string>;  // column, rule

  void take(const DerivedColumn& column) {
    if (given(column)) return;
    std::vector<std::string> cells;
    for (const std::uint16_t field : column.fields) {
      cells.push_back(cell_(field));
      if (plan_.means_unknown(cells.back())) return;
    }
    const Derived derived = derive(plan_.program, column, cells, plan_.signs());
    if (!derived.there) return fail(column, cells);
    switch (column.target) {
      case DerivedColumn::Target::activity:
        task_.activity = plan_.program.activities[derived.activity].id;
        others_.push_back({{"activity", task_.activity, quoted(task_.activity)},
                           {column.from, std::string(derived.rule)}});
        break;
      case DerivedColumn::Target::fte: {
        // A headcount is one number: the middle, where it is known no closer.
        const std::string text = base::shortest2((derived.low + derived.high) / 2);
        others_.push_back({{"fte", text, text}, {column.from, std::string(derived.rule)}});
        task_.fields.push_back({"fte", text, text});
        break;
      }
      case DerivedColumn::Target::criterion:
        add(column, derived);
        break;
    }
  }

  static std::string quoted(std::string_view text) {
    std::string out;
    json::append_quoted(out, text);
    return out;
  }

  // What the row says itself goes first.
  [[nodiscard]] bool given(const DerivedColumn& column) const {
    switch (column.target) {
      case DerivedColumn::Target::criterion:
        return task_.answers[column.criterion].origin == Origin::answered;
      case DerivedColumn::Target::activity:
        return !task_.activity.empty();
      case DerivedColumn::Target::fte:
        break;
    }
    return std::any_of(task_.fields.begin(), task_.fields.end(),
                       [](const Field& field) { return field.name == "fte"; });
  }

  void fail(const DerivedColumn& column, const std::vector<std::string>& cells) {
    if (problems_.empty()) column_ = plan_.columns[column.fields.front()].header;
    std::string shown;
    if (plan_.options.show_values) {
      for (const std::string& cell : cells) {
        shown += fmt::format("{}`{}`", shown.empty() ? "" : " ", base::excerpt(cell));
      }
    }
    problems_.push_back(Problem{
        "E0324",
        fmt::format("{} is no number or word from which `{}` is derived, in column `{}`",
                    shown.empty() ? "the cell" : shown, target_name(plan_.program, column),
                    base::printable(column.from)),
        "mend it, say what means unknown with --unknown, or change `derive` in the mapping",
        plan_.options.source, 0, plan_.sheet ? column.fields.front() + std::size_t{1} : 0, ""});
  }

  void add(const DerivedColumn& column, const Derived& derived) {
    auto found = std::find_if(found_.begin(), found_.end(), [&](const Found& each) {
      return each.criterion == column.criterion;
    });
    if (found == found_.end()) {
      found_.push_back({column.criterion, derived.value.low, derived.value.high, {}, {}});
      found = found_.end() - 1;
    }
    found->low = std::max(found->low, derived.value.low);
    found->high = std::min(found->high, derived.value.high);
    found->from.push_back(column.from);
    found->rules.emplace_back(derived.rule);
  }

  // Columns that contradict each other leave the criterion open, and that is told.
  void answer(const Found& found, json::Writer& json) {
    const engine::Criterion& criterion = plan_.program.criteria[found.criterion];
    const bool agree = found.low <= found.high;
    std::string value = "null";
    if (agree) {
      value = input::json_value(criterion, found.low);
      if (found.low != found.high) {
        value = fmt::format("[{},{}]", value, input::json_value(criterion, found.high));
      }
      Answer& out = task_.answers[found.criterion];
      out.origin = Origin::answered;
      out.low = found.low;
      out.high = found.high;
      out.shown = value;
      out.evidence =
          render::fill(engine::phrase(plan_.program, "derive.from",
                                      engine::find_language(plan_.program, plan_.options.language)),
                       {{"column", fmt::format("{}", fmt::join(found.from, ", "))},
                        {"rule", fmt::format("{}", fmt::join(found.rules, "; "))}});
    }
    json.begin_object();
    json.text("criterion", criterion.id);
    json.json("value", value);
    json.texts("from", found.from);
    json.texts("rule", found.rules);
    json.end_object();
    std::string shown = agree ? plain(criterion, found.low) : "?";
    if (agree && found.low != found.high) shown += ".." + plain(criterion, found.high);
    note(fmt::format("{}={}<{}", criterion.id, shown, fmt::join(found.from, ",")));
  }

  static std::string plain(const engine::Criterion& criterion, std::uint16_t at) {
    std::string text = input::json_value(criterion, at);
    if (text.starts_with('"')) text = text.substr(1, text.size() - 2);
    return text;
  }

  void note(const std::string& text) {
    if (!field_.text.empty()) field_.text += "; ";
    field_.text += text;
  }

  const Plan& plan_;
  CellText cell_;
  Task& task_;
  std::vector<Problem>& problems_;
  std::string& column_;
  std::vector<Found> found_;
  std::vector<std::pair<Field, Source>> others_;
  Field field_;
};

}  // namespace

bool derive_answers(const Plan& plan, const RowView& row, Task& task,
                    std::vector<Problem>& problems, std::string& column) {
  const auto cell = [&](std::size_t field) {
    std::string scratch;
    return std::string(base::trim_wide(input::unquote(row.field(field), scratch)));
  };
  return Deriver(plan, cell, task, problems, column).run();
}

bool derive_answers(const Plan& plan, const std::vector<std::string>& cells, Task& task,
                    std::vector<Problem>& problems) {
  std::string column;
  const bool fine =
      Deriver(
          plan, [&](std::size_t field) { return cells[field]; }, task, problems, column)
          .run();
  for (Problem& problem : problems) {
    if (problem.code == "E0324") problem.pointer = json::pointer_append("", column);
  }
  return fine;
}

}  // namespace sourcing::batch
