// SPDX-License-Identifier: Apache-2.0
// The same page as text, as Markdown and as a part of a page of HTML.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/decimal.hpp"
#include "base/escape.hpp"
#include "base/table.hpp"
#include "base/text.hpp"
#include "places/report.hpp"

namespace sourcing::places {

namespace {

constexpr std::size_t most_sides = 3;  // of what speaks for or against, in brief

enum class Layout : std::uint8_t { text, markdown, html };

// Lays out what it is given; knows nothing of places.
class Page {
 public:
  Page(std::string& out, Layout layout, std::size_t width)
      : out_(out),
        markdown_(layout == Layout::markdown),
        html_(layout == Layout::html),
        width_(std::max<std::size_t>(width, 40)) {}

  void title(std::string_view text) {
    if (html_) return element("p", text);
    line(markdown_ ? "## " : "", text, 0);
  }
  void heading(std::string_view text) {
    if (html_) return element("h4", text);
    out_ += '\n';
    line(markdown_ ? "### " : "", text, 0);
    if (markdown_) out_ += '\n';
  }
  void paragraph(std::string_view text) {
    if (html_) return element("p", text);
    if (markdown_) out_ += '\n';
    line("", text, 0);
  }
  void bullet(std::string_view text) {
    if (html_) {
      if (!listing_) out_ += "<ul>";
      listing_ = true;
      item("li", text);
      return;
    }
    line(markdown_ ? "- " : "  - ", text, markdown_ ? 0 : 4);
  }
  /// Ends a list that is open, in HTML.
  void end_list() {
    if (listing_) out_ += "</ul>\n";
    listing_ = false;
  }

  void table(const std::vector<base::Column>& columns,
             const std::vector<std::vector<std::string>>& rows) {
    if (html_) return html_table(columns, rows);
    if (markdown_) return markdown_table(columns, rows);
    base::Table table(columns);
    bool first = true;
    for (const auto& row : rows) {
      table.add_row(row);
      if (first) table.add_rule();
      first = false;
    }
    out_ += table.render(width_, 2);
  }

 private:
  void item(std::string_view tag, std::string_view text) {
    out_ += fmt::format("<{}>", tag);
    base::append_html(out_, text);
    out_ += fmt::format("</{}>\n", tag);
  }
  void element(std::string_view tag, std::string_view text) {
    end_list();
    item(tag, text);
  }

  void html_table(const std::vector<base::Column>& columns,
                  const std::vector<std::vector<std::string>>& rows) {
    end_list();
    out_ += "<div class=\"wide\" tabindex=\"0\"><table>";
    bool head = true;
    for (const auto& row : rows) {
      out_ += head ? "<thead><tr>" : "<tr>";
      for (std::size_t c = 0; c < row.size(); ++c) {
        out_ += head ? "<th scope=\"col\"" : "<td";
        out_ += columns[c].align == base::Align::right ? " class=\"n\">" : ">";
        base::append_html(out_, row[c]);
        out_ += head ? "</th>" : "</td>";
      }
      out_ += head ? "</tr></thead><tbody>\n" : "</tr>\n";
      head = false;
    }
    out_ += "</tbody></table></div>\n";
  }

  void line(std::string_view before, std::string_view text, std::size_t rest) {
    if (markdown_) {
      out_ += before;
      base::append_markdown(out_, text);
      out_ += '\n';
      return;
    }
    bool first = true;
    for (const std::string& each : base::wrap(base::printable(text), width_ - rest)) {
      if (first) {
        out_ += before;
      } else {
        out_.append(rest, ' ');
      }
      out_ += each;
      out_ += '\n';
      first = false;
    }
  }

  void markdown_table(const std::vector<base::Column>& columns,
                      const std::vector<std::vector<std::string>>& rows) {
    bool first = true;
    for (const auto& row : rows) {
      for (const std::string& cell : row) {
        out_ += "| ";
        base::append_markdown(out_, cell);
        out_ += ' ';
      }
      out_ += "|\n";
      if (!first) continue;
      first = false;
      for (const base::Column& column : columns) {
        out_ += column.align == base::Align::right ? "| ---: " : "| --- ";
      }
      out_ += "|\n";
    }
  }

