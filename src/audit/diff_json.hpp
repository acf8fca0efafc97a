// SPDX-License-Identifier: Apache-2.0
// `model diff` for programs: always in English, with points for decimals.
#pragma once

#include <string>

#include "audit/diff_report.hpp"

namespace sourcing::audit {

[[nodiscard]] std::string diff_json(const DiffReport& diff);

}  // namespace sourcing::audit
