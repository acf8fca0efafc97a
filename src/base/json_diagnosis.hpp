// SPDX-License-Identifier: Apache-2.0
/// \file
/// Says in plain words what is wrong where the JSON grammar was left. Internal to the reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sourcing::json {

/// What the reader had understood when it stopped.
enum class After : std::uint8_t {
  nothing,          ///< nothing but white space
  object_begin,     ///< a `{`
  array_begin,      ///< a `[`
  key,              ///< a key, not its colon
  top_value,        ///< the whole document
  value_in_object,  ///< a member
  value_in_array,   ///< an element
};

/// What is wrong, and where.
struct Diagnosis {
  std::string code;         ///< E0104, E0106 or E0110
  std::string message;      ///< in the style of `Problem::message`
  std::string hint;         ///< in the style of `Problem::hint`; often empty
  std::size_t offset = 0;   ///< in bytes
  bool in_element = false;  ///< it concerns the array element after the last one understood
};

/// Explains why `bytes`, valid UTF-8 without NUL, is no JSON. `offset` is the end of the last token
/// that was understood, `key` the last key (used only after `After::key`).
Diagnosis diagnose(std::string_view bytes, std::size_t offset, After after, std::string_view key);

/// `text` made printable, cut to a length that suits a message, in backticks.
std::string backticked(std::string_view text);

}  // namespace sourcing::json
