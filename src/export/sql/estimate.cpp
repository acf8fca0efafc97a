// SPDX-License-Identifier: Apache-2.0
// Chapter two: the point that is estimated, its contributions, the rules that fire there, and the
// outcome. What engine/kernel.hpp computes.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "export/sql/conditions.hpp"
#include "export/sql/formula.hpp"
#include "export/sql/packing.hpp"
#include "export/sql/reading.hpp"
#include "export/sql/writer.hpp"

namespace sourcing::sql {

namespace {

// Positions that profiles give a criterion, and the activities that give them.
std::map<std::size_t, std::vector<std::size_t>> profiled(const engine::Program& program,
                                                         std::size_t criterion) {
  std::map<std::size_t, std::vector<std::size_t>> found;
  for (std::size_t a = 0; a < program.activities.size(); ++a) {
    for (const engine::ProfileEntry& entry : program.activities[a].profile) {
      if (entry.criterion == criterion) {
        found[(entry.low + std::size_t{entry.high}) / 2].push_back(a);
      }
    }
  }
  return found;
}

// Condition: the activity is one of these, as runs of numbers: a long IN becomes a join in DuckDB.
std::string is_one_of(std::vector<std::size_t> numbers) {
  std::sort(numbers.begin(), numbers.end());
  const std::string number = ref("n", "activity");
  std::string out;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] <= numbers[last] + 1) ++last;
    if (!out.empty()) out += " OR ";
    out += last == i ? fmt::format("{} = {}", number, numbers[i])
                     : fmt::format("{} BETWEEN {} AND {}", number, numbers[i], numbers[last]);
    i = last + 1;
  }
  return out;
}

// As one lookup.
std::string by_activity(const Writer& w,
                        const std::map<std::size_t, std::vector<std::size_t>>& positions,
                        const std::string& otherwise) {
  std::vector<std::size_t> numbers, places;
  for (const auto& [at, list] : positions) {
    numbers.insert(numbers.end(), list.begin(), list.end());
    places.insert(places.end(), list.size(), at);
  }
  if (numbers.empty()) return otherwise;
  return w.dialect.lookup(ref("n", "activity"), fmt::format("[{}]", fmt::join(numbers, ",")),
                          fmt::format("[{}]", fmt::join(places, ",")), otherwise);
}

// Of an activity that there is: by its number, in a list of all of them.
std::string in_list(const Writer& w,
                    const std::map<std::size_t, std::vector<std::size_t>>& profiled,
                    std::size_t otherwise) {
  if (profiled.empty()) return {};
  std::vector<std::size_t> list(w.program.activities.size(), otherwise);
  for (const auto& [at, numbers] : profiled) {
    for (const std::size_t number : numbers) list[number] = at;
  }
  return w.dialect.element(list, ref("n", "activity"));
}

}  // namespace

void add_estimate(Writer& w) {
  const engine::Program& program = w.program;
  const bool activities = !w.source("activity").empty();
  w.query.stage("estimate",
                "The position that is estimated: the middle of the interval; unknown: that of the "
                "activity's profile, else the neutral one.");
  std::vector<std::string> errors, points, none;  // is an error; is a point; is none
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const engine::Criterion& criterion = program.criteria[c];
    const bool present = !w.source(criterion.id).empty();
    std::string position;
    if (present) {
      const std::string said = w.of("v", c), count = fmt::format("{}", criterion.last + 1);
      const std::string middle = fmt::format("{} - 1 + {}", w.dialect.divide(said, count),
                                             w.dialect.remainder(said, count));
      position = fmt::format(" WHEN {0} BETWEEN 0 AND {1} THEN {0} WHEN {0} > {1} THEN {2}", said,
                             criterion.last, w.dialect.divide(middle, "2"));
      errors.push_back(fmt::format("{} < {}", said, nothing));
      points.push_back(fmt::format("{} BETWEEN 0 AND {}", said, criterion.last));
      none.push_back(fmt::format("{0} < 0 OR {0} > {1}", said, criterion.last));
    }
    std::string unknown = fmt::format("{}", criterion.neutral);
    if (activities && w.dialect.stages_are_functions()) {
      unknown = by_activity(w, profiled(program, c), unknown);
    } else if (activities) {
      const auto positions = profiled(program, c);
      const std::string listed = in_list(w, positions, criterion.neutral);
      if (!listed.empty()) {
        position += fmt::format(" WHEN {} >= 0 THEN {}", ref("n", "activity"), listed);
      } else {
        for (const auto& [at, numbers] : positions) {
          position += fmt::format(" WHEN {} THEN {}", is_one_of(numbers), at);
        }
      }
    }
    w.add("k", c,
          position.empty() ? unknown : fmt::format("CASE{} ELSE {} END", position, unknown));
  }
  const std::string unknown =
      activities ? fmt::format("{} < {}", ref("n", "activity"), nothing) : "1 = 0";
  w.query.add("no", "activity", Writer::flag(unknown));
  errors.push_back(unknown);
  // What the table does not have is never answered. Where all is answered with one value each
  // nothing can be an error but the activity.
  const bool whole = points.size() == program.criteria.size();
  // ClickHouse looks for what follows from each two comparisons of an AND: it is given an OR.
  const bool denied = w.dialect.stages_are_functions();
  const std::string answered = denied ? fmt::format("NOT ({})", any_of(none)) : all_of(points);
  std::string state =
      whole ? fmt::format("CASE WHEN {} AND NOT ({}) THEN 0", answered, unknown) : "CASE";
  w.query.add("state", "row", fmt::format("{} WHEN {} THEN 2 ELSE 1 END", state, any_of(errors)));
}

