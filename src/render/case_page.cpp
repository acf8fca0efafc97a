// SPDX-License-Identifier: Apache-2.0
#include "render/case_page.hpp"

#include <algorithm>
#include <utility>

#include "base/escape.hpp"
#include "base/table.hpp"
#include "base/text.hpp"
#include "render/html_page.hpp"

namespace sourcing::render {

namespace {

class TextPage : public CasePage {
 public:
  TextPage(std::string& out, std::size_t width) : out_(out), width_(width) {}

  void title(std::string_view text) override { paragraph(text); }
  void paragraph(std::string_view text) override {
    wrapped(text, "", "");
    out_ += '\n';
  }
  void bullets(const std::vector<std::string>& items) override {
    for (const std::string& item : items) wrapped(item, "- ", "  ");
    if (!items.empty()) out_ += '\n';
  }
  // Columns that do not fit beside the others go on below, behind the first one again.
  void table(const std::vector<std::vector<std::string>>& rows) override {
    const std::vector<std::size_t> widths = widths_of(rows);
    const std::size_t last = widths.size() - 1;
    std::size_t all_but_last = indent + widths.front();
    for (std::size_t c = 1; c < last; ++c) all_but_last += gap + widths[c];
    if (widths[last] > long_cell && all_but_last + gap + long_cell <= width_) {
      part(rows, 1, last, base::Align::left);  // sentences, which wrap
      return;
    }
    for (std::size_t from = 1; from <= last;) {
      std::size_t to = from, taken = indent + widths.front() + gap + widths[from];
      while (to < last && taken + gap + widths[to + 1] <= width_) taken += gap + widths[++to];
      // Bars, which nothing heads, only show what stands beside them.
      if (from > 1 && from == to && rows.front()[from].empty()) break;
      part(rows, from, to, taken > width_ ? base::Align::left : base::Align::right);
      from = to + 1;
    }
  }

 private:
  static constexpr std::size_t indent = 2, gap = 2, long_cell = 24;

  static std::vector<std::size_t> widths_of(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths(rows.front().size());
    for (const std::vector<std::string>& row : rows) {
      for (std::size_t c = 0; c < widths.size(); ++c) {
        widths[c] = std::max(widths[c], base::display_width(base::printable(row[c])));
      }
    }
    return widths;
  }

  // The first column and those from one to another, of which the last may be aligned otherwise.
  void part(const std::vector<std::vector<std::string>>& rows, std::size_t from, std::size_t to,
            base::Align last) {
    std::vector<base::Column> columns(to - from + 2, {base::Align::right, 0});
    columns.front().align = base::Align::left;
    columns.back().align = last;
    base::Table table(columns);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::vector<std::string> cells = {rows[i].front()};
      for (std::size_t c = from; c <= to; ++c) cells.push_back(rows[i][c]);
      table.add_row(std::move(cells));
      if (i == 0) table.add_rule();
    }
    out_ += table.render(width_, indent);
    out_ += '\n';
  }

  void wrapped(std::string_view text, std::string_view first, std::string_view rest) {
    std::string_view before = first;
    for (const std::string& line : base::wrap(base::printable(text), width_ - first.size())) {
      out_ += before;
      out_ += line;
      out_ += '\n';
      before = rest;
    }
  }

  std::string& out_;
  std::size_t width_;
};

class MarkdownPage : public CasePage {
 public:
  explicit MarkdownPage(std::string& out) : out_(out) {}

  void title(std::string_view text) override {
    out_ += "## ";
    paragraph(text);
  }
  void paragraph(std::string_view text) override {
    base::append_markdown(out_, text);
    out_ += "\n\n";
  }
  void bullets(const std::vector<std::string>& items) override {
    for (const std::string& item : items) {
      out_ += "- ";
      base::append_markdown(out_, item);
      out_ += '\n';
    }
    if (!items.empty()) out_ += '\n';
  }
  void table(const std::vector<std::vector<std::string>>& rows) override {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (const std::string& cell : rows[i]) {
        out_ += "| ";
        base::append_markdown(out_, cell);
        out_ += ' ';
      }
      out_ += "|\n";
      if (i > 0) continue;
      for (std::size_t c = 0; c < rows[i].size(); ++c) out_ += c == 0 ? "| --- " : "| ---: ";
      out_ += "|\n";
    }
    out_ += '\n';
  }

 private:
  std::string& out_;
};

