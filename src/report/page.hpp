// SPDX-License-Identifier: Apache-2.0
// The page: one document of HTML that asks for nothing.
#pragma once

#include <string>

#include "report/document.hpp"

namespace sourcing::report {

/// The page. Everything in it that came from outside is escaped; its policy allows the style and
/// the script that it has, by their hashes, and nothing else.
[[nodiscard]] std::string page(const Engine& engine, const Document& document);

}  // namespace sourcing::report
