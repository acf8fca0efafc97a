// SPDX-License-Identifier: Apache-2.0
// What the forms of a summary reckon alike.
#pragma once

#include <cstdint>
#include <sourcing/batch.hpp>
#include <string>

#include "render/wording.hpp"

namespace sourcing::render {

/// A share in percent with two decimals, rounded half up; empty where there is no whole. Every
/// share of rows is of all rows, the bad ones included.
inline std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return {};
  return fixed2(static_cast<std::int64_t>((part * 10'000 + whole / 2) / whole));
}

/// A mean in hundredths, rounded half up (scores are never negative); empty where there is none.
inline std::string mean(std::int64_t sum, std::uint64_t count) {
  if (count == 0) return {};
  const auto rows = static_cast<std::int64_t>(count);
  return fixed2((sum + rows / 2) / rows);
}

/// Calls `visit(verdict, rows)` for each verdict that occurs.
template <class Visit>
void each_verdict(const BatchSummary& summary, Visit visit) {
  for (std::size_t d = 0; d < summary.verdicts.size(); ++d) {
    for (std::size_t e = 0; e < summary.verdicts[d].size(); ++e) {
      for (std::size_t l = 0; l < summary.verdicts[d][e].size(); ++l) {
        if (summary.verdicts[d][e][l] == 0) continue;
        Verdict verdict;
        if (d < 3) verdict.disposition = static_cast<Disposition>(d);
        if (e < 2) verdict.engagement = static_cast<Engagement>(e);
        if (l < location_count) verdict.location = static_cast<Location>(l);
        visit(verdict, summary.verdicts[d][e][l]);
      }
    }
  }
}

}  // namespace sourcing::render