std::string holds(const Writer& w, const engine::Node& node) {
  const engine::Program& program = w.program;
  if (node.kind == engine::NodeKind::atom) {
    const engine::Atom& atom = program.atoms[node.first];
    const std::string at = w.of("k", atom.criterion);
    if (atom.low > atom.high) return "1 = 0";
    if (atom.low == atom.high) return fmt::format("{} = {}", at, atom.low);
    const bool from_start = atom.low == 0,
               to_end = atom.high == program.criteria[atom.criterion].last;
    if (from_start && to_end) return "1 = 1";
    if (from_start) return fmt::format("{} <= {}", at, atom.high);
    if (to_end) return fmt::format("{} >= {}", at, atom.low);
    return fmt::format("{} BETWEEN {} AND {}", at, atom.low, atom.high);
  }
  const auto children = program.nodes.subspan(node.first, node.count);
  if (node.kind == engine::NodeKind::not_)
    return fmt::format("NOT ({})", holds(w, children.front()));
  std::string out;
  for (const engine::Node& child : children) {
    if (!out.empty()) out += node.kind == engine::NodeKind::all ? " AND " : " OR ";
    const std::string part = holds(w, child);
    out += child.kind == engine::NodeKind::atom ? part : fmt::format("({})", part);
  }
  return out;
}

std::string points(const Writer& w, std::size_t axis, std::size_t criterion) {
  const Formula formula(w.program, w.dialect, criterion, only(axis));
  const int neutral = formula.table()[w.program.criteria[criterion].neutral];
  const std::string contribution = formula.at(w.of("k", criterion));
  return neutral == 0 ? contribution : fmt::format("{} - {}", contribution, neutral);
}

std::string rule_points(const Writer& w, std::size_t r, const Signs& signs) {
  const engine::Rule& rule = w.program.rules[r];
  int fixed = 0;
  for (std::size_t a = 0; a < axis_count; ++a) fixed += signs[a] * rule.points[a];
  std::string out = fixed == 0 ? std::string{} : fmt::format("{}", fixed);
  for (const engine::Neutralised& each : rule.neutralised) {
    const Formula formula(w.program, w.dialect, each.criterion, signs);
    if (each.folded || formula.constant()) continue;
    const int neutral = formula.table()[w.program.criteria[each.criterion].neutral];
    std::string back = fmt::format("{} - ({})", neutral, formula.at(w.of("k", each.criterion)));
    std::vector<std::string> silent;  // who would have been first
    for (std::size_t before = 0; before < r; ++before) {
      const engine::Rule& other = w.program.rules[before];
      const bool same = other.varies && std::any_of(other.neutralised.begin(),
                                                    other.neutralised.end(), [&](const auto& one) {
                                                      return one.criterion == each.criterion;
                                                    });
      if (same) silent.push_back(fmt::format("{} = 0", ref("f", w.rule_id(before))));
    }
    if (!silent.empty()) {
      back = fmt::format("CASE WHEN {} THEN {} ELSE 0 END", fmt::join(silent, " AND "), back);
    }
    out += fmt::format("{}({})", out.empty() ? "" : " + ", back);
  }
  return out;
}

