// SPDX-License-Identifier: Apache-2.0
// Everything that goes to standard error, in the form that was asked for.
#pragma once

#include <cstdint>
#include <functional>
#include <sourcing/problem.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::cli {

enum class ErrorFormat : std::uint8_t { text, json, github };

class Messages {
 public:
  ErrorFormat format = ErrorFormat::text;
  bool quiet = false;  ///< notes are left out; errors never are
  bool verbose = false;
  bool color = false;
  /// What a code is called in the user's language, said beside it in words; may be empty, or give
  /// nothing.
  std::function<std::string(std::string_view code)> title_of_code;

  /// What is said, in the user's language; unset for English.
  std::function<std::string(std::string_view sentence)> translated;

  /// `sentence` in the user's language, where there are words for it.
  [[nodiscard]] std::string say(std::string_view sentence) const;
  /// A problem on one line, likewise, with its code and what that is called.
  [[nodiscard]] std::string say(const Problem& problem) const;

  void error(const Problem& problem) const;
  void errors(const std::vector<Problem>& problems) const;
  /// A problem of no input: code, sentence, hint.
  void error(std::string_view code, std::string message, std::string hint = {},
             std::string source = {}) const;
  void warning(std::string_view text) const;
  void note(std::string_view text) const;
  void detail(std::string_view text) const;  ///< with --verbose only
};

/// True when an error has been told since the program began.
[[nodiscard]] bool anything_told() noexcept;

/// Writes to standard error; a failure there has nowhere to be told.
void write_error(std::string_view bytes) noexcept;

}  // namespace sourcing::cli
