// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace sourcing::cli {

/// Call once, first. From then on a reader that went away and a file that may not grow are errors
/// of a write, which are told; an interrupted run leaves no temporary file behind and ends as the
/// shell expects (128 + the signal's number). Signals that were ignored stay ignored (nohup).
void install_signal_handlers() noexcept;

}  // namespace sourcing::cli
