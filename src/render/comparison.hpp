// SPDX-License-Identifier: Apache-2.0
// Several tasks side by side: what to do with each, and how sure that is.
#pragma once

#include <array>
#include <sourcing/decision.hpp>
#include <string>
#include <vector>

#include "render/wording.hpp"

namespace sourcing::render {

class Comparison {
 public:
  /// The task, what to do, the engagement, the location, and whether all of it is firm.
  static constexpr std::size_t width = 5;
  using Row = std::array<std::string, width>;

  void add(const Wording& wording, const Decision& decision);
  [[nodiscard]] const std::vector<Row>& rows() const noexcept { return rows_; }
  [[nodiscard]] static Row heads(const Wording& wording);
  /// As columns of text, with their heads.
  [[nodiscard]] std::string text() const;

 private:
  Row heads_;
  std::vector<Row> rows_;
};

}  // namespace sourcing::render
