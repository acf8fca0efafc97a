// SPDX-License-Identifier: Apache-2.0
// Values in the form that CSV cells, `--assume` and `--set` share: `4`, `high`, `2..4`, nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/program.hpp"

namespace sourcing::input {

enum class ValueError : std::uint8_t {
  none,
  unknown_word,  // neither a number nor a word of the scale
  out_of_range,
  off_grid,      // finer than the scale's step
  backwards,     // a range whose ends are the wrong way round
  half_a_range,  // `2..`
  thousands,     // `1.000`, where that may be one or a thousand
};

/// What a cell says: an interval of positions, that nothing is known, or an error.
struct Value {
  std::uint16_t low = 0, high = 0;
  bool unknown = false;
  ValueError error = ValueError::none;
};

/// Reads a cell; spaces around it and around `..` do not count. Allocates nothing.
/// `comma` is true where the decimal comma is allowed (a file whose delimiter is not a comma).
[[nodiscard]] Value read_value(const engine::Criterion& criterion, std::string_view text,
                               bool comma = false) noexcept;

/// One end of a range, or a single value.
[[nodiscard]] Value read_single(const engine::Criterion& criterion, std::string_view text,
                                bool comma = false) noexcept;

/// A message and a hint for an error. `shown` is the text in question, or empty to keep it out of
/// the message (processes can be confidential).
struct ValueMessage {
  std::string code, message, hint;
};
[[nodiscard]] ValueMessage describe(const engine::Criterion& criterion, ValueError error,
                                    std::string_view shown);

/// `1 to 5`, `a number of at least 0`, `global, regional or local`: what a criterion accepts.
[[nodiscard]] std::string accepted(const engine::Criterion& criterion);

/// A position as JSON text: `4.5`, `"high"`, `true`.
[[nodiscard]] std::string json_value(const engine::Criterion& criterion, std::uint16_t at);

/// A cell's text as JSON text: numbers as they are, words quoted, `2..4` as `[2,4]`.
[[nodiscard]] std::string json_shown(const engine::Criterion& criterion, std::string_view text);

}  // namespace sourcing::input
