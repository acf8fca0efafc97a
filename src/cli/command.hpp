// SPDX-License-Identifier: Apache-2.0
// The table of commands. Only the one that is called builds its options, so starting is cheap.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "cli/exit_code.hpp"
#include "cli/session.hpp"

namespace CLI {
class App;
}

namespace sourcing::cli {

using Run = std::function<ExitCode(Session&)>;

struct Command {
  std::string_view name;       ///< one or two words: `classify`, `model check`
  std::string_view group;      ///< heading in the overview
  std::string_view summary;    ///< one line
  std::string_view examples;   ///< shown first in its help, a line each
  Run (*set_up)(CLI::App&);    ///< adds options and returns what to run once they are parsed
  bool needs_settings = true;  ///< false: runs even if a configuration file is broken
};

/// All commands, in the order of the overview.
[[nodiscard]] std::span<const Command> commands() noexcept;

/// One per file cmd_<name>.cpp.
Run set_up_classify(CLI::App& app);
Run set_up_batch(CLI::App& app);
Run set_up_whatif(CLI::App& app);
Run set_up_new(CLI::App& app);
Run set_up_activities(CLI::App& app);
Run set_up_schema_task(CLI::App& app);
Run set_up_schema_model(CLI::App& app);
Run set_up_schema_verdict(CLI::App& app);
Run set_up_schema_whatif(CLI::App& app);
Run set_up_model_check(CLI::App& app);
Run set_up_model_test(CLI::App& app);
Run set_up_model_diff(CLI::App& app);
Run set_up_model_show(CLI::App& app);
Run set_up_model_export(CLI::App& app);
Run set_up_conformance(CLI::App& app);
Run set_up_explain(CLI::App& app);
Run set_up_config(CLI::App& app);
Run set_up_verify(CLI::App& app);
Run set_up_completions(CLI::App& app);
Run set_up_reference(CLI::App& app);

}  // namespace sourcing::cli
