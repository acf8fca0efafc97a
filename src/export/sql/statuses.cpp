// SPDX-License-Identifier: Apache-2.0
// Chapter three: what holds for every completion of the unknown answers. What engine/box.cpp
// searches for one task at a time, as a fixed list of cells that a row's intervals may meet.
#include <fmt/format.h>

#include <algorithm>

#include "export/sql/cell_columns.hpp"
#include "export/sql/conditions.hpp"
#include "export/sql/formula.hpp"
#include "export/sql/intervals.hpp"
#include "export/sql/writer.hpp"

namespace sourcing::sql {

namespace {

using Fired = std::vector<std::size_t>;

using RuleTest = std::function<bool(const engine::Rule&)>;
RuleTest moves_engagement(const engine::Program& program) {
  return [&program](const engine::Rule& rule) { return engine::moves(program, rule, 0); };
}
RuleTest moves_location(const engine::Program& program) {
  return [&program](const engine::Rule& rule) {
    return rule.excluded != 0 || engine::moves_location(program, rule);
  };
}
bool moves_disposition(const engine::Rule& rule) {
  return rule.excluded != 0 || rule.disposition != engine::no_disposition;
}
bool is_set_to(const engine::Rule& rule, Disposition disposition) {
  return rule.disposition == static_cast<std::int8_t>(disposition);
}

class Statuses {
 public:
  explicit Statuses(Writer& writer)
      : w_(writer),
        program_(writer.program),
        engagement_(writer, "e", find_groups(program_, moves_engagement(program_))),
        location_(writer, "l", find_groups(program_, moves_location(program_))),
        disposition_(writer, "d", find_groups(program_, moves_disposition)) {}

  // `everything`: the statuses as numbers; else only whether a verdict is shown.
  void add(bool everything) {
    everything_ = everything;
    // Of a row that is wholly answered all of this is known.
    if (all_axes_asked() && !w_.dialect.reads_in_place()) {
      w_.query.only_where(fmt::format("{} = 1", ref("open", "row")));
    }
    add_intervals(w_);
    w_.query.stage("bearing", "Whether anything that is answered bears on an axis.");
    bearings();
    if (!everything_) {
      w_.query.only_where(fmt::format("{} = 0", ref("bears", "disposition")));
    }
    w_.query.stage("cells_met",
                   "Where unknown answers leave a rule open: the parts of the scales in which "
                   "every rule is yes or no, and which of them the row's intervals meet.");
    engagement_.parts();
    location_.parts();
    disposition_.parts();

    w_.query.stage("bounds",
                   "Over all completions of the unknown answers: the least and greatest "
                   "engagement score; the least lead of each location over each other one where "
                   "that is not excluded; what can be excluded, and what must be.");
    engagement_bounds();
    leads();
    free_locations(location_, "free");
    never_excluded();
    possible_dispositions();

    w_.query.only_where({});
    verdicts();
  }

  // Whether on each axis some criterion bears, so that a row that answers all of them decides it.
  [[nodiscard]] bool all_axes_asked() const {
    bool engagement = false, location = false;
    for (std::size_t a = 0; a < axis_count; ++a) {
      for (const engine::Weight& weight : program_.axes[a].weights) {
        if (weight.centipoints != 0) (a == 0 ? engagement : location) = true;
      }
    }
    return engagement && location &&
           std::any_of(program_.rules.begin(), program_.rules.end(), [&](const engine::Rule& rule) {
             return rule.disposition != engine::no_disposition &&
                    !tested(program_, program_.nodes[rule.condition]).empty();
           });
  }

 private:
  using Wanted = std::function<bool(Fired)>;

