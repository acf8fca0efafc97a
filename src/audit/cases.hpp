// SPDX-License-Identifier: Apache-2.0
// Tests of a model as data: a task, and what must come out for it (docs/model-tests.md).
#pragma once

#include <cstdint>
#include <sourcing/result.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "engine/program.hpp"

namespace sourcing::audit {

inline constexpr std::string_view cases_schema = "sourcing.cases/1";
inline constexpr std::size_t most_case_bytes = std::size_t{64} << 20;

/// One test. The task has not been read against a model yet.
struct Case {
  std::string name;
  json::Value task;
  std::string task_source;   ///< file that the task stands in
  std::string task_pointer;  ///< and where in it
  json::Value expect;        ///< an object whose keys and kinds are right
  std::string source, pointer;
  std::uint32_t line = 0;
};

/// Reads a cases file; `path` is its name, and what `task_file` is relative to.
/// Errors: everything that is wrong with the file; codes E08xx, and E01xx for JSON.
[[nodiscard]] Result<std::vector<Case>> read_cases(std::string_view json, const std::string& path);

}  // namespace sourcing::audit
