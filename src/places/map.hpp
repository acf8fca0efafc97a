// SPDX-License-Identifier: Apache-2.0
// Places on a map, drawn from their coordinates: no tiles, no request to anywhere.
#pragma once

#include <string>
#include <string_view>

#include "places/report.hpp"

namespace sourcing::places {

/// One `<svg>` element, 720 by 360, to be put into a page. Home is a square; places are circles,
/// larger the better they rank, those shut out are crosses. Class is told by the outline as well as
/// by the colour, and each mark has its name, class and rank as a title. The same report gives the
/// same bytes.
[[nodiscard]] std::string map_svg(const Report& report, std::string_view language);

}  // namespace sourcing::places
