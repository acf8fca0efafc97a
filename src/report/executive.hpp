// SPDX-License-Identifier: Apache-2.0
// The first page: what to do with how much, how firm, what is missing.
#pragma once

#include <string>

#include "report/context.hpp"

namespace sourcing::report {

void append_executive(const Context& context, std::string& out);

}  // namespace sourcing::report
