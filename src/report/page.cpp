// SPDX-License-Identifier: Apache-2.0
#include "report/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/json_writer.hpp"
#include "base/sha256.hpp"
#include "render/wording.hpp"
#include "report/assets.hpp"
#include "report/base64.hpp"
#include "report/collect.hpp"
#include "report/markup.hpp"
#include "report/process.hpp"
#include "report/svg.hpp"

namespace sourcing::report {

namespace {

using render::Wording;

std::string csp_hash(std::string_view text) {
  base::Sha256 hash;
  hash.update(text);
  return fmt::format("'sha256-{}'", base64(hash.finish()));
}

std::string location_name(const Wording& words, std::size_t l) {
  return l < location_count ? std::string(name(static_cast<Location>(l)))
                            : words.say("report.none");
}
std::string disposition_name(const Wording& words, std::size_t d) {
  return d < 3 ? words.disposition(static_cast<Disposition>(d)) : words.say("report.none");
}
std::string engagement_name(const Wording& words, std::size_t e) {
  return e < 2 ? words.engagement(static_cast<Engagement>(e)) : words.say("report.none");
}

// What the matrix is drawn over: the two criteria that weigh most in engagement, and the first
// scale of bands, or else the next criterion.
struct MatrixCriteria {
  std::vector<std::size_t> y;
  std::size_t x = 0;
};
MatrixCriteria matrix_criteria(const engine::Program& program) {
  std::vector<const engine::Weight*> order;
  for (const engine::Weight& weight : program.axes[0].weights) order.push_back(&weight);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return a->centipoints > b->centipoints; });
  MatrixCriteria chosen;
  const auto banded = [&](std::size_t c) { return program.criteria[c].scale == Scale::bands; };
  chosen.x = program.criteria.size();
  for (std::size_t c = program.criteria.size(); c-- > 0;) {
    if (banded(c)) chosen.x = c;
  }
  for (const engine::Weight* weight : order) {
    if (chosen.y.size() < 2 && weight->criterion != chosen.x) chosen.y.push_back(weight->criterion);
  }
  if (chosen.x == program.criteria.size()) chosen.x = chosen.y.empty() ? 0 : chosen.y.back();
  return chosen;
}

class Charts {
 public:
  Charts(const engine::Program& program, const Document& document)
      : program_(program), document_(document), words_(program, document.language) {}

  [[nodiscard]] std::string matrix_chart() const {
    const MatrixCriteria chosen = matrix_criteria(program_);
    MatrixAxes axes;
    const engine::Criterion& x = program_.criteria[chosen.x];
    axes.x = words_.text(x.label);
    std::vector<std::size_t> ats;
    for (const engine::Level& level : x.levels) {
      axes.columns.push_back(level.words == engine::no_text ? std::string(level.word)
                                                            : words_.text(level.words));
      ats.push_back(level.at);
    }
    axes.columns.push_back(words_.say("report.unknown"));
    for (const std::size_t c : chosen.y)
      render::append_item(axes.y, words_.text(program_.criteria[c].label));
    axes.low = 0;
    axes.high = 10'000;
    std::vector<Mark> marks;
    for (const Row& row : document_.rows) {
      if (row.failed) continue;
      Mark mark;
      mark.row = row.number;
      mark.weight = row.weight;
      mark.name = words_.task(row.id, row.name, row.number);
      mark.shape =
          row.decision.verdict.disposition ? shape_of(*row.decision.verdict.disposition) : 0;
      const Answer& answer = row.task.answers[chosen.x];
      std::size_t column = ats.size();
      if (answer.origin != Origin::unknown) {
        const std::size_t at = (answer.low + answer.high) / 2U;
        for (std::size_t i = 0; i < ats.size(); ++i) {
          if (ats[i] <= at) column = i;
        }
      }
      mark.x = static_cast<std::int64_t>(column) * 100;
      std::int64_t sum = 0, count = 0;
      for (const std::size_t c : chosen.y) {
        const Answer& y = row.task.answers[c];
        const std::int64_t last = std::max<std::int64_t>(program_.criteria[c].last, 1);
        const std::int64_t at =
            y.origin == Origin::unknown ? program_.criteria[c].neutral : (y.low + y.high) / 2;
        sum += at * 10'000 / last;
        ++count;
      }
      mark.y = count == 0 ? 5'000 : sum / count;
      marks.push_back(std::move(mark));
    }
    constexpr std::size_t labels = 40;
    return matrix({words_.say("report.matrix"), words_.say("report.matrix_note")}, axes,
                  std::move(marks), labels);
  }

