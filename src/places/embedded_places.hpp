// SPDX-License-Identifier: Apache-2.0
// data/places.json, in two texts that are quick to read; the source is written by the build.
#pragma once

#include <string_view>

namespace sourcing::places {

/// What judges, as JSON: the file without its lists and without what nobody reads.
extern const std::string_view embedded_frame_json;
/// The lists (sources, languages, labels, places), for `read_flat`.
extern const std::string_view embedded_places_flat;

}  // namespace sourcing::places
