// SPDX-License-Identifier: Apache-2.0
// outcome_unreachable: an engagement, a location or a disposition that no task gets.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/findings/context.hpp"

namespace sourcing::analysis::findings {

namespace {

// True when it is unreachable.
bool one(Context& context, WishKind kind, int value, std::string_view what,
         const std::string& pointer) {
  const std::uint64_t before = context.nodes();
  const Found found = context.find(context.alone(), {{0, kind, value}});
  if (found == Found::unknown) context.unproven("outcome_unreachable", pointer);
  if (found != Found::no) return false;
  context.add("outcome_unreachable", pointer, fmt::format("no task comes out as {}", what)).proof =
      context.nodes_text(before);
  return true;
}

}  // namespace

void outcomes_unreachable(Context& context) {
  for (const Engagement engagement : {Engagement::bpo, Engagement::kpo}) {
    if (one(context, WishKind::engagement, static_cast<int>(engagement), name(engagement),
            "/axes/engagement")) {
      context.engagement_fixed = true;
    }
  }
  for (std::size_t l = 0; l < location_count; ++l) {
    const std::string_view location = name(static_cast<Location>(l));
    if (one(context, WishKind::location, static_cast<int>(l), location,
            fmt::format("/axes/{}", location))) {
      context.location_fixed = true;
    }
  }
  for (const Disposition disposition :
       {Disposition::retain, Disposition::automate_first, Disposition::outsource}) {
    // A model need not use the two that rules set.
    const bool used =
        disposition == Disposition::outsource ||
        std::any_of(context.program.rules.begin(), context.program.rules.end(),
                    [&](const engine::Rule& rule) {
                      return rule.disposition == static_cast<std::int8_t>(disposition);
                    });
    if (!used) continue;
    (void)one(context, WishKind::disposition, static_cast<int>(disposition), name(disposition),
              fmt::format("/dispositions/{}", name(disposition)));
  }
}

}  // namespace sourcing::analysis::findings