  [[nodiscard]] std::vector<std::string> heat_columns() const {
    std::vector<std::string> columns;
    for (std::size_t l = 0; l <= location_count; ++l) columns.push_back(location_name(words_, l));
    return columns;
  }
  // By the first column grouped by, else by disposition. The heaviest first, the rest in one row.
  [[nodiscard]] std::vector<HeatRow> heat_rows() const {
    std::map<std::string, std::array<std::int64_t, location_count + 1>> rows;
    const auto add = [&](const std::string& name, const Tally& tally) {
      for (const auto& [verdict, part] : tally.by_verdict) {
        const std::string& key = document_.by.empty() ? disposition_name(words_, verdict[0]) : name;
        rows[key][verdict[2]] +=
            document_.weight.empty() ? static_cast<std::int64_t>(part.rows) * 100 : part.weight;
      }
    };
    for (const auto& [key, tally] : document_.groups) {
      add(key.empty() || key.front().empty() ? words_.say("report.no_group") : key.front(), tally);
    }
    if (document_.by.empty()) add({}, document_.total);
    std::vector<HeatRow> out;
    for (const auto& [name, values] : rows) out.push_back({name, {values.begin(), values.end()}});
    const auto sum = [](const HeatRow& row) {
      return std::accumulate(row.values.begin(), row.values.end(), std::int64_t{0});
    };
    std::stable_sort(out.begin(), out.end(),
                     [&](const HeatRow& a, const HeatRow& b) { return sum(a) > sum(b); });
    constexpr std::size_t most = 30;
    if (out.size() > most) {
      HeatRow rest{words_.say("report.others", {{"count", fmt::format("{}", out.size() - most)}}),
                   std::vector<std::int64_t>(location_count + 1)};
      for (std::size_t i = most; i < out.size(); ++i) {
        for (std::size_t l = 0; l <= location_count; ++l) rest.values[l] += out[i].values[l];
      }
      out.resize(most);
      out.push_back(std::move(rest));
    }
    return out;
  }
  [[nodiscard]] std::string heat_chart() const {
    return heat_map({words_.say("report.heat"), words_.say("report.heat_note")}, heat_columns(),
                    heat_rows());
  }
  [[nodiscard]] std::string engagement_chart() const {
    const Bars& bars = document_.engagement_margins;
    return histogram({words_.say("report.margins_engagement"), words_.say("report.margins_note")},
                     bars.from, bars.step, bars.rows, program_.hybrid_band);
  }
  [[nodiscard]] std::string location_chart() const {
    const Bars& bars = document_.location_margins;
    return histogram({words_.say("report.margins_location"), words_.say("report.margins_note")},
                     bars.from, bars.step, bars.rows, location_band());
  }

 private:
  [[nodiscard]] std::int64_t location_band() const { return 0; }

  const engine::Program& program_;
  const Document& document_;
  Wording words_;
};

class Page {
 public:
  Page(const Engine& engine, const Document& document)
      : engine_(engine),
        program_(engine.program()),
        document_(document),
        words_(program_, document.language),
        charts_(program_, document) {}