  template <class P>
  [[nodiscard]] bool any_rule(const Fired& rules, P&& predicate) const {
    return std::any_of(rules.begin(), rules.end(),
                       [&](std::size_t r) { return predicate(program_.rules[r]); });
  }
  // Condition: some rule of the group for which the predicate holds fires at the estimate.
  template <class P>
  [[nodiscard]] std::string fires_at_point(const Group& group, P&& predicate) const {
    std::vector<std::string> conditions;
    for (const std::size_t r : group.rules) {
      if (predicate(program_.rules[r])) {
        conditions.push_back(fmt::format("{} = 1", ref("f", w_.rule_id(r))));
      }
    }
    return any_of(conditions);
  }

  // Over what no group tests, each criterion is for itself.
  [[nodiscard]] std::vector<std::string> loose_terms(const Cells& cells, bool greatest,
                                                     const Signs& signs) const {
    std::vector<std::string> terms;
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      const bool grouped =
          std::any_of(cells.groups().begin(), cells.groups().end(), [&](const Group& group) {
            return std::find(group.criteria.begin(), group.criteria.end(), c) !=
                   group.criteria.end();
          });
      if (grouped) continue;
      terms.push_back(Formula(program_, w_.dialect, c, signs)
                          .extreme(greatest, w_.of("lo", c), w_.of("hi", c)));
    }
    return terms;
  }

  void engagement_bounds() {
    for (const bool greatest : {false, true}) {
      auto terms = loose_terms(engagement_, greatest, only(0));
      for (std::size_t g = 0; g < engagement_.groups().size(); ++g) {
        terms.push_back(engagement_.extreme(
            g, greatest, only(0), [](const Fired&) { return true; }, "1 = 1"));
      }
      w_.query.add(greatest ? "most" : "least", "engagement", sum(w_.dialect, terms));
    }
  }

  [[nodiscard]] static std::string pair_name(std::size_t winner, std::size_t other) {
    return fmt::format("{}_{}", name(static_cast<Location>(winner)),
                       name(static_cast<Location>(other)));
  }

  void leads() {
    for (std::size_t winner = 0; winner < location_count; ++winner) {
      for (std::size_t other = 0; other < location_count; ++other) {
        if (winner == other) continue;
        const Signs signs = difference(winner + 1, other + 1);
        const auto excludes_other = [other](const engine::Rule& rule) {
          return ((rule.excluded >> other) & 1U) != 0;
        };
        auto terms = loose_terms(location_, false, signs);
        for (std::size_t g = 0; g < location_.groups().size(); ++g) {
          terms.push_back(location_.extreme(
              g, false, signs, [&](const Fired& fires) { return !any_rule(fires, excludes_other); },
              fmt::format("NOT ({})", fires_at_point(location_.groups()[g], excludes_other))));
        }
        w_.query.add("lead", pair_name(winner, other), sum(w_.dialect, terms));
      }
    }
  }

  // Condition: in every group the row meets a cell in which no rule is as told. The groups do not
  // see each other, so some completion has it in all of them at once.
  template <class P>
  [[nodiscard]] std::string possible_without(const Cells& cells, P&& unwanted) const {
    std::vector<std::string> conditions;
    for (std::size_t g = 0; g < cells.groups().size(); ++g) {
      const std::string exists = cells.exists(
          g, [&](const Fired& fires) { return !any_rule(fires, unwanted); },
          fmt::format("NOT ({})", fires_at_point(cells.groups()[g], unwanted)));
      if (exists != "1 = 1") conditions.push_back(in_brackets(exists));
    }
    return all_of(conditions);
  }

  void free_locations(const Cells& cells, std::string_view kind) {
    for (std::size_t l = 0; l < location_count; ++l) {
      w_.query.add(kind, name(static_cast<Location>(l)),
                   Writer::flag(possible_without(cells, [l](const engine::Rule& rule) {
                     return ((rule.excluded >> l) & 1U) != 0;
                   })));
    }
  }