namespace {

void add_outcome(Writer& w) {
  w.query.stage("outcome",
                "The best location that is not excluded; ties go to the earlier one. "
                "0 to 2, or -1 for none.");
  std::string best = "CASE";
  for (std::size_t l = 0; l < location_count; ++l) {
    std::vector<std::string> wins{fmt::format("{} = 0", ref("x", name(static_cast<Location>(l))))};
    for (std::size_t other = 0; other < location_count; ++other) {
      if (other == l) continue;
      wins.push_back(fmt::format("({} = 1 OR {} {} {})",
                                 ref("x", name(static_cast<Location>(other))),
                                 ref(fmt::format("s{}", l + 1), "all"), l < other ? ">=" : ">",
                                 ref(fmt::format("s{}", other + 1), "all")));
    }
    best += fmt::format(" WHEN {} THEN {}", fmt::join(wins, " AND "), l);
  }
  w.query.add("at", "location", best + " ELSE -1 END");
  w.query.add_text(
      "is", "disposition",
      fmt::format("CASE WHEN {} = 1 OR ({} = 1 AND {} = 1 AND {} = 1) THEN 'retain' WHEN "
                  "{} = 1 THEN 'automate_first' ELSE 'outsource' END",
                  ref("set", "retain"), ref("x", "onshore"), ref("x", "nearshore"),
                  ref("x", "offshore"), ref("set", "automate")));
}

}  // namespace

void add_rules(Writer& w) {
  const engine::Program& program = w.program;
  const Packing packing(program, w.dialect);
  w.query.stage("rules",
                "Which gates and rules fire at the estimate, and what the criteria give: the four "
                "scores in one number.");
  const auto in_state = [](int state) {
    return Writer::flag(fmt::format("{} = {}", ref("state", "row"), state));
  };
  w.query.add("open", "row", in_state(1));
  w.query.add("bad", "row", in_state(2));
  for (std::size_t g = 0; g < packing.groups(); ++g) {
    std::vector<std::string> terms;
    for (std::size_t c = 0; c < program.criteria.size(); ++c) {
      terms.push_back(packing.at(g, c, w.of("k", c)));
    }
    terms.push_back(packing.start(g));
    w.query.add("given", std::to_string(g), sum(w.dialect, terms));
  }
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    w.query.add("f", w.rule_id(r),
                Writer::flag(holds(w, program.nodes[program.rules[r].condition])));
  }
}

void add_scores(Writer& w) {
  const engine::Program& program = w.program;
  const Packing packing(program, w.dialect);
  // Statuses that are read in place are one column, whose stage has room for these.
  const bool room = w.dialect.reads_in_place() && !w.dialect.stages_are_functions();
  if (!room)
    w.query.stage("sums", "What rules give too; what is excluded, and the dispositions they set.");
  for (std::size_t g = 0; g < packing.groups(); ++g) {
    std::vector<std::string> terms{ref("given", std::to_string(g))};
    for (std::size_t r = 0; r < program.rules.size(); ++r) {
      const std::string given = packing.of_rule(g, w, r);
      if (given == "0") continue;
      terms.push_back(
          fmt::format("CASE WHEN {} = 1 THEN {} ELSE 0 END", ref("f", w.rule_id(r)), given));
    }
    if (room) w.query.note("The scores with what rules give; what is excluded and set.");
    w.query.add("sum", std::to_string(g), sum(w.dialect, terms));
  }
  std::array<std::vector<std::string>, location_count> excluding;
  std::array<std::vector<std::string>, 2> setting;
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    const engine::Rule& rule = program.rules[r];
    const std::string fires = fmt::format("{} = 1", ref("f", w.rule_id(r)));
    for (std::size_t l = 0; l < location_count; ++l) {
      if (((rule.excluded >> l) & 1U) != 0) excluding[l].push_back(fires);
    }
    if (rule.disposition != engine::no_disposition && rule.disposition < 2) {
      setting[static_cast<std::size_t>(rule.disposition)].push_back(fires);
    }
  }
  for (std::size_t l = 0; l < location_count; ++l) {
    w.query.add("x", name(static_cast<Location>(l)), Writer::flag(any_of(excluding[l])));
  }
  w.query.add("set", "retain", Writer::flag(any_of(setting[0])));
  w.query.add("set", "automate", Writer::flag(any_of(setting[1])));
  w.query.stage("scores", "In hundredths of a point.");
  w.query.light();
  for (std::size_t a = 0; a < axis_count; ++a) {
    w.query.add(fmt::format("s{}", a), "all",
                packing.score(a, ref("sum", std::to_string(packing.group(a)))));
  }
  add_outcome(w);
}

}  // namespace sourcing::sql
