// SPDX-License-Identifier: Apache-2.0
// The list of the rows that are drawn.
#pragma once

#include <string>

#include "report/context.hpp"

namespace sourcing::report {

void append_candidates(const Context& context, std::string& out);

}  // namespace sourcing::report