  std::string write() {
    const std::string script = fmt::format("{}\n{{\n{}}}\n", document_.module, report_js);
    out_ = "<!doctype html>\n";
    out_ += fmt::format(
        "<html lang=\"{}\"><head><meta charset=\"utf-8\">"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; "
        "style-src {}; "
        "img-src data:; base-uri 'none'; form-action 'none'\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<meta name=\"color-scheme\" content=\"light "
        "dark\"><title>{}</title><style>{}</style></head><body>\n",
        html(program_.languages[engine::find_language(program_, document_.language)]),
        csp_hash(script), csp_hash(report_css), html(title()), report_css);
    head();
    out_ += "<main id=\"main\">";
    executive();
    figures();
    candidates();
    weights();
    processes();
    method();
    out_ += "</main>";
    data("verdicts", verdicts());
    data("summary", summary_json(engine_, document_));
    data("words", page_words());
    out_ += fmt::format("<script type=\"module\">{}</script></body></html>\n", script);
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string say(std::string_view key,
                                std::initializer_list<render::Filling> fillings = {}) const {
    return html(words_.say(key, fillings));
  }
  [[nodiscard]] std::string title() const {
    return document_.title.empty() ? words_.say("report.title", {{"source", document_.source}})
                                   : document_.title;
  }
  // `search` of `report.search`.
  static std::string_view own_name(std::string_view key) { return key.substr(key.find('.') + 1); }
  static std::string number(std::int64_t hundredths) {
    return hundredths % 100 == 0 ? fmt::format("{}", hundredths / 100) : render::fixed2(hundredths);
  }

  void section(std::string_view id, std::string_view heading) {
    out_ += fmt::format("<section id=\"{}\" aria-labelledby=\"h-{}\"><h2 id=\"h-{}\">{}</h2>\n", id,
                        id, id, say(heading));
  }
  void head() {
    out_ += fmt::format("<a class=\"skip\" href=\"#main\">{}</a><header>", say("report.skip"));
    if (!document_.logo.empty())
      out_ += fmt::format("<img class=\"logo\" alt=\"\" src=\"{}\">", html(document_.logo));
    out_ += fmt::format("<h1>{}</h1><p class=\"soft\">{}</p><nav aria-label=\"{}\"><ul>",
                        html(title()), html(words_.footer()), say("report.contents"));
    for (const std::string_view key :
         {"report.executive", "report.matrix", "report.heat", "report.margins", "report.candidates",
          "report.weights", "report.processes", "report.method"}) {
      out_ += fmt::format("<li><a href=\"#{}\">{}</a></li>", own_name(key), say(key));
    }
    out_ += "</ul></nav></header>";
  }

  void executive() {
    section("executive", "report.executive");
    const Tally& total = document_.total;
    out_ += fmt::format("<p class=\"big\">{}</p>",
                        say("report.counted", {{"rows", fmt::format("{}", total.rows)},
                                               {"source", document_.source}}));
    if (total.errors > 0) {
      out_ += fmt::format("<p>{}</p>",
                          say("report.errors", {{"errors", fmt::format("{}", total.errors)}}));
    }
    out_ +=
        fmt::format("<p>{}</p>",
                    say("report.firm", {{"decided", fmt::format("{}", document_.by_status[0])},
                                        {"tentative", fmt::format("{}", document_.by_status[1])},
                                        {"undetermined", fmt::format("{}", document_.by_status[2])},
                                        {"hybrid", fmt::format("{}", document_.hybrid)}}));
    verdict_table();
    missing();
    out_ += "</section>";
  }

  void verdict_table() {
    const Tally& total = document_.total;
    out_ +=
        fmt::format("<div class=\"wide\" tabindex=\"0\"><table><caption>{}</caption><thead><tr>",
                    say("report.what_to_do"));
    for (const std::string_view key :
         {"report.disposition", "report.engagement", "report.location"}) {
      out_ += fmt::format("<th scope=\"col\">{}</th>", say(key));
    }
    out_ += fmt::format("<th scope=\"col\" class=\"n\">{}</th>", say("report.rows"));
    if (!document_.weight.empty())
      out_ += fmt::format("<th scope=\"col\" class=\"n\">{}</th>", html(document_.weight));
    out_ += "</tr></thead><tbody>";
    std::vector<std::pair<VerdictIndex, Tally::Part>> parts(total.by_verdict.begin(),
                                                            total.by_verdict.end());
    std::stable_sort(parts.begin(), parts.end(),
                     [](const auto& a, const auto& b) { return a.second.rows > b.second.rows; });
    for (const auto& [verdict, part] : parts) {
      out_ += fmt::format("<tr><td>{} {}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td>",
                          verdict[0] < 3 ? key_of(static_cast<Disposition>(verdict[0])) : "",
                          html(disposition_name(words_, verdict[0])),
                          html(engagement_name(words_, verdict[1])),
                          html(location_name(words_, verdict[2])), part.rows);
      if (!document_.weight.empty())
        out_ += fmt::format("<td class=\"n\">{}</td>", number(part.weight));
      out_ += "</tr>";
    }
    out_ += "</tbody></table></div>";
    if (document_.gaps > 0) {
      out_ +=
          fmt::format("<p>{}</p>", say("report.gaps", {{"rows", fmt::format("{}", document_.gaps)},
                                                       {"column", document_.weight}}));
    }
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
      render::append_item(list,
                          fmt::format("{} ({})", words_.text(program_.criteria[order[i]].label),
                                      document_.unanswered[order[i]]));
    }
    out_ += fmt::format("<h3>{}</h3><p>{}</p>", say("report.missing"),
                        list.empty() ? say("report.nothing_missing")
                                     : say("report.missing_list", {{"list", list}}));
  }

