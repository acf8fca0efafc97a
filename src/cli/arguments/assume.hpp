// SPDX-License-Identifier: Apache-2.0
// `--assume criterion=value`: fills what tasks leave open; counts as answered, is shown as assumed.
#pragma once

#include <optional>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <vector>

#include "cli/shell/session.hpp"

namespace sourcing::cli {

class Assumptions {
 public:
  /// Reads `criterion=value` texts; tells every problem and returns nothing if there is one.
  [[nodiscard]] static std::optional<Assumptions> read(const Session& session, const Engine& engine,
                                                       const std::vector<std::string>& texts);

  /// Fills the open criteria of a task (those that only a profile answers included).
  void apply(Task& task) const;

 private:
  Task template_;
};

}  // namespace sourcing::cli
