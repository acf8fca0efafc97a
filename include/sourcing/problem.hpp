// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace sourcing {

/// One thing that is wrong with an input, told in the user's words.
///
/// A plain value: it owns its strings and may be copied between threads. Functions that read input
/// return all problems they find, in the order of the input, never only the first.
struct Problem {
  /// Stable identifier, `E` and four digits; `sourcing explain CODE` tells cause and mend.
  std::string code;
  /// One sentence, lower case, no final stop, the user's words in backticks.
  std::string message;
  /// What would mend it ("did you mean `judgment`?"), or empty.
  std::string hint;
  /// File name, `<stdin>` or another label of the input; may be empty.
  std::string source;
  /// 1-based; 0 means that the place is not known. A column counts Unicode code points.
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  /// JSON pointer (RFC 6901) of the value, or empty.
  std::string pointer;
};

/// `source:line:column: pointer: message; hint [code]`, leaving out what is not known.
[[nodiscard]] std::string to_string(const Problem& problem);

}  // namespace sourcing
