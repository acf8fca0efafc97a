// SPDX-License-Identifier: Apache-2.0
// The model as one ES module that gives the native verdicts, bit for bit.
#pragma once

#include <string>
#include <string_view>

#include "engine/program.hpp"

namespace sourcing::js {

/// The module, in a language of the model: the model's tables, then the runtime that reads them
/// (data/export/). It depends on nothing and asks nothing of where it runs.
[[nodiscard]] std::string export_js(const engine::Program& program, std::string_view language);

}  // namespace sourcing::js
