// SPDX-License-Identifier: Apache-2.0
#include "analysis/possible.hpp"

namespace sourcing::analysis {

PossibleSet possible_verdicts(const engine::Program& program, const engine::Box& box,
                              std::uint64_t nodes) {
  (void)program, (void)box, (void)nodes;
  return {};
}

}  // namespace sourcing::analysis
