// SPDX-License-Identifier: Apache-2.0
// What of the document each chart shows.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "render/wording.hpp"
#include "report/document.hpp"
#include "report/svg.hpp"

namespace sourcing::report {

class Charts {
 public:
  Charts(const engine::Program& program, const Document& document)
      : program_(program), document_(document), words_(program, document.language) {}

  [[nodiscard]] std::string matrix_chart() const;
  [[nodiscard]] std::vector<std::string> heat_columns() const;
  /// By the first column grouped by, else by disposition; the heaviest first, the rest in one row.
  [[nodiscard]] std::vector<HeatRow> heat_rows() const;
  [[nodiscard]] std::string heat_chart() const;
  [[nodiscard]] std::string engagement_chart() const;
  [[nodiscard]] std::string location_chart() const;

 private:
  [[nodiscard]] std::int64_t weight_of(const VerdictTally& tally) const;

  const engine::Program& program_;
  const Document& document_;
  render::Wording words_;
};

}  // namespace sourcing::report
