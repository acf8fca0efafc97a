// SPDX-License-Identifier: Apache-2.0
// Half a page about each task, for who has to sign it: memo as text to paste into a mail, html as
// one page that prints and asks nothing of any server. Several tasks stand in a table first.
#include "render/memo.hpp"

#include "base/escape.hpp"
#include "base/text.hpp"
#include "render/comparison.hpp"
#include "render/contributions.hpp"
#include "render/html_page.hpp"
#include "render/renderers.hpp"
#include "render/sentences.hpp"

namespace sourcing::render {

namespace {

constexpr std::size_t mail_width = 76;
constexpr std::size_t most_sentences = 3;

// The sentences of what weighs most on an axis.
std::vector<std::string> leading(const Wording& wording, const Decision& decision, Axis axis) {
  std::vector<std::string> out;
  for (const PointsRow& row : contributions(wording, decision, axis)) {
    if (row.why.empty() || out.size() == most_sentences) continue;
    out.push_back(row.why);
  }
  return out;
}

void add_gates(const Wording& wording, const Decision& decision, std::vector<std::string>& out) {
  for (const Reason& reason : decision.reasons) {
    if (reason.kind != ReasonKind::gate) continue;
    out.push_back(reason.text);
    if (!reason.lifted_by.empty()) {
      out.push_back(wording.say("rule.lifted_by", {{"text", reason.lifted_by}}));
    }
  }
}

}  // namespace

Memo memo_of(const Wording& wording, const Decision& decision) {
  Memo memo;
  memo.title = wording.task(decision.id, decision.name, decision.row);
  memo.verdict = wording.verdict(decision);
  memo.firm = wording.firm_lines(decision);
  memo.firm.insert(memo.firm.begin(), wording.status_line(decision));
  const auto part = [&](std::string heading, std::vector<std::string> sentences) {
    if (sentences.empty()) return;
    // The heading says it already.
    std::string& first = sentences.front();
    if (first.starts_with(heading + ": ")) first.erase(0, heading.size() + 2);
    memo.parts.push_back({std::move(heading), std::move(sentences)});
  };
  std::vector<std::string> whether;
  for (const Considered& rule : decision.considered) {
    whether.push_back(wording.considered(decision, rule));
  }
  part(wording.say("heading.whether"), std::move(whether));
  if (decision.verdict.engagement) {
    std::vector<std::string> engagement{wording.engagement_line(decision)};
    for (std::string& each : leading(wording, decision, Axis::engagement)) {
      engagement.push_back(std::move(each));
    }
    part(wording.text(wording.program().axes[0].label), std::move(engagement));
  }
  std::vector<std::string> location;
  if (decision.verdict.location) {
    location.push_back(wording.location_line(decision));
    for (std::string& each : leading(wording, decision, axis_of(*decision.verdict.location))) {
      location.push_back(std::move(each));
    }
  }
  add_gates(wording, decision, location);
  part(wording.say("heading.location"), std::move(location));
  if (decision.flip_step) {
    part(wording.say("heading.change"), {wording.step(decision, *decision.flip_step) + "."});
  }
  if (decision.status != Status::decided && !decision.next_questions.empty()) {
    const NextQuestion& next = decision.next_questions.front();
    part(wording.say("heading.next"),
         {wording.say("next.ask", {{"question", next.question}, {"criterion", next.criterion}})});
  }
  return memo;
}

namespace {

class MemoRenderer : public Renderer {
 public:
  MemoRenderer(const Engine& engine, const RenderOptions& options)
      : wording_(engine.program(), options.language), many_(options.many) {}

  void begin(std::string&) override {}
  void decision(std::string&, const Decision& decision) override {
    comparison_.add(wording_, decision);
    const Memo memo = memo_of(wording_, decision);
    separate();
    paragraph(memo.title + ": " + memo.verdict);
    body_ += '\n';
    std::string firm;
    for (const std::string& line : memo.firm) firm += (firm.empty() ? "" : " ") + line;
    paragraph(firm);
    for (const Memo::Part& part : memo.parts) {
      std::string text = part.heading + ":";
      for (const std::string& sentence : part.sentences) text += " " + sentence;
      body_ += '\n';
      paragraph(text);
    }
  }
  void failure(std::string&, const Failure& failure) override {
    separate();
    paragraph(wording_.say("failure.line",
                           {{"task", wording_.task(failure.id, failure.name, failure.row)}}));
    const Sentences sentences(wording_.language());
    for (const Problem& problem : failure.problems) {
      paragraph("- " + to_string(sentences.say(problem)));
    }
  }
  void end(std::string& out) override {
    if (many_ && comparison_.rows().size() > 1) {
      out += comparison_.text();
      out += '\n';
    }
    out += body_;
    body_ = "\n";
    paragraph(wording_.footer());
    out += body_;
  }

