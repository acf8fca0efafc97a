// SPDX-License-Identifier: Apache-2.0
// Answers as JSON texts, by position: of words, of which there are few, made once a batch.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/program.hpp"
#include "input/value.hpp"

namespace sourcing::batch {

class ValueTexts {
 public:
  explicit ValueTexts(const engine::Program& program) : program_(program) {
    for (const engine::Criterion& criterion : program.criteria) {
      auto& words = words_.emplace_back();
      if (is_numeric(criterion.scale)) continue;
      for (std::size_t at = 0; at <= criterion.last; ++at) {
        words.push_back(input::json_value(criterion, static_cast<std::uint16_t>(at)));
      }
    }
  }

  void append(std::size_t criterion, std::uint16_t at, std::string& out) const {
    const engine::Criterion& scale = program_.criteria[criterion];
    out += is_numeric(scale.scale) ? input::json_value(scale, at) : words_[criterion][at];
  }

 private:
  const engine::Program& program_;
  std::vector<std::vector<std::string>> words_;  // of criteria that are not numeric
};

}  // namespace sourcing::batch
