// SPDX-License-Identifier: Apache-2.0
// Answers as people type them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/program.hpp"

namespace sourcing::interview {

/// Whether `text` is one of the words of a phrase that lists them, `yes|y`, in any language of the
/// model.
[[nodiscard]] bool is_word_of(const engine::Program& program, std::string_view phrase,
                              std::string_view text);

/// What was typed as an answer.
struct Reading {
  enum class Kind : std::uint8_t { answer, unknown, nonsense } kind = Kind::nonsense;
  std::uint16_t low = 0, high = 0;  ///< positions
  std::string shown;                ///< as JSON text
};

/// A number, a word in whatever language of the model, the number of a choice where the scale has
/// no numbers, two of them as a range (`2-3`, `2 to 3`, `2..4`), a quantity with its unit behind it
/// (`12,000 invoices`), or words for not knowing. `text` is trimmed and not empty.
[[nodiscard]] Reading read_answer(const engine::Program& program,
                                  const engine::Criterion& criterion, std::string_view text);

}  // namespace sourcing::interview
