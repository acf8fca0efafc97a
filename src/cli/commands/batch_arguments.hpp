// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/arguments/place_options.hpp"
#include "cli/arguments/row_options.hpp"
#include "cli/shell/option_list.hpp"

namespace sourcing::cli {

/// What the user asks of `sourcing batch`.
struct BatchArguments {
  std::vector<std::string> inputs;
  std::string format, output = "-", rejects, columns;
  std::string summary_format, summary_file, dry_run_format = "text";
  std::vector<std::string> by, sum;
  std::string save_mapping, decimal_out;
  bool append = false, raw = false, dry_run = false, summary = false, no_progress = false;
  std::uint64_t row = 0;
  RowOptions rows;
  PlaceOptions places;
};

/// The options of the command; `options` must outlive the list.
void declare_batch(OptionList& list, BatchArguments& options);

}  // namespace sourcing::cli
