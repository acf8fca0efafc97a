// SPDX-License-Identifier: Apache-2.0
// `--require engagement=decided` and `--expect location=offshore`: what a script asks to hold.
#pragma once

#include <cstdint>
#include <optional>
#include <sourcing/decision.hpp>
#include <string>
#include <vector>

#include "cli/shell/session.hpp"

namespace sourcing::cli {

/// One demand on a decision.
struct Requirement {
  enum class What : std::uint8_t {
    status,
    engagement_status,
    location_status,
    disposition_status,  // --require
    engagement,
    location,
    disposition,
    hybrid,  // --expect
    clear,
    clear_engagement,
    clear_location,  // --require
  };
  What what = What::status;
  std::string value;
  std::string text;  ///< as given

  [[nodiscard]] bool holds(const Decision& decision) const;
};

/// Tells every problem and returns nothing if there is one.
[[nodiscard]] std::optional<std::vector<Requirement>> read_requirements(
    const Session& session, const std::vector<std::string>& require,
    const std::vector<std::string>& expect);

}  // namespace sourcing::cli
