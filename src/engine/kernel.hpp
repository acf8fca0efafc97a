// SPDX-License-Identifier: Apache-2.0
// The decision at a point: additions, then choosing. Written once; who wants to know which rules
// fired passes a listener, who does not passes one that does nothing.
//
// What costs time at a point is guessing wrong, so nothing here branches on the point: a criterion
// whose contributions are straight lines is a multiplication in all four axes at once, a condition
// is a few bits of a word, and what a rule adds is masked. Branches are up to the model: these the
// processor soon knows, which costs less than what stopping early would save.
#pragma once

#include <array>
#include <bit>
#include <cassert>
#include <cstdint>
#include <limits>
#include <optional>
#include <sourcing/point.hpp>
#include <sourcing/verdict.hpp>
#include <span>

#include "engine/program.hpp"
#include "model/model.hpp"

namespace sourcing::engine {

/// A position for every criterion of the model; the entries past them are unused.
using Point = std::array<std::uint16_t, model::most_criteria>;

/// What `check_scores` holds every model to; sums of the lanes wrap beyond what they can hold.
inline constexpr Centipoints highest_score = 10'000;

inline constexpr std::int8_t no_location = -1;
inline constexpr std::uint8_t all_locations = (1U << location_count) - 1;

using Outcome = PointOutcome;

/// Whether a condition holds at a point, found by walking its nodes.
[[nodiscard]] inline bool holds(const Program& program, const Node& node,
                                std::span<const std::uint16_t> point) noexcept {
  const auto children = program.nodes.subspan(node.kind == NodeKind::atom ? 0 : node.first,
                                              node.kind == NodeKind::atom ? 0 : node.count);
  switch (node.kind) {
    case NodeKind::atom: {
      const Atom& atom = program.atoms[node.first];
      const std::uint16_t at = point[atom.criterion];
      return atom.low <= at && at <= atom.high;
    }
    case NodeKind::all:
      for (const Node& child : children) {
        if (!holds(program, child, point)) return false;
      }
      return true;
    case NodeKind::any:
      for (const Node& child : children) {
        if (holds(program, child, point)) return true;
      }
      return false;
    case NodeKind::not_:
      return !holds(program, children.front(), point);
  }
  return false;
}

/// The results of `count` tests from `first` on, one bit each, the first lowest.
[[nodiscard]] inline std::uint64_t run_tests(const Program& program, std::size_t first,
                                             std::size_t count,
                                             const std::uint16_t* point) noexcept {
  std::uint64_t bits = 0;
  const Test* test = program.tests.data() + first + count;
  const auto next = [&] {
    --test;
    const auto above = static_cast<std::uint16_t>(point[test->criterion] - test->low);
    bits = 2 * bits + static_cast<std::uint64_t>(above <= test->span);
  };
  for (; count % 4 != 0; --count) next();
  for (; count > 0; count -= 4) {  // the loop would cost as much as a test
    next();
    next();
    next();
    next();
  }
  return bits;
}

/// Whether a rule fires, by its clauses; `bits` begins with the results of its tests.
[[nodiscard]] inline bool run_clauses(const Program& program, const Rule& rule,
                                      std::uint64_t bits) noexcept {
  const Clause* clause = program.clauses.data() + rule.first_clause;
  const Clause* const last = clause + rule.clauses - 1;
  std::uint64_t next = std::uint64_t{1} << rule.tests;
  for (; clause != last; ++clause, next <<= 1U) {
    const bool holds = ((bits ^ clause->want) & clause->mask) == 0;
    bits = (bits & ~next) | (holds ? next : 0);
  }
  return ((bits ^ last->want) & last->mask) == 0;
}

/// The best location that is not excluded; ties go to the earlier one. Without branches: which one
/// wins cannot be guessed.
template <class Score>
[[nodiscard]] std::int8_t choose_location_by(Score score, std::uint8_t excluded) noexcept {
  constexpr Centipoints none = std::numeric_limits<Centipoints>::min();
  std::int32_t best = no_location;
  Centipoints most = none;
  for (std::size_t l = 0; l < location_count; ++l) {
    const Centipoints here = ((excluded >> l) & 1U) != 0 ? none : score(l);
    best = here > most ? static_cast<std::int32_t>(l) : best;
    most = here > most ? here : most;
  }
  return static_cast<std::int8_t>(best);
}
[[nodiscard]] inline std::int8_t choose_location(const std::array<Centipoints, axis_count>& scores,
                                                 std::uint8_t excluded) noexcept {
  return choose_location_by([&](std::size_t l) { return scores[l + 1]; }, excluded);
}
[[nodiscard]] inline std::int8_t choose_location(Lanes scores, std::uint8_t excluded) noexcept {
  return choose_location_by([&](std::size_t l) { return lane(scores, l + 1); }, excluded);
}

/// By how much the chosen location leads the best other one that is not excluded; none where no
/// other is left. REQUIRES: `chosen` is a location.
template <class Score>
[[nodiscard]] std::optional<Centipoints> lead_by(Score score, std::uint8_t excluded,
                                                 std::int8_t chosen) noexcept {
  const auto rest = static_cast<std::uint8_t>(excluded | (1U << static_cast<unsigned>(chosen)));
  if (rest == all_locations) return std::nullopt;
  const std::int8_t second = choose_location_by(score, rest);
  return score(static_cast<std::size_t>(chosen)) - score(static_cast<std::size_t>(second));
}

/// Whether another location is so little behind that the lead is no advice.
template <class Score>
[[nodiscard]] bool is_close(const Program& program, Score score, std::uint8_t excluded,
                            std::int8_t chosen) noexcept {
  const std::optional<Centipoints> lead = lead_by(score, excluded, chosen);
  return lead && *lead <= program.location_band;
}

/// The first disposition, in the order they are tried, that a rule has set. `set` has a bit for
/// each that fired. With every location excluded there is nowhere to outsource to: retain.
[[nodiscard]] inline Disposition choose_disposition(std::uint8_t set,
                                                    std::uint8_t excluded) noexcept {
  constexpr auto bit = [](Disposition disposition) {
    return 1U << static_cast<unsigned>(disposition);
  };
  const bool retain = ((set & bit(Disposition::retain)) != 0) | (excluded == all_locations);
  const bool automate = (set & bit(Disposition::automate_first)) != 0;
  return retain     ? Disposition::retain
         : automate ? Disposition::automate_first
                    : Disposition::outsource;
}

[[nodiscard]] inline Engagement choose_engagement(const Program& program,
                                                  Centipoints score) noexcept {
  return score >= program.threshold ? Engagement::kpo : Engagement::bpo;
}

/// The lanes of the axes, each for itself: nothing is carried from one to the next.
using EachLane = std::uint16_t __attribute__((vector_size(8)));

/// What the rules that fire come to, together.
struct Fired {
  EachLane points{};
  unsigned excluded = 0, dispositions = 0;  // bits
};

/// `fires(rule)` for every gate and rule, in model order, and `listener(index)` for those that do.
template <class Fires, class Listener>
[[nodiscard]] inline __attribute__((always_inline)) Fired run_rules(const Program& program,
                                                                    Fires fires,
                                                                    Listener& listener) noexcept {
  Fired all;
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    const Rule& rule = program.rules[r];
    const bool fire = fires(rule);
    if (fire) listener(r);
    // A mask and no branch: whether a rule fires is up to the point and cannot be guessed.
    const std::uint64_t mask = std::uint64_t{0} - static_cast<std::uint64_t>(fire);
    all.points += reinterpret_cast<EachLane>(std::bit_cast<std::uint64_t>(rule.points) & mask);
    all.excluded |= rule.excluded & static_cast<unsigned>(mask);
    if (rule.disposition != no_disposition) {
      all.dispositions |= static_cast<unsigned>(fire) << static_cast<unsigned>(rule.disposition);
    }
  }
  return all;
}

