// SPDX-License-Identifier: Apache-2.0
#include "report/moves_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_writer.hpp"
#include "engine/program.hpp"
#include "render/wording.hpp"
#include "report/assets.hpp"
#include "report/frame.hpp"
#include "report/markup.hpp"
#include "report/move_words.hpp"
#include "report/svg.hpp"

namespace sourcing::report {

namespace {

std::string count(std::uint64_t number) { return fmt::format("{}", number); }

class MovesPage {
 public:
  explicit MovesPage(const TwoModels& two)
      : two_(two),
        words_(two.after.program(), two.language),
        moved_(two.before, two.language, words_) {}

  std::string write() {
    const std::string script = fmt::format("{{\n{}\n{}}}\n", list_js, moves_js);
    const engine::Program& program = two_.after.program();
    out_ = begin_page(program.languages[engine::find_language(program, two_.language)], title(),
                      script);
    head();
    out_ += "<main id=\"main\">";
    moves();
    chart();
    rows();
    changes();
    method();
    out_ += "</main>";
    append_data(out_, "diff", two_.json);
    append_data(out_, "words", page_words());
    return out_ + end_page(script);
  }

 private:
  [[nodiscard]] std::string say(std::string_view key,
                                std::initializer_list<render::Filling> fillings = {}) const {
    return html(words_.say(key, fillings));
  }
  static std::string model_name(const Engine& engine) {
    return fmt::format("{} {}", engine.program().id, engine.program().version);
  }
  [[nodiscard]] std::string title() const {
    if (!two_.title.empty()) return two_.title;
    // Filled here: a version is no number, whose point would become a comma.
    return render::fill(words_.say("report.diff_title"),
                        {{"before", model_name(two_.before)}, {"after", model_name(two_.after)}});
  }
  void section(std::string_view id, std::string_view heading) {
    out_ += fmt::format("<section id=\"{0}\" aria-labelledby=\"h-{0}\"><h2 id=\"h-{0}\">{1}</h2>\n",
                        id, say(heading));
  }
  // A table whose columns have these headings; those that begin with `#` are of numbers.
  void begin_table(std::initializer_list<std::string_view> headings, std::string_view id = {}) {
    out_ += fmt::format("<div class=\"wide\" tabindex=\"0\"><table{}><thead><tr>",
                        id.empty() ? "" : fmt::format(" id=\"{}\" class=\"plain\"", id));
    for (std::string_view heading : headings) {
      const bool numeric = heading.starts_with('#');
      if (numeric) heading.remove_prefix(1);
      out_ +=
          fmt::format("<th scope=\"col\"{}>{}</th>", numeric ? " class=\"n\"" : "", say(heading));
    }
    out_ += "</tr></thead><tbody>\n";
  }
  void end_table() { out_ += "</tbody></table></div>"; }

  void head() {
    out_ += fmt::format(
        "<a class=\"skip\" href=\"#main\">{}</a><header><h1>{}</h1><p class=\"soft\">{} {} · {} {}"
        "</p><nav aria-label=\"{}\"><ul>",
        say("report.skip"), html(title()), say("report.before"), html(model_name(two_.before)),
        say("report.after"), html(model_name(two_.after)), say("report.contents"));
    for (const auto& [id, key] : {std::pair{"moves", "report.diff_moves"},
                                  {"chart", "report.diff_chart"},
                                  {"rows", "report.diff_list"},
                                  {"changes", "report.diff_changes"},
                                  {"method", "report.method"}}) {
      out_ += fmt::format("<li><a href=\"#{}\">{}</a></li>", id, say(key));
    }
    out_ += "</ul></nav></header>";
  }

