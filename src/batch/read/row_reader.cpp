// SPDX-License-Identifier: Apache-2.0
#include "batch/read/row_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/fold.hpp"
#include "base/text.hpp"
#include "batch/read/extract.hpp"
#include "input/csv_fields.hpp"
#include "input/nearest_activity.hpp"
#include "input/sheet_source.hpp"
#include "input/task_json.hpp"
#include "input/value.hpp"

namespace sourcing::batch {

namespace {

using input::FieldError;

class RowReader {
 public:
  RowReader(const Plan& plan, const RowView& row, Task& task, std::vector<Problem>& problems,
            std::string& column)
      : plan_(plan), row_(row), task_(task), problems_(problems), column_(column) {}

  bool run() {
    for (std::size_t i = 0; i < row_.fields(); ++i) check(i);
    if (!plan_.header.empty() && row_.record() == plan_.header) return repeats_header();
    if (row_.fields() != plan_.fields) {
      fail(
          plan_.fields, "E0311",
          fmt::format("the row has {} field{}, the header {}", row_.fields(),
                      row_.fields() == 1 ? "" : "s", plan_.fields),
          row_.fields() > plan_.fields ? "a field that holds the delimiter must be in quotes" : "");
    }
    if (!problems_.empty()) return false;
    if (plan_.id) task_.id = text(*plan_.id);
    if (plan_.name) task_.name = text(*plan_.name);
    read_fields(plan_, row_, task_.fields);
    for (const UsedColumn& used : plan_.used) answer(used);
    activity();
    if (!problems_.empty() && names_its_columns()) return repeats_header();
    return problems_.empty();
  }

 private:
  // Of files that were put together, or printed page by page.
  bool repeats_header() {
    problems_.clear();
    fail(plan_.fields, "E0306", "the header stands here again",
         "take it out, or pass over it with --skip-where");
    return false;
  }

  // The header again, in other letters or in another language. Only asked of a row that has an
  // error, as such a one always has.
  [[nodiscard]] bool names_its_columns() {
    return !plan_.header.empty() && !plan_.used.empty() && row_.fields() == plan_.fields &&
           std::all_of(plan_.used.begin(), plan_.used.end(), [&](const UsedColumn& used) {
             const std::string cell = text(used.field);
             return input::fold_name(cell) == input::fold_name(plan_.columns[used.field].header) ||
                    engine::find_named(plan_.program, cell) == used.criterion;
           });
  }

  void fail(std::size_t field, std::string_view code, std::string message, std::string hint = {}) {
    if (problems_.empty()) column_ = field < plan_.fields ? plan_.columns[field].header : "";
    problems_.push_back(Problem{std::string(code), std::move(message), std::move(hint),
                                plan_.options.source, 0, plan_.sheet ? field + 1 : 0, ""});
  }

  [[nodiscard]] std::string place(std::size_t field) const {
    if (field < plan_.fields && !plan_.columns[field].header.empty()) {
      return fmt::format("column `{}`", base::printable(plan_.columns[field].header));
    }
    return fmt::format("field {}", field + 1);
  }

  void check(std::size_t i) {
    const std::string_view field = row_.field(i);
    std::size_t at = 0;
    const auto byte = [&] {
      return at < field.size() ? static_cast<unsigned>(static_cast<unsigned char>(field[at])) : 0U;
    };
    switch (input::check_field(field, at)) {
      case FieldError::none:
        break;
      case FieldError::after_quote:
        fail(i, "E0312", fmt::format("text follows the closing quote in {}", place(i)),
             base::trim_wide(field.substr(at)).empty()
                 ? "it is blank: take the blanks out, or the quotes"
                 : "inside quotes, write a quote twice");
        break;
      case FieldError::control:
        if (plan_.sheet && marked(i, byte(), field)) break;
        fail(
            i, "E0315",
            fmt::format("control character 0x{:02X} in {}, at byte {} of the row", byte(), place(i),
                        offset(i, at)),
            byte() == '\r' || byte() == '\n' ? "is it a line end? the first line has another" : "");
        break;
      case FieldError::invalid_utf8:
        fail(i, "E0316",
             fmt::format("byte 0x{:02X} in {}, at byte {} of the row, is not UTF-8", byte(),
                         place(i), offset(i, at)),
             "say which encoding the file is in, as in --encoding windows-1252");
        break;
      case FieldError::too_long:
        fail(i, "E0314", fmt::format("{} is longer than 1 MiB", place(i)));
        break;
    }
  }

  // A cell that the workbook's reader marked, since it cannot be used as it stands.
  bool marked(std::size_t i, unsigned mark, std::string_view field) {
    switch (static_cast<input::CellMark>(mark)) {
      case input::CellMark::error:
        fail(i, "E0705",
             fmt::format("the cell holds the error {}, in {}",
                         base::excerpt(input::without_marks(field), 20), place(i)),
             "mend its formula");
        return true;
      case input::CellMark::date:
        fail(i, "E0706", fmt::format("the cell holds a date or a time, in {}", place(i)),
             "Excel makes dates of texts such as 3-4 or 3/4: format the column as text and type "
             "them again");
        return true;
      case input::CellMark::uncalculated:
        fail(
            i, "E0707",
            fmt::format("the cell holds a formula whose value is not in the file, in {}", place(i)),
            "open the workbook, let it calculate, and save it");
        return true;
    }
    return false;
  }