  void never_excluded() {
    for (std::size_t l = 0; l < location_count; ++l) {
      const auto excludes = [l](const engine::Rule& rule) {
        return ((rule.excluded >> l) & 1U) != 0;
      };
      std::vector<std::string> conditions;
      for (std::size_t g = 0; g < location_.groups().size(); ++g) {
        const std::string exists = location_.exists(
            g, [&](const Fired& fires) { return any_rule(fires, excludes); },
            fires_at_point(location_.groups()[g], excludes));
        if (exists != "1 = 0") conditions.push_back(in_brackets(exists));
      }
      w_.query.add("barred", name(static_cast<Location>(l)), Writer::flag(any_of(conditions)));
    }
  }

  // Condition: some completion excludes every location. Each location needs a rule that excludes
  // it; rules of one group must do so in one cell.
  [[nodiscard]] std::string nowhere_possible() const {
    const std::size_t count = disposition_.groups().size();
    // cover(g, mask): the groups from g on can exclude all of `mask` between them.
    const std::function<std::string(std::size_t, unsigned)> cover = [&](std::size_t g,
                                                                        unsigned mask) {
      if (mask == 0) return std::string("1 = 1");
      if (g == count) return std::string("1 = 0");
      const Group& group = disposition_.groups()[g];
      std::vector<std::string> ways;
      for (unsigned own = 0; own <= mask; ++own) {
        if ((own & mask) != own) continue;
        const std::string rest = cover(g + 1, mask & ~own);
        if (rest == "1 = 0") continue;
        std::vector<std::string> at_point;
        for (std::size_t l = 0; l < location_count; ++l) {
          if (((own >> l) & 1U) == 0) continue;
          at_point.push_back(in_brackets(fires_at_point(
              group, [l](const engine::Rule& rule) { return ((rule.excluded >> l) & 1U) != 0; })));
        }
        const std::string here = own == 0 ? std::string("1 = 1")
                                          : disposition_.exists(
                                                g,
                                                [&](const Fired& fires) {
                                                  unsigned excluded = 0;
                                                  for (const std::size_t r : fires) {
                                                    excluded |= program_.rules[r].excluded;
                                                  }
                                                  return (excluded & own) == own;
                                                },
                                                all_of(at_point));
        if (here == "1 = 0") continue;
        if (here == "1 = 1" && rest == "1 = 1") return std::string("1 = 1");
        ways.push_back(here == "1 = 1"   ? in_brackets(rest)
                       : rest == "1 = 1" ? in_brackets(here)
                                         : fmt::format("(({}) AND ({}))", here, rest));
      }
      return any_of(ways);
    };
    return cover(0, 7);
  }

  void possible_dispositions() {
    const auto retains = [](const engine::Rule& rule) {
      return is_set_to(rule, Disposition::retain);
    };
    const auto automates = [](const engine::Rule& rule) {
      return is_set_to(rule, Disposition::automate_first);
    };
    std::vector<std::string> retain, automate, outsource;
    for (std::size_t g = 0; g < disposition_.groups().size(); ++g) {
      const std::string exists = disposition_.exists(
          g, [&](const Fired& fires) { return any_rule(fires, retains); },
          fires_at_point(disposition_.groups()[g], retains));
      if (exists != "1 = 0") retain.push_back(in_brackets(exists));
    }
    const std::string nowhere = nowhere_possible();
    if (nowhere != "1 = 0") retain.push_back(in_brackets(nowhere));
    // Outsourcing or automating needs a location that is left: one after the other.
    for (std::size_t l = 0; l < location_count; ++l) {
      const auto hinders = [&, l](const engine::Rule& rule) {
        return retains(rule) || ((rule.excluded >> l) & 1U) != 0;
      };
      outsource.push_back(in_brackets(possible_without(disposition_, [&](const engine::Rule& rule) {
        return hinders(rule) || automates(rule);
      })));
      std::vector<std::string> some;
      for (std::size_t g = 0; g < disposition_.groups().size(); ++g) {
        const Group& group = disposition_.groups()[g];
        const std::string exists = disposition_.exists(
            g,
            [&](const Fired& fires) {
              return any_rule(fires, automates) && !any_rule(fires, hinders);
            },
            fmt::format("({}) AND NOT ({})", fires_at_point(group, automates),
                        fires_at_point(group, hinders)));
        if (exists != "1 = 0") some.push_back(in_brackets(exists));
      }
      if (some.empty()) continue;
      automate.push_back(
          fmt::format("({} AND ({}))", possible_without(disposition_, hinders), any_of(some)));
    }
    w_.query.add("can", "retain", Writer::flag(any_of(retain)));
    w_.query.add("can", "automate", Writer::flag(any_of(automate)));
    w_.query.add("can", "outsource", Writer::flag(any_of(outsource)));
  }

