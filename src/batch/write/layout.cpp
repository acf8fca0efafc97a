// SPDX-License-Identifier: Apache-2.0
#include "batch/write/layout.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/escape.hpp"
#include "base/text.hpp"
#include "input/csv_fields.hpp"
#include "input/task_json.hpp"
#include "places/bulk.hpp"

namespace sourcing::batch {

namespace {

// Where home is: said for all rows, or by each in its own field.
bool knows_home(const BatchOptions& options, const Plan* plan) {
  if (options.places == nullptr) return false;
  if (!options.places->request.home.empty() || !options.places->otherwise.empty()) return true;
  if (plan == nullptr) return true;  // only a line knows its fields
  return std::any_of(plan->travelling.begin(), plan->travelling.end(),
                     [](const FieldColumn& column) { return column.name == "home"; });
}

class LayoutMaker {
 public:
  LayoutMaker(const BatchOptions& options, const Plan* plan, std::vector<Problem>& problems)
      : options_(options), plan_(plan), problems_(problems) {
    known_.assign(render::columns.begin(), render::columns.end());
    known_.insert(known_.end(), render::analysis_columns.begin(), render::analysis_columns.end());
  }

  Layout make() {
    signs();
    if (plan_ == nullptr) check_lines();
    if (options_.append && plan_ != nullptr) keep_delimiter();
    if (options_.columns.empty()) usual_columns();
    for (const std::string& wanted : options_.columns) wanted_column(wanted);
    if (layout_.wants_places() && !knows_home(options_, plan_)) {
      fail("E0605", "--columns: places are ranked from a home",
           "give --home ES, a column `home` or the setting `home`");
    }
    layout_.standard = is_standard();
    return std::move(layout_);
  }

 private:
  void fail(std::string_view code, std::string message, std::string hint = {}) {
    problems_.push_back(
        Problem{std::string(code), std::move(message), std::move(hint), "", 0, 0, ""});
  }

  void signs() {
    layout_.raw = options_.raw;
    layout_.delimiter = options_.format == Format::tsv ? '\t' : ',';
    layout_.decimal = plan_ != nullptr              ? plan_->decimal_out
                      : options_.decimal_out == ',' ? ','
                                                    : '.';
    if (plan_ != nullptr) layout_.line_end = plan_->line_end;
    layout_.byte_order_mark = options_.byte_order_mark;
  }

  // What a JSON line has not.
  void check_lines() {
    if (options_.append) fail("E0605", "--append is for CSV input; a JSON line has no columns");
  }

  void keep_delimiter() {
    if (options_.format == Format::tsv && plan_->dialect.delimiter != '\t') {
      fail("E0605", "--append keeps the input's delimiter, which is no tab",
           "leave out --format tsv");
    }
    if (options_.format == Format::csv && options_.format_said &&
        plan_->dialect.delimiter == '\t') {
      fail("E0605", "--append keeps the input's delimiter, which is the tab",
           "say --format tsv, or leave the format out");
    }
    layout_.delimiter = plan_->dialect.delimiter;
  }

  [[nodiscard]] bool in_input(std::string_view column) const {
    return options_.append && plan_ != nullptr &&
           std::any_of(plan_->columns.begin(), plan_->columns.end(), [&](const BatchColumn& each) {
             return input::fold_name(each.header) == column;
           });
  }

  void add(std::size_t column, std::string name) {
    layout_.columns.push_back(static_cast<std::uint8_t>(column));
    while (in_input(name)) name.insert(0, "sourcing_");
    layout_.names.push_back(std::move(name));
  }
  void add(std::size_t column) { add(column, std::string(known_[column])); }

  void usual_columns() {
    for (std::size_t c = 0; c < render::columns.size(); ++c) {
      const bool has_id = c == column_id && plan_ != nullptr && plan_->id;
      if (!(options_.append && (has_id || c == column_name))) add(c);
    }
    if (options_.places == nullptr) return;
    for (std::size_t c = Layout::place; c < Layout::why; ++c) add(c);
  }

  void wanted_column(const std::string& wanted) {
    const auto found = std::find(known_.begin(), known_.end(), wanted);
    if (found != known_.end()) {
      add(static_cast<std::size_t>(found - known_.begin()));
      return;
    }
    if (std::string field = input::fold_name(wanted);
        field.starts_with("x_") || field == "derived" || input::is_task_field(field)) {
      if (layout_.fields.size() == Layout::most_fields) return;
      add(Layout::first_field + layout_.fields.size(), field);
      layout_.fields.push_back(std::move(field));
      return;
    }
    const std::string near = base::nearest(wanted, known_);
    fail("E0602", fmt::format("--columns: there is no column `{}`", base::printable(wanted)),
         near.empty() ? fmt::format("it takes {}", fmt::join(known_, ", "))
                      : fmt::format("did you mean `{}`?", near));
  }

  [[nodiscard]] bool is_standard() const {
    const std::vector<std::uint8_t>& columns = layout_.columns;
    return !columns.empty() && columns.front() == 0 && columns.size() <= render::columns.size() &&
           columns.size() + 1 >= render::columns.size() && layout_.delimiter != ';' &&
           layout_.decimal == '.' && layout_.line_end == "\n" &&
           std::adjacent_find(columns.begin(), columns.end(),
                              [](auto a, auto b) { return b != a + 1; }) == columns.end();
  }

  const BatchOptions& options_;
  const Plan* plan_;
  std::vector<Problem>& problems_;
  std::vector<std::string_view> known_;
  Layout layout_;
};

}  // namespace

bool Layout::has(std::uint8_t column) const noexcept {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

Layout make_layout(const BatchOptions& options, const Plan* plan, std::vector<Problem>& problems) {
  return LayoutMaker(options, plan, problems).make();
}

}  // namespace sourcing::batch
