// SPDX-License-Identifier: Apache-2.0
#include "report/process.hpp"

#include <fmt/format.h>

#include <sourcing/contrast.hpp>
#include <sourcing/decide.hpp>
#include <sourcing/whatif.hpp>

#include "report/markup.hpp"
#include "report/svg.hpp"

namespace sourcing::report {

namespace {

using render::Wording;

std::string reason_name(const Wording& words, const Reason& reason) {
  if (!reason.criterion.empty()) return words.criterion(reason.criterion);
  return reason.rule.empty() ? words.say("row.start") : words.rule(reason.rule);
}

void answer(std::string& out, const Wording& words, const Row& row, const Decision& decision) {
  out += fmt::format("<p class=\"answer\">{} {}</p><ul>",
                     decision.verdict.disposition ? key_of(*decision.verdict.disposition) : "",
                     html(words.verdict(decision)));
  std::vector<std::string> lines = {words.engagement_line(decision), words.location_line(decision)};
  for (std::string& line : words.firm_lines(decision)) lines.push_back(std::move(line));
  lines.push_back(words.status_line(decision));
  for (const std::string& line : lines) {
    if (!line.empty()) out += fmt::format("<li>{}</li>", html(line));
  }
  if (!row.key.empty()) {
    std::string key;
    for (const std::string& part : row.key) render::append_item(key, part);
    if (!key.empty()) {
      out += fmt::format("<li>{}: {}</li>", html(words.say("report.group")), html(key));
    }
  }
  out += "</ul>";
}

// Why it is given away at all, or is not.
void whether(std::string& out, const Wording& words, const Decision& decision) {
  if (decision.considered.empty()) return;
  out += fmt::format("<h4>{}</h4><ul>", html(words.say("report.whether")));
  for (const Considered& rule : decision.considered) {
    out += fmt::format("<li>{}</li>", html(words.considered(decision, rule)));
  }
  out += "</ul>";
}

void reasons(std::string& out, const Wording& words, const Row& row, const Decision& decision) {
  std::vector<Step> steps;
  std::string rows;
  Centipoints base = 0;
  for (const Reason& reason : decision.reasons) {
    if (reason.axis != Axis::engagement) continue;
    if (reason.kind == ReasonKind::base) {
      base = *reason.points;
      continue;
    }
    const std::string name = reason_name(words, reason);
    if (*reason.points != 0) steps.push_back({name, *reason.points});
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
        html(name), html(reason.value.empty() ? "" : words.value(reason.value)),
        words.number(render::fixed2(*reason.points)), html(reason.text));
  }
  out += fmt::format("<h4>{}</h4>", html(words.say("report.reasons")));
  for (const Reason& reason : decision.reasons) {
    if (reason.axis) continue;
    out += fmt::format("<p><strong>{}</strong> {}{}</p>", html(reason_name(words, reason)),
                       html(reason.text),
                       reason.lifted_by.empty() ? "" : " " + html(reason.lifted_by));
  }
  const std::string title =
      words.say("report.waterfall", {{"name", words.task(row.id, row.name, row.number)}});
  out +=
      fmt::format("<figure>{}<figcaption>{}</figcaption></figure>",
                  waterfall({title, words.say("report.waterfall_note"), words.say("value.decimal")},
                            base, steps, words.say("row.start"), words.say("report.score")),
                  html(words.say("report.waterfall_note")));
  out += fmt::format(
      "<details><summary>{}</summary><div class=\"wide\"><table><thead><tr><th "
      "scope=\"col\">{}</th><th scope=\"col\">{}"
      "</th><th scope=\"col\" class=\"n\">{}</th><th "
      "scope=\"col\">{}</th></tr></thead><tbody>{}</tbody></table></div></details>",
      html(words.say("report.table")), html(words.say("column.criterion")),
      html(words.say("column.value")), html(words.say("column.points")),
      html(words.say("column.why")), rows);
}

void why_not(std::string& out, const Engine& engine, const Wording& words, const Document& document,
             const Row& row) {
  out += fmt::format("<h4>{}</h4><ul>", html(words.say("report.why_not")));
  for (const Contrast& contrast : contrasts(engine, row.task, document.language)) {
    const std::string target = words.possible(contrast.target);
    std::string text;
    for (const ContrastBar& bar : contrast.excluded_by) render::append_item(text, bar.text);
    for (const ContrastBar& bar : contrast.outranked_by) render::append_item(text, bar.text);
    for (const ContrastBar& bar : contrast.not_fired) {
      std::string unmet;
      for (const std::string& each : bar.unmet) render::append_item(unmet, words.criterion(each));
      render::append_item(
          text, words.say("report.not_fired", {{"rule", words.rule(bar.code)}, {"list", unmet}}));
    }
    if (text.empty() && contrast.lead) {
      text = words.say("report.lead", {{"points", render::fixed2(std::abs(*contrast.lead))}});
    }
    std::string name =
        contrast.target.engagement    ? words.engagement(*contrast.target.engagement)
        : contrast.target.location    ? std::string(sourcing::name(*contrast.target.location))
        : contrast.target.disposition ? words.disposition(*contrast.target.disposition)
                                      : target;
    out += fmt::format("<li><strong>{}</strong>: {}</li>", html(name), html(text));
  }
  out += "</ul>";
}

void changes(std::string& out, const Engine& engine, const Wording& words, const Document& document,
             const Row& row) {
  WhatIfOptions options;
  options.language = document.language;
  options.nodes = 5'000;
  const auto result = what_if(engine, row.task, options);
  if (!result.ok()) return;
  out += fmt::format("<h4>{}</h4><ul>", html(words.say("report.changes")));
  for (const WhatIfAnswer& answer : result.value().answers) {
    if (answer.reach != Reach::change) continue;
    std::string list;
    for (const Change& change : answer.changes) {
      render::append_item(list, words.say("report.change", {{"criterion", change.label},
                                                            {"from", words.value(change.from)},
                                                            {"to", words.value(change.to)}}));
    }
    const Verdict& target = answer.target;
    const std::string name = target.engagement    ? words.engagement(*target.engagement)
                             : target.location    ? std::string(sourcing::name(*target.location))
                             : target.disposition ? words.disposition(*target.disposition)
                                                  : std::string();
    out += fmt::format("<li><strong>{}</strong>: {}</li>", html(name), html(list));
  }
  out += "</ul>";
}

void evidence(std::string& out, const Engine& engine, const Wording& words, const Row& row,
              const Decision& decision) {
  std::string list;
  for (std::size_t c = 0; c < row.task.answers.size(); ++c) {
    const Answer& answer = row.task.answers[c];
    if (answer.evidence.empty()) continue;
    list += fmt::format("<li>{}: {}</li>", html(words.criterion(engine.criterion_id(c))),
                        html(answer.evidence));
  }
  out += fmt::format("<h4>{}</h4>", html(words.say("report.evidence")));
  out += list.empty() ? fmt::format("<p>{}</p>", html(words.say("report.no_evidence")))
                      : "<ul>" + list + "</ul>";
  if (decision.unknown.empty()) return;
  std::string unknown;
  for (const std::string& id : decision.unknown) render::append_item(unknown, words.criterion(id));
  out += fmt::format("<p>{}</p>", html(words.say("report.unanswered_list", {{"list", unknown}})));
}

}  // namespace

void append_process(const Context& context, const Row& row, std::string& out) {
  const Engine& engine = context.engine;
  const Wording& words = context.words;
  out += fmt::format("<article class=\"process\" id=\"p{}\"><h3>{}</h3>", row.number,
                     html(words.task(row.id, row.name, row.number)));
  if (row.failed) {
    out += fmt::format("<p>{} {}</p></article>", html(words.say("report.failed")), html(row.error));
    return;
  }
  DecideOptions options;
  options.explore = false;
  options.language = context.document.language;
  const Decision decision = decide(engine, row.task, options);
  answer(out, words, row, decision);
  reasons(out, words, row, decision);
  whether(out, words, decision);
  why_not(out, engine, words, context.document, row);
  changes(out, engine, words, context.document, row);
  evidence(out, engine, words, row, decision);
  out += row.details;
  out += fmt::format(
      "<p class=\"sign\">{}</p><button type=\"button\" class=\"tool live\" data-what-if=\"{}\" "
      "hidden>{}</button></article>",
      html(words.say("report.sign")), row.number, html(words.say("report.what_if")));
}

}  // namespace sourcing::report
