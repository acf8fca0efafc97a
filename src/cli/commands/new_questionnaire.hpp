// SPDX-License-Identifier: Apache-2.0
// A workbook to fill in: a row a task, a drop-down and a prompt for each criterion.
#pragma once

#include <string>

#include "cli/shell/session.hpp"
#include "engine/program.hpp"

namespace sourcing::cli {

/// Writes it; `batch` reads it back. `activity`, where given, fills an example row. Failures are
/// told.
[[nodiscard]] ExitCode write_questionnaire(const Session& session, const engine::Program& program,
                                           const engine::Activity* activity, std::size_t language,
                                           const std::string& output);

}  // namespace sourcing::cli
