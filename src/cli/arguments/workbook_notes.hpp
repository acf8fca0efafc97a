// SPDX-License-Identifier: Apache-2.0
// What a reader of a workbook has to know of how its sheet was read.
#pragma once

#include <string>

#include "cli/shell/session.hpp"
#include "input/csv_source.hpp"

namespace sourcing::cli {

/// Tells what there is to say of a workbook after its rows were read.
void tell_workbook(const Session& session, const input::Encoding& encoding,
                   const std::string& source);

}  // namespace sourcing::cli
