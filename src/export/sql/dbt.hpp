// SPDX-License-Identifier: Apache-2.0
// The query as a model of dbt: Jinja around it, and the tests that belong to it.
#pragma once

#include <string>
#include <string_view>

#include "export/export_sql.hpp"

namespace sourcing::sql {

/// What stands in FROM: `schema.table` is a source of dbt, a plain name a model or seed of it.
[[nodiscard]] std::string dbt_source(const ExportOptions& options);
/// With what Jinja would read as its own written so that it comes out as it is.
[[nodiscard]] std::string dbt_text(std::string_view text);
/// `head` and `body` as the file of the model. With the table's `id` it is incremental: rows are
/// judged that have no verdict of this very model yet.
[[nodiscard]] std::string dbt_model(const engine::Program& program, const ExportOptions& options,
                                    std::string_view head, std::string body, bool has_id);
/// The file beside it that says what dbt tests.
[[nodiscard]] std::string dbt_schema(const engine::Program& program, const ExportOptions& options,
                                     bool has_id);

}  // namespace sourcing::sql
