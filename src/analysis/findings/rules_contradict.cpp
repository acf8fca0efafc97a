// SPDX-License-Identifier: Apache-2.0
// rules_contradict: two rules fire on the same task and pull against each other.
#include <fmt/format.h>

#include "analysis/findings/context.hpp"

namespace sourcing::analysis::findings {

namespace {

bool implies(Context& context, std::size_t a, std::size_t b) {
  return context.find(context.alone(), {{0, WishKind::fires, static_cast<int>(a)},
                                        {0, WishKind::silent, static_cast<int>(b)}}) == Found::no;
}

// The first axis on which one gives what the other takes, or axis_count. To neutralise is not to
// pull: it says that an answer does not count, and depends on the answer.
std::size_t opposed(const engine::Rule& a, const engine::Rule& b) {
  for (std::size_t axis = 0; axis < axis_count; ++axis) {
    const std::int64_t first = a.points[axis] - a.folded[axis];
    const std::int64_t second = b.points[axis] - b.folded[axis];
    if (first * second < 0) return axis;
  }
  return axis_count;
}

void pair(Context& context, std::size_t a, std::size_t b) {
  const engine::Rule &first = context.program.rules[a], &second = context.program.rules[b];
  const std::size_t axis = opposed(first, second);
  const bool dispositions = first.disposition != engine::no_disposition &&
                            second.disposition != engine::no_disposition &&
                            first.disposition != second.disposition;
  if (axis == axis_count && !dispositions) return;
  const Goal both = {{0, WishKind::fires, static_cast<int>(a)},
                     {0, WishKind::fires, static_cast<int>(b)}};
  const Found together = context.find(context.alone(), both);
  if (together == Found::unknown) {
    context.unproven("rules_contradict", context.rule_pointer(b));
  }
  if (together != Found::yes) return;
  auto witness = context.witness(context.alone().point_of(0, context.alone().witness()));
  std::string what;
  if (axis < axis_count) {
    what = fmt::format("one adds to the {} score what the other takes away",
                       name(static_cast<Axis>(axis)));
  } else if (implies(context, a, b) || implies(context, b, a)) {
    // Where they merely overlap, the order in which dispositions are tried is the answer.
    what = fmt::format("one says {}, the other {}, and one never fires without the other",
                       name(static_cast<Disposition>(first.disposition)),
                       name(static_cast<Disposition>(second.disposition)));
  } else {
    return;
  }
  context
      .add("rules_contradict", context.rule_pointer(b),
           fmt::format("the {} and the {} can fire on the same task: {}", context.rule_name(a),
                       context.rule_name(b), what))
      .witness = std::move(witness);
}

}  // namespace

void rules_contradict(Context& context) {
  const std::size_t rules = context.program.rules.size();
  for (std::size_t b = 0; b < rules; ++b) {
    for (std::size_t a = 0; a < b; ++a) pair(context, a, b);
    if (context.exhausted()) {
      context.unproven("rules_contradict", "/rules");
      return;
    }
  }
}

}  // namespace sourcing::analysis::findings
