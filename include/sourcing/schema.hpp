// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sourcing/engine.hpp>
#include <string>
#include <string_view>

namespace sourcing {

/// A JSON Schema (draft 2020-12) of the tasks that `engine`'s model reads, for editors and for
/// checking inputs elsewhere: every criterion with its question, the words of its levels and what
/// they mean, in `language`. What it refuses the reader refuses too; the other way round a few
/// things cannot be said in a schema: the step of a grid, the order of a range's ends, and that
/// words may be written in capitals. Thread-safe.
[[nodiscard]] std::string task_schema(const Engine& engine, std::string_view language = "en");

/// The published JSON Schema of model files. Points at static storage.
[[nodiscard]] std::string_view model_schema() noexcept;

/// The published JSON Schema of `Format::json` and of each line of `Format::ndjson`. Points at
/// static storage.
[[nodiscard]] std::string_view verdict_schema() noexcept;

/// The published JSON Schema of what-if reports as JSON. Points at static storage.
[[nodiscard]] std::string_view whatif_schema() noexcept;

/// The published JSON Schema of files of assumptions for business cases. Points at static storage.
[[nodiscard]] std::string_view money_schema() noexcept;

/// The schema of a mapping, by which `batch` reads the rows of one kind of file.
[[nodiscard]] std::string_view mapping_schema() noexcept;

/// The published JSON Schema of files of places (`data/places.json`, `--places`). Points at static
/// storage.
[[nodiscard]] std::string_view places_schema() noexcept;

/// The published JSON Schema of places for a task as JSON. Points at static storage.
[[nodiscard]] std::string_view locate_schema() noexcept;

/// The published JSON Schema of business cases as JSON. Points at static storage.
[[nodiscard]] std::string_view case_schema() noexcept;

/// The published JSON Schema of the lines of a record log. Points at static storage.
[[nodiscard]] std::string_view record_schema() noexcept;

}  // namespace sourcing
