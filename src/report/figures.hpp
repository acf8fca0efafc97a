// SPDX-License-Identifier: Apache-2.0
// The charts of the page, each with its numbers as a table.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report/context.hpp"

namespace sourcing::report {

/// The charts, each with the name of its file.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> charts(
    const engine::Program& program, const Document& document);
/// The same as a file of its own.
[[nodiscard]] std::string chart_file(std::string_view chart);

void append_figures(const Context& context, std::string& out);

}  // namespace sourcing::report
