// SPDX-License-Identifier: Apache-2.0
#include "batch/weigh.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "batch/wide.hpp"

namespace sourcing::batch {

namespace {

// Lanes are looked at both as words and as numbers of 16 bits.
using Lane = std::uint16_t __attribute__((may_alias));

constexpr std::size_t chunk = 16;  // `Group::padded` is a multiple

// Keeps the two largest points of each lane; the earlier one wins a tie.
SOURCING_INLINE void keep_largest(Largest& largest, const Lane* __restrict points,
                                  const Lane* __restrict codes, std::size_t lanes) {
  std::uint16_t* __restrict first = largest.first.data();
  std::uint16_t* __restrict second = largest.second.data();
  std::uint16_t* __restrict first_code = largest.first_code.data();
  std::uint16_t* __restrict second_code = largest.second_code.data();
  SOURCING_INDEPENDENT
  for (std::size_t k = 0; k < lanes; ++k) {
    const std::uint16_t p = points[k], code = codes[k];
    const std::uint16_t f = first[k], s = second[k];
    const std::uint16_t fc = first_code[k], sc = second_code[k];
    const bool over_first = p > f, over_second = p > s;
    second[k] = over_first ? f : over_second ? p : s;
    second_code[k] = over_first ? fc : over_second ? code : sc;
    first[k] = over_first ? p : f;
    first_code[k] = over_first ? code : fc;
  }
}

// The scores alone, an axis at a time. Most scales are straight lines, whose steps many rows are
// multiplied by at once; looked up they come one by one, from tables that leave the first-level
// cache.
SOURCING_INLINE void add_scores(const Tables& tables, Group& group) {
  const std::size_t rows = group.padded;
  alignas(64) std::array<PerRow<std::uint16_t>, axis_count> scores;
  for (std::size_t a = 0; a < axis_count; ++a) {
    std::fill_n(scores[a].data(), rows, tables.starts[a]);
  }
  for (const Term& term : tables.terms) {
    std::uint16_t* __restrict score = scores[term.axis].data();
    const std::uint16_t* __restrict at = group.positions(term.criterion);
    if (term.straight) {
      const std::uint16_t step = term.step;
      for (std::size_t r = 0; r < rows; ++r) {
        score[r] = static_cast<std::uint16_t>(score[r] + step * at[r]);
      }
    } else {
      const engine::Lanes* const table = tables.criteria[term.criterion].contributions;
      for (std::size_t r = 0; r < rows; ++r) {
        score[r] = static_cast<std::uint16_t>(score[r] + (table[at[r]] >> (16 * term.axis)));
      }
    }
  }
  engine::Lanes* __restrict sum = group.sum.data();
  for (std::size_t r = 0; r < rows; ++r) {
    sum[r] = scores[0][r] | engine::Lanes{scores[1][r]} << 16 | engine::Lanes{scores[2][r]} << 32 |
             engine::Lanes{scores[3][r]} << 48;
  }
}

// The scores, and the largest reasons.
SOURCING_INLINE void add_criteria(const Tables& tables, Group& group) {
  const std::size_t rows = group.padded;
  engine::Lanes* __restrict sum = group.sum.data();
  std::memset(sum, 0, rows * sizeof(engine::Lanes));
  std::memset(group.largest.first.data(), 0, rows * sizeof(engine::Lanes));
  std::memset(group.largest.second.data(), 0, rows * sizeof(engine::Lanes));
  alignas(64) PerRow<engine::Lanes> here;
  alignas(64) PerRow<engine::Lanes> points;
  alignas(64) PerRow<engine::Lanes> codes;
  for (std::size_t c = 0; c < tables.criteria.size(); ++c) {
    const CriterionTable& criterion = tables.criteria[c];
    if (!criterion.scored) continue;
    const engine::Lanes* const contributions = criterion.contributions;
    const std::uint16_t* __restrict at = group.positions(c);
    for (std::size_t r = 0; r < rows; ++r) {
      here[r] = contributions[at[r]];
      sum[r] += here[r];
    }
    const Lane* __restrict now = reinterpret_cast<const Lane*>(here.data());
    Lane* __restrict out = reinterpret_cast<Lane*>(points.data());
    Lane* __restrict signed_code = reinterpret_cast<Lane*>(codes.data());
    const auto code = static_cast<std::uint16_t>(c);
    alignas(64) std::array<engine::Lanes, chunk / axis_count> neutral_words;
    neutral_words.fill(criterion.neutral);
    const Lane* __restrict neutral = reinterpret_cast<const Lane*>(neutral_words.data());
    for (std::size_t k = 0; k < rows * axis_count; k += chunk) {
      for (std::size_t i = 0; i < chunk; ++i) {
        const std::uint16_t a = now[k + i], b = neutral[i];
        out[k + i] = static_cast<std::uint16_t>(a > b ? a - b : b - a);
        signed_code[k + i] = static_cast<std::uint16_t>(a < b ? code | negative_code : code);
      }
    }
    keep_largest(group.largest, out, signed_code, rows * axis_count);
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
    alignas(64) PerRow<engine::Lanes> points;
    alignas(64) PerRow<engine::Lanes> codes;
    engine::Lanes magnitudes = 0, code = 0;
    for (std::size_t a = 0; a < axis_count; ++a) {
      magnitudes |= static_cast<engine::Lanes>(std::abs(rule.axis_points[a])) << (16 * a);
      code |= static_cast<engine::Lanes>((first_rule_code + i) |
                                         (rule.axis_points[a] < 0 ? negative_code : 0U))
              << (16 * a);
    }
    std::fill_n(codes.begin(), rows, code);
    for (std::size_t r = 0; r < rows; ++r) {
      const engine::Lanes mask = fired[r] != 0 ? ~engine::Lanes{0} : 0;
      group.sum[r] += rule.points & mask;
      points[r] = magnitudes & mask;
    }
    if (reasons) {
      keep_largest(group.largest, reinterpret_cast<const Lane*>(points.data()),
                   reinterpret_cast<const Lane*>(codes.data()), rows * axis_count);
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

// What the leads say of each row.
SOURCING_INLINE void compare_leads(Group& group) {
  for (std::size_t r = 0; r < group.padded; ++r) {
    Leads most = group.least[r];  // of the least
    most += group.doubt[r];
    const std::uint32_t below = below_zero(group.least[r], most);
    group.ahead[r] = static_cast<std::uint8_t>(~below);
    group.behind[r] = static_cast<std::uint8_t>(below >> 8);
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
    compare_leads(group);
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
      low(at.size()),
      high(at.size()),
      open_column(tables.criteria.size()),
      unknown(at.size() + 1),
      fired(tables.rules.size() * group_rows),
      largest{},
      stack(2 * (tables.deepest + 1) * group_rows) {}

bool Group::is_unknown(std::size_t row, std::size_t criterion) const noexcept {
  return std::any_of(
      unknown.begin(), unknown.begin() + static_cast<std::ptrdiff_t>(unknowns),
      [&](const UnknownCell& cell) { return cell.row == row && cell.criterion == criterion; });
}

void weigh(const Tables& tables, WeighOptions options, bool wide, Group& group) {
  if (wide) {
    weigh_wide(tables, options, group);
  } else {
    weigh_narrow(tables, options, group);
  }
}

}  // namespace sourcing::batch
