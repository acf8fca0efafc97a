// SPDX-License-Identifier: Apache-2.0
// Cells that are no usual ones.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "export/sql/words.hpp"
#include "export/sql/writer.hpp"

namespace sourcing::sql {

class Vocabulary;

/// In place of a position that was looked up: unknown, and to be read.
inline constexpr int nothing = -1, to_read = -9;

// In place of a number of hundredths: less than any that is in range. Negative, so that ClickHouse
// takes them for signed, as the numbers beside them are.
inline constexpr std::string_view too_great = "-9000000000000003";
inline constexpr std::string_view too_fine = "-9000000000000005";
// In place of a position.
inline constexpr int out_of_range = -3, unknown_word = -4, off_grid = -5, backwards = -6, half = -7,
                     thousands = -8;

inline constexpr std::string_view answers_comment =
    "What a cell says, as one number: a position on the grid, from 0; more than the last one: both "
    "ends of an interval, the lower one plus 1, times the number of positions, plus the upper one; "
    "-1: nothing; else minus the last digit of the error code: 3 out of range, 4 no such word, 5 "
    "too fine, 6 backwards, 7 half a range, 8 thousands or decimals.";

/// A criterion, for a comment.
[[nodiscard]] std::string described(const engine::Criterion& criterion);
/// Its position out of hundredths, which are not NULL; or the error.
[[nodiscard]] std::string place_number(const Dialect& dialect, const engine::Criterion& criterion,
                                       const std::string& number);
/// `_r_` (the text) and `_q_` (what was looked up, or `to_read`) to `_v_`: as `answers_comment`
/// says.
void add_reading(Writer& writer, const std::vector<std::size_t>& criteria);
/// The same of the one cell `cell`, as a query within an expression, for the rows of a condition.
[[nodiscard]] std::string reading_in_place(const Writer& writer, std::size_t criterion,
                                           const std::string& cell, const Vocabulary& words,
                                           std::string_view condition);
/// The same without a short way for what is no range.
[[nodiscard]] std::string reading_at_length(const Writer& writer, std::size_t criterion,
                                            const std::string& cell);
/// The position of such a cell, or an interval, where a short look tells; else NULL. Of
/// dialects that have `tidied`. `usual`: what people mostly write.
[[nodiscard]] std::string tidied_in_place(const Writer& writer, std::size_t criterion,
                                          const std::string& cell, Numbered usual);
/// The same of the cells of a column of the table, where each different text is read once. Of
/// dialects that read once.
[[nodiscard]] std::string read_once(
    Writer& writer, std::size_t criterion,
    const std::function<std::string(const std::string& cell)>& reading);
/// The same as `add_reading` in an engine whose stages are functions: cells of a row that are read
/// alike are elements of one array.
void add_reading_in_arrays(Writer& writer, const std::vector<std::size_t>& criteria);
/// A cell `_r_` as text, where columns are typed.
[[nodiscard]] std::string as_text(const Writer& writer, std::size_t criterion);
/// The same of any column of its type.
[[nodiscard]] std::string column_as_text(const Writer& writer, std::size_t criterion,
                                         const std::string& cell);

}  // namespace sourcing::sql
