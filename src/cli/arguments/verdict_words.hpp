// SPDX-License-Identifier: Apache-2.0
// The words of verdicts on the command line.
#pragma once

#include <string>

namespace sourcing::cli {

/// The id of an axis, or of a verdict on one, by what the output calls it in any language:
/// `Ubicación` is `location`, `keep in house` is `retain`. Anything else stays as it is. Shown
/// words are those of the default phrases: a model may have others, and then takes the ids alone.
[[nodiscard]] std::string verdict_id(const std::string& text);

}  // namespace sourcing::cli