/// A bit for each criterion.
class CriterionSet {
 public:
  /// False where it was in there already.
  bool insert(std::size_t criterion) noexcept {
    std::uint64_t& word = words_[criterion / 64];
    const std::uint64_t bit = std::uint64_t{1} << (criterion % 64);
    const bool fresh = (word & bit) == 0;
    word |= bit;
    return fresh;
  }
  [[nodiscard]] bool has(std::size_t criterion) const noexcept {
    return ((words_[criterion / 64] >> (criterion % 64)) & 1U) != 0;
  }

 private:
  std::array<std::uint64_t, (model::most_criteria + 63) / 64> words_{};
};

/// What a rule that fires adds to the scores by what it neutralises, but for what is folded into
/// its points; `taken` are the criteria that rules before it have neutralised, and grows.
[[nodiscard]] inline std::array<Centipoints, axis_count> given_back(
    const Program& program, const Rule& rule, std::span<const std::uint16_t> point,
    CriterionSet& taken) noexcept {
  std::array<Centipoints, axis_count> sum{};
  for (const Neutralised& each : rule.neutralised) {
    if (each.folded || !taken.insert(each.criterion)) continue;
    const Lanes neutral =
        program.contribution(each.criterion, program.criteria[each.criterion].neutral);
    const Lanes here = program.contribution(each.criterion, point[each.criterion]);
    for (std::size_t a = 0; a < axis_count; ++a) sum[a] += lane(neutral, a) - lane(here, a);
  }
  return sum;
}

