// SPDX-License-Identifier: Apache-2.0
// The outcome of a model's tests, as text, TAP, JUnit XML or JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/coverage.hpp"
#include "audit/expectation.hpp"

namespace sourcing::audit {

struct CaseResult {
  std::string name, source;
  std::uint32_t line = 0;
  std::vector<Difference> differences;

  [[nodiscard]] bool passed() const noexcept { return differences.empty(); }
};

struct CaseRun {
  std::string model_id, model_version, model_sha256;
  std::vector<CaseResult> results;
  std::optional<std::int32_t> least_percent;  ///< hundredths of a percent asked for

  [[nodiscard]] std::size_t failed() const noexcept;
};

enum class CaseFormat : std::uint8_t { text, tap, junit, json };

/// `lists`: text names what no case exercises, instead of counting it. The other formats have all.
[[nodiscard]] std::string report(const CaseRun& run, const Coverage& coverage, CaseFormat format,
                                 bool lists);

}  // namespace sourcing::audit
