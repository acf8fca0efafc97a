// SPDX-License-Identifier: Apache-2.0
// Going through the cells of a box: splitting it along what undecided rules test, until every rule
// that matters is yes or no. The work is counted in cells, never in time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/box.hpp"

namespace sourcing::engine {

// Each level of splitting is a stack frame; a stranger's model may not exhaust the stack.
inline constexpr std::uint32_t deepest = 2'000;

// Looks at a condition's part or a grid position that a cell may cost before it counts as two.
inline constexpr std::uint64_t looks_per_cell = 4'096;

/// Visits the cells of a box, splitting it along what the undecided rules test.
class Walk {
 public:
  Walk(const Program& program, const Box& box, std::uint64_t budget)
      : program_(program), box_(box), budget_(budget) {
    std::uint64_t looks = program.nodes.size();
    for (std::size_t c = 0; c < program.criteria.size(); ++c) {
      if (program.criteria[c].bends != 0)
        looks += static_cast<std::uint64_t>(box.high[c]) - box.low[c];
    }
    cost_ = 1 + looks / looks_per_cell;
  }

  template <class Relevant>
  void keep(Relevant relevant) {
    for (std::size_t r = 0; r < program_.rules.size(); ++r) {
      if (relevant(program_.rules[r])) rules_.push_back(r);
    }
  }
  void keep_rule(std::size_t rule) { rules_.push_back(rule); }

  [[nodiscard]] const Box& box() const noexcept { return box_; }
  [[nodiscard]] std::uint64_t cells() const noexcept { return cells_; }
  [[nodiscard]] bool exhausted() const noexcept { return exhausted_; }
  [[nodiscard]] std::uint64_t left() const noexcept {
    return budget_ > cells_ ? budget_ - cells_ : 0;
  }
  void spend(std::uint64_t cells) noexcept { cells_ += cells; }
  void give_up() noexcept { exhausted_ = true; }

  /// `visit(fired, is_cell)` looks at the current box and returns true when it needs no further
  /// splitting; `fired(f)` calls f(rule, truth) for every relevant rule that is not no.
  /// The walk ends early when the visitor sets `stopped` or the budget runs out.
  template <class Visit>
  void run(Visit&& visit, std::uint32_t depth = 0) {
    if (stopped || exhausted_) return;
    std::uint32_t undecided = 0;
    bool cell = true;
    for (const std::size_t r : rules_) {
      if (truth(program_, program_.rules[r].condition, box_) == Truth::maybe) {
        undecided = program_.rules[r].condition;
        cell = false;
        break;
      }
    }
    const auto fired = [&](auto&& f) {
      for (const std::size_t r : rules_) {
        const Truth value = truth(program_, program_.rules[r].condition, box_);
        if (value != Truth::no) f(program_.rules[r], value);
      }
    };
    const bool done = visit(fired, cell) || cell;
    cells_ += cost_;
    if (done) return;
    if (cells_ >= budget_ || depth >= deepest) {
      exhausted_ = true;
      return;
    }
    const Cut cut = find_cut(program_, undecided, box_);
    const std::uint16_t low = box_.low[cut.criterion], high = box_.high[cut.criterion];
    box_.high[cut.criterion] = cut.last_of_lower;
    run(visit, depth + 1);
    box_.high[cut.criterion] = high;
    box_.low[cut.criterion] = static_cast<std::uint16_t>(cut.last_of_lower + 1);
    run(visit, depth + 1);
    box_.low[cut.criterion] = low;
  }

  bool stopped = false;

 private:
  const Program& program_;
  Box box_;
  std::uint64_t budget_;
  std::uint64_t cost_ = 1;
  std::uint64_t cells_ = 0;
  bool exhausted_ = false;
  std::vector<std::size_t> rules_;
};

}  // namespace sourcing::engine
