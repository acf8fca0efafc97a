// SPDX-License-Identifier: Apache-2.0
// Chapter five: the columns that the user sees, named and printed as those of the native CSV.
#include <fmt/format.h>

#include "export/sql/formula.hpp"
#include "export/sql/reading.hpp"
#include "export/sql/writer.hpp"
#include "input/value.hpp"

namespace sourcing::sql {

namespace {

// A row that could not be judged carries its error and nothing else.
std::string judged(const std::string& expression) {
  return fmt::format("CASE WHEN {} = 0 THEN {} END", ref("bad", "row"), expression);
}

std::string error_text(const Writer& w) {
  constexpr std::array<std::pair<int, input::ValueError>, 6> errors = {{
      {3, input::ValueError::out_of_range},
      {4, input::ValueError::unknown_word},
      {5, input::ValueError::off_grid},
      {6, input::ValueError::backwards},
      {7, input::ValueError::half_a_range},
      {8, input::ValueError::thousands},
  }};
  std::vector<std::string> parts;
  for (std::size_t c = 0; c < w.program.criteria.size(); ++c) {
    if (w.source(w.program.criteria[c].id).empty()) continue;
    const engine::Criterion& criterion = w.program.criteria[c];
    std::string text = fmt::format("CASE WHEN {} >= {} THEN ''", w.of("v", c), nothing);
    for (const auto& [digit, error] : errors) {
      if (error == input::ValueError::off_grid && !is_numeric(criterion.scale)) continue;
      if (error == input::ValueError::out_of_range && !is_numeric(criterion.scale)) continue;
      if (error == input::ValueError::thousands && !is_numeric(criterion.scale)) continue;
      // Without the value: processes can be confidential.
      const input::ValueMessage said = input::describe(criterion, error, {});
      text += fmt::format(" WHEN {} = -{} THEN {}", w.of("v", c), digit,
                          w.text(fmt::format(" | {} {}{}{}", said.code, said.message,
                                             said.hint.empty() ? "" : "; ", said.hint)));
    }
    parts.push_back(text + " ELSE '' END");
  }
  // As `batch` has it: behind those of criteria.
  parts.push_back(
      fmt::format("CASE WHEN {} = 1 THEN {} ELSE '' END", ref("no", "activity"),
                  w.text(" | E0208 there is no such activity; `sourcing activities` lists them")));
  const std::string is_bad = fmt::format("{} = 2", ref("state", "row"));
  std::string text = w.dialect.from(w.dialect.concat(parts), "4");
  if (w.dialect.stages_are_functions()) text = where(is_bad, text);
  return fmt::format("CASE WHEN {} THEN {} END", is_bad, text);
}

// A score or a margin, out of hundredths.
void add_number(Writer& w, std::string_view column, const std::string& hundredths) {
  if (w.options.text_scores) {
    w.query.result(column, judged(fixed2(w.dialect, hundredths)));
  } else {
    w.query.result(column, judged(w.dialect.decimal(hundredths)), Type::decimal);
  }
}

std::string unless_undetermined(const Writer& w, std::size_t axis, const std::string& value) {
  return fmt::format("CASE WHEN {} = 0 AND {} NOT IN (2, 4) THEN {} END", ref("bad", "row"),
                     status_of(w, axis), value);
}

// A status as a word.
std::string word_of(const std::string& status) {
  return fmt::format(
      "CASE {} WHEN 0 THEN 'decided' WHEN 1 THEN 'tentative' WHEN 2 THEN 'undetermined' ELSE "
      "'not_computed' END",
      status);
}

// Of the whole.
std::string status_of_all(const Writer& w) {
  const std::string axes[] = {status_of(w, 0), status_of(w, 1), status_of(w, 2)};
  const auto any_in = [&](std::string_view values) {
    return fmt::format("{0} {3} OR {1} {3} OR {2} {3}", axes[0], axes[1], axes[2], values);
  };
  return fmt::format(
      "CASE WHEN {} = 1 THEN 'error' WHEN {} = 0 AND {} = 0 AND {} = 0 THEN 'decided' WHEN {} = 2 "
      "THEN 'undetermined' WHEN {} THEN 'tentative' ELSE 'not_computed' END",
      ref("bad", "row"), axes[0], axes[1], axes[2], axes[0], any_in("IN (1, 2)"));
}

// `where`: NULL where it does not hold; empty for everywhere.
void add_truth(Writer& w, std::string_view column, std::size_t axis, const std::string& condition,
               const std::string& where = {}) {
  std::string value = w.options.text_scores
                          ? fmt::format("CASE WHEN {} THEN 'true' ELSE 'false' END", condition)
                          : fmt::format("({})", condition);
  if (!where.empty()) value = fmt::format("CASE WHEN {} THEN {} END", where, value);
  w.query.result(column, unless_undetermined(w, axis, value),
                 w.options.text_scores ? Type::text : Type::truth);
}

void model_columns(Writer& w) {
  w.query.result("model_id", w.text(w.program.id));
  w.query.result("model_version", w.text(w.program.version));
  w.query.result("model_sha256", w.text(w.program.sha256));
}

void verdict_columns(Writer& w) {
  const auto score = [&](std::size_t a) { return ref(fmt::format("s{}", a), "all"); };
  const std::string margin = fmt::format("({} - {})", score(0), w.program.threshold);
  w.query.result("id", ref("in", "id"));
  w.query.result("disposition", unless_undetermined(w, 2, ref("is", "disposition")));
  w.query.result("engagement",
                 unless_undetermined(w, 0,
                                     fmt::format("CASE WHEN {} >= {} THEN 'KPO' ELSE 'BPO' END",
                                                 score(0), w.program.threshold)));
  add_number(w, "engagement_score", score(0));
  w.query.result("location", unless_undetermined(
                                 w, 1,
                                 fmt::format("CASE WHEN {0} = 0 THEN 'onshore' WHEN {0} = 1 "
                                             "THEN 'nearshore' WHEN {0} = 2 THEN 'offshore' END",
                                             ref("at", "location"))));
  add_number(w, "score_onshore", score(1));
  add_number(w, "score_nearshore", score(2));
  add_number(w, "score_offshore", score(3));
  if (w.options.statuses) w.query.result("status", status_of_all(w));
  if (w.options.reasons != Reasons::none) {
    w.query.result("reasons", judged(ref("text", "reasons")));
  }
  w.query.result("error", ref("text", "error"));
  w.query.result("name", ref("in", "name"));
  add_truth(w, "hybrid", 0, fmt::format("abs({}) <= {}", margin, w.program.hybrid_band));
  add_number(w, "margin", margin);
  std::vector<std::string> close;
  for (std::size_t l = 0; l < location_count; ++l) {
    std::vector<std::string> near;
    for (std::size_t other = 0; other < location_count; ++other) {
      if (other == l) continue;
      near.push_back(fmt::format("({} = 0 AND {} - {} <= {})",
                                 ref("x", name(static_cast<Location>(other))), score(l + 1),
                                 score(other + 1), w.program.location_band));
    }
    close.push_back(
        fmt::format("({} = {} AND ({}))", ref("at", "location"), l, fmt::join(near, " OR ")));
  }
  add_truth(w, "close", 1, fmt::format("{}", fmt::join(close, " OR ")),
            fmt::format("{} >= 0", ref("at", "location")));
  constexpr std::array<std::string_view, 3> axes = {"engagement", "location", "disposition"};
  for (std::size_t axis = 0; w.options.statuses && axis < axes.size(); ++axis) {
    w.query.result(fmt::format("{}_status", axes[axis]), judged(word_of(status_of(w, axis))));
  }
  for (std::size_t a = 0; a < axis_count; ++a) {
    w.query.result(fmt::format("{}_cp", name(static_cast<Axis>(a))), judged(score(a)),
                   Type::integer);
  }
  w.query.result("margin_cp", judged(margin), Type::integer);
}

// Every reason of an axis: f(code, points); they add up to its score.
template <class F>
void each_reason(const Writer& w, std::size_t a, F&& f) {
  for (std::size_t c = 0; c < w.program.criteria.size(); ++c) {
    if (Formula(w.program, w.dialect, c, only(a)).nothing()) continue;
    f(w.program.criteria[c].id, w.id(c), points(w, a, c));
  }
  for (std::size_t r = 0; r < w.program.rules.size(); ++r) {
    const std::string given = rule_points(w, r, only(a));
    if (given.empty()) continue;
    f(w.program.rules[r].id, w.rule_id(r),
      fmt::format("CASE WHEN {} = 1 THEN {} ELSE 0 END", ref("f", w.rule_id(r)), given));
  }
  f("base", "base", fmt::format("{}", w.program.axes[a].base));
}

void wide_columns(Writer& w) {
  for (std::size_t a = 0; a < axis_count; ++a) {
    const std::string_view axis = name(static_cast<Axis>(a));
    each_reason(w, a, [&](std::string_view, const std::string& id, const std::string& value) {
      w.query.result(fmt::format("c_{}_{}", axis, id), judged(value), Type::integer);
    });
  }
}

void reason_rows(Writer& w) {
  std::string rows;
  std::size_t count = 0;
  std::string values = "CASE", wanted;
  const auto row = [&](std::string_view axis, std::string_view code, const std::string& condition,
                       const std::string& value) {
    rows += fmt::format("{}  SELECT {} AS n, {} AS axis, {} AS code",
                        count > 0 ? " UNION ALL\n" : "", count, w.text(axis), w.text(code));
    if (!value.empty()) values += fmt::format(" WHEN r.n = {} THEN {}", count, value);
    wanted += fmt::format(" WHEN r.n = {} THEN {}", count, condition);
    ++count;
  };
  const std::string good = fmt::format("CASE WHEN {} = 0 THEN 1 ELSE 0 END", ref("bad", "row"));
  row("error", "error", ref("bad", "row"), "");
  for (std::size_t r = 0; r < w.program.rules.size(); ++r) {
    if (w.program.rules[r].excluded == 0) continue;
    row("gate", w.program.rules[r].id,
        fmt::format("CASE WHEN {} = 0 THEN {} ELSE 0 END", ref("bad", "row"),
                    ref("f", w.rule_id(r))),
        "");
  }
  for (std::size_t a = 0; a < axis_count; ++a) {
    each_reason(w, a, [&](std::string_view code, const std::string&, const std::string& value) {
      row(name(static_cast<Axis>(a)), code,
          code == "base" ? good
                         : fmt::format("CASE WHEN {} = 0 AND ({}) <> 0 THEN 1 ELSE 0 END",
                                       ref("bad", "row"), value),
          value);
    });
  }
  values += " END";
  w.query.result("id", ref("in", "id"));
  w.query.result("axis", "r.axis");
  w.query.result("code", "r.code");
  const std::string hundredths = fmt::format("({})", values);
  w.query.result("points",
                 fmt::format("CASE WHEN {} IS NOT NULL THEN {} END", hundredths,
                             w.options.text_scores ? fixed2(w.dialect, hundredths)
                                                   : w.dialect.decimal(hundredths)),
                 w.options.text_scores ? Type::text : Type::decimal);
  w.query.result("points_cp", values, Type::integer);
  w.query.result("error", ref("text", "error"));
  w.query.cross(rows, fmt::format("CASE{} ELSE 0 END = 1", wanted));
}

}  // namespace

void add_errors(Writer& w) { w.query.add_text("text", "error", error_text(w)); }

void add_results(Writer& w) {
  if (w.options.reasons == Reasons::rows) {
    reason_rows(w);
  } else {
    verdict_columns(w);
    if (w.options.reasons == Reasons::wide) wide_columns(w);
  }
  model_columns(w);
}

}  // namespace sourcing::sql
