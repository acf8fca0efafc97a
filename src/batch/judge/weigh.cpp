// SPDX-License-Identifier: Apache-2.0
#include "batch/judge/weigh.hpp"

#include <algorithm>
#include <cstring>

#include "batch/plan/loose.hpp"

namespace sourcing::batch {

namespace {

// Rows side by side in a vector register.
using Some = std::uint16_t __attribute__((vector_size(32)));

// The scores alone. Most scales are straight lines, whose steps many rows are multiplied by at
// once, an axis after the other, with the sums in registers. The others are looked up.
SOURCING_INLINE void add_scores(const Tables& tables, Group& group) {
  constexpr std::size_t some = sizeof(Some) / sizeof(std::uint16_t), together = 4;
  alignas(64) std::array<PerRow<std::uint16_t>, axis_count> scores;
  for (std::size_t r = 0; r < group.padded; r += together * some) {
    for (std::size_t a = 0; a < axis_count; ++a) {
      Some sum[together]{};
      SOURCING_UNROLLED
      for (Some& each : sum) each += tables.starts[a];
      for (const Line& line : tables.lines[a]) {
        const std::uint16_t* const at = group.positions(line.criterion) + r;
        SOURCING_UNROLLED
        for (std::size_t i = 0; i < together; ++i) {
          Some here;
          load(here, at + i * some);
          sum[i] += here * line.step;
        }
      }
      for (std::size_t i = 0; i < together; ++i) {
        store(scores[a].data() + r + i * some, sum[i]);
      }
    }
  }
  const std::size_t rows = group.padded;
  engine::Lanes* __restrict sum = group.sum.data();
  for (std::size_t r = 0; r < rows; ++r) {
    sum[r] = scores[0][r] | engine::Lanes{scores[1][r]} << 16 | engine::Lanes{scores[2][r]} << 32 |
             engine::Lanes{scores[3][r]} << 48;
  }
  for (const std::uint16_t c : tables.curves) {
    const engine::Lanes* const table = tables.criteria[c].contributions;
    const std::uint16_t* __restrict at = group.positions(c);
    for (std::size_t r = 0; r < rows; ++r) sum[r] += table[at[r]];
  }
}

// The scores, and the largest reasons. A few rows at a time, so that theirs stay in registers while
// all criteria pass.
SOURCING_INLINE void add_criteria(const Tables& tables, Group& group) {
  constexpr std::size_t together = 4;
  const Scored* const end = tables.scored.data() + tables.scored.size();
  for (std::size_t r = 0; r < group.padded; r += together) {
    std::array<engine::Lanes, together> sum{};
    std::array<ReasonKeys, together> first{}, second{};
    for (const Scored* scored = tables.scored.data(); scored != end; ++scored) {
      const std::uint16_t* const at = group.positions(scored->criterion) + r;
      for (std::size_t i = 0; i < together; ++i) {
        const Worth& worth = scored->worths[at[i]];
        sum[i] += worth.scores;
        keep_largest(first[i], second[i], worth.reasons);
      }
    }
    for (std::size_t i = 0; i < together; ++i) {
      group.sum[r + i] = sum[i];
      group.largest.first[r + i] = first[i];
      group.largest.second[r + i] = second[i];
    }
  }
}

// Runs the steps of a condition over the rows; the result is 255 where it holds, else 0.
SOURCING_INLINE void run_condition(const Tables& tables, const RuleTable& rule, const Group& group,
                                   std::uint8_t* stack, std::uint8_t* result) {
  const std::size_t rows = group.padded;
  std::size_t depth = 0;
  const Step* step = tables.steps.data() + rule.first_step;
  for (std::uint32_t s = 0; s < rule.steps; ++s, ++step) {
    switch (step->kind) {
      case Step::Kind::test: {
        std::uint8_t* __restrict out = stack + depth++ * group_rows;
        const std::uint16_t* __restrict at = group.positions(step->criterion);
        const std::uint16_t low = step->low, span = step->span;
        for (std::size_t r = 0; r < rows; ++r) {
          out[r] = static_cast<std::uint16_t>(at[r] - low) <= span ? 255 : 0;
        }
        break;
      }
      case Step::Kind::both:
      case Step::Kind::either: {
        --depth;
        const std::uint8_t* __restrict b = stack + depth * group_rows;
        std::uint8_t* __restrict a = stack + (depth - 1) * group_rows;
        if (step->kind == Step::Kind::both) {
          for (std::size_t r = 0; r < rows; ++r) a[r] &= b[r];
        } else {
          for (std::size_t r = 0; r < rows; ++r) a[r] |= b[r];
        }
        break;
      }
      case Step::Kind::negate: {
        std::uint8_t* __restrict a = stack + (depth - 1) * group_rows;
        for (std::size_t r = 0; r < rows; ++r) a[r] = static_cast<std::uint8_t>(~a[r]);
        break;
      }
    }
  }
  std::memcpy(result, stack, rows);
}

// A rule that neutralises: what it gives is another thing in each row.
void apply_varying(const Tables& tables, std::size_t index, bool reasons, Group& group) {
  const engine::Program& program = tables.program;
  const engine::Rule& rule = program.rules[index];
  const auto fires = [&](std::size_t of, std::size_t row) {
    return group.fired[of * group_rows + row] != 0;
  };
  for (std::size_t row = 0; row < group.padded; ++row) {
    if (!fires(index, row)) continue;
    engine::CriterionSet taken;
    for (std::size_t before = 0; before < index; ++before) {
      if (!program.rules[before].varies || !fires(before, row)) continue;
      for (const engine::Neutralised& each : program.rules[before].neutralised) {
        if (!each.folded) taken.insert(each.criterion);
      }
    }
    std::array<Centipoints, axis_count> points{rule.points[0], rule.points[1], rule.points[2],
                                               rule.points[3]};
    for (const engine::Neutralised& each : rule.neutralised) {
      if (each.folded || !taken.insert(each.criterion)) continue;
      const CriterionTable& table = tables.criteria[each.criterion];
      const engine::Lanes neutral = table.contributions[table.neutral_at];
      const engine::Lanes here = table.contributions[group.positions(each.criterion)[row]];
      for (std::size_t a = 0; a < axis_count; ++a) {
        points[a] += engine::lane(neutral, a) - engine::lane(here, a);
      }
    }
    ReasonKeys keys{};
    for (std::size_t a = 0; a < axis_count; ++a) {
      group.sum[row] += static_cast<engine::Lanes>(std::int64_t{points[a]}) << (16 * a);
      keys[a] = reason_key(points[a], first_rule_code + index);
    }
    if (reasons) keep_largest(group.largest.first[row], group.largest.second[row], keys);
  }
}

SOURCING_INLINE void apply_rules(const Tables& tables, bool reasons, Group& group) {
  const std::size_t rows = group.padded;
  std::memset(group.excluded.data(), 0, rows);
  std::memset(group.dispositions.data(), 0, rows);
  for (std::size_t i = 0; i < tables.rules.size(); ++i) {
    const RuleTable& rule = tables.rules[i];
    std::uint8_t* const fired = group.fired.data() + i * group_rows;
    run_condition(tables, rule, group, group.stack.data(), fired);
    const std::uint8_t excluded = rule.excluded, disposition = rule.disposition;
    for (std::size_t r = 0; r < rows; ++r) {
      group.excluded[r] |= static_cast<std::uint8_t>(fired[r] & excluded);
      group.dispositions[r] |= static_cast<std::uint8_t>(fired[r] & disposition);
    }
    if (!rule.has_points) continue;
    if (rule.varies) {
      apply_varying(tables, i, reasons, group);
      continue;
    }
    for (std::size_t r = 0; r < rows; ++r) {
      group.sum[r] += rule.points & (fired[r] != 0 ? ~engine::Lanes{0} : 0);
    }
    if (!reasons) continue;
    for (std::size_t r = 0; r < rows; ++r) {
      const ReasonKey mask = fired[r] != 0 ? ~ReasonKey{0} : 0;
      keep_largest(group.largest.first[r], group.largest.second[r], rule.reasons & mask);
    }
  }
}

// As run_condition, over boxes: two results, where it surely holds and where it surely does not.
SOURCING_INLINE void run_condition_on_boxes(const Tables& tables, const RuleTable& rule,
                                            const Group& group, std::uint8_t* stack) {
  const std::size_t rows = group.padded;
  std::size_t depth = 0;  // an entry is two rows of bytes: yes, then no
  const Step* step = tables.steps.data() + rule.first_step;
  for (std::uint32_t s = 0; s < rule.steps; ++s, ++step) {
    switch (step->kind) {
      case Step::Kind::test: {
        std::uint8_t* __restrict yes = stack + 2 * depth * group_rows;
        std::uint8_t* __restrict no = yes + group_rows;
        ++depth;
        const std::uint16_t* __restrict low = group.lows(step->criterion);
        const std::uint16_t* __restrict high = group.highs(step->criterion);
        const std::uint16_t least = step->low;
        const auto most = static_cast<std::uint16_t>(step->low + step->span);
        for (std::size_t r = 0; r < rows; ++r) {
          yes[r] =
              static_cast<std::uint8_t>((low[r] >= least ? 255 : 0) & (high[r] <= most ? 255 : 0));
          no[r] =
              static_cast<std::uint8_t>((high[r] < least ? 255 : 0) | (low[r] > most ? 255 : 0));
        }
        break;
      }
      case Step::Kind::both:
      case Step::Kind::either: {
        --depth;
        const bool both = step->kind == Step::Kind::both;
        const std::uint8_t* __restrict b = stack + 2 * depth * group_rows;
        std::uint8_t* __restrict a = stack + 2 * (depth - 1) * group_rows;
        // `both` joins the yes with and, the no with or; `either` the other way round.
        std::uint8_t* __restrict a_and = both ? a : a + group_rows;
        std::uint8_t* __restrict a_or = both ? a + group_rows : a;
        const std::uint8_t* __restrict b_and = both ? b : b + group_rows;
        const std::uint8_t* __restrict b_or = both ? b + group_rows : b;
        for (std::size_t r = 0; r < rows; ++r) a_and[r] &= b_and[r];
        for (std::size_t r = 0; r < rows; ++r) a_or[r] |= b_or[r];
        break;
      }
      case Step::Kind::negate: {
        std::uint8_t* const a = stack + 2 * (depth - 1) * group_rows;
        for (std::size_t r = 0; r < rows; ++r) std::swap(a[r], a[r + group_rows]);
        break;
      }
    }
  }
}

SOURCING_INLINE void judge_boxes(const Tables& tables, Group& group) {
  const std::size_t rows = group.padded;
  for (PerRow<std::uint8_t>* each : {&group.surely, &group.perhaps, &group.set, &group.perhaps_set,
                                     &group.facts, &group.maybe_retain, &group.maybe_automate}) {
    std::memset(each->data(), 0, rows);
  }
  std::fill_n(group.doubt.begin(), rows, Leads{});
  constexpr auto retain =
      static_cast<std::uint8_t>(1U << static_cast<unsigned>(Disposition::retain));
  for (const RuleTable& rule : tables.rules) {
    std::uint8_t* const yes = group.stack.data();
    std::uint8_t* const no = yes + group_rows;
    run_condition_on_boxes(tables, rule, group, group.stack.data());
    const std::uint8_t excluded = rule.excluded, disposition = rule.disposition;
    const auto yes_facts = static_cast<std::uint8_t>((rule.moves_engagement ? yes_engagement : 0) |
                                                     (rule.moves_location ? yes_location : 0) |
                                                     (disposition != 0 ? yes_disposition : 0));
    const std::uint8_t maybe_facts = rule.exact ? 0 : maybe_inexact;
    for (std::size_t r = 0; r < rows; ++r) {
      const std::uint8_t y = yes[r];
      const auto not_no = static_cast<std::uint8_t>(~no[r]);
      const auto maybe = static_cast<std::uint8_t>(not_no & ~y);
      group.surely[r] |= static_cast<std::uint8_t>(y & excluded);
      group.perhaps[r] |= static_cast<std::uint8_t>(not_no & excluded);
      group.set[r] |= static_cast<std::uint8_t>(y & disposition);
      group.perhaps_set[r] |= static_cast<std::uint8_t>(not_no & disposition);
      group.facts[r] |= static_cast<std::uint8_t>((y & yes_facts) | (maybe & maybe_facts));
    }
    if (disposition != 0) {
      PerRow<std::uint8_t>& counts =
          disposition == retain ? group.maybe_retain : group.maybe_automate;
      for (std::size_t r = 0; r < rows; ++r) {
        const auto more = static_cast<std::uint8_t>(counts[r] + (~(yes[r] | no[r]) & 1));
        counts[r] = std::min<std::uint8_t>(more, 2);
      }
    }
    if (!rule.has_points) continue;
    for (std::size_t r = 0; r < rows; ++r) {
      const std::size_t truth = (no[r] & 1U) | (yes[r] & 2U);  // maybe, no, yes
      group.least[r] += rule.changes[truth].least;
      group.doubt[r] += rule.changes[truth].doubt;
    }
  }
}

SOURCING_INLINE void weigh_rows(const Tables& tables, WeighOptions options, Group& group) {
  if (options.reasons) {
    add_criteria(tables, group);
  } else {
    add_scores(tables, group);
  }
  if (group.any_open) {
    // Before the rules of the estimate join the sums: a box has its own.
    for (std::size_t r = 0; r < group.padded; ++r) group.least[r] += leads_of(group.sum[r]);
    judge_boxes(tables, group);
  }
  apply_rules(tables, options.reasons, group);
}

SOURCING_WIDE void weigh_wide(const Tables& tables, WeighOptions options, Group& group) {
  weigh_rows(tables, options, group);
}

void weigh_narrow(const Tables& tables, WeighOptions options, Group& group) {
  weigh_rows(tables, options, group);
}

}  // namespace

Group::Group(const Tables& tables)
    : at(tables.criteria.size() * group_rows),
      columns(tables.criteria.size()),
      low(at.size()),
      high(at.size()),
      open_column(tables.criteria.size()),
      unknown(at.size() + 1),
      fired(tables.rules.size() * group_rows),
      largest{},
      stack(2 * (tables.deepest + 1) * group_rows) {
  show_own();
}

void Group::show_own() noexcept {
  for (std::size_t c = 0; c < columns.size(); ++c) columns[c] = at.data() + c * group_rows;
}

void Group::load_box(std::size_t row, engine::Box& box) const noexcept {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    box.low[c] = lows(c)[row];
    box.high[c] = highs(c)[row];
  }
}

void weigh(const Tables& tables, WeighOptions options, bool wide, Group& group) {
  if (wide) {
    weigh_wide(tables, options, group);
  } else {
    weigh_narrow(tables, options, group);
  }
}

}  // namespace sourcing::batch