/// The points of the rules that fire at a point, in the order in which they are asked for, which
/// has to be the model's.
class PointsOfRules {
 public:
  PointsOfRules(const Program& program, std::span<const std::uint16_t> point) noexcept
      : program_(program), point_(point) {}
  [[nodiscard]] std::array<Centipoints, axis_count> next(const Rule& rule) noexcept {
    std::array<Centipoints, axis_count> points{rule.points[0], rule.points[1], rule.points[2],
                                               rule.points[3]};
    if (!rule.varies) return points;
    const auto more = given_back(program_, rule, point_, taken_);
    for (std::size_t a = 0; a < axis_count; ++a) points[a] += more[a];
    return points;
  }

 private:
  const Program& program_;
  std::span<const std::uint16_t> point_;
  CriterionSet taken_;
};

/// `listener(rule_index)` is called for every gate and rule that fires, in model order.
/// REQUIRES: a model whose scores were checked (`decide_wide` is for all others); asserted.
template <class Listener>
[[nodiscard]] Outcome decide(const Program& program, std::span<const std::uint16_t> point,
                             Listener&& listener) noexcept {
  Lanes sum = program.start;
  for (const Line& line : program.lines) sum += line.step * point[line.criterion];
  for (const Curve& curve : program.curves) {
    sum += program.contributions[curve.table + point[curve.criterion]];
  }
  Fired fired;
  if (program.varies) [[unlikely]] {
    CriterionSet taken;
    EachLane back{};
    const auto hear = [&](std::size_t r) {
      const Rule& rule = program.rules[r];
      if (rule.varies) {
        const auto more = given_back(program, rule, point, taken);
        for (std::size_t a = 0; a < axis_count; ++a) {
          back[a] = static_cast<std::uint16_t>(back[a] + more[a]);
        }
      }
      listener(r);
    };
    fired = run_rules(
        program,
        [&](const Rule& rule) {
          return rule.clauses == 0
                     ? holds(program, program.nodes[rule.condition], point)
                     : run_clauses(program, rule,
                                   run_tests(program, rule.first_test, rule.tests, point.data()));
        },
        hear);
    fired.points += back;
  } else if (program.tests.size() <=
             64) {  // all at once where a word holds them, as nearly every model's
    const std::uint64_t bits = run_tests(program, 0, program.tests.size(), point.data());
    fired = run_rules(
        program,
        [&](const Rule& rule) {
          return rule.clauses == 0 ? holds(program, program.nodes[rule.condition], point)
                                   : run_clauses(program, rule, bits >> rule.first_test);
        },
        listener);
  } else {
    fired = run_rules(
        program,
        [&](const Rule& rule) {
          return rule.clauses == 0
                     ? holds(program, program.nodes[rule.condition], point)
                     : run_clauses(program, rule,
                                   run_tests(program, rule.first_test, rule.tests, point.data()));
        },
        listener);
  }
  const Lanes scores = std::bit_cast<Lanes>(reinterpret_cast<EachLane>(sum) + fired.points);
  Outcome outcome{};
  for (std::size_t a = 0; a < axis_count; ++a) {
    outcome.scores[a] = lane(scores, a);
    assert(outcome.scores[a] <= highest_score && "a model that nobody has checked: decide_wide");
  }
  outcome.excluded = static_cast<std::uint8_t>(fired.excluded);
  outcome.location = choose_location(scores, outcome.excluded);
  outcome.engagement = choose_engagement(program, outcome.scores[0]);
  outcome.disposition =
      choose_disposition(static_cast<std::uint8_t>(fired.dispositions), outcome.excluded);
  return outcome;
}

[[nodiscard]] inline Outcome decide(const Program& program,
                                    std::span<const std::uint16_t> point) noexcept {
  return decide(program, point, [](std::size_t) {});
}

}  // namespace sourcing::engine
