// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/workbook_notes.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace sourcing::cli {

namespace {

// Whole sentences each, so that a language can say one and several in its own way.

std::string merged(const std::string& source, std::uint64_t ranges, const std::string& first) {
  return ranges == 1 ? fmt::format(
                           "{}: {} range of merged cells below the header, the first is {}: a "
                           "value counts for its first cell, the others are empty",
                           source, ranges, first)
                     : fmt::format(
                           "{}: {} ranges of merged cells below the header, the first is {}: a "
                           "value counts for its first cell, the others are empty",
                           source, ranges, first);
}

std::string hidden(const std::string& source, std::uint64_t rows, std::uint64_t first) {
  return rows == 1
             ? fmt::format("{}: {} hidden row was read like the others, the first is row {}",
                           source, rows, first)
             : fmt::format("{}: {} hidden rows were read like the others, the first is row {}",
                           source, rows, first);
}

std::string calculated(const std::string& source, std::uint64_t formulas) {
  return formulas == 1
             ? fmt::format(
                   "{}: {} cell is the value of a formula, and the workbook asks to be calculated "
                   "when it is opened: the values may be out of date; save it in a spreadsheet "
                   "program first",
                   source, formulas)
             : fmt::format(
                   "{}: {} cells are the value of a formula, and the workbook asks to be "
                   "calculated when it is opened: the values may be out of date; save it in a "
                   "spreadsheet program first",
                   source, formulas);
}

std::string outside(const std::string& source, std::uint64_t cells, const std::string& first) {
  return cells == 1 ? fmt::format(
                          "{}: {} cell beside the columns of the header was passed over, the first "
                          "is {}",
                          source, cells, first)
                    : fmt::format(
                          "{}: {} cells beside the columns of the header were passed over, the "
                          "first is {}",
                          source, cells, first);
}

}  // namespace

void tell_workbook(const Session& session, const input::Encoding& encoding,
                   const std::string& source) {
  if (!encoding.workbook) return;
  const auto& facts = encoding.facts;
  const Messages& messages = session.messages;
  const std::string shown = base::printable(source);
  for (const std::string& note : facts.notes) messages.note(note);
  if (facts.merged_rows > 0) messages.warning(merged(shown, facts.merged_rows, facts.first_merged));
  if (facts.hidden_rows > 0) messages.warning(hidden(shown, facts.hidden_rows, facts.first_hidden));
  if (facts.recalculates && facts.formulas > 0) {
    messages.warning(calculated(shown, facts.formulas));
  }
  if (facts.outside > 0) messages.warning(outside(shown, facts.outside, facts.first_outside));
}

}  // namespace sourcing::cli
