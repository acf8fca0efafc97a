// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace sourcing::cli {

/// From then on an exception that nobody can catch, because it was thrown before main or out of a
/// function that must not throw, ends the process with a message and our exit code (5 for lack of
/// memory, 70 otherwise) instead of a signal, and leaves no temporary file behind.
void install_last_resort() noexcept;

}  // namespace sourcing::cli
