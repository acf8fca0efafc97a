// SPDX-License-Identifier: Apache-2.0
// Rows through the column kernel to JSON documents. What its writer does not take is left to who
// asks: it is read, decided and rendered as a task.
#pragma once

#include <cstddef>
#include <cstdint>

#include "batch/flow/judged_rows.hpp"
#include "batch/flow/task_output.hpp"
#include "batch/write/document_writer.hpp"

namespace sourcing::batch {

class DocumentRows {
 public:
  /// `plan` is that of the rows; `shared.documents` must be there.
  DocumentRows(const Plan& plan, const Shared& shared)
      : plan_(plan),
        rows_(plan, shared.tables, {plan.options.summary}),
        writer_(plan, shared.tables, shared.texts, *shared.documents) {}

  /// Judges rows of [from, rows); returns where it stopped.
  std::size_t run(const char* block, const input::Index& index, std::size_t from,
                  std::size_t rows) {
    return rows_.run(block, index, from, rows);
  }

  /// Writes the next row. False: it is not for us.
  bool write(const RowView& row, std::uint64_t number, TaskOutput& output, Judged& judged) {
    const auto slot = rows_.find(row.row);
    CsvJudge& judge = rows_.judge();
    if (!slot || !writer_.takes(row)) return false;
    Judgment judgment = judge.judgment(*slot);
    if (!plan_.options.dry_run) {
      output.before_document(judged.out);
      writer_.write(row, number, judgment, judge.group(), *slot, judged.out);
    }
    if (plan_.options.summary) judge.count(judgment, *slot, judged.counts);
    return true;
  }

 private:
  const Plan& plan_;
  JudgedRows rows_;
  DocumentWriter writer_;
};

}  // namespace sourcing::batch
