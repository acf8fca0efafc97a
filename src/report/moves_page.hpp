// SPDX-License-Identifier: Apache-2.0
// The page of two models: which rows move, from where to where, and why.
#pragma once

#include <sourcing/engine.hpp>
#include <sourcing/moves.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::report {

/// Something that the models say differently.
struct ModelChange {
  std::string what, before, after;
  bool english = true;  ///< `what` is, whatever the language of the page
};

struct TwoModels {
  const Engine &before, &after;
  std::string language, title, source;  ///< source: name of the rows' file
  std::string_view proof;               ///< phrase: what is proven of all tasks
  std::vector<ModelChange> changes;
  const MovesReport& moves;
  std::string json;  ///< the same for programs
};

[[nodiscard]] std::string moves_page(const TwoModels& two);

}  // namespace sourcing::report