  // Whether anything that is answered bears on an axis (analysis/estimate.hpp).
  void bearings() {
    std::vector<std::string> engagement, location, disposition;
    const auto answered = [&](std::size_t c) { return fmt::format("{} = 1", w_.of("g", c)); };
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      bool on_engagement = false, on_location = false;
      for (std::size_t a = 0; a < axis_count; ++a) {
        for (const engine::Weight& weight : program_.axes[a].weights) {
          if (weight.criterion != c || weight.centipoints == 0) continue;
          (a == 0 ? on_engagement : on_location) = true;
        }
      }
      if (on_engagement) engagement.push_back(answered(c));
      if (on_location) location.push_back(answered(c));
    }
    std::vector<std::size_t> asked;
    for (std::size_t r = 0; r < program_.rules.size(); ++r) {
      const engine::Rule& rule = program_.rules[r];
      const std::string sure = fmt::format("{} = 1", ref("sure", w_.rule_id(r)));
      if (moves_engagement(program_)(rule)) engagement.push_back(sure);
      if (moves_location(program_)(rule)) location.push_back(sure);
      if (rule.disposition == engine::no_disposition) continue;
      disposition.push_back(sure);
      for (const std::size_t c : tested(program_, program_.nodes[rule.condition])) {
        if (std::find(asked.begin(), asked.end(), c) == asked.end()) asked.push_back(c);
      }
    }
    std::sort(asked.begin(), asked.end());
    for (const std::size_t c : asked) disposition.push_back(answered(c));
    w_.query.add("bears", "engagement", Writer::flag(any_of(engagement)));
    w_.query.add("bears", "location", Writer::flag(any_of(location)));
    w_.query.add("bears", "disposition", Writer::flag(any_of(disposition)));
  }

  void verdicts() {
    w_.query.stage("settled",
                   "Of each axis, 0: decided, 1: tentative, 2: undetermined, for nothing that is "
                   "answered bears on it, 3: not computed, 4: neither of these two.");
    const auto status = [&](std::string_view axis, const std::string& bears,
                            const std::vector<std::string>& unclear, std::string settled) {
      // Where everything is answered, something that is answered bears on the axis.
      std::string out = "CASE";
      if (all_axes_asked()) out += fmt::format(" WHEN {} = 0 THEN 0", ref("open", "row"));
      out += fmt::format(" WHEN NOT ({}) THEN 2", bears);
      if (!unclear.empty()) {
        out += fmt::format(" WHEN {} THEN CASE WHEN {} = 1 THEN 3 ELSE 4 END", any_of(unclear),
                           ref("bears", axis));
      }
      if (!everything_) settled = "1 = 1";
      w_.query.add("st", axis, fmt::format("{} WHEN {} THEN 0 ELSE 1 END", out, settled));
    };
    const auto bears = [](std::string_view axis) {
      return fmt::format("{} = 1", ref("bears", axis));
    };
    const auto unclear_of = [&](const Cells& cells) {
      return everything_ ? cells.unclear() : std::vector<std::string>{};
    };
    status("engagement", bears("engagement"), unclear_of(engagement_),
           fmt::format("{0} >= {2} OR {1} < {2}", ref("least", "engagement"),
                       ref("most", "engagement"), program_.threshold));
    std::vector<std::string> winners, nowhere;
    for (std::size_t l = 0; l < location_count; ++l) {
      std::vector<std::string> wins{
          fmt::format("{} = 0", ref("barred", name(static_cast<Location>(l))))};
      for (std::size_t other = 0; other < location_count; ++other) {
        if (other == l) continue;
        wins.push_back(
            fmt::format("{} >= {}", ref("lead", pair_name(l, other)), l < other ? 0 : 1));
      }
      winners.push_back(in_brackets(all_of(wins)));
      nowhere.push_back(fmt::format("{} = 0", ref("free", name(static_cast<Location>(l)))));
    }
    winners.push_back(in_brackets(all_of(nowhere)));
    status("location", bears("location"), unclear_of(location_), any_of(winners));

    const std::string can_retain = ref("can", "retain"), can_automate = ref("can", "automate"),
                      can_outsource = ref("can", "outsource");
    // Retain because gates exclude every location: nothing else need bear on it.
    const std::string forced = fmt::format("({} = 0 AND {} = 0)", can_automate, can_outsource);
    const auto unclear = disposition_.unclear();
    std::string bearing = fmt::format("{} OR {}", bears("disposition"), forced);
    if (!unclear.empty()) bearing += " OR " + any_of(unclear);
    status("disposition", bearing, unclear,
           fmt::format("{} + {} + {} = 1", can_retain, can_automate, can_outsource));
  }

