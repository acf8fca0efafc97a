// SPDX-License-Identifier: Apache-2.0
// The part of the page about one process.
#pragma once

#include <string>

#include "render/wording.hpp"
#include "report/document.hpp"

namespace sourcing::report {

/// Answer, reasons, why not, what would change it, evidence, and a line to sign on.
void append_process(std::string& out, const Engine& engine, const render::Wording& words,
                    const Document& document, const Row& row);

}  // namespace sourcing::report