  void figure(std::string_view id, std::string_view heading, std::string_view note,
              const std::string& chart, const std::string& table) {
    section(id, heading);
    out_ += fmt::format("<figure><div class=\"wide\">{}</div><figcaption>{}</figcaption></figure>",
                        chart, say(note));
    if (!table.empty())
      out_ += fmt::format("<details><summary>{}</summary><div class=\"wide\">{}</div></details>",
                          say("report.table"), table);
    out_ += "</section>";
  }

  std::string legend() const {
    std::string out = "<p>";
    for (const Disposition each :
         {Disposition::outsource, Disposition::retain, Disposition::automate_first}) {
      out += fmt::format("{} {} ", key_of(each), html(words_.disposition(each)));
    }
    return out + "</p>";
  }

  void figures() {
    section("matrix", "report.matrix");
    out_ += legend();
    out_ += fmt::format(
        "<figure><div class=\"wide\">{}</div><figcaption>{} <a "
        "href=\"#candidates\">{}</a></figcaption></figure></section>",
        charts_.matrix_chart(), say("report.matrix_note"), say("report.candidates"));
    figure("heat", "report.heat", "report.heat_note", charts_.heat_chart(), heat_table());
    section("margins", "report.margins");
    out_ += fmt::format(
        "<h3>{}</h3><figure>{}</figure><h3>{}</h3><figure>{}<figcaption>{}</figcaption></figure>",
        say("report.margins_engagement"), charts_.engagement_chart(),
        say("report.margins_location"), charts_.location_chart(), say("report.margins_note"));
    out_ +=
        fmt::format("<details><summary>{}</summary>{}{}</details></section>", say("report.table"),
                    bars_table("report.margins_engagement", document_.engagement_margins),
                    bars_table("report.margins_location", document_.location_margins));
  }

  std::string heat_table() const {
    std::string table =
        fmt::format("<table><thead><tr><th scope=\"col\">{}</th>", say("report.group"));
    for (const std::string& column : charts_.heat_columns())
      table += fmt::format("<th scope=\"col\" class=\"n\">{}</th>", html(column));
    table += "</tr></thead><tbody>";
    for (const HeatRow& row : charts_.heat_rows()) {
      table += fmt::format("<tr><th scope=\"row\">{}</th>", html(row.name));
      for (const std::int64_t value : row.values)
        table += fmt::format("<td class=\"n\">{}</td>", number(value));
      table += "</tr>";
    }
    return table + "</tbody></table>";
  }

  std::string bars_table(std::string_view caption, const Bars& bars) const {
    std::string table = fmt::format(
        "<table><caption>{}</caption><thead><tr><th scope=\"col\" class=\"n\">{}</th><th "
        "scope=\"col\" class=\"n\">{}</th></tr></thead><tbody>",
        say(caption), say("report.from"), say("report.rows"));
    for (std::size_t i = 0; i < bars.rows.size(); ++i) {
      if (bars.rows[i] == 0) continue;
      table +=
          fmt::format("<tr><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
                      number(bars.from + static_cast<std::int64_t>(i) * bars.step), bars.rows[i]);
    }
    return table + "</tbody></table>";
  }

