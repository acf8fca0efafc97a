// SPDX-License-Identifier: Apache-2.0
// Is there a task for which one model says this and another says that?
//
// Two compiled models (or one model twice, with a criterion that may differ) read the same
// *variables*. A goal is a conjunction of wishes on what comes out on each side. Branch and bound
// over boxes of the variables finds a task that meets it, or proves that there is none: the scores
// of both sides are sums of one table entry per variable, so any weighting of the goal's linear
// conditions has its exact greatest value in a box, and a negative one is a proof. Deciding two
// near-equal models goes through their difference, so it is quick where nothing else differs.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/box.hpp"
#include "engine/kernel.hpp"

namespace sourcing::analysis {

/// A model seen through shared variables.
struct Side {
  const engine::Program* program = nullptr;
  /// The variable that each criterion reads.
  std::vector<std::uint16_t> variable;
  /// For each criterion the position that each position of its variable means; it never falls.
  /// Empty: the same one.
  std::vector<std::vector<std::uint16_t>> meaning;

  /// The position of a criterion that one of its variable means.
  [[nodiscard]] std::uint16_t meant(std::size_t criterion, std::uint16_t at) const {
    if (meaning.empty() || meaning[criterion].empty()) return at;
    return meaning[criterion][at];
  }
};

/// A side that reads its criteria from variables of the same numbers.
[[nodiscard]] Side plain_side(const engine::Program& program);

enum class WishKind : std::uint8_t {
  engagement,   ///< `value`: an Engagement
  location,     ///< a Location, or engine::no_location
  disposition,  ///< a Disposition
  hybrid,       ///< the score lies in the band
  below_band,
  above_band,
  fires,
  silent,  ///< the rule of this index
};

struct Wish {
  std::size_t side = 0;
  WishKind kind = WishKind::engagement;
  int value = 0;
};
using Goal = std::vector<Wish>;

/// A position for every variable.
using Assignment = std::vector<std::uint16_t>;

enum class Found : std::uint8_t { no, yes, unknown };

struct Span {
  std::uint16_t low = 0, high = 0;
};

/// Not thread-safe; make one per thread.
class Twin {
 public:
  /// One or two sides; `last` is the greatest position of each variable.
  Twin(std::vector<std::uint16_t> last, std::vector<Side> sides);

  /// `yes`: `witness()` meets the goal. `unknown`: the budget ran out.
  [[nodiscard]] Found find(const Goal& goal, std::uint64_t nodes);

  /// As `find`, among the assignments that differ from `home` in at most `most` variables.
  [[nodiscard]] Found find_near(const Goal& goal, const Assignment& home, std::size_t most,
                                std::uint64_t nodes);

  /// Restricts a variable for the searches to come.
  void restrict(std::size_t variable, Span span) { domain_[variable] = span; }

  [[nodiscard]] const Assignment& witness() const noexcept { return point_; }
  /// Nodes visited by all searches so far. One that has to look at much counts as several, so that
  /// a budget bounds the time that a search takes.
  [[nodiscard]] std::uint64_t nodes() const noexcept { return nodes_; }
  /// Looks at a contribution, a rule's points or a part of a condition, by all searches so far.
  [[nodiscard]] std::uint64_t looks() const noexcept { return looks_; }
  /// Looks that a node may take before it counts as two.
  static constexpr std::uint64_t looks_per_node = 2'500;

  [[nodiscard]] engine::Point point_of(std::size_t side, const Assignment& at) const;
  [[nodiscard]] bool meets(const Goal& goal, const Assignment& at) const;
  [[nodiscard]] const std::vector<Side>& sides() const noexcept { return sides_; }

 private:
  static constexpr std::size_t lanes = 2 * axis_count;
  static constexpr std::size_t decided = ~std::size_t{0};  // of `undecided_`
  using Values = std::array<std::int64_t, lanes>;

