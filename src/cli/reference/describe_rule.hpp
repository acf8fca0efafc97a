// SPDX-License-Identifier: Apache-2.0
// Conditions and effects as one line of plain words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/program.hpp"

namespace sourcing::cli {

/// In whose words: the ids of the model for those who write it, what people read for the others.
enum class Names : std::uint8_t { ids, labels };

/// The words of a model in one language.
struct RuleWords {
  const engine::Program& program;
  std::size_t language = 0;
  Names names = Names::ids;

  [[nodiscard]] std::string_view phrase(std::string_view key) const {
    return engine::phrase(program, key, language);
  }
};

/// `judgment <= 2 and (volume is high or volume is very_high)`.
[[nodiscard]] std::string describe_condition(const RuleWords& words, std::uint32_t node);
/// `exclude nearshore, offshore`, `offshore +4.00`, `disposition retain`.
[[nodiscard]] std::string describe_effects(const RuleWords& words, const engine::Rule& rule);
/// `3`, `medium`, `true`.
[[nodiscard]] std::string describe_position(const engine::Criterion& criterion, std::uint16_t at);

}  // namespace sourcing::cli