  std::string& out_;
  bool markdown_, html_, listing_ = false;
  std::size_t width_;
};

class ReportPage {
 public:
  ReportPage(Page& page, const Report& report, const Sayings& sayings)
      : page_(page), report_(report), sayings_(sayings), wording_(sayings.wording()) {}

  void write(std::size_t top, bool full) {
    const auto& places = report_.ranking.places;
    const std::size_t shown = top == 0 ? places.size() : std::min(top, places.size());
    head();
    if (shown > 0) table(shown);
    for (std::size_t i = 0; i < shown; ++i) sides(places[i], full);
    if (report_.to != nullptr) toward(*report_.to);
    excluded(full);
    page_.heading(wording_.say("place.notes"));
    for (const std::string& note : sayings_.notes()) page_.bullet(note);
  }

 private:
  void head() {
    const Ranking& ranking = report_.ranking;
    const std::string task =
        wording_.task(report_.decision.id, report_.decision.name, report_.decision.row);
    const std::string home = sayings_.name(*ranking.home);
    if (ranking.places.empty()) {
      page_.title(wording_.say("place.title_none", {{"task", task}, {"home", home}}));
    } else {
      page_.title(wording_.say("place.title",
                               {{"task", task},
                                {"home", home},
                                {"place", sayings_.name(*ranking.places.front().seen.place)}}));
    }
    page_.paragraph(
        wording_.say("place.model_says", {{"verdict", wording_.verdict(report_.decision)}}));
    page_.paragraph(
        wording_.say("place.count", {{"listed", fmt::format("{}", ranking.places.size())},
                                     {"excluded", fmt::format("{}", ranking.excluded.size())}}));
  }

  void table(std::size_t shown) {
    using base::Align;
    std::vector<std::vector<std::string>> rows = {
        {"#", wording_.say("place.column_place"), wording_.say("place.column_class"),
         wording_.say("place.column_score"), wording_.say("place.column_ranks"),
         wording_.say("place.column_hours"), "km"}};
    for (std::size_t i = 0; i < shown; ++i) {
      const Ranked& each = report_.ranking.places[i];
      const auto hours = [this](std::int32_t minutes) {
        return sayings_.number(std::int64_t{minutes} * 100 / 60);
      };
      std::string score = sayings_.points(each.score);
      if (each.most != each.score) score += "–" + sayings_.points(each.most);
      rows.push_back({fmt::format("{}", each.rank), sayings_.name(*each.seen.place),
                      sayings_.location(each.seen.kind) + (each.seen.borderline ? " ~" : ""), score,
                      each.best == each.worst ? fmt::format("{}", each.best)
                                              : fmt::format("{}–{}", each.best, each.worst),
                      hours(each.seen.january) + " / " + hours(each.seen.july),
                      fmt::format("{}", each.seen.kilometres)});
    }
    page_.heading(wording_.say("place.ranking"));
    page_.table({{Align::right, 0},
                 {Align::left, 28},
                 {Align::left, 0},
                 {Align::right, 0},
                 {Align::right, 0},
                 {Align::right, 0},
                 {Align::right, 0}},
                rows);
  }

  // What speaks for the place and what against it, the heaviest first.
  void sides(const Ranked& place, bool full) {
    std::vector<std::size_t> order;
    for (std::size_t c = 0; c < place.parts.size(); ++c) {
      if (full || sayings_.side(place, c) != 0) order.push_back(c);
    }
    // Alone, or all alike: nothing speaks more for one than for another, but all of it counts.
    if (order.empty()) {
      for (std::size_t c = 0; c < place.parts.size(); ++c) order.push_back(c);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return report_.ranking.weights[a] > report_.ranking.weights[b];
    });
    page_.heading(fmt::format("{}. {}", place.rank, sayings_.name(*place.seen.place)));
    std::size_t pros = 0, cons = 0;
    for (const std::size_t c : order) {
      const int side = sayings_.side(place, c);
      std::size_t& count = side > 0 ? pros : cons;
      if (!full && ++count > most_sides) continue;
      const std::string points = fmt::format("{} / {}", sayings_.points(place.parts[c].points),
                                             sayings_.points(report_.ranking.weights[c]));
      const char* sign = side > 0 ? "+" : side < 0 ? "−" : "=";
      page_.bullet(fmt::format("{} {}, {}", sign, sayings_.part(place, c), points));
    }
  }