  // What a rule neutralises, and on which sides.
  struct Neutral {
    std::uint16_t variable;
    std::array<bool, 2> sides;
  };
  // A rule of one side, or one that both have on the same condition.
  struct Joint {
    std::size_t side;
    std::uint32_t condition;
    Values points{};
    std::array<std::uint8_t, 2> excluded{};
    std::array<std::int8_t, 2> disposition{engine::no_disposition, engine::no_disposition};
    std::array<std::int64_t, 2> rule{-1, -1};
    std::vector<Neutral> neutral{};
  };
  // The weighted scores plus `constant` are to be at least 0.
  struct Row {
    Values weights{};
    std::int64_t constant = 0;
  };

  void join_rules();
  static void add_neutral(Joint& joint, std::uint16_t variable, std::size_t side);
  bool relevant(const Joint& rule, const Goal& goal) const;
  void span(std::size_t variable, Span to);

  Found explore(const Goal& goal, std::size_t depth);
  Found look(const Goal& goal, std::size_t depth);
  Found split(const Goal& goal, std::size_t depth, std::size_t variable,
              std::uint16_t last_of_lower);
  void charge();
  bool stay_near();
  [[nodiscard]] bool at_home_possible(std::size_t variable) const;
  bool rows_of(const Goal& goal);
  bool settle(const Goal& goal);
  void neutralise();
  [[nodiscard]] bool nowhere_on_one_side(const Goal& goal) const;
  bool rows_of(const Wish& wish);
  bool bounded();
  std::int64_t maximise(const Row& row);
  std::int64_t few_greatest(std::int64_t sum);
  [[nodiscard]] std::int64_t greatest(const Row& row, std::size_t variable, std::size_t at) const;
  [[nodiscard]] std::int32_t worth(std::size_t lane, std::size_t variable, std::size_t at) const {
    const bool neutral = varies_ && neutralised_[lane / axis_count][variable] == engine::Truth::yes;
    return neutral ? neutral_[lane][variable] : table_[lane][first_[variable] + at];
  }
  [[nodiscard]] std::int64_t value(const Row& row, const Assignment& at) const;
  void mend();
  [[nodiscard]] std::size_t widest() const;
  [[nodiscard]] std::uint16_t middle(std::size_t variable) const;

  std::vector<std::uint16_t> last_;
  std::vector<Side> sides_;
  std::vector<Span> domain_, box_;
  std::array<engine::Box, 2> boxes_{};
  std::array<std::vector<std::int32_t>, 2> criterion_of_;  // per variable, -1 for none
  std::vector<std::size_t> first_;                         // of each variable in the tables
  std::array<std::vector<std::int32_t>, lanes> table_;
  std::vector<bool> straight_;  // every lane is a straight line: extremes are at the ends
  std::vector<Joint> joints_;
  std::vector<std::size_t> used_;  // the joints that bear on the goal
  std::vector<engine::Truth> truth_;
  std::vector<Row> rows_;
  // Whether a variable counts as neutral on a side, and what it adds then.
  bool varies_ = false;
  std::array<std::vector<engine::Truth>, 2> neutralised_;
  // The same, by rules of both sides and by those of one alone.
  std::vector<engine::Truth> by_both_;
  std::array<std::vector<engine::Truth>, 2> by_one_;
  std::array<std::vector<std::int32_t>, lanes> neutral_;
  std::size_t undecided_ = 0;
  bool same_exclusions_ = false;  // every rule excludes the same on both sides
  Assignment point_;

  // Near home: which other variables may still leave it, and what each would gain.
  struct Gain {
    std::int64_t gain;
    std::size_t variable;
    std::uint16_t at;
  };
  Assignment home_;  // empty: anywhere
  std::size_t most_moved_ = 0, may_move_ = 0;
  std::vector<Gain> gains_;
  std::vector<std::pair<std::size_t, Span>> held_;  // what to restore

  std::uint64_t nodes_ = 0, budget_ = 0;
  mutable std::uint64_t looks_ = 0;
  std::uint64_t looks_per_condition_ = 1;
  std::uint64_t charged_ = 0;
};

}  // namespace sourcing::analysis
