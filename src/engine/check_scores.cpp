// SPDX-License-Identifier: Apache-2.0
// No task may have a score outside 0 to 100: which rules would take one there, and by how much.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "engine/compile.hpp"
#include "engine/range.hpp"

namespace sourcing::engine {

namespace {

constexpr Centipoints full_scale = 10'000;

enum class End : std::uint8_t { low, high };

// How far beyond an end of the scale a score reaches, or 0.
Centipoints beyond(const AxisBounds& reached, End end) {
  return std::max(0, end == End::low ? -reached.low : reached.high - full_scale);
}

// Its own points: what neutralising comes to is not the rule's to lower.
Centipoints own_points(const Rule& rule, std::size_t axis) {
  return rule.points[axis] - rule.folded[axis];
}

std::string signed_points(Centipoints points) {
  std::string text;
  base::append_signed2(text, points);
  return text;
}

// Tells which rules take a score over an end, by looking at the model without points of theirs.
class Culprits {
 public:
  Culprits(const Program& program, std::size_t axis, End end, std::uint64_t cells)
      : program_(program), axis_(axis), end_(end), cells_(cells) {
    for (std::size_t r = 0; r < program.rules.size(); ++r) {
      const Centipoints points = own_points(program.rules[r], axis);
      if (end == End::low ? points < 0 : points > 0) pushing_.push_back(r);
    }
  }

  // The rule that gives too much and the most that it may give; else those that do so each for
  // itself, or together. Empty where the budget does not suffice to tell.
  [[nodiscard]] std::string told(Centipoints over) {
    for (const std::size_t r : pushing_) {
      const auto rest = beyond_with([&](std::size_t other) { return other != r; });
      if (!rest) return {};
      if (*rest == 0) return sentence({limited(r, over)}, false);
    }
    std::vector<std::string> each, all;
    for (const std::size_t r : pushing_) {
      const auto alone = beyond_with([&](std::size_t other) { return other == r; });
      if (!alone) return {};
      if (*alone > 0) each.push_back(limited(r, *alone));
      all.push_back(fmt::format("`{}` ({})", program_.rules[r].id, signed_points(points(r))));
    }
    if (!each.empty()) return sentence(each, each.size() > 1);
    return fmt::format("{} give {} too much where they fire together", listed(all, ", "),
                       signed_points(end_ == End::low ? -over : over));
  }

 private:
  [[nodiscard]] Centipoints points(std::size_t r) const {
    return own_points(program_.rules[r], axis_);
  }

  // How far the score reaches beyond the end when of the rules that push it there only those count
  // that `counts` names.
  template <class Counts>
  std::optional<Centipoints> beyond_with(Counts counts) {
    if (spent_ >= cells_) return {};
    std::vector<Rule> rules(program_.rules.begin(), program_.rules.end());
    for (const std::size_t r : pushing_) {
      if (!counts(r)) rules[r].points[axis_] = rules[r].folded[axis_];
    }
    Program program = program_;
    program.rules = rules;
    const AxisBounds rest =
        range(program, whole(program), {axis_, std::nullopt}, cells_ - spent_, spent_);
    return rest.exact ? std::optional(beyond(rest, end_)) : std::nullopt;
  }

  [[nodiscard]] std::string limited(std::size_t r, Centipoints over) const {
    const bool low = end_ == End::low;
    const std::string own = signed_points(points(r));
    const std::string bound = signed_points(low ? points(r) + over : points(r) - over);
    const std::string_view id = program_.rules[r].id;
    return low ? fmt::format("the rule `{}` gives {} on it; give no less than {}", id, own, bound)
               : fmt::format("the rule `{}` gives {} on it; give at most {}", id, own, bound);
  }

  static std::string listed(const std::vector<std::string>& items, std::string_view between) {
    constexpr std::size_t most = 5;
    const std::size_t shown = std::min(items.size(), most);
    std::string text = fmt::format("{}", fmt::join(std::span(items).first(shown), between));
    if (shown < items.size()) text += fmt::format(" and {} more", items.size() - shown);
    return text;
  }

  static std::string sentence(const std::vector<std::string>& items, bool many) {
    return listed(items, "; ") +
           (many ? ", or let them `neutralise` the criteria whose points they give back"
                 : ", or let it `neutralise` the criteria whose points it gives back");
  }

  const Program& program_;
  std::size_t axis_;
  End end_;
  std::uint64_t cells_, spent_ = 0;
  std::vector<std::size_t> pushing_;  // the rules whose points go toward the end
};

}  // namespace

std::vector<Problem> check_scores(const Program& program, const model::Model& model,
                                  std::string_view source) {
  // Each cell costs a look at every rule, and a stranger's model may have many.
  const std::uint64_t cells =
      std::clamp<std::uint64_t>(20'000'000 / (program.nodes.size() + 1), 64, 200'000);
  std::vector<Problem> problems;
  const Box everything = whole(program);
  for (std::size_t a = 0; a < axis_count; ++a) {
    const auto axis = static_cast<Axis>(a);
    const AxisBounds bounds = score_bounds(program, everything, axis, cells);
    for (const End end : {End::low, End::high}) {
      const Centipoints over = beyond(bounds, end);
      if (over == 0) continue;
      const model::Where& where = model.axes[a].where;
      std::string reach;
      base::append_fixed2(reach, end == End::low ? bounds.low : bounds.high);
      const std::string hint =
          bounds.exact ? Culprits(program, a, end, cells).told(over) : std::string();
      problems.push_back(Problem{
          "E0414",
          bounds.exact
              ? fmt::format("the {} score can reach {}, outside 0 to 100", name(axis), reach)
              : fmt::format("the {} score could reach {}, outside 0 to 100, and the rules "
                            "are too entangled to prove that it does not",
                            name(axis), reach),
          hint.empty() ? "let rules give back only what the criteria they test have taken; "
                         "`neutralise` does so whatever the weights are"
                       : hint,
          std::string(source), where.line, where.column, where.pointer});
      if (!bounds.exact) break;  // the other end is no more certain
    }
  }
  return problems;
}

}  // namespace sourcing::engine
