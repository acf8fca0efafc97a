// SPDX-License-Identifier: Apache-2.0
#include "report/figures.hpp"

#include "report/assets.hpp"
#include "report/charts.hpp"

namespace sourcing::report {

namespace {

class Figures {
 public:
  Figures(const Context& context, std::string& out)
      : context_(context), charts_(context.program, context.document), out_(out) {}

  void figure(std::string_view id, std::string_view heading, std::string_view note,
              const std::string& chart, const std::string& table) {
    open_section(context_, out_, id, heading);
    out_ += fmt::format(
        "<figure><div class=\"wide\" tabindex=\"0\">{}</div><figcaption>{}</figcaption></figure>",
        chart, context_.say(note));
    if (!table.empty())
      out_ += fmt::format(
          "<details><summary>{}</summary><div class=\"wide\" tabindex=\"0\">{}</div></details>",
          context_.say("report.table"), table);
    out_ += "</section>";
  }

  [[nodiscard]] std::string legend() const {
    std::string out = "<p>";
    for (const Disposition each :
         {Disposition::outsource, Disposition::retain, Disposition::automate_first}) {
      out += fmt::format("{} {} ", key_of(each), html(context_.words.disposition(each)));
    }
    return out + "</p>";
  }

  void write() {
    open_section(context_, out_, "matrix", "report.matrix");
    out_ += legend();
    out_ += fmt::format(
        "<figure><div class=\"wide\" tabindex=\"0\">{}</div><figcaption>{} <a "
        "href=\"#candidates\">{}</a></figcaption></figure></section>",
        charts_.matrix_chart(), context_.say("report.matrix_note"),
        context_.say("report.candidates"));
    figure("heat", "report.heat", "report.heat_note", charts_.heat_chart(), heat_table());
    open_section(context_, out_, "margins", "report.margins");
    out_ += fmt::format(
        "<h3>{}</h3><figure><div class=\"wide\" tabindex=\"0\">{}</div></figure><h3>{}</h3>"
        "<figure><div class=\"wide\" tabindex=\"0\">{}</div><figcaption>{}</figcaption></figure>",
        context_.say("report.margins_engagement"), charts_.engagement_chart(),
        context_.say("report.margins_location"), charts_.location_chart(),
        context_.say("report.margins_note"));
    out_ += fmt::format(
        "<details><summary>{}</summary>{}{}</details></section>", context_.say("report.table"),
        bars_table("report.margins_engagement", context_.document.engagement_margins),
        bars_table("report.margins_location", context_.document.location_margins));
  }

  [[nodiscard]] std::string heat_table() const {
    std::string table =
        fmt::format("<table><thead><tr><th scope=\"col\">{}</th>", context_.say("report.group"));
    for (const std::string& column : charts_.heat_columns())
      table += fmt::format("<th scope=\"col\" class=\"n\">{}</th>", html(column));
    table += "</tr></thead><tbody>";
    for (const HeatRow& row : charts_.heat_rows()) {
      table += fmt::format("<tr><th scope=\"row\">{}</th>", html(row.name));
      for (const std::int64_t value : row.values)
        table += fmt::format("<td class=\"n\">{}</td>", context_.number(value));
      table += "</tr>";
    }
    return table + "</tbody></table>";
  }

  [[nodiscard]] std::string bars_table(std::string_view caption, const Bars& bars) const {
    std::string table = fmt::format(
        "<table><caption>{}</caption><thead><tr><th scope=\"col\" class=\"n\">{}</th><th "
        "scope=\"col\" class=\"n\">{}</th></tr></thead><tbody>",
        context_.say(caption), context_.say("report.from"), context_.say("report.rows"));
    for (std::size_t i = 0; i < bars.rows.size(); ++i) {
      if (bars.rows[i] == 0) continue;
      table += fmt::format("<tr><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
                           context_.number(bars.from + static_cast<std::int64_t>(i) * bars.step),
                           bars.rows[i]);
    }
    return table + "</tbody></table>";
  }

 private:
  const Context& context_;
  Charts charts_;
  std::string& out_;
};

}  // namespace

std::vector<std::pair<std::string, std::string>> charts(const engine::Program& program,
                                                        const Document& document) {
  const Charts all(program, document);
  std::vector<std::pair<std::string, std::string>> charts = {
      {"matrix.svg", all.matrix_chart()},
      {"heat.svg", all.heat_chart()},
      {"margins-engagement.svg", all.engagement_chart()},
      {"margins-location.svg", all.location_chart()}};
  charts.insert(charts.end(), document.charts.begin(), document.charts.end());
  return charts;
}

std::string chart_file(std::string_view chart) { return standalone(chart, report_css); }

void append_figures(const Context& context, std::string& out) { Figures(context, out).write(); }

}  // namespace sourcing::report