class HtmlPage : public CasePage {
 public:
  explicit HtmlPage(std::string& out) : out_(out) {}

  void title(std::string_view text) override { append_tag(out_, "h2", text); }
  void paragraph(std::string_view text) override { append_tag(out_, "p", text); }
  void bullets(const std::vector<std::string>& items) override {
    if (items.empty()) return;
    out_ += "<ul>\n";
    for (const std::string& item : items) append_tag(out_, "li", item);
    out_ += "</ul>\n";
  }
  void table(const std::vector<std::vector<std::string>>& rows) override {
    out_ += "<table>\n<thead>\n";
    for (std::size_t i = 0; i < rows.size(); ++i) {
      out_ += "<tr>\n";
      for (const std::string& cell : rows[i]) append_tag(out_, i == 0 ? "th" : "td", cell);
      out_ += "</tr>\n";
      if (i == 0) out_ += "</thead>\n<tbody>\n";
    }
    out_ += "</tbody>\n</table>\n";
  }
  [[nodiscard]] bool shows_pictures() const noexcept override { return true; }
  void picture(std::string_view svg) override {
    out_ += "<figure>\n";
    out_ += svg;
    out_ += "</figure>\n";
  }

 private:
  std::string& out_;
};

class PartPage : public HtmlPage {
 public:
  PartPage(std::string& out, std::string long_table)
      : HtmlPage(out), out_(out), long_table_(std::move(long_table)) {}

  void title(std::string_view text) override { append_tag(out_, "h3", text); }
  void table(const std::vector<std::vector<std::string>>& rows) override {
    constexpr std::size_t glance = 12;
    const bool is_long = rows.size() > glance;
    if (is_long) {
      out_ += "<details>";
      append_tag(out_, "summary", long_table_);
    }
    out_ += "<div class=\"wide\" tabindex=\"0\"><table>\n";
    for (std::size_t i = 0; i < rows.size(); ++i) {
      out_ += i == 0 ? "<thead><tr>" : "<tr>";
      for (std::size_t c = 0; c < rows[i].size(); ++c) cell(rows, i, c);
      out_ += i == 0 ? "</tr></thead><tbody>\n" : "</tr>\n";
    }
    out_ += is_long ? "</tbody></table></div></details>\n" : "</tbody></table></div>\n";
  }
  [[nodiscard]] bool shows_pictures() const noexcept override { return false; }

 private:
  void cell(const std::vector<std::vector<std::string>>& rows, std::size_t row,
            std::size_t column) {
    constexpr std::size_t longest_number = 60;
    // A heading that says nothing is over bars of a line of text.
    if (rows.front()[column].empty()) return;
    const std::string& text = rows[row][column];
    const bool head = row == 0 || column == 0;
    out_ += head ? row == 0 ? "<th scope=\"col\"" : "<th scope=\"row\"" : "<td";
    out_ += column == 0 || text.size() > longest_number ? ">" : " class=\"n\">";
    base::append_html(out_, text);
    out_ += head ? "</th>" : "</td>";
  }

  std::string& out_;
  std::string long_table_;
};

// Readable in both themes and on paper; tables keep their heads over page breaks.
constexpr std::string_view style =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a;background:#fff}h2{margin:2rem 0 .5rem}table{border-collapse:collapse;"
    "margin:1rem 0;font-size:.9rem}th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px "
    "solid #8888;font-variant-numeric:tabular-nums}th:first-child,td:first-child{text-align:left}"
    "figure{margin:1rem 0}svg{max-width:100%;height:auto}footer{margin-top:2rem;font-size:.8rem;"
    "color:#595959}@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#1a1a1a}"
    "figure{background:#fff;color:#1a1a1a}footer{color:#b0b0b0}}@media print{body{margin:0;"
    "max-width:none}thead{display:table-header-group}tr,figure{break-inside:avoid}}";

}  // namespace

std::unique_ptr<CasePage> make_case_page(std::string& out, Format format, std::size_t width) {
  if (format == Format::markdown) return std::make_unique<MarkdownPage>(out);
  if (format == Format::html) return std::make_unique<HtmlPage>(out);
  return std::make_unique<TextPage>(out, width);
}

std::unique_ptr<CasePage> make_case_part(std::string& out, std::string long_table) {
  return std::make_unique<PartPage>(out, std::move(long_table));
}

void append_case_page_begin(std::string& out, std::string_view title, std::string_view language) {
  append_page_begin(out, title, language, style);
}

}  // namespace sourcing::render
