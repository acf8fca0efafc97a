// SPDX-License-Identifier: Apache-2.0
// The page: one document of HTML that asks for nothing, and its charts.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/program.hpp"
#include "report/document.hpp"

namespace sourcing::report {

/// The charts of the document, each with the name of its file.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> charts(
    const engine::Program& program, const Document& document);
/// The same as a file each: `style` is inside.
[[nodiscard]] std::string chart_file(std::string_view chart);

/// The page. Everything in it that came from outside is escaped; its policy allows the style and
/// the script that it has, by their hashes, and nothing else.
[[nodiscard]] std::string page(const Engine& engine, const Document& document);

}  // namespace sourcing::report
