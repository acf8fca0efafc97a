// SPDX-License-Identifier: Apache-2.0
// Which answers were worked out from other columns, by the task's field `derived`.
#pragma once

#include <sourcing/task.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::render {

struct DerivedAnswer {
  std::string criterion;             ///< id
  std::vector<std::string> columns;  ///< that it was derived from, as their headers have it
};

/// Answers that columns contradict are none, and are left out.
[[nodiscard]] std::vector<DerivedAnswer> derived_answers(const std::vector<Field>& fields);

/// That of a criterion, or null.
[[nodiscard]] const DerivedAnswer* find_derived(const std::vector<DerivedAnswer>& derived,
                                                std::string_view criterion) noexcept;

}  // namespace sourcing::render
