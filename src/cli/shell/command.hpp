// SPDX-License-Identifier: Apache-2.0
// The table of commands. Only the one that is called builds its options, so starting is cheap.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "cli/shell/exit_code.hpp"
#include "cli/shell/session.hpp"

namespace sourcing::cli {

class OptionList;

using Run = std::function<ExitCode(Session&)>;

struct Command {
  std::string_view name;       ///< one or two words: `classify`, `model check`
  std::string_view group;      ///< heading in the overview
  std::string_view summary;    ///< one line
  std::string_view examples;   ///< shown first in its help, a line each
  Run (*set_up)(OptionList&);  ///< adds options and returns what to run once they are parsed
  bool needs_settings = true;  ///< false: runs even if a configuration file is broken
};

/// All commands, in the order of the overview.
[[nodiscard]] std::span<const Command> commands() noexcept;

/// One per file commands/<name>.cpp.
Run set_up_classify(OptionList& list);
Run set_up_batch(OptionList& list);
Run set_up_report(OptionList& list);
Run set_up_case(OptionList& list);
Run set_up_whatif(OptionList& list);
Run set_up_locate(OptionList& list);
Run set_up_new(OptionList& list);
Run set_up_activities(OptionList& list);
Run set_up_schema_task(OptionList& list);
Run set_up_schema_model(OptionList& list);
Run set_up_schema_verdict(OptionList& list);
Run set_up_schema_whatif(OptionList& list);
Run set_up_schema_mapping(OptionList& list);
Run set_up_schema_places(OptionList& list);
Run set_up_schema_locate(OptionList& list);
Run set_up_schema_money(OptionList& list);
Run set_up_schema_case(OptionList& list);
Run set_up_schema_record(OptionList& list);
Run set_up_model_check(OptionList& list);
Run set_up_model_test(OptionList& list);
Run set_up_model_diff(OptionList& list);
Run set_up_model_show(OptionList& list);
Run set_up_model_export(OptionList& list);
Run set_up_model_texts(OptionList& list);
Run set_up_model_phrases(OptionList& list);
Run set_up_conformance(OptionList& list);
Run set_up_explain(OptionList& list);
Run set_up_config(OptionList& list);
Run set_up_verify(OptionList& list);
Run set_up_completions(OptionList& list);
Run set_up_reference(OptionList& list);

}  // namespace sourcing::cli
