// SPDX-License-Identifier: Apache-2.0
// rule_never_fires: no task meets the condition of a gate or rule.
#include <fmt/format.h>

#include "analysis/findings/context.hpp"

namespace sourcing::analysis::findings {

void rules_never_fire(Context& context) {
  for (std::size_t r = 0; r < context.program.rules.size(); ++r) {
    const std::string pointer = context.rule_pointer(r) + "/when";
    const std::uint64_t before = context.nodes();
    const Found found = context.find(context.alone(), {{0, WishKind::fires, static_cast<int>(r)}});
    if (found == Found::unknown) context.unproven("rule_never_fires", pointer);
    if (found != Found::no) continue;
    context.dead[r] = true;
    context
        .add("rule_never_fires", pointer,
             fmt::format("no task meets the condition of the {}", context.rule_name(r)))
        .proof = context.nodes_text(before);
  }
}

}  // namespace sourcing::analysis::findings
