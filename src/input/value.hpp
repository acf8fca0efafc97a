// SPDX-License-Identifier: Apache-2.0
// Values in the form that CSV cells, `--assume` and `--set` share: `4`, `high`, `2..4`, nothing. A
// word may be of any language of the model.
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

/// How numbers are written where they are read.
struct Signs {
  bool comma = false;  ///< `3,5` is a number too: a file whose delimiter is no comma
  char decimal = 0;    ///< the only decimal sign; 0: `.`, and `,` where `comma`
  char thousands = 0;  ///< between groups of three digits; a blank stands for all of them
  bool exact = false;  ///< out of JSON, where `1.000` is one
  /// Whether `3.5` is what it seems.
  [[nodiscard]] bool plain_point() const noexcept {
    return (decimal == 0 || decimal == '.') && thousands != '.';
  }
};

/// What a cell says: an interval of positions, that nothing is known, or an error.
struct Value {
  std::uint16_t low = 0, high = 0;
  bool unknown = false;
  ValueError error = ValueError::none;
};

/// Reads a cell; blanks of every kind around it and around the sign of a range do not count. A
/// range is `2..4`, `2 to 4`, and `2-4` or `2–4` where that cannot be a date. Allocates nothing.
[[nodiscard]] Value read_value(const engine::Criterion& criterion, std::string_view text,
                               Signs signs = {}) noexcept;

/// One end of a range, or a single value.
[[nodiscard]] Value read_single(const engine::Criterion& criterion, std::string_view text,
                                Signs signs = {}) noexcept;

/// A message and a hint for an error. `shown` is the text in question, or empty to keep it out of
/// the message (processes can be confidential).
struct ValueMessage {
  std::string code, message, hint;
};
/// `text` is what was read: the hint tells its shape, never the text itself.
[[nodiscard]] ValueMessage describe(const engine::Criterion& criterion, ValueError error,
                                    std::string_view shown, std::string_view text = {},
                                    Signs signs = {});

/// `1 to 5`, `a number of at least 0`, `global, regional or local`: what a criterion accepts.
[[nodiscard]] std::string accepted(const engine::Criterion& criterion);

/// A position as JSON text: `4.5`, `"high"`, `true`.
[[nodiscard]] std::string json_value(const engine::Criterion& criterion, std::uint16_t at);

/// A cell's text as JSON text: numbers with a point and no other sign, words as ids in quotes,
/// `2..4` as `[2,4]`.
[[nodiscard]] std::string json_shown(const engine::Criterion& criterion, std::string_view text,
                                     Signs signs = {.comma = true});

}  // namespace sourcing::input
