// SPDX-License-Identifier: Apache-2.0
// gates_exclude_all: gates and rules together leave no location.
#include <fmt/format.h>

#include "analysis/findings/context.hpp"

namespace sourcing::analysis::findings {

void gates_exclude_all(Context& context) {
  const Found found = context.find(context.alone(), {{0, WishKind::location, engine::no_location}});
  if (found == Found::unknown) context.unproven("gates_exclude_all", "/gates");
  if (found != Found::yes) return;
  const engine::Point point = context.alone().point_of(0, context.alone().witness());
  std::string fired, place = "/gates";
  for (std::size_t r = 0; r < context.program.rules.size(); ++r) {
    const engine::Rule& rule = context.program.rules[r];
    if (rule.excluded == 0) continue;
    if (!engine::holds(context.program, context.program.nodes[rule.condition], point)) continue;
    fired += fmt::format("{}{}", fired.empty() ? "" : ", ", context.rule_name(r));
    place = context.rule_pointer(r);
  }
  context
      .add("gates_exclude_all", place,
           fmt::format("no location is left where these fire together: {}", fired))
      .witness = context.witness(point);
}

}  // namespace sourcing::analysis::findings
