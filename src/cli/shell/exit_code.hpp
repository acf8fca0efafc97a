// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace sourcing::cli {

/// What the shell is told; scripts depend on it. "No" is different from "broke".
enum class ExitCode : int {
  done = 0,           ///< whatever the verdict is
  not_fulfilled = 1,  ///< done, and something that was asked to hold does not
  usage = 2,          ///< the command line is wrong
  bad_input = 3,      ///< a task, a header, or too many bad rows
  bad_model = 4,      ///< the model is invalid
  io = 5,             ///< cannot read or write
  rows_rejected = 6,  ///< done, some rows rejected
  bug = 70,           ///< a bug in sourcing
  closed_pipe = 141,  ///< the reader went away
};

/// The worse of two, for a run that meets several: usage and I/O trouble first.
[[nodiscard]] constexpr ExitCode worse(ExitCode a, ExitCode b) noexcept {
  constexpr auto rank = [](ExitCode code) {
    switch (code) {
      case ExitCode::done:
        return 0;
      case ExitCode::not_fulfilled:
        return 1;
      case ExitCode::rows_rejected:
        return 2;
      case ExitCode::bad_input:
        return 3;
      case ExitCode::bad_model:
        return 4;
      case ExitCode::usage:
        return 5;
      case ExitCode::io:
        return 6;
      case ExitCode::closed_pipe:
        return 7;
      case ExitCode::bug:
        return 8;
    }
    return 9;
  };
  return rank(a) >= rank(b) ? a : b;
}

}  // namespace sourcing::cli
