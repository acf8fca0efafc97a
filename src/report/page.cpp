// SPDX-License-Identifier: Apache-2.0
#include "report/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_writer.hpp"
#include "render/summary.hpp"
#include "render/wording.hpp"
#include "report/assets.hpp"
#include "report/candidates.hpp"
#include "report/context.hpp"
#include "report/executive.hpp"
#include "report/figures.hpp"
#include "report/frame.hpp"
#include "report/markup.hpp"
#include "report/process.hpp"

namespace sourcing::report {

namespace {

using render::Wording;

// JSON with numbers as short as they can be: `12.50` is 12.5, the same number.
std::string shortened(std::string_view text) {
  std::string out;
  bool quoted = false;
  std::size_t point = std::string::npos;  // in `out`, of the number that is being copied
  const auto end_number = [&] {
    while (out.size() > point && (out.back() == '0' || out.back() == '.')) out.pop_back();
    point = std::string::npos;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted || c == '"') {
      if (c == '\\') out += text[i++];
      if (c == '"') quoted = !quoted;
    } else if (c == '.') {
      point = out.size();
    } else if (c < '0' || c > '9') {
      end_number();
    }
    out += text[i];
  }
  end_number();
  return out;
}

class Page {
 public:
  Page(const Engine& engine, const Document& document)
      : engine_(engine),
        program_(engine.program()),
        document_(document),
        words_(program_, document.language),
        context_{engine, program_, document, words_} {}

  std::string write() {
    const std::string script =
        fmt::format("{}\n{{\n{}\n{}}}\n", document_.module, list_js, report_js);
    out_ = begin_page(program_.languages[engine::find_language(program_, document_.language)],
                      title(), script);
    head();
    out_ += "<main id=\"main\">";
    append_executive(context_, out_);
    append_figures(context_, out_);
    part("money", document_.money);
    part("places", document_.places);
    append_candidates(context_, out_);
    weights();
    processes();
    method();
    out_ += "</main>";
    append_data(out_, "summary", render::summary_json(engine_, document_.report));
    for (const auto& [id, json] : document_.data) append_data(out_, id, json);
    append_data(out_, "words", page_words());
    append_data(out_, "verdicts", verdicts(out_.size() + script.size()));
    return out_ + end_page(script);
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

  void section(std::string_view id, std::string_view heading) {
    open_section(context_, out_, id, heading);
  }
  void head() {
    out_ += fmt::format("<a class=\"skip\" href=\"#main\">{}</a><header>", say("report.skip"));
    if (!document_.logo.empty())
      out_ += fmt::format("<img class=\"logo\" alt=\"\" src=\"{}\">", html(document_.logo));
    out_ += fmt::format("<h1>{}</h1><p class=\"soft\">{}</p><nav aria-label=\"{}\"><ul>",
                        html(title()), html(words_.footer()), say("report.contents"));
    for (const std::string_view key :
         {"report.executive", "report.matrix", "report.heat", "report.margins", "report.money",
          "report.places", "report.candidates", "report.weights", "report.processes",
          "report.method"}) {
      if (key == "report.money" && document_.money.empty()) continue;
      if (key == "report.places" && document_.places.empty()) continue;
      out_ += fmt::format("<li><a href=\"#{}\">{}</a></li>", own_name(key), say(key));
    }
    out_ += "</ul></nav></header>";
  }

  // What others have to say, where they do.
  void part(std::string_view id, const std::string& content) {
    if (content.empty()) return;
    section(id, fmt::format("report.{}", id));
    out_ += content;
    out_ += "</section>";
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
    const auto count = static_cast<std::size_t>(std::count_if(
        document_.rows.begin(), document_.rows.end(), [](const Row& row) { return row.has_page; }));
    if (count < document_.rows.size()) {
      out_ += fmt::format("<p>{}</p>", say("report.pages", {{"count", fmt::format("{}", count)}}));
    }
    for (const Row& row : document_.rows) {
      if (row.has_page) append_process(context_, row, out_);
    }
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

  // `others`: bytes of the page beside them. Where they are too many, numbers are the same but
  // shorter; where that is not enough, what the module makes again is left out.
  std::string verdicts(std::size_t others) const {
    std::size_t size = others;
    for (const Row& row : document_.rows) size += row.json.size() + row.considered.size() + 3;
    if (size < most_bytes) return list([](const Row& row) { return row.json; }, true);
    const auto brief = [](const Row& row) { return shortened(row.json); };
    if (document_.rows.size() > most_bytes / 1'000) return list(brief, false);  // in no case
    std::string json = list(brief, true);
    return others + json.size() < most_bytes ? json : list(brief, false);
  }
  template <class Object>
  std::string list(Object object, bool whole) const {
    std::string json = "[";
    for (const Row& row : document_.rows) {
      if (json.size() > 1) json += ",\n";
      json += object(row);
      if (!whole || row.considered.empty()) continue;
      json.back() = ',';
      json += row.considered;
      json += '}';
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
          "report.copy",       "report.copied",  "report.what_if",     "row.start",
          "report.score",      "report.reasons", "report.unknown",     "report.no_change",
          "report.moves_none", "report.moves",   "report.refused",     "report.engagement",
          "report.location",   "report.status",  "report.disposition", "report.sign",
          "report.changes",    "report.table",   "report.none",        "report.nothing_flips",
          "report.step",       "report.process", "report.before",      "report.after",
          "report.invalid",    "report.apply",   "value.decimal"}) {
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
    // How people read the words of the scales, where that is another word.
    json.begin_object("spoken");
    for (const engine::Criterion& criterion : program_.criteria) {
      json.begin_object(criterion.id);
      for (const engine::Level& level : criterion.levels) {
        if (level.words == engine::no_text || words_.text(level.words) == level.word) continue;
        json.text(level.word, words_.text(level.words));
      }
      json.end_object();
    }
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
  Context context_;
  std::string out_;
};

}  // namespace

std::string page(const Engine& engine, const Document& document) {
  return Page(engine, document).write();
}

}  // namespace sourcing::report
