// SPDX-License-Identifier: Apache-2.0
#include "report/candidates.hpp"

namespace sourcing::report {

namespace {

void head(const Context& context, std::string& out) {
  out += fmt::format("<div class=\"wide\" tabindex=\"0\"><table id=\"list\"{}><thead><tr>",
                     context.document.weight.empty() ? "" : " class=\"weighed\"");
  for (const std::string_view key :
       {"report.process", "report.disposition", "report.engagement", "report.score",
        "report.location", "report.lead_column", "report.status"}) {
    const bool numeric = key == "report.score" || key == "report.lead_column";
    out +=
        fmt::format("<th scope=\"col\"{}>{}</th>", numeric ? " class=\"n\"" : "", context.say(key));
  }
  if (context.document.has_places) {
    out += fmt::format("<th scope=\"col\">{}</th>", context.say("place.column_place"));
  }
  for (const std::string& column : context.document.by) {
    out += fmt::format("<th scope=\"col\">{}</th>", html(column));
  }
  if (!context.document.weight.empty()) {
    out += fmt::format("<th scope=\"col\" class=\"n\">{}</th>", html(context.document.weight));
  }
  out += "</tr></thead><tbody>\n";
}

// The ends of rows and cells go without saying in HTML, and of a thousand rows they are a tenth; so
// does the class of the columns of numbers, which the style knows by their place.
void verdict_cells(const Context& context, const Row& row, std::string& out) {
  const render::Wording& words = context.words;
  const VerdictIndex index = index_of(row.verdict);
  std::string engagement = context.engagement_name(index[1]);
  if (row.hybrid) engagement += " " + words.say("report.hybrid");
  std::string location = context.location_name(index[2]);
  if (row.close.value_or(false)) location += " " + words.say("report.close");
  out += fmt::format(
      "<td{}>{}<td>{}<td>{}<td>{}<td>{}<td>{}",
      row.verdict.disposition ? fmt::format(" class=d{}", shape_of(*row.verdict.disposition))
                              : std::string(),
      html(context.disposition_name(index[0])), html(engagement), html(words.number(row.score)),
      html(location), html(words.number(row.lead)), html(words.status(row.status)));
}

void candidate(const Context& context, const Row& row, std::string& out) {
  out += fmt::format("<tr{}><td><a href=#p{}>{}</a>", row.failed ? " class=bad" : "", row.number,
                     html(context.words.task(row.id, row.name, row.number)));
  if (row.failed) {
    out += fmt::format("<td colspan=5>{}<td>{}", html(row.error),
                       html(context.words.status(Status::error)));
  } else {
    verdict_cells(context, row, out);
  }
  if (context.document.has_places) out += fmt::format("<td>{}", html(row.place));
  for (std::size_t i = 0; i < context.document.by.size(); ++i) {
    out += fmt::format("<td>{}", i < row.key.size() ? html(row.key[i]) : "");
  }
  if (!context.document.weight.empty()) {
    out += fmt::format("<td>{}", row.weighed ? context.number(row.weight) : "");
  }
  out += "\n";
}

}  // namespace

void append_candidates(const Context& context, std::string& out) {
  const Document& document = context.document;
  open_section(context, out, "candidates", "report.candidates");
  if (document.rows.size() < document.report.rows) {
    out +=
        fmt::format("<p><strong>{}</strong></p>",
                    context.say(document.data_file.empty() ? "report.drawn" : "report.drawn_file",
                                {{"drawn", fmt::format("{}", document.rows.size())},
                                 {"rows", fmt::format("{}", document.report.rows)},
                                 {"file", document.data_file}}));
  }
  out +=
      "<form class=\"filters live\" id=\"filters\" hidden></form><p class=\"live\" id=\"shown\" "
      "role=\"status\"></p>";
  head(context, out);
  for (const Row& row : document.rows) candidate(context, row, out);
  out += "</tbody></table></div></section>";
}

}  // namespace sourcing::report
