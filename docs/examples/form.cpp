// SPDX-License-Identifier: Apache-2.0
// Prints every question of the model with its levels, in Catalan.
#include <iostream>
#include <sourcing/sourcing.hpp>

int main() {
  const sourcing::Engine engine = sourcing::Engine::embedded();
  const sourcing::Description form = engine.describe("ca");
  for (const auto& criterion : form.criteria) {
    std::cout << criterion.label << ": " << criterion.question << '\n';
    for (const auto& level : criterion.levels) {
      std::cout << "  " << level.value << "  " << level.label << "  " << level.sentence << '\n';
    }
  }
}
