// SPDX-License-Identifier: Apache-2.0
// `sourcing-xlsx FILE`: writes the workbook that standard input describes; see companion.hpp for
// the lines. A program of its own, since libxlsxwriter is a shared library in most distributions
// and `sourcing` is a static program. Nobody but `sourcing` starts it.
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Fields = std::vector<std::string>;

// Tabs separate fields; in them a tab, line break and backslash are written with a backslash.
Fields split(std::string_view line) {
  Fields fields(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\t') {
      fields.emplace_back();
    } else if (line[i] == '\\' && i + 1 < line.size()) {
      const char c = line[++i];
      fields.back() += c == 't' ? '\t' : c == 'n' ? '\n' : c;
    } else {
      fields.back() += line[i];
    }
  }
  return fields;
}

bool is_hexadecimal(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// A text that looks like the escape of a character, `_x0041_`, would be shown as that character:
// its first sign is escaped in turn. The library escapes characters, but not texts that look like
// it.
std::string shielded(const std::string& text) {
  constexpr std::size_t length = 7;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = std::string_view(text).substr(i, length);
    const bool escape = rest.size() == length && rest[0] == '_' && rest[1] == 'x' &&
                        rest[length - 1] == '_' &&
                        std::all_of(rest.begin() + 2, rest.end() - 1, is_hexadecimal);
    if (escape) out += "_x005F";
    out += text[i];
  }
  return out;
}

unsigned number(const std::string& text) {
  return static_cast<unsigned>(std::strtoul(text.c_str(), nullptr, 10));
}

