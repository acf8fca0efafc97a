// SPDX-License-Identifier: Apache-2.0
// The published JSON Schemas of data/, as they are; the source is written by the build.
#pragma once

#include <string_view>

namespace sourcing::render {

extern const std::string_view model_schema_json;
extern const std::string_view verdict_schema_json;
extern const std::string_view whatif_schema_json;
extern const std::string_view money_schema_json;
extern const std::string_view mapping_schema_json;
extern const std::string_view places_schema_json;
extern const std::string_view locate_schema_json;
extern const std::string_view case_schema_json;
extern const std::string_view record_schema_json;

}  // namespace sourcing::render
