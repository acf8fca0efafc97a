// SPDX-License-Identifier: Apache-2.0
// What is different in what two models say, matched by id; order and white space do not count.
#pragma once

#include <string>
#include <vector>

#include "engine/program.hpp"
#include "model/model.hpp"

namespace sourcing::audit {

enum class ChangeKind : std::uint8_t { criterion, weight, threshold, gate, rule, text, other };
[[nodiscard]] std::string_view name(ChangeKind kind) noexcept;

/// One change; an empty side means that it is not there.
struct Change {
  ChangeKind kind;
  std::string what;  ///< `weight of judgment on engagement`, `rule x: condition`
  std::string before, after;
};

struct AuthoredModel {
  const model::Model& model;
  const engine::Program& program;  ///< compiled from it
};

[[nodiscard]] std::vector<Change> model_changes(const AuthoredModel& before,
                                                const AuthoredModel& after);

}  // namespace sourcing::audit