  void moves() {
    const MovesReport& moves = two_.moves;
    section("moves", "report.diff_moves");
    out_ += fmt::format("<p class=\"big\">{}</p>",
                        say("report.diff_counts", {{"moved", count(moves.moved)},
                                                   {"rows", count(moves.batch.rows)},
                                                   {"source", two_.source}}));
    if (moves.batch.rejects > 0) {
      out_ += fmt::format("<p>{}</p>",
                          say("report.diff_rejects", {{"errors", count(moves.batch.rejects)},
                                                      {"before", count(moves.rejected_before)},
                                                      {"after", count(moves.rejected_after)}}));
    }
    if (!moves.counts.empty()) {
      begin_table({"#report.rows", "report.before", "report.after", "report.diff_why"});
      for (const MoveCount& move : moves.counts) {
        std::string because;
        for (const auto& [cause, rows] : move.because) {
          because += fmt::format("<li>{} ({})</li>", html(moved_.cause(cause)), rows);
        }
        out_ += fmt::format(
            "<tr><td class=\"n\">{}</td><td>{}</td><td>{}</td><td><ul>{}</ul></td></tr>", move.rows,
            html(moved_.verdict(move.from)), html(moved_.verdict(move.to)), because);
      }
      end_table();
    }
    out_ += "</section>";
  }

  void chart() {
    section("chart", "report.diff_chart");
    constexpr std::size_t most = 20;
    std::vector<Bar> bars;
    for (const MoveCount& move : two_.moves.counts) {
      if (bars.size() == most) break;
      bars.push_back({fmt::format("{} → {}", moved_.verdict(move.from), moved_.verdict(move.to)),
                      static_cast<std::int64_t>(move.rows)});
    }
    out_ += fmt::format(
        "<figure><div class=\"wide\" "
        "tabindex=\"0\">{}</div><figcaption>{}</figcaption></figure></section>",
        bar_chart({words_.say("report.diff_chart"), words_.say("report.diff_chart_note")}, bars),
        say("report.diff_chart_note"));
  }

  void rows() {
    const MovesReport& moves = two_.moves;
    section("rows", "report.diff_list");
    if (moves.first.size() < moves.moved) {
      out_ += fmt::format("<p><strong>{}</strong></p>",
                          say("report.diff_drawn", {{"drawn", count(moves.first.size())},
                                                    {"moved", count(moves.moved)}}));
    }
    out_ +=
        "<form class=\"filters live\" id=\"filters\" hidden></form><p class=\"live\" id=\"shown\" "
        "role=\"status\"></p>";
    begin_table({"report.process", "report.before", "report.after", "report.diff_because"}, "list");
    for (const RowMove& move : moves.first) {
      std::string because;
      for (const std::string& cause : move.because) {
        render::append_item(because, moved_.cause(cause));
      }
      out_ += fmt::format("<tr id=p{}><td>{}<td>{}<td>{}<td>{}\n", move.row,
                          html(words_.task(move.id, {}, move.row)), html(moved_.verdict(move.from)),
                          html(moved_.verdict(move.to)), html(because));
    }
    end_table();
    out_ += "</section>";
  }

  void changes() {
    section("changes", "report.diff_changes");
    out_ += fmt::format("<p>{}</p>", say(two_.proof));
    if (!two_.changes.empty()) {
      begin_table({"report.diff_what", "report.before", "report.after"});
      for (const ModelChange& change : two_.changes) {
        out_ += fmt::format("<tr><th scope=\"row\"{}>{}</th><td>{}</td><td>{}</td></tr>",
                            change.english ? " lang=\"en\"" : "", html(change.what),
                            html(change.before), html(change.after));
      }
      end_table();
    }
    out_ += "</section>";
  }

  void method() {
    section("method", "report.method");
    out_ += fmt::format("<p>{}</p><ul>", say("report.diff_method"));
    for (const Engine* engine : {&two_.before, &two_.after}) {
      out_ += fmt::format("<li>{}<br><code>{}</code></li>", html(model_name(*engine)),
                          html(engine->program().sha256));
    }
    out_ += "</ul></section>";
  }

  [[nodiscard]] std::string page_words() const {
    std::string out;
    json::Writer json(out);
    json.begin_object();
    json.begin_object("say");
    for (const std::string_view key : {"report.search", "report.all", "report.shown",
                                       "report.reset", "report.before", "report.after"}) {
      json.text(key.substr(key.find('.') + 1), words_.say(key));
    }
    json.end_object();
    json.end_object();
    return out;
  }

  const TwoModels& two_;
  render::Wording words_;
  MoveWords moved_;
  std::string out_;
};

}  // namespace

std::string moves_page(const TwoModels& two) { return MovesPage(two).write(); }

}  // namespace sourcing::report
