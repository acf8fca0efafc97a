// SPDX-License-Identifier: Apache-2.0
// The tree of boxes: which is looked at next, and how much that may cost.
#include <algorithm>

#include "analysis/twin.hpp"

namespace sourcing::analysis {

namespace {

// Each level of splitting is a stack frame; a stranger's model may not exhaust the stack.
constexpr std::size_t deepest = 1'000;

}  // namespace

bool Twin::at_home_possible(std::size_t variable) const {
  return box_[variable].low <= home_[variable] && home_[variable] <= box_[variable].high;
}

// Counts who has left home; when no more may, the others stay. False: too many have.
bool Twin::stay_near() {
  if (home_.empty()) return true;
  std::size_t moved = 0;
  for (std::size_t v = 0; v < box_.size(); ++v) moved += at_home_possible(v) ? 0U : 1U;
  if (moved > most_moved_) return false;
  may_move_ = most_moved_ - moved;
  if (may_move_ > 0) return true;
  for (std::size_t v = 0; v < box_.size(); ++v) {
    if (box_[v].low == box_[v].high || !at_home_possible(v)) continue;
    held_.emplace_back(v, box_[v]);
    span(v, {home_[v], home_[v]});
  }
  return true;
}

// A node counts for what the one before it has cost.
void Twin::charge() {
  nodes_ += 1 + (looks_ - charged_) / looks_per_node;
  charged_ = looks_;
}

Found Twin::explore(const Goal& goal, std::size_t depth) {
  if (nodes_ >= budget_ || depth >= deepest) return Found::unknown;
  charge();
  const std::size_t mark = held_.size();
  const Found found = stay_near() ? look(goal, depth) : Found::no;
  for (; held_.size() > mark; held_.pop_back()) span(held_.back().first, held_.back().second);
  return found;
}

Found Twin::look(const Goal& goal, std::size_t depth) {
  for (std::size_t v = 0; v < box_.size(); ++v) {
    const bool stays = !home_.empty() && at_home_possible(v);
    point_[v] = stays ? home_[v] : std::clamp(point_[v], box_[v].low, box_[v].high);
  }
  if (!rows_of(goal)) return Found::no;
  if (!bounded()) return Found::no;
  if (meets(goal, point_)) return Found::yes;
  std::size_t variable = 0;
  std::uint16_t last_of_lower = 0;
  if (undecided_ != decided) {
    const Joint& joint = joints_[undecided_];
    const Side& side = sides_[joint.side];
    const engine::Cut cut = engine::find_cut(*side.program, joint.condition, boxes_[joint.side]);
    variable = side.variable[cut.criterion];
    last_of_lower = box_[variable].low;
    while (side.meant(cut.criterion, static_cast<std::uint16_t>(last_of_lower + 1)) <=
           cut.last_of_lower) {
      ++last_of_lower;
    }
  } else {
    if (home_.empty()) {
      mend();
      if (meets(goal, point_)) return Found::yes;
    }
    variable = widest();
    // Nothing in the box moves a row, and every rule is decided: all its points are alike.
    if (variable == box_.size()) return Found::no;
    last_of_lower = middle(variable);
  }
  return split(goal, depth, variable, last_of_lower);
}

// Where to cut a variable's interval: in half, or off from home.
std::uint16_t Twin::middle(std::size_t variable) const {
  const auto [low, high] = box_[variable];
  if (home_.empty() || !at_home_possible(variable)) {
    return static_cast<std::uint16_t>((low + high) / 2);
  }
  return home_[variable] < high ? home_[variable] : static_cast<std::uint16_t>(high - 1);
}

Found Twin::split(const Goal& goal, std::size_t depth, std::size_t variable,
                  std::uint16_t last_of_lower) {
  const Span whole = box_[variable];
  const bool upper_first = point_[variable] > last_of_lower;
  Found result = Found::no;
  for (int half = 0; half < 2 && result != Found::yes; ++half) {
    const bool upper = (half == 0) == upper_first;
    span(variable, upper ? Span{static_cast<std::uint16_t>(last_of_lower + 1), whole.high}
                         : Span{whole.low, last_of_lower});
    const Found here = explore(goal, depth + 1);
    if (here != Found::no) result = here;
  }
  span(variable, whole);
  return result;
}

}  // namespace sourcing::analysis