  void candidates() {
    section("candidates", "report.candidates");
    if (document_.rows.size() < document_.total.rows) {
      out_ += fmt::format("<p><strong>{}</strong></p>",
                          say(document_.data_file.empty() ? "report.drawn" : "report.drawn_file",
                              {{"drawn", fmt::format("{}", document_.rows.size())},
                               {"rows", fmt::format("{}", document_.total.rows)},
                               {"file", document_.data_file}}));
    }
    out_ +=
        "<form class=\"filters live\" id=\"filters\" hidden></form><p class=\"live\" id=\"shown\" "
        "role=\"status\"></p>";
    out_ += "<div class=\"wide\" tabindex=\"0\"><table id=\"list\"><thead><tr>";
    for (const std::string_view key :
         {"report.process", "report.disposition", "report.engagement", "report.score",
          "report.location", "report.lead_column", "report.status"}) {
      const bool numeric = key == "report.score" || key == "report.lead_column";
      out_ += fmt::format("<th scope=\"col\"{}>{}</th>", numeric ? " class=\"n\"" : "", say(key));
    }
    for (const std::string& column : document_.by)
      out_ += fmt::format("<th scope=\"col\">{}</th>", html(column));
    if (!document_.weight.empty())
      out_ += fmt::format("<th scope=\"col\" class=\"n\">{}</th>", html(document_.weight));
    out_ += "</tr></thead><tbody>\n";
    for (const Row& row : document_.rows) candidate(row);
    out_ += "</tbody></table></div></section>";
  }

  void candidate(const Row& row) {
    const Decision& decision = row.decision;
    const Verdict& verdict = decision.verdict;
    out_ += fmt::format("<tr id=\"r{}\"><td><a href=\"#p{}\">{}</a></td>", row.number, row.number,
                        html(words_.task(row.id, row.name, row.number)));
    if (row.failed) {
      out_ += fmt::format("<td colspan=\"5\">{}</td><td>{}</td>", html(row.error),
                          html(words_.status(Status::error)));
    } else {
      std::string engagement =
          verdict.engagement ? words_.engagement(*verdict.engagement) : words_.say("report.none");
      if (verdict.engagement && decision.hybrid) engagement += " " + words_.say("report.hybrid");
      const bool compared = verdict.location && decision.runner_up;
      out_ += fmt::format(
          "<td>{}{}</td><td>{}</td><td class=\"n\">{}</td><td>{}</td><td "
          "class=\"n\">{}</td><td>{}</td>",
          verdict.disposition ? key_of(*verdict.disposition) : "",
          html(verdict.disposition ? words_.disposition(*verdict.disposition)
                                   : words_.say("report.none")),
          html(engagement), render::fixed2(decision.scores[0]),
          html(verdict.location ? std::string(name(*verdict.location)) : words_.say("report.none")),
          compared ? render::fixed2(decision.location_margin) : "",
          html(words_.status(decision.status)));
    }
    for (std::size_t i = 0; i < document_.by.size(); ++i) {
      out_ += fmt::format("<td>{}</td>", i < row.key.size() ? html(row.key[i]) : "");
    }
    if (!document_.weight.empty())
      out_ += fmt::format("<td class=\"n\">{}</td>", number(row.weight));
    out_ += "</tr>\n";
  }

  void weights() {
    section("weights", "report.weights");
    out_ += fmt::format(
        "<p>{}</p><p class=\"live\" id=\"no-script\">{}</p><form class=\"live\" id=\"weight-form\" "
        "hidden></form>"
        "<div class=\"live\" id=\"moves\" role=\"status\"></div></section>",
        say("report.weights_note"), say("report.needs_script"));
  }

