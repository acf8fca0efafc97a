// SPDX-License-Identifier: Apache-2.0
// rule_never_matters, criterion_never_matters, level_never_matters: what could be left out, and no
// task would get another verdict.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "analysis/findings/context.hpp"
#include "engine/wide.hpp"
#include "input/value.hpp"

namespace sourcing::analysis::findings {

namespace {

std::vector<std::uint16_t> last_positions(const engine::Program& program) {
  std::vector<std::uint16_t> last;
  for (const engine::Criterion& criterion : program.criteria) last.push_back(criterion.last);
  return last;
}

// Two tasks that are alike but for one criterion, of which the second side reads its own copy.
class OneApart {
 public:
  OneApart(Context& context, std::size_t criterion) : context_(context), criterion_(criterion) {}

  // Whether some task changes its verdict when the criterion goes from `a` to `b`.
  [[nodiscard]] Found differ(Span a, Span b) {
    if (!twin_) {
      std::vector<std::uint16_t> last = last_positions(context_.program);
      last.push_back(last[criterion_]);
      Side copy = plain_side(context_.program);
      copy.variable[criterion_] = static_cast<std::uint16_t>(last.size() - 1);
      twin_ = std::make_unique<Twin>(last, std::vector{plain_side(context_.program), copy});
    }
    twin_->restrict(criterion_, a);
    twin_->restrict(context_.program.criteria.size(), b);
    return context_.find_any(*twin_, disagreements(false));
  }

  // Whether one of the samples shows it: cheap, and nearly always enough.
  [[nodiscard]] bool sampled(std::uint16_t a, std::uint16_t b) const {
    context_.worked(2 * context_.samples().size());
    return std::any_of(context_.samples().begin(), context_.samples().end(),
                       [&](engine::Point point) {
                         point[criterion_] = a;
                         const engine::Outcome first = engine::decide(context_.program, point);
                         point[criterion_] = b;
                         return !same_verdict(first, engine::decide(context_.program, point));
                       });
  }

