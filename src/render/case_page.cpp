// SPDX-License-Identifier: Apache-2.0
#include "render/case_page.hpp"

#include <utility>

#include "base/escape.hpp"
#include "base/table.hpp"
#include "base/text.hpp"
#include "render/html_page.hpp"

namespace sourcing::render {

namespace {

class TextPage : public CasePage {
 public:
  explicit TextPage(std::string& out) : out_(out) {}

  void title(std::string_view text) override { paragraph(text); }
  void paragraph(std::string_view text) override {
    out_ += base::printable(text);
    out_ += "\n\n";
  }
  void bullets(const std::vector<std::string>& items) override {
    for (const std::string& item : items) out_ += "- " + base::printable(item) + "\n";
    if (!items.empty()) out_ += '\n';
  }
  void table(const std::vector<std::vector<std::string>>& rows) override {
    std::vector<base::Column> columns(rows.front().size(), {base::Align::right, 0});
    columns.front().align = base::Align::left;
    base::Table table(columns);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      table.add_row(rows[i]);
      if (i == 0) table.add_rule();
    }
    out_ += table.render(0, 2);
    out_ += '\n';
  }

 private:
  std::string& out_;
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

std::unique_ptr<CasePage> make_case_page(std::string& out, Format format) {
  if (format == Format::markdown) return std::make_unique<MarkdownPage>(out);
  if (format == Format::html) return std::make_unique<HtmlPage>(out);
  return std::make_unique<TextPage>(out);
}

std::unique_ptr<CasePage> make_case_part(std::string& out, std::string long_table) {
  return std::make_unique<PartPage>(out, std::move(long_table));
}

void append_case_page_begin(std::string& out, std::string_view title, std::string_view language) {
  append_page_begin(out, title, language, style);
}

}  // namespace sourcing::render