class Writer {
 public:
  explicit Writer(const char* path) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.use_zip64 = LXW_FALSE;
    book_ = workbook_new_opt(path, &options);
    make_formats();
  }

  // False: the line is none of ours, or the library refused.
  bool take(const Fields& fields) {
    if (fields[0] == "property") return property(fields);
    if (fields[0] == "sheet") return sheet(fields);
    if (fields[0] == "select") return select(fields);
    if (fields[0] == "row") return row(fields);
    if (fields[0] == "width") return width(fields);
    if (fields[0] == "freeze") return freeze(fields);
    if (fields[0] == "filter") return filter(fields);
    if (fields[0] == "choice") return choice(fields);
    if (fields[0] == "chart") return chart(fields);
    if (fields[0] == "page") return page(fields);
    return false;
  }

  bool close() { return check(workbook_close(book_)); }

 private:
  bool check(lxw_error code) {
    if (code == LXW_NO_ERROR) return true;
    std::fprintf(stderr, "%s\n", lxw_strerror(code));
    return false;
  }

  lxw_format* format(char name) {
    lxw_format*& made = formats_[name];
    if (made == nullptr) made = workbook_add_format(book_);
    return made;
  }

  void make_formats() {
    format_set_bold(format('h'));
    format_set_bg_color(format('h'), 0xE7ECF3);
    format_set_text_wrap(format('h'));
    format_set_align(format('h'), LXW_ALIGN_VERTICAL_TOP);
    format_set_bold(format('t'));
    format_set_font_size(format('t'), 14);
    format_set_num_format(format('d'), "0.00");
    format_set_num_format(format('p'), "0.0%");
    format_set_num_format(format('m'), "#,##0.00");
    format_set_text_wrap(format('w'));
    format_set_align(format('w'), LXW_ALIGN_VERTICAL_TOP);
    // Beside their words, never instead of them.
    for (const auto& [name, colour] : {std::pair{'g', 0xDDEFE0U},
                                       {'b', 0xDCE8F7U},
                                       {'a', 0xFCEFC9U},
                                       {'r', 0xF8DCD9U},
                                       {'v', 0xE9E2F3U}}) {
      format_set_bg_color(format(name), colour);
    }
  }

  bool property(const Fields& fields) {
    if (fields.size() != 3) return false;
    title_ = fields[1];
    lxw_doc_properties properties{};
    properties.title = title_.data();
    properties.created = static_cast<time_t>(std::strtoll(fields[2].c_str(), nullptr, 10));
    return check(workbook_set_properties(book_, &properties));
  }

  bool sheet(const Fields& fields) {
    if (fields.size() != 2) return false;
    sheet_ = workbook_add_worksheet(book_, fields[1].c_str());
    sheets_.push_back(sheet_);
    return sheet_ != nullptr;
  }

  bool select(const Fields& fields) {
    if (fields.size() != 2 || number(fields[1]) >= sheets_.size()) return false;
    sheet_ = sheets_[number(fields[1])];
    return true;
  }

  bool row(const Fields& fields) {
    if (fields.size() < 2 || sheet_ == nullptr) return false;
    const lxw_row_t at = number(fields[1]);
    if (!make_room(at, fields)) return false;
    for (std::size_t i = 2; i < fields.size(); ++i) {
      if (fields[i].size() < 2) continue;  // an empty cell
      const auto column = static_cast<lxw_col_t>(i - 2);
      const lxw_error code = cell(at, column, fields[i]);
      if (code == LXW_NO_ERROR) continue;
      std::array<char, LXW_MAX_CELL_NAME_LENGTH> place{};
      lxw_rowcol_to_cell(place.data(), at, column);
      std::fprintf(stderr, "%s!%s: %s\n", sheet_->name, place.data(), lxw_strerror(code));
      return false;
    }
    return true;
  }

  // A row is as high as its longest wrapped text needs: some programs leave that to the file.
  bool make_room(lxw_row_t at, const Fields& fields) {
    constexpr std::size_t characters_a_line = 95;
    constexpr double line_height = 15;
    std::size_t lines = 1;
    for (std::size_t i = 2; i < fields.size(); ++i) {
      const std::string& text = fields[i];
      if (text.size() < 2 || text[1] != 'w') continue;
      const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; };
      const auto length = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
      const auto breaks = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
      lines = std::max(lines, 1 + breaks + (length - 2) / characters_a_line);
    }
    constexpr std::size_t most_lines = 27;  // of a row, for a spreadsheet
    if (lines == 1) return true;
    const double height = line_height * static_cast<double>(std::min(lines, most_lines));
    return check(worksheet_set_row(sheet_, at, height, nullptr));
  }

  lxw_error cell(lxw_row_t row, lxw_col_t column, const std::string& text) {
    lxw_format* const style = text[1] == '0' ? nullptr : format(text[1]);
    const std::string value = text.substr(2);
    switch (text[0]) {
      case 'n':
        return worksheet_write_number(sheet_, row, column, std::strtod(value.c_str(), nullptr),
                                      style);
      case 'b':
        return worksheet_write_boolean(sheet_, row, column, value == "true", style);
      case 'f': {
        // What it comes to, and the formula.
        const std::size_t equals = value.find('=');
        if (equals == std::string::npos) return LXW_ERROR_PARAMETER_VALIDATION;
        return worksheet_write_formula_num(sheet_, row, column, value.substr(equals).c_str(), style,
                                           std::strtod(value.c_str(), nullptr));
      }
      default:
        return worksheet_write_string(sheet_, row, column, shielded(value).c_str(), style);
    }
  }

  bool width(const Fields& fields) {
    if (fields.size() != 3 || sheet_ == nullptr) return false;
    const auto column = static_cast<lxw_col_t>(number(fields[1]));
    return check(worksheet_set_column(sheet_, column, column, number(fields[2]), nullptr));
  }

  bool freeze(const Fields& fields) {
    if (fields.size() != 3 || sheet_ == nullptr) return false;
    worksheet_freeze_panes(sheet_, number(fields[1]), static_cast<lxw_col_t>(number(fields[2])));
    return true;
  }

  bool filter(const Fields& fields) {
    if (fields.size() != 3 || sheet_ == nullptr) return false;
    return check(worksheet_autofilter(sheet_, 0, 0, number(fields[1]),
                                      static_cast<lxw_col_t>(number(fields[2]))));
  }

  // choice COLUMN FIRST-ROW LAST-ROW TITLE PROMPT ERROR LIST: a drop-down; the list is a range.
  bool choice(const Fields& fields) {
    if (fields.size() != 8 || sheet_ == nullptr) return false;
    Fields texts = fields;
    lxw_data_validation rule{};
    rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    rule.value_formula = texts[7].data();
    rule.input_title = texts[4].data();
    rule.input_message = texts[5].data();
    rule.error_title = texts[4].data();
    rule.error_message = texts[6].data();
    // Ranges and decimals are answers too: it warns, and import checks.
    rule.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
    rule.ignore_blank = LXW_VALIDATION_ON;
    const auto column = static_cast<lxw_col_t>(number(fields[1]));
    return check(worksheet_data_validation_range(sheet_, number(fields[2]), column,
                                                 number(fields[3]), column, &rule));
  }

  // page LAST-ROW LAST-COLUMN HEADER-ROWS: landscape, as wide as the paper.
  bool page(const Fields& fields) {
    if (fields.size() != 4 || sheet_ == nullptr) return false;
    worksheet_set_landscape(sheet_);
    worksheet_set_paper(sheet_, paper_a4);
    worksheet_fit_to_pages(sheet_, 1, 0);
    if (number(fields[3]) > 0 && !check(worksheet_repeat_rows(sheet_, 0, number(fields[3]) - 1))) {
      return false;
    }
    return check(worksheet_print_area(sheet_, 0, 0, number(fields[1]),
                                      static_cast<lxw_col_t>(number(fields[2]))));
  }

  // chart KIND ROW COLUMN TITLE X-AXIS Y-AXIS (NAME CATEGORIES VALUES)...: categories and values
  // are ranges.
  bool chart(const Fields& fields) {
    constexpr std::size_t head = 7;
    if (fields.size() < head + 3 || (fields.size() - head) % 3 != 0 || sheet_ == nullptr) {
      return false;
    }
    const bool scatter = fields[1] == "scatter";
    const std::uint8_t kind = fields[1] == "bars" ? LXW_CHART_BAR_STACKED
                              : scatter           ? LXW_CHART_SCATTER
                                                  : LXW_CHART_COLUMN_STACKED;
    lxw_chart* const made = workbook_add_chart(book_, kind);
    for (std::size_t i = head; i + 2 < fields.size(); i += 3) {
      lxw_chart_series* const series =
          chart_add_series(made, fields[i + 1].c_str(), fields[i + 2].c_str());
      chart_series_set_name(series, fields[i].c_str());
    }
    chart_title_set_name(made, fields[4].c_str());
    chart_axis_set_name(made->x_axis, fields[5].c_str());
    chart_axis_set_name(made->y_axis, fields[6].c_str());
    if (scatter) {
      constexpr double most_score = 100;
      chart_axis_set_log_base(made->x_axis, 10);
      chart_axis_set_min(made->y_axis, 0);
      chart_axis_set_max(made->y_axis, most_score);
      chart_legend_set_position(made, LXW_CHART_LEGEND_NONE);
    } else {
      chart_legend_set_position(made, LXW_CHART_LEGEND_BOTTOM);
    }
    // The first name is to stand on top, as in the table.
    if (kind == LXW_CHART_BAR_STACKED) chart_axis_set_reverse(made->y_axis);
    lxw_chart_options size{};
    size.x_scale = 1.25;
    return check(worksheet_insert_chart_opt(
        sheet_, number(fields[2]), static_cast<lxw_col_t>(number(fields[3])), made, &size));
  }

  static constexpr std::uint8_t paper_a4 = 9;

  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  std::vector<lxw_worksheet*> sheets_;
  std::map<char, lxw_format*> formats_;
  std::string title_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: sourcing-xlsx FILE; started by `sourcing` to write a workbook\n", stderr);
    return 2;
  }
  std::ios::sync_with_stdio(false);
  Writer writer(arguments[1]);
  std::string line;
  while (std::getline(std::cin, line)) {
    // Whoever feeds this may have ended early: a workbook is whole or none.
    if (line == "end") return writer.close() ? 0 : 1;
    if (!writer.take(split(line))) {
      std::fprintf(stderr, "cannot write: %.80s\n", line.c_str());
      return 1;
    }
  }
  return 3;
}
