// SPDX-License-Identifier: Apache-2.0
#include "report/executive.hpp"

#include <algorithm>
#include <array>

#include "render/summary_numbers.hpp"

namespace sourcing::report {

namespace {

std::string count(std::uint64_t number) { return fmt::format("{}", number); }

// A board reads thousands, not cents: whole units, apart as the business case has them.
std::string amount(const Context& context, std::int64_t cents) {
  constexpr std::int64_t unit = 100;
  std::string digits = fmt::format("{}", (cents + unit / 2) / unit);
  const bool comma = context.words.say("value.decimal") == ",";
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, comma ? "." : ",");
  }
  return digits;
}

class Executive {
 public:
  Executive(const Context& context, std::string& out)
      : context_(context), document_(context.document), out_(out) {}

  void write() {
    open_section(context_, out_, "executive", "report.executive");
    const BatchReport& report = document_.report;
    out_ += fmt::format("<p class=\"big\">{}</p>",
                        html(context_.words.say_count(
                            "report.counted", report.rows,
                            {{"rows", count(report.rows)}, {"source", document_.source}})));
    if (report.rejects > 0) paragraph("report.errors", {{"errors", count(report.rejects)}});
    const BatchSummary& summary = report.summary;
    paragraph("report.firm", {{"decided", count(summary.status[0])},
                              {"tentative", count(summary.status[1])},
                              {"undetermined", count(summary.status[2])}});
    paragraph("report.firm_margins",
              {{"hybrid", count(document_.hybrid)}, {"close", count(document_.close)}});
    paragraph("report.firm_steps",
              {{"robust", count(document_.robust)}, {"drawn", count(document_.rows.size())}});
    verdict_table();
    gaps();
    missing();
    out_ += "</section>";
  }

 private:
  struct Line {
    Verdict verdict;
    std::uint64_t rows = 0;
    std::string weight;
  };

  void paragraph(std::string_view key, std::initializer_list<render::Filling> fillings) {
    out_ += fmt::format("<p>{}</p>", context_.say(key, fillings));
  }

  [[nodiscard]] std::vector<Line> lines() const {
    const BatchSummary& summary = document_.report.summary;
    std::vector<Line> lines;
    if (summary.sum.empty()) {
      render::each_verdict(summary, [&](const Verdict& verdict, std::uint64_t rows) {
        lines.push_back({verdict, rows, {}});
      });
    } else {
      for (const VerdictTally& tally : summary.total.by_verdict) {
        lines.push_back({tally.verdict, tally.rows, tally.sums.front().sum});
      }
    }
    // What is given away first, then what is automated and kept, then what is open.
    const auto rank = [](const Line& line) {
      return !line.verdict.disposition                                  ? 3
             : *line.verdict.disposition == Disposition::outsource      ? 0
             : *line.verdict.disposition == Disposition::automate_first ? 1
                                                                        : 2;
    };
    std::stable_sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) {
      if (rank(a) != rank(b)) return rank(a) < rank(b);
      const std::int64_t left = hundredths(a.weight).value_or(0),
                         right = hundredths(b.weight).value_or(0);
      return left != right ? left > right : a.rows > b.rows;
    });
    return lines;
  }

  void verdict_table() {
    out_ +=
        fmt::format("<div class=\"wide\" tabindex=\"0\"><table><caption>{}</caption><thead><tr>",
                    context_.say("report.what_to_do"));
    for (const std::string_view key :
         {"report.disposition", "report.engagement", "report.location"}) {
      out_ += fmt::format("<th scope=\"col\">{}</th>", context_.say(key));
    }
    numeric_heading(context_.say("report.rows"));
    if (!document_.weight.empty()) numeric_heading(html(document_.weight));
    for (const auto& [currency, sums] : document_.costs.by_currency) {
      numeric_heading(context_.say(
          "report.cost",
          {{"currency", currency.empty() ? context_.words.say("report.no_currency") : currency}}));
    }
    out_ += "</tr></thead><tbody>";
    std::uint64_t rows = 0;
    for (const Line& line : lines()) {
      row(line);
      rows += line.rows;
    }
    total(rows);
    out_ += "</tbody></table></div>";
  }
  void numeric_heading(const std::string& text) {
    out_ += fmt::format("<th scope=\"col\" class=\"n\">{}</th>", text);
  }
  void cell(const std::string& text) { out_ += fmt::format("<td class=\"n\">{}</td>", html(text)); }

  void row(const Line& line) {
    const VerdictIndex index = index_of(line.verdict);
    out_ += fmt::format("<tr><td>{} {}</td><td>{}</td><td>{}</td>",
                        line.verdict.disposition ? key_of(*line.verdict.disposition) : "",
                        html(context_.disposition_name(index[0])),
                        html(context_.engagement_name(index[1])),
                        html(context_.location_name(index[2])));
    cell(count(line.rows));
    if (!document_.weight.empty())
      cell(line.weight.empty() ? "—" : context_.words.number(line.weight));
    for (const auto& [currency, sums] : document_.costs.by_currency) {
      const auto found = sums.find(index);
      cell(found == sums.end() ? "—" : amount(context_, found->second));
    }
    out_ += "</tr>";
  }
  void total(std::uint64_t rows) {
    out_ += fmt::format("<tr class=\"total\"><th scope=\"row\" colspan=\"3\">{}</th>",
                        context_.say("report.total"));
    cell(count(rows));
    // The rows that could not be judged stand in no line above, so they are not in this one.
    if (!document_.weight.empty()) cell(weight_total());
    for (const auto& [currency, sums] : document_.costs.by_currency) {
      std::int64_t sum = 0;
      bool whole = true;
      for (const auto& [verdict, each] : sums) {
        whole = whole && !__builtin_add_overflow(sum, each, &sum);
      }
      cell(whole ? amount(context_, sum) : "—");
    }
    out_ += "</tr>";
  }
  [[nodiscard]] std::string weight_total() const {
    std::int64_t sum = 0;
    for (const Line& line : lines()) sum += hundredths(line.weight).value_or(0);
    return context_.number(sum);
  }

  void gaps() {
    const SummaryGroup& total = document_.report.summary.total;
    if (!total.sums.empty() && total.sums.front().gaps > 0) {
      paragraph("report.gaps",
                {{"rows", count(total.sums.front().gaps)}, {"column", document_.weight}});
    }
    const Costs& costs = document_.costs;
    if (costs.rows > 0 && costs.gaps > 0)
      paragraph("report.cost_gaps", {{"rows", count(costs.gaps)}});
    if (costs.by_currency.size() > 1) paragraph("report.currencies", {});
  }

  void missing() {
    std::vector<std::size_t> order;
    for (std::size_t c = 0; c < document_.unanswered.size(); ++c) {
      if (document_.unanswered[c] > 0) order.push_back(c);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return document_.unanswered[a] > document_.unanswered[b];
    });
    std::string list;
    constexpr std::size_t most = 8;
    for (std::size_t i = 0; i < order.size() && i < most; ++i) {
      render::append_item(
          list,
          fmt::format("{} ({})", context_.words.text(context_.program.criteria[order[i]].label),
                      document_.unanswered[order[i]]));
    }
    out_ += fmt::format("<h3>{}</h3><p>{}</p>", context_.say("report.missing"),
                        list.empty() ? context_.say("report.nothing_missing")
                                     : context_.say("report.missing_list", {{"list", list}}));
  }

  const Context& context_;
  const Document& document_;
  std::string& out_;
};

}  // namespace

void append_executive(const Context& context, std::string& out) { Executive(context, out).write(); }

}  // namespace sourcing::report
