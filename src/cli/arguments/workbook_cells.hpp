// SPDX-License-Identifier: Apache-2.0
// Records of CSV as the cells of a workbook.
#pragma once

#include <cstddef>
#include <cstdint>
#include <sourcing/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program.hpp"
#include "sheet/write/companion.hpp"

namespace sourcing::cli {

/// The fields of the record that begins at `at`. Returns where the next one begins, npos when the
/// record's line end is not there yet.
[[nodiscard]] std::size_t split_record(std::string_view text, std::size_t at, char delimiter,
                                       std::vector<std::string>& fields);

/// How the columns of an input become cells.
class InputCells {
 public:
  InputCells() = default;
  /// `report` has the columns; what `batch` says of signs is known.
  InputCells(const engine::Program& program, const BatchReport& report, const BatchOptions& batch);

  [[nodiscard]] sheet::Written cell(std::size_t column, const std::string& value) const;
  /// The column that is read as this, or npos.
  [[nodiscard]] std::size_t find(std::string_view target) const noexcept;

 private:
  [[nodiscard]] std::string plain(const std::string& value) const;

  std::vector<std::string> targets_;
  std::vector<bool> measured_;  // columns of numbers: `2.0` is none of their names
  char decimal_ = '.', thousands_ = 0;
};

/// Whether a text says no more than the number does: `9.10` and `007` are names.
[[nodiscard]] bool is_number(std::string_view text);

/// When the workbook was made: SOURCE_DATE_EPOCH, or 1980, as the parts of its archive say.
[[nodiscard]] std::int64_t creation_time();

[[nodiscard]] inline sheet::Written text_cell(std::string value, char style = '0') {
  return {'s', style, std::move(value)};
}

}  // namespace sourcing::cli
