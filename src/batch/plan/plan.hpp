// SPDX-License-Identifier: Apache-2.0
// What each column of an input is for.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <sourcing/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "batch/plan/derive.hpp"
#include "engine/program.hpp"
#include "input/csv_dialect.hpp"
#include "input/value.hpp"

namespace sourcing::batch {

/// What a word of the input's own means in a column of a criterion.
struct OwnWord {
  std::uint16_t criterion;
  std::string folded;  ///< `base::fold_close`
  input::Value value;
  std::string shown;  ///< as JSON text; empty where it means unknown
};

/// Rows that have `value` in a field are passed over.
struct Skip {
  std::size_t field;
  std::string folded;
};

struct UsedColumn {
  std::uint16_t field, criterion;
};

/// A column that travels: one of `task_fields`, or of the user's own.
struct FieldColumn {
  std::uint16_t field;
  std::string name;
};

/// Which keys of the user's own some line of JSON had: those of --map, and that of --id.
struct KeysSeen {
  explicit KeysSeen(std::size_t maps) : map(maps) {}
  std::vector<std::atomic<bool>> map;
  std::atomic<bool> id = false;
};

/// Everything about the input that its rows share. Immutable while rows are read.
struct Plan {
  const Engine& engine;
  const engine::Program& program;
  const BatchOptions& options;
  /// Another model that reads the same rows, or null: what it alone knows is none of this one's
  /// criteria, and no stranger either.
  const engine::Program* other = nullptr;
  input::Dialect dialect{};
  bool sheet = false;      ///< fields are cells of a workbook, which have places of their own
  std::size_t fields = 0;  ///< of each row
  std::vector<BatchColumn> columns{};
  std::optional<std::uint16_t> id{}, name{}, activity{};  ///< fields
  std::vector<UsedColumn> used{};                         ///< in the order of the fields
  std::vector<std::uint16_t> absent{};                    ///< criteria without a column
  std::vector<FieldColumn> travelling{};                  ///< in the order of the fields
  std::vector<std::uint16_t> by{}, sum{};                 ///< fields of the summary's columns
  std::vector<OwnWord> own_words{};
  std::vector<Skip> skips{};
  std::vector<DerivedColumn> derived{};  ///< rules whose columns are there
  std::string header{};              ///< the record that names the columns; empty: there is none
  char decimal_out = '.';            ///< of scores
  std::string_view line_end = "\n";  ///< of what is written

  std::shared_ptr<KeysSeen> seen{};  ///< of lines of JSON

  /// Of each criterion of a table: whether a cell `None` was read as its level `none`.
  std::shared_ptr<std::vector<std::atomic<bool>>> nones{};

  bool exact = false;  ///< numbers stand in the cells as JSON wrote them

  /// How numbers are written.
  [[nodiscard]] input::Signs signs() const noexcept {
    if (exact) return {.exact = true};
    return {.comma = dialect.delimiter != ',',
            .decimal = options.decimal,
            .thousands = options.thousands};
  }
  /// What --value says that a cell means, or null.
  [[nodiscard]] const OwnWord* own_word(std::size_t criterion,
                                        std::string_view text) const noexcept;
  /// Notes a cell that may be a level, and what a program writes for nothing.
  void note_none(std::size_t criterion, std::string_view text) const noexcept {
    if (nones != nullptr && text == "None") {
      (*nones)[criterion].store(true, std::memory_order_relaxed);
    }
  }
  [[nodiscard]] bool means_unknown(std::string_view trimmed) const noexcept;
  /// Whether a number may mean unknown, or something else than itself: then no number can be taken
  /// for one at a glance.
  [[nodiscard]] bool numbers_may_be_unknown() const noexcept;
  /// Whether the other model has a criterion of this name.
  [[nodiscard]] bool other_knows(std::string_view name) const noexcept;
  /// The answer that `--assume` gives a criterion, null when it gives none.
  [[nodiscard]] const Answer* assumed(std::size_t criterion) const noexcept;
};

/// Matches headers with what the model reads. Problems of the header go to `problems`, and what the
/// user should know besides to `warnings`. `names` is empty when there is no header at all: the
/// columns are then id, name and the criteria in model order.
void match_columns(Plan& plan, const std::vector<std::string>& names,
                   std::vector<Problem>& problems, std::vector<std::string>& warnings);

/// The rules of the mapping for input without a header: the plan's columns are then the keys that
/// they read.
void derive_from_keys(Plan& plan, std::vector<Problem>& problems);

/// Problems of what --map names on our side; part of `match_columns`, and all that can be said of
/// input without a header.
void check_targets(const Plan& plan, std::vector<Problem>& problems);

/// What --value says of words, for lines of JSON; `match_columns` does it for a table.
void match_words(Plan& plan, std::vector<Problem>& problems);

/// Whether a row of a table is counted by what stands in some of its columns.
[[nodiscard]] inline bool has_groups(const BatchOptions& options) noexcept {
  return options.summary && !(options.by.empty() && options.sum.empty());
}

/// Whether a header is a column we read, for finding the delimiter.
[[nodiscard]] bool is_known_header(const engine::Program& program, const BatchOptions& options,
                                   std::string_view header);

}  // namespace sourcing::batch