  [[nodiscard]] std::size_t offset(std::size_t field, std::size_t at) const {
    return row_.index.field_begin(row_.row, field) - row_.index.begin[row_.row] + at + 1;
  }

  std::string text(std::size_t field) {
    return std::string(input::unquote(row_.field(field), scratch_));
  }

  void answer(const UsedColumn& used) {
    const engine::Criterion& criterion = plan_.program.criteria[used.criterion];
    const std::string cell = text(used.field);
    const std::string_view shown = base::trim_wide(cell);
    if (plan_.means_unknown(shown)) return;
    const OwnWord* const own = plan_.own_word(used.criterion, shown);
    const input::Value value =
        own != nullptr ? own->value : input::read_value(criterion, shown, plan_.signs());
    if (value.unknown) return;
    if (value.error != input::ValueError::none) {
      auto said = input::describe(criterion, value.error,
                                  plan_.options.show_values ? shown : std::string_view{}, shown,
                                  plan_.signs());
      // Whoever reads it has many columns: it is always said which.
      if (said.message.find(criterion.id) == std::string::npos) {
        said.message += fmt::format(", in `{}`", criterion.id);
      }
      fail(used.field, said.code, std::move(said.message), std::move(said.hint));
      return;
    }
    if (own == nullptr) plan_.note_none(used.criterion, shown);
    Answer& answer = task_.answers[used.criterion];
    answer.origin = Origin::answered;
    answer.low = value.low;
    answer.high = value.high;
    answer.shown = own != nullptr ? own->shown : input::json_shown(criterion, shown, plan_.signs());
  }

  void activity() {
    if (!plan_.activity) return;
    const int found = read_activity(plan_, row_.field(*plan_.activity), scratch_);
    if (found == -2) {
      const std::string cell = text(*plan_.activity);
      fail(*plan_.activity, "E0208",
           plan_.options.show_values
               ? fmt::format("there is no activity `{}`", base::printable(base::trim(cell)))
               : std::string("there is no such activity"),
           input::activity_hint(plan_.program, base::trim(cell)));
    } else if (found >= 0) {
      task_.activity = plan_.program.activities[static_cast<std::size_t>(found)].id;
    }
  }

  const Plan& plan_;
  const RowView& row_;
  Task& task_;
  std::vector<Problem>& problems_;
  std::string& column_;
  std::string scratch_;
};

}  // namespace

bool is_clean(const RowView& row) {
  const bool quotes = (row.index.flags[row.row] & input::row_quote) != 0;
  if (!quotes && input::surely_clean(row.record())) return true;
  std::size_t at = 0;
  for (std::size_t i = 0; i < row.fields(); ++i) {
    if (input::check_field(row.field(i), at) != FieldError::none) return false;
  }
  return true;
}

bool read_row(const Plan& plan, const RowView& row, Task& task, std::vector<Problem>& problems,
              std::string& column) {
  if (!RowReader(plan, row, task, problems, column).run()) return false;
  if (!plan.derived.empty() && !derive_answers(plan, row, task, problems, column)) return false;
  input::apply_profile(plan.program, task);
  assume(plan, task);
  return true;
}

void read_names(const Plan& plan, const RowView& row, std::string& id, std::string& name) {
  std::string scratch;
  // Of a row that is not as long as the header nobody knows which field is which, but for the
  // first; and what is not fit to print is not repeated.
  const bool regular = row.fields() == plan.fields;
  const auto take = [&](std::optional<std::uint16_t> field, std::string& out) {
    std::size_t at = 0;
    if (!field || *field >= row.fields() || (!regular && *field > 0)) return;
    if (input::check_field(row.field(*field), at) != FieldError::none) return;
    out = input::unquote(row.field(*field), scratch);
  };
  take(plan.id, id);
  take(plan.name, name);
}

void read_fields(const Plan& plan, const RowView& row, std::vector<Field>& fields) {
  if (plan.travelling.empty() || row.fields() != plan.fields) return;
  std::string scratch;
  std::size_t at = 0;
  for (const FieldColumn& column : plan.travelling) {
    const std::string_view raw = row.field(column.field);
    if (input::check_field(raw, at) != FieldError::none) continue;
    const std::string_view text = base::trim(input::unquote(raw, scratch));
    if (plan.means_unknown(text)) continue;
    fields.push_back(input::read_field_cell(column.name, text, plan.signs()));
  }
}

void assume(const Plan& plan, Task& task) {
  for (std::size_t c = 0; c < task.answers.size(); ++c) {
    const Answer* assumed = plan.assumed(c);
    if (assumed != nullptr && task.answers[c].origin != Origin::answered)
      task.answers[c] = *assumed;
  }
}

}  // namespace sourcing::batch
