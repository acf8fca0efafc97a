// SPDX-License-Identifier: Apache-2.0
// What moved a row, in the reader's language: moves.hpp has it in words of its own, with ids.
#pragma once

#include <sourcing/engine.hpp>
#include <string>
#include <string_view>

#include "render/wording.hpp"

namespace sourcing::report {

class MoveWords {
 public:
  /// `words`: of the model after, which knows most of what is asked for.
  MoveWords(const Engine& before, std::string_view language, const render::Wording& words)
      : before_(before.program(), language), words_(words) {}

  /// `outsource BPO nearshore`, a `-` where it is open.
  [[nodiscard]] std::string verdict(std::string_view text) const;
  /// `judgment +2.00 on engagement`, `ip_gate fires no more`.
  [[nodiscard]] std::string cause(std::string_view text) const;

 private:
  [[nodiscard]] std::string named(std::string_view id) const;

  render::Wording before_;
  const render::Wording& words_;
};

}  // namespace sourcing::report