 private:
  Context& context_;
  std::size_t criterion_;
  std::unique_ptr<Twin> twin_;
};

bool bears(const engine::Program& program, std::size_t criterion) {
  for (const engine::ScoreAxis& axis : program.axes) {
    for (const engine::Weight& weight : axis.weights) {
      if (weight.criterion == criterion && weight.centipoints > 0) return true;
    }
  }
  return std::any_of(program.rules.begin(), program.rules.end(), [&](const engine::Rule& rule) {
    return tests(program, rule.condition, criterion);
  });
}

// Whether it bears on an outcome that is out of reach anyhow.
bool explained(const Context& context, const engine::Rule& rule) {
  return (context.engagement_fixed && engine::moves(context.program, rule, 0)) ||
         (context.location_fixed &&
          (rule.excluded != 0 || engine::moves_location(context.program, rule)));
}

bool explained(const Context& context, std::size_t criterion) {
  for (std::size_t a = 0; a < axis_count; ++a) {
    if (!(a == 0 ? context.engagement_fixed : context.location_fixed)) continue;
    for (const engine::Weight& weight : context.program.axes[a].weights) {
      if (weight.criterion == criterion && weight.centipoints > 0) return true;
    }
  }
  return std::any_of(
      context.program.rules.begin(), context.program.rules.end(), [&](const engine::Rule& rule) {
        return explained(context, rule) && tests(context.program, rule.condition, criterion);
      });
}

// True when the criterion was found never to matter, or it is not known.
bool criterion_idle(Context& context, std::size_t c, OneApart& apart) {
  constexpr std::string_view id = "criterion_never_matters";
  const engine::Criterion& criterion = context.program.criteria[c];
  const std::string& pointer = context.model.criteria[c].where.pointer;
  if (!bears(context.program, c)) {
    context.add(id, pointer, fmt::format("`{}` never changes a verdict", criterion.id)).proof =
        "it has no weight on any axis, and no gate or rule tests it";
    return true;
  }
  if (apart.sampled(0, criterion.last)) return false;
  const std::uint64_t before = context.nodes();
  const Found found = apart.differ({0, criterion.last}, {0, criterion.last});
  if (found == Found::yes) return false;
  if (found == Found::unknown) {
    context.unproven(id, pointer);
    return true;
  }
  context.add(id, pointer, fmt::format("`{}` never changes a verdict", criterion.id)).proof =
      context.nodes_text(before);
  return true;
}

// A scale that is a ruler may well be cut in one place only; but each word of a choice, and each
// that is given a step of its own, is there because it is meant to differ.
bool words_count(const engine::Program& program, std::size_t c) {
  const Scale scale = program.criteria[c].scale;
  if (scale == Scale::choice || scale == Scale::boolean) return true;
  return std::any_of(program.axes.begin(), program.axes.end(), [&](const auto& axis) {
    return std::any_of(axis.weights.begin(), axis.weights.end(), [&](const auto& weight) {
      return weight.criterion == c && weight.direction == 0;
    });
  });
}

void level_idle(Context& context, std::size_t c, std::size_t level, OneApart& apart) {
  constexpr std::string_view id = "level_never_matters";
  const engine::Criterion& criterion = context.program.criteria[c];
  const std::uint16_t a = criterion.levels[level - 1].at, b = criterion.levels[level].at;
  if (apart.sampled(a, b)) return;
  const std::string& pointer = context.model.criteria[c].levels[level].where.pointer;
  const std::uint64_t before = context.nodes();
  const Found found = apart.differ({a, a}, {b, b});
  if (found == Found::unknown) context.unproven(id, pointer);
  if (found != Found::no) return;
  context
      .add(id, pointer,
           fmt::format("`{}`: {} never gives another verdict than {}", criterion.id,
                       input::json_value(criterion, b), input::json_value(criterion, a)))
      .proof = context.nodes_text(before);
}

}  // namespace

void rules_never_matter(Context& context) {
  constexpr std::string_view id = "rule_never_matters";
  // Beside a rule that says the same, neither matters; the one that is found dead is the one to go.
  std::vector<engine::Rule> alive;
  for (std::size_t r = 0; r < context.program.rules.size(); ++r) {
    if (!context.dead[r]) alive.push_back(context.program.rules[r]);
  }
  engine::Program program = context.program;
  program.rules = alive;
  for (std::size_t r = 0; r < context.program.rules.size(); ++r) {
    if (context.dead[r] || explained(context, context.program.rules[r])) continue;
    if (context.exhausted()) {
      context.unproven(id, "/rules");
      return;
    }
    context.worked(2 * context.samples().size());
    std::vector<engine::Rule> others = alive;
    std::erase_if(others,
                  [&](const engine::Rule& rule) { return rule.id == context.program.rules[r].id; });
    engine::Program without = program;
    without.rules = others;
    const bool sampled = std::any_of(context.samples().begin(), context.samples().end(),
                                     [&](const engine::Point& point) {
                                       return !same_verdict(engine::decide_wide(program, point),
                                                            engine::decide_wide(without, point));
                                     });
    if (sampled) continue;
    const std::uint64_t before = context.nodes();
    Twin twin(last_positions(program), {plain_side(program), plain_side(without)});
    const Found found = context.find_any(twin, disagreements(false));
    if (found == Found::unknown) context.unproven(id, context.rule_pointer(r));
    if (found != Found::no) continue;
    context
        .add(id, context.rule_pointer(r),
             fmt::format("no task gets another verdict without the {}", context.rule_name(r)))
        .proof = context.nodes_text(before);
  }
}

void criteria_never_matter(Context& context) {
  for (std::size_t c = 0; c < context.program.criteria.size(); ++c) {
    if (context.exhausted()) {
      context.unproven("criterion_never_matters", "/criteria");
      return;
    }
    if (explained(context, c)) continue;
    OneApart apart(context, c);
    if (criterion_idle(context, c, apart) || !words_count(context.program, c)) continue;
    for (std::size_t l = 1; l < context.program.criteria[c].levels.size(); ++l) {
      level_idle(context, c, l, apart);
    }
  }
}

}  // namespace sourcing::analysis::findings
