// SPDX-License-Identifier: Apache-2.0
// What is wrong with a command's options, in our words.
#pragma once

#include "cli/session.hpp"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace sourcing::cli {

/// Tells why `app` could not be parsed. CLI11's own messages name no near miss, and its exit codes
/// are never ours.
ExitCode refuse(const Session& session, const CLI::App& app, const CLI::ParseError& error);

}  // namespace sourcing::cli
