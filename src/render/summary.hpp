// SPDX-License-Identifier: Apache-2.0
// What a batch came to: `sourcing.summary/1`, and for people.
#pragma once

#include <sourcing/batch.hpp>
#include <string>
#include <string_view>

#include "base/json_writer.hpp"

namespace sourcing::render {

/// The document `sourcing.summary/1`.
[[nodiscard]] std::string summary_json(const Engine& engine, const BatchReport& report);

/// Its members of groups, `by` to `levels`, into the open object; nothing where no columns were
/// named.
void write_groups(json::Writer& json, const BatchSummary& summary);

/// The same in tables, bars and a matrix, in a language of the model.
[[nodiscard]] std::string summary_text(const Engine& engine, const BatchReport& report,
                                       std::string_view language);
[[nodiscard]] std::string summary_markdown(const Engine& engine, const BatchReport& report,
                                           std::string_view language);

/// A row for each group (for all rows together where no column was named); names are English.
[[nodiscard]] std::string summary_csv(const BatchReport& report);

}  // namespace sourcing::render
