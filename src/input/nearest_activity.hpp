// SPDX-License-Identifier: Apache-2.0
// What may have been meant by an activity that the catalogue has not.
#pragma once

#include <string>
#include <string_view>

#include "engine/program.hpp"

namespace sourcing::input {

/// Id of the activity that is nearest to what is written: by its id, by its name in any language
/// and, in the default model, by its synonyms. Empty where none is near.
[[nodiscard]] std::string nearest_activity(const engine::Program& program,
                                           std::string_view written);

/// What to do about one that is not there.
[[nodiscard]] std::string activity_hint(const engine::Program& program, std::string_view written);

}  // namespace sourcing::input
