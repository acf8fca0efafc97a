// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sourcing/engine.hpp>
#include <string>

#include "engine/program.hpp"
#include "property/random_model.hpp"

namespace sourcing::test {

/// A cell as people write it: a word, a number, a range, or `n/a` and `-` for unknown. `unknown`
/// and `errors` are percent.
std::string random_cell(Random& random, const engine::Criterion& criterion, int unknown,
                        int errors);

/// A CSV file of some columns of a model in some order, as people write them: words, ranges,
/// quotes, ragged rows. `unknown` and `errors` are percent of the cells.
std::string random_table(Random& random, const Engine& engine, std::size_t rows, int unknown,
                         int errors);

}  // namespace sourcing::test
