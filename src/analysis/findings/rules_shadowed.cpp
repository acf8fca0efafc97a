// SPDX-License-Identifier: Apache-2.0
// rule_shadowed: whenever the rule fires, others do already what it would do.
#include <fmt/format.h>

#include "analysis/findings/context.hpp"

namespace sourcing::analysis::findings {

namespace {

class Shadows {
 public:
  explicit Shadows(Context& context) : context_(context), gone_(context.dead) {}

  // From the last to the first, so that of two that say the same the earlier one stays, and so that
  // taking out all that are found changes nothing.
  void run() {
    for (std::size_t r = context_.program.rules.size(); r-- > 0;) {
      const engine::Rule& rule = context_.program.rules[r];
      bool points = !rule.neutralised.empty();
      for (const auto one : rule.points) points = points || one != 0;
      // What does nothing (its points are all 0) is not done by others.
      const bool acts = rule.excluded != 0 || rule.disposition != engine::no_disposition;
      if (acts && !points && !context_.dead[r]) one(r);
    }
  }

 private:
  void one(std::size_t r) {
    if (context_.exhausted()) return context_.unproven("rule_shadowed", context_.rule_pointer(r));
    const std::uint64_t before = context_.nodes();
    const Found effective = context_.find_any(context_.alone(), effects(r));
    if (effective == Found::unknown) {
      context_.unproven("rule_shadowed", context_.rule_pointer(r));
    }
    if (effective != Found::no) return;
    const std::string proof = context_.nodes_text(before);
    std::string by = shadow(r);
    Finding& finding = context_.add("rule_shadowed", context_.rule_pointer(r),
                                    fmt::format("the {} never has an effect: whenever it fires, {}",
                                                context_.rule_name(r), by));
    finding.proof = proof;
    if (context_.find(context_.alone(), {{0, WishKind::fires, static_cast<int>(r)}}) ==
        Found::yes) {
      finding.witness = context_.witness(context_.alone().point_of(0, context_.alone().witness()));
    }
    gone_[r] = context_.dead[r] = true;
  }

  [[nodiscard]] bool excludes(std::size_t rule, std::size_t location) const {
    return ((context_.program.rules[rule].excluded >> location) & 1U) != 0;
  }

  void silence(std::size_t r, Goal& goal, auto which) const {
    for (std::size_t o = 0; o < context_.program.rules.size(); ++o) {
      if (o != r && !gone_[o] && which(o)) {
        goal.push_back({0, WishKind::silent, static_cast<int>(o)});
      }
    }
  }

  // What it takes for the rule to make a difference, one goal for each way.
  [[nodiscard]] std::vector<Goal> effects(std::size_t r) const {
    const engine::Rule& rule = context_.program.rules[r];
    const Wish fires{0, WishKind::fires, static_cast<int>(r)};
    std::vector<Goal> goals;
    for (std::size_t l = 0; l < location_count; ++l) {
      if (!excludes(r, l)) continue;
      Goal& goal = goals.emplace_back(Goal{fires});
      silence(r, goal, [&](std::size_t o) { return excludes(o, l); });
    }
    if (rule.disposition == engine::no_disposition) return goals;
    // Nothing that is tried before it is set, and some location is left (else it is retained).
    for (std::size_t l = 0; l < location_count; ++l) {
      Goal& goal = goals.emplace_back(Goal{fires});
      silence(r, goal, [&](std::size_t o) {
        const std::int8_t other = context_.program.rules[o].disposition;
        return excludes(o, l) || (other != engine::no_disposition && other <= rule.disposition);
      });
    }
    return goals;
  }

  std::string shadow(std::size_t r) {
    for (std::size_t o = 0; o < context_.program.rules.size(); ++o) {
      if (o == r || gone_[o] || !covers(o, r)) continue;
      const Goal without = {{0, WishKind::fires, static_cast<int>(r)},
                            {0, WishKind::silent, static_cast<int>(o)}};
      if (context_.find(context_.alone(), without) == Found::no) {
        return fmt::format("the {} has done it already", context_.rule_name(o));
      }
    }
    return "others have done it already";
  }

  [[nodiscard]] bool covers(std::size_t o, std::size_t r) const {
    const engine::Rule &other = context_.program.rules[o], &rule = context_.program.rules[r];
    if ((rule.excluded & ~other.excluded) != 0) return false;
    return rule.disposition == engine::no_disposition ||
           (other.disposition != engine::no_disposition && other.disposition <= rule.disposition);
  }

  Context& context_;
  std::vector<bool> gone_;
};

}  // namespace

void rules_shadowed(Context& context) { Shadows(context).run(); }

}  // namespace sourcing::analysis::findings
