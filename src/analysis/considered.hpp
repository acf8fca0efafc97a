// SPDX-License-Identifier: Apache-2.0
// Why a task is kept, automated or outsourced: each rule that sets a disposition, whether it fires,
// and the fewest answers that would make it fire.
#pragma once

#include <sourcing/decision.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/box.hpp"
#include "engine/program.hpp"

namespace sourcing::analysis {

/// An answer that a rule would need: a position of [low, high], or one outside of it.
struct Need {
  std::uint16_t criterion, low, high;
  bool outside;
};

/// The fewest answers that make a condition hold whatever the open ones are; of as few the first in
/// model order. Empty where it holds already, and where no answers do.
[[nodiscard]] std::vector<Need> lacking(const engine::Program& program, std::uint32_t condition,
                                        const engine::Box& box);
/// As the model writes a comparison, JSON text.
[[nodiscard]] std::string wanted_json(const engine::Program& program, const Need& need);

/// `answers` has what is shown of each criterion, as JSON text; empty where it is not answered.
[[nodiscard]] std::vector<Considered> considered(const engine::Program& program,
                                                 std::span<const std::string_view> answers,
                                                 const engine::Box& box, std::uint64_t cells);

}  // namespace sourcing::analysis