 private:
  void separate() {
    if (!body_.empty()) body_ += "\n\n";
  }
  void paragraph(std::string_view text) {
    for (const std::string& line : base::wrap(base::printable(text), mail_width)) {
      body_ += line;
      body_ += '\n';
    }
  }

  Wording wording_;
  Comparison comparison_;
  bool many_;
  std::string body_;
};

constexpr std::string_view style =
    "body{font:11pt/1.45 Georgia,serif;max-width:44em;margin:2em auto;padding:0 1em;color:#111;"
    "background:#fff}h1,h2{font:bold 1.25em/1.3 sans-serif;margin:1.4em 0 .2em}h3{font:bold "
    "1em/1.3 "
    "sans-serif;margin:1em 0 .2em}p{margin:.3em 0}.verdict{font-size:1.1em}.firm{color:#333}"
    "table{border-collapse:collapse;font:10pt/1.4 sans-serif;margin:1em 0}th,td{border:1px solid "
    "#999;padding:.25em .6em;text-align:left}td.number{text-align:right}footer{margin-top:2em;"
    "font-size:.8em;color:#444}@media "
    "print{body{margin:0;max-width:none}article{break-inside:avoid}}";

class HtmlRenderer : public Renderer {
 public:
  HtmlRenderer(const Engine& engine, const RenderOptions& options)
      : wording_(engine.program(), options.language),
        language_(options.language),
        title_(wording_.text(engine.program().title)) {}

  void begin(std::string& out) override { append_page_begin(out, title_, language_, style); }
  void decision(std::string&, const Decision& decision) override {
    comparison_.add(wording_, decision);
    const Memo memo = memo_of(wording_, decision);
    body_ += "<article>\n";
    append_tag(body_, "h2", memo.title);
    append_tag(body_, "p class=\"verdict\"", memo.verdict);
    for (const std::string& line : memo.firm) append_tag(body_, "p class=\"firm\"", line);
    for (const Memo::Part& part : memo.parts) {
      append_tag(body_, "h3", part.heading);
      for (const std::string& sentence : part.sentences) append_tag(body_, "p", sentence);
    }
    places(decision);
    body_ += "</article>\n";
  }
  void failure(std::string&, const Failure& failure) override {
    body_ += "<article>\n";
    append_tag(body_, "h2",
               wording_.say("failure.line",
                            {{"task", wording_.task(failure.id, failure.name, failure.row)}}));
    const Sentences sentences(wording_.language());
    for (const Problem& problem : failure.problems) {
      append_tag(body_, "p", to_string(sentences.say(problem)));
    }
    body_ += "</article>\n";
  }
  void end(std::string& out) override {
    if (comparison_.rows().size() > 1) {
      out += "<table>\n<tr>";
      for (const std::string& head : Comparison::heads(wording_)) append_tag(out, "th", head);
      out += "</tr>\n";
      for (const Comparison::Row& row : comparison_.rows()) {
        out += "<tr>";
        for (const std::string& cell : row) append_tag(out, "td", cell);
        out += "</tr>\n";
      }
      out += "</table>\n";
    }
    out += body_;
    append_page_end(out, wording_.footer());
  }

 private:
  void places(const Decision& decision) {
    if (!decision.verdict.location) return;
    body_ += "<table>\n";
    for (std::size_t l = 0; l < location_count; ++l) {
      body_ += "<tr>";
      append_tag(body_, "th", name(static_cast<Location>(l)));
      append_tag(body_, "td class=\"number\"",
                 wording_.say("value.number", {{"number", fixed2(decision.scores[l + 1])}}));
      append_tag(body_, "td", wording_.place_mark(decision, l));
      body_ += "</tr>\n";
    }
    body_ += "</table>\n";
  }

  Wording wording_;
  std::string language_, title_;
  Comparison comparison_;
  std::string body_;
};

}  // namespace

std::unique_ptr<Renderer> make_memo(const Engine& engine, const RenderOptions& options) {
  return std::make_unique<MemoRenderer>(engine, options);
}
std::unique_ptr<Renderer> make_html(const Engine& engine, const RenderOptions& options) {
  return std::make_unique<HtmlRenderer>(engine, options);
}

}  // namespace sourcing::render
