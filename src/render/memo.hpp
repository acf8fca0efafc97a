// SPDX-License-Identifier: Apache-2.0
// What half a page about a task says.
#pragma once

#include <sourcing/decision.hpp>
#include <string>
#include <vector>

#include "render/wording.hpp"

namespace sourcing::render {

/// Plain texts; who prints them makes them safe.
struct Memo {
  struct Part {
    std::string heading;
    std::vector<std::string> sentences;
  };
  std::string title, verdict;
  std::vector<std::string> firm;  ///< how complete the answers are, how firm the verdict is
  std::vector<Part> parts;
};

[[nodiscard]] Memo memo_of(const Wording& wording, const Decision& decision);

}  // namespace sourcing::render
