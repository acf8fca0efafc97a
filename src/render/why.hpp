// SPDX-License-Identifier: Apache-2.0
// Why a verdict is what it is, in one sentence: the cell that goes into a list for people.
#pragma once

#include <sourcing/decision.hpp>
#include <string>

#include "render/wording.hpp"

namespace sourcing::render {

/// The verdict, the gates and rules that bear on it, and the two answers that speak loudest for the
/// engagement and for the location: over the next best one, where there is one.
[[nodiscard]] std::string why(const Wording& wording, const Decision& decision);

}  // namespace sourcing::render
