// SPDX-License-Identifier: Apache-2.0
// A what-if report as one JSON object, `sourcing.whatif/1`; data/whatif.schema.json has its shape.
#pragma once

#include <sourcing/whatif_report.hpp>

#include "base/json_writer.hpp"

namespace sourcing::render {

void write_json(json::Writer& json, const Engine& engine, const WhatIfReport& report);

}  // namespace sourcing::render
