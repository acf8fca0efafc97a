// SPDX-License-Identifier: Apache-2.0
// What a language of a model lacks: the first language stands in for it, and checks say so.
#pragma once

#include <string_view>
#include <vector>

#include "model/model.hpp"

namespace sourcing::model {

/// The places of the texts that a language has not.
using Untranslated = std::vector<Where>;

/// Of a model that `read_model` accepts: one for each of its languages.
[[nodiscard]] std::vector<Untranslated> untranslated_texts(std::string_view json);

}  // namespace sourcing::model