  Writer& w_;
  const engine::Program& program_;
  Cells engagement_, location_, disposition_;
  bool everything_ = true;
};

}  // namespace

void add_statuses(Writer& writer) {
  const bool everything = writer.options.statuses;
  if (!writer.dialect.reads_in_place()) {
    Statuses(writer).add(everything);
    return;
  }
  // Few rows need it: a query within an expression, for those alone.
  Writer inner{writer.program, writer.options, writer.dialect, {}, {}};
  inner.query.stage("row", "");
  for (std::size_t c = 0; c < writer.program.criteria.size(); ++c) {
    if (!writer.source(writer.program.criteria[c].id).empty()) {
      inner.add("v", c, outer(writer.of("v", c)));
    }
    inner.add("k", c, outer(writer.of("k", c)));
  }
  for (std::size_t r = 0; r < writer.program.rules.size(); ++r) {
    inner.query.add("f", writer.rule_id(r), outer(ref("f", writer.rule_id(r))));
  }
  inner.query.add("open", "row", outer(ref("open", "row")));
  Statuses statuses(inner);
  statuses.add(everything);
  inner.query.result("st", fmt::format("{} + 5 * {} + 25 * {}", ref("st", "engagement"),
                                       ref("st", "location"), ref("st", "disposition")));
  const bool asked = statuses.all_axes_asked();
  const std::string is_open = fmt::format("{} = 1", ref("open", "row"));
  const std::string query = inner.query.within(writer.dialect, asked ? is_open : "1 = 1");
  writer.query.stage("statuses",
                     "Of engagement, plus 5 times that of location, plus 25 times that of the "
                     "disposition; 0: decided, 1: tentative, 2: undetermined, for nothing that is "
                     "answered bears on it, 3: not computed, 4: neither of these two.");
  writer.query.add(
      "settled", "all",
      asked ? fmt::format("CASE WHEN {} = 0 THEN 0 ELSE {} END", ref("open", "row"), query)
            : query);
}

std::string status_of(const Writer& writer, std::size_t axis) {
  constexpr std::array<std::string_view, 3> axes = {"engagement", "location", "disposition"};
  if (!writer.dialect.reads_in_place()) return ref("st", axes[axis]);
  const Dialect& sql = writer.dialect;
  const std::string all = ref("settled", "all");
  return axis == 0   ? sql.remainder(all, "5")
         : axis == 1 ? sql.remainder(sql.divide(all, "5"), "5")
                     : sql.divide(all, "25");
}

}  // namespace sourcing::sql
