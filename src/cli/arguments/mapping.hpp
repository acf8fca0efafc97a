// SPDX-License-Identifier: Apache-2.0
// A mapping: how the rows of one kind of file are read, so that it is said once. Its schema is
// data/mapping.schema.json.
#pragma once

#include <sourcing/batch.hpp>
#include <string>

#include "cli/shell/session.hpp"

namespace sourcing::cli {

/// Takes from a mapping what the command line left open in `batch`; per column and per word where
/// it names columns and words. Not `done`: told.
[[nodiscard]] ExitCode apply_mapping(const Session& session, const std::string& path,
                                     BatchOptions& batch);

/// The mapping that reads as `batch` does. Words of `survey` that are no values stand in it with
/// null, to be filled in.
[[nodiscard]] std::string mapping_json(const BatchOptions& batch, const BatchSurvey& survey);

/// Whether a rule of the mapping reads a column.
[[nodiscard]] bool is_derived_from(const BatchOptions& batch, const std::string& header);

/// Reads one sign of --decimal and its like: a character, `tab`, or the name of a blank.
[[nodiscard]] bool read_sign(std::string_view text, std::string_view allowed, char& sign);

}  // namespace sourcing::cli
