// SPDX-License-Identifier: Apache-2.0
// Finds out how a file is to be read: what a dry run could not read, tried again in another way.
#pragma once

#include <sourcing/batch.hpp>
#include <sourcing/engine.hpp>
#include <string>
#include <utility>
#include <vector>

#include "cli/shell/messages.hpp"

namespace sourcing::cli {

class MappingFinder {
 public:
  MappingFinder(const Engine& engine, const Messages& messages)
      : engine_(engine), messages_(messages) {}

  /// Changes `batch` by what its dry run shows for certain, and says so; false when there is
  /// nothing to change: the row that is the header, columns under other names, words for unknown,
  /// signs of numbers, rows that are sums, of units or of scales.
  [[nodiscard]] bool improve(BatchOptions& batch, const BatchReport& report);
  /// Says which columns were taken for what they mean; once nothing is improved any more.
  void tell_columns() const;

 private:
  /// A column under another name.
  struct Taken {
    std::string header, target, times, divide_by;
  };

  [[nodiscard]] bool columns(BatchOptions& batch, const BatchReport& report);
  [[nodiscard]] bool take_back(BatchOptions& batch, const BatchReport& report);
  [[nodiscard]] bool unknown(BatchOptions& batch, const BatchReport& report) const;
  [[nodiscard]] bool signs(BatchOptions& batch, const BatchReport& report) const;
  [[nodiscard]] bool passes_over(BatchOptions& batch, const BatchReport& report) const;

  const Engine& engine_;
  const Messages& messages_;
  std::vector<Taken> taken_;
  std::vector<std::pair<std::string, std::string>> refused_;  ///< header, and what it is not
};

}  // namespace sourcing::cli
