// SPDX-License-Identifier: Apache-2.0
// What cells are shown as in a document: an answer as JSON text, and where it comes from.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <sourcing/task.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "batch/plan/plan.hpp"
#include "batch/read/row_reader.hpp"

namespace sourcing::batch {

/// As in `Answer`; where there is none, the neutral value, which is taken then. Of a short text 16
/// bytes may be read.
struct Shown {
  std::string_view text;
  Origin origin = Origin::unknown;
};

/// Reads rows whose cells are no errors, in the same way as `read_row`, but for activities: what
/// their profiles answer is unknown here. Numbers stand in the file as they are shown; the other
/// cells of a column repeat, and are remembered.
class ShownCells {
 public:
  explicit ShownCells(const Plan& plan);

  /// Of each criterion. Good until the next call, and as long as the row's block.
  const std::vector<Shown>& read(const RowView& row);

 private:
  static constexpr std::size_t slots = 64;
  static constexpr std::size_t longest_cell = 24, longest_text = 38;
  struct Entry {
    std::array<char, longest_cell> cell{};
    std::array<char, longest_text> text{};
    std::uint8_t cell_size = 0, text_size = 0;
    Origin origin = Origin::unknown;
  };
  struct Column {
    UsedColumn used;
    bool numeric = false;  ///< a number stands for itself
    std::array<Entry, slots> entries{};
    std::string text;  ///< of a cell that is not remembered
  };

  [[nodiscard]] Shown look_up(Column& column, std::string_view raw);
  [[nodiscard]] Shown describe(Column& column, std::string_view raw);

  const Plan& plan_;
  std::vector<Column> columns_;
  std::vector<std::string> texts_;  ///< of what follows
  std::vector<Shown> unanswered_;   ///< each criterion, where a row does not answer it
  std::vector<Shown> shown_;
  std::string scratch_;
};

}  // namespace sourcing::batch