  void toward(const Toward& to) {
    const std::string name = sayings_.name(*to.place);
    page_.heading(wording_.say("place.to", {{"place", name}}));
    if (to.rank == 1) return page_.bullet(wording_.say("place.to_first"));
    bool only_answers = true;
    for (const ShutOut& each : report_.ranking.excluded) {
      if (each.seen.place != to.place) continue;
      for (const Barred& bar : each.bars) {
        page_.bullet(sayings_.bar_label(bar.bar) + ". " + sayings_.lifted_by(bar.bar));
        only_answers = only_answers && bar.bar != Bar::sanctions && bar.bar != Bar::war &&
                       bar.bar != Bar::language;
      }
    }
    if (!only_answers) return;
    const auto said = [&](const char* key, const Step& step) {
      page_.bullet(wording_.say(key, {{"criterion", wording_.criterion(step.criterion)},
                                      {"from", wording_.value(step.from)},
                                      {"to", wording_.value(step.to)},
                                      {"rank", fmt::format("{}", step.rank)}}));
    };
    for (const Step& step : to.steps) said("place.to_step", step);
    if (!to.steps.empty()) return;
    if (to.best) {
      said("place.to_best", *to.best);
    } else {
      page_.bullet(wording_.say("place.to_none"));
    }
    for (const std::vector<Step>& set : to.sets) {
      std::string changes;
      for (const Step& step : set) {
        if (!changes.empty()) changes += "; ";
        changes +=
            wording_.say("place.to_change", {{"criterion", wording_.criterion(step.criterion)},
                                             {"from", wording_.value(step.from)},
                                             {"to", wording_.value(step.to)}});
      }
      page_.bullet(wording_.say("place.to_set", {{"changes", changes}}));
    }
    if (to.sets.empty()) page_.bullet(wording_.say("place.to_no_set"));
  }

  void excluded(bool full) {
    const auto& excluded = report_.ranking.excluded;
    if (excluded.empty()) return;
    page_.heading(wording_.say("place.excluded"));
    if (full) {
      for (const ShutOut& each : excluded) {
        page_.bullet(fmt::format("{}: {}. {}", sayings_.name(*each.seen.place), sayings_.bar(each),
                                 sayings_.lifted_by(each.bars.front().bar)));
      }
      return;
    }
    // One line for each reason: a hundred lines that say the same are read by nobody.
    std::map<Bar, std::vector<std::string>> by_bar;
    for (const ShutOut& each : excluded) {
      by_bar[each.bars.front().bar].push_back(sayings_.name(*each.seen.place));
    }
    for (const auto& [bar, names] : by_bar) {
      page_.bullet(fmt::format("{} ({}): {}. {}", sayings_.bar_label(bar), names.size(),
                               fmt::join(names, ", "), sayings_.lifted_by(bar)));
    }
  }

  Page& page_;
  const Report& report_;
  const Sayings& sayings_;
  const render::Wording& wording_;
};

}  // namespace

void write_text(std::string& out, const Report& report, std::string_view language,
                std::size_t width, std::size_t top, bool full) {
  const Sayings sayings(report, language);
  Page page(out, Layout::text, width);
  ReportPage(page, report, sayings).write(top, full);
}

void write_markdown(std::string& out, const Report& report, std::string_view language,
                    std::size_t top, bool full) {
  const Sayings sayings(report, language);
  Page page(out, Layout::markdown, 0);
  ReportPage(page, report, sayings).write(top, full);
}

void write_html(std::string& out, const Report& report, std::string_view language,
                std::size_t top) {
  const Sayings sayings(report, language);
  Page page(out, Layout::html, 0);
  ReportPage(page, report, sayings).write(top, false);
  page.end_list();
}

}  // namespace sourcing::places
