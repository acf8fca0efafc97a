// SPDX-License-Identifier: Apache-2.0
// What would change a verdict, why others did not win, and how fragile it is, as a document.
#pragma once

#include <sourcing/whatif_report.hpp>

#include "render/document.hpp"
#include "render/wording.hpp"

namespace sourcing::render {

/// `full` leaves nothing out.
[[nodiscard]] Document explain(const Wording& wording, const WhatIfReport& report, bool full);

}  // namespace sourcing::render