  void processes() {
    section("processes", "report.processes");
    std::vector<const Row*> order;
    for (const Row& row : document_.rows) order.push_back(&row);
    std::stable_sort(order.begin(), order.end(),
                     [](const Row* a, const Row* b) { return a->weight > b->weight; });
    const std::size_t count =
        std::min(order.size(), order.size() <= most_pages ? most_pages : fewer_pages);
    if (count < order.size()) {
      out_ += fmt::format("<p>{}</p>", say("report.pages", {{"count", fmt::format("{}", count)}}));
    }
    order.resize(count);
    std::sort(order.begin(), order.end(),
              [](const Row* a, const Row* b) { return a->number < b->number; });
    for (const Row* const row : order) append_process(out_, engine_, words_, document_, *row);
    out_ += "<div id=\"asked\" class=\"live\"></div></section>";
  }

  void method() {
    section("method", "report.method");
    for (const std::string_view key : {"report.method_scores", "report.method_gates",
                                       "report.method_status", "report.method_change"}) {
      out_ += fmt::format("<p>{}</p>", say(key, {{"threshold", render::fixed2(program_.threshold)},
                                                 {"band", render::fixed2(program_.hybrid_band)}}));
    }
    out_ += fmt::format("<h3>{}</h3><ul>", say("report.limits"));
    for (const std::string_view key :
         {"report.limit_answers", "report.limit_model", "report.limit_money"}) {
      out_ += fmt::format("<li>{}</li>", say(key));
    }
    out_ += fmt::format("</ul><h3>{}</h3><p>{} {}<br><code>{}</code></p></section>",
                        say("report.model"), html(program_.id), html(program_.version),
                        html(program_.sha256));
  }

  void data(std::string_view id, const std::string& json) {
    out_ += fmt::format("<script type=\"application/json\" id=\"{}\">{}</script>\n", id,
                        script_safe(json));
  }

  std::string verdicts() const {
    std::string json = "[";
    for (const Row& row : document_.rows) {
      if (json.size() > 1) json += ",\n";
      json += row.verdict;
    }
    return json + "]";
  }

  // The words that the script says, and what it needs to know of the rows.
  std::string page_words() const {
    std::string out;
    json::Writer json(out);
    json.begin_object();
    json.begin_object("say");
    for (const std::string_view key :
         {"report.search",     "report.all",     "report.shown",       "report.reset",
          "report.copy",       "report.copied",  "report.what_if",     "report.base",
          "report.score",      "report.reasons", "report.unknown",     "report.no_change",
          "report.moves_none", "report.moves",   "report.refused",     "report.engagement",
          "report.location",   "report.status",  "report.disposition", "report.sign",
          "report.changes",    "report.table",   "report.none",        "report.nothing_flips",
          "report.step",       "report.process", "report.before",      "report.after",
          "report.invalid",    "report.apply"}) {
      json.text(own_name(key), words_.say(key));
    }
    json.end_object();
    json.begin_object("names");
    for (const Disposition each :
         {Disposition::retain, Disposition::automate_first, Disposition::outsource}) {
      json.text(name(each), words_.disposition(each));
    }
    for (const Status each :
         {Status::decided, Status::tentative, Status::undetermined, Status::error}) {
      json.text(name(each), words_.status(each));
    }
    json.text("BPO", words_.engagement(Engagement::bpo));
    json.text("KPO", words_.engagement(Engagement::kpo));
    json.end_object();
    json.begin_array("numbers");
    for (const Row& row : document_.rows) json.raw_number(fmt::format("{}", row.number));
    json.end_array();
    json.end_object();
    return out;
  }

  const Engine& engine_;
  const engine::Program& program_;
  const Document& document_;
  Wording words_;
  Charts charts_;
  std::string out_;
};

}  // namespace

std::vector<std::pair<std::string, std::string>> charts(const engine::Program& program,
                                                        const Document& document) {
  const Charts all(program, document);
  return {{"matrix.svg", all.matrix_chart()},
          {"heat.svg", all.heat_chart()},
          {"margins-engagement.svg", all.engagement_chart()},
          {"margins-location.svg", all.location_chart()}};
}

std::string chart_file(std::string_view chart) { return standalone(chart, report_css); }

std::string page(const Engine& engine, const Document& document) {
  return Page(engine, document).write();
}

}  // namespace sourcing::report
