// SPDX-License-Identifier: Apache-2.0
// The rows that are drawn, judged once more with everything: read as the batch reads them.
#pragma once

#include <functional>
#include <sourcing/batch.hpp>
#include <string>
#include <vector>

#include "report/counter.hpp"
#include "report/document.hpp"

namespace sourcing::report {

/// What is known of a row that could not be judged, by its number; null when it is not known.
using FailureOf = std::function<const Failure*(std::uint64_t number)>;

/// Fills `document.rows`. `order`: the rows kept, in the order of the input, as they stand behind
/// `header`; `batch` as they were read.
void draw(const Engine& engine, const BatchOptions& batch, const std::string& header,
          const std::vector<const Kept*>& order, const FailureOf& failure_of, Document& document);

}  // namespace sourcing::report
