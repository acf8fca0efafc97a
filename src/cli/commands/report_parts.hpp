// SPDX-License-Identifier: Apache-2.0
// What a report says of money and of places, where it is asked for them.
#pragma once

#include <cstdint>
#include <sourcing/engine.hpp>
#include <string>

#include "cli/arguments/place_options.hpp"
#include "cli/shell/session.hpp"
#include "money/plan.hpp"
#include "report/document.hpp"

namespace sourcing::cli {

/// Adds the sums over the rows that are drawn, and the case of each row with a page. Nothing where
/// no row says what it costs.
void add_money(const Engine& engine, const money::Plan& plan, report::Document& document);

/// Adds which places are first for how many of the rows that are drawn, a map of them, and the
/// ranking of each row with a page. What a row says of home or languages and cannot be used is
/// told, and the row left out.
void add_places(const Session& session, const Engine& engine, const places::Atlas& atlas,
                const places::Request& request, report::Document& document);

}  // namespace sourcing::cli
