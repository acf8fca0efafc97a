// SPDX-License-Identifier: Apache-2.0
#include "places/embedded_places.hpp"
#include "places/flat.hpp"

namespace sourcing::places {

Atlas embedded_atlas() {
  // The build has checked it.
  Atlas atlas = read_atlas(embedded_frame_json, "places.json").value();
  read_flat(embedded_places_flat, atlas);
  return atlas;
}

}  // namespace sourcing::places
