// SPDX-License-Identifier: Apache-2.0
// The part of the page about one process.
#pragma once

#include <string>

#include "report/context.hpp"

namespace sourcing::report {

/// Answer, reasons, whether at all, why not another, what would change it, evidence, and a line to
/// sign on.
void append_process(const Context& context, const Row& row, std::string& out);

}  // namespace sourcing::report
