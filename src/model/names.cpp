// SPDX-License-Identifier: Apache-2.0
// The names of the enumerations, as every machine-readable input and output writes them.
#include <sourcing/verdict.hpp>

#include "model/scale.hpp"

namespace sourcing {

std::string_view name(Axis axis) noexcept {
  switch (axis) {
    case Axis::engagement:
      return "engagement";
    case Axis::onshore:
      return "onshore";
    case Axis::nearshore:
      return "nearshore";
    case Axis::offshore:
      return "offshore";
  }
  return {};
}

std::string_view name(Engagement engagement) noexcept {
  return engagement == Engagement::kpo ? "KPO" : "BPO";
}

std::string_view name(Location location) noexcept { return name(axis_of(location)); }

std::string_view name(Disposition disposition) noexcept {
  switch (disposition) {
    case Disposition::retain:
      return "retain";
    case Disposition::automate_first:
      return "automate_first";
    case Disposition::outsource:
      return "outsource";
  }
  return {};
}

std::string_view name(Status status) noexcept {
  switch (status) {
    case Status::decided:
      return "decided";
    case Status::tentative:
      return "tentative";
    case Status::undetermined:
      return "undetermined";
    case Status::error:
      return "error";
  }
  return {};
}

std::string_view name(Scale scale) noexcept {
  switch (scale) {
    case Scale::level:
      return "level";
    case Scale::number:
      return "number";
    case Scale::bands:
      return "bands";
    case Scale::choice:
      return "choice";
    case Scale::boolean:
      return "boolean";
  }
  return {};
}

}  // namespace sourcing
