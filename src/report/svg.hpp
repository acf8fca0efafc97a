// SPDX-License-Identifier: Apache-2.0
// Charts as SVG text: shapes beside colours, a title and a description in each, no script, no style
// attributes. Colours are classes; report.css has them, and `standalone` takes them along.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::report {

/// What a chart is called, for those who see it and those who hear it.
struct ChartTexts {
  std::string title, description;
  std::string decimal = ".";  ///< sign of the numbers
};

/// A mark of the matrix. `shape`: 0 circle, 1 square, 2 diamond, as the disposition is.
struct Mark {
  std::int64_t x = 0, y = 0;  ///< hundredths of the axes' units
  std::int64_t weight = 0;
  unsigned shape = 0;
  std::size_t row = 0;  ///< links to `#p<row>`
  std::string name;
};
struct MatrixAxes {
  std::string x, y;                  ///< labels
  std::vector<std::string> columns;  ///< names of the positions of x, 0.00, 1.00, …
  std::int64_t low = 0, high = 0;    ///< of y
};
/// Bubbles by weight over columns (x) and a scale (y). `labels`: most names that are written.
[[nodiscard]] std::string matrix(const ChartTexts& texts, const MatrixAxes& axes,
                                 std::vector<Mark> marks, std::size_t labels);

/// One row of the heat map: values in hundredths, one for each column.
struct HeatRow {
  std::string name;
  std::vector<std::int64_t> values;
};
[[nodiscard]] std::string heat_map(const ChartTexts& texts, const std::vector<std::string>& columns,
                                   const std::vector<HeatRow>& rows);

/// Bars from `from` on, `step` wide; those that touch `band` around 0 are marked.
[[nodiscard]] std::string histogram(const ChartTexts& texts, std::int64_t from, std::int64_t step,
                                    const std::vector<std::uint64_t>& rows, std::int64_t band);

/// A named bar for each, the longest as wide as there is room.
struct Bar {
  std::string name;
  std::int64_t value;
};
[[nodiscard]] std::string bar_chart(const ChartTexts& texts, const std::vector<Bar>& bars);

/// From the base to the score, a step for each reason.
struct Step {
  std::string name;
  std::int64_t points;
};
[[nodiscard]] std::string waterfall(const ChartTexts& texts, std::int64_t base,
                                    const std::vector<Step>& steps, std::string_view base_name,
                                    std::string_view score_name);

/// The same chart as a file of its own.
[[nodiscard]] std::string standalone(std::string_view chart, std::string_view style);

}  // namespace sourcing::report
