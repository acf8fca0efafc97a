// SPDX-License-Identifier: Apache-2.0
// The JSON documents of rows, put together from the texts of document_texts and what the kernel
// found: the same bytes as render/verdict_json writes of decide()'s decision.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/open_answers.hpp"
#include "batch/plan/buffer.hpp"
#include "batch/plan/group.hpp"
#include "batch/plan/plan.hpp"
#include "batch/plan/tables.hpp"
#include "batch/plan/texts.hpp"
#include "batch/read/row_reader.hpp"
#include "batch/read/shown_cells.hpp"
#include "batch/write/document_texts.hpp"
#include "batch/write/open_texts.hpp"
#include "batch/write/row_writer.hpp"
#include "batch/write/surroundings.hpp"
#include "engine/box.hpp"

namespace sourcing::batch {

class DocumentWriter {
 public:
  DocumentWriter(const Plan& plan, const Tables& tables, const Texts& numbers,
                 const DocumentTexts& texts);

  /// Whether the row is one that `write` is for: it has no activity, whose profile would join in,
  /// and no fields that travel.
  [[nodiscard]] bool takes(const RowView& row);
  /// Appends the document of a judged row, whose status becomes what decide()'s budget allows.
  void write(const RowView& view, std::uint64_t number, Judgment& judgment, const Group& group,
             std::size_t slot, Buffer& buffer);

 private:
  struct Row;
  struct Cursor;

  void place(render::Place place, const Row& row, Cursor& out);
  void reasons(const Row& row, Cursor& out);
  void axis(std::size_t axis, const Row& row, Cursor& out);
  template <class Take>
  void list(Cursor& out, Take take) const;
  void look_at_open_answers(Row& row);
  /// Every answer one step away, and the rules that set a disposition.
  void look_around(const Row& row);
  /// A text cell as a JSON string, or nothing where it is empty.
  void quote(std::string_view raw, std::string& out);

  const Plan& plan_;
  const Tables& tables_;
  const Texts& numbers_;
  const DocumentTexts& texts_;
  ShownCells cells_;
  std::string id_, name_, scratch_;
  engine::Box box_{};
  analysis::OpenAnswers open_;
  analysis::OpenAnswers::Seen seen_;  // what a row says of its open answers
  OpenTexts open_texts_;
  std::string possible_, next_questions_;
  Surroundings around_;
  std::vector<std::string_view> answers_;
  std::vector<std::uint16_t> fired_;
  std::vector<std::uint32_t> ranks_;
  std::vector<std::int16_t> points_;  // of what is ranked
};

}  // namespace sourcing::batch
