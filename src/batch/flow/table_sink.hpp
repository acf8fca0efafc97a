// SPDX-License-Identifier: Apache-2.0
// Rows of chosen columns in other dress: flat JSON objects, one Markdown table, or columns that
// line up on a terminal. It takes the lines that the row writer makes, so that a cell says the same
// in every format.
#pragma once

#include <cstddef>
#include <memory>
#include <sourcing/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "batch/write/row_writer.hpp"
#include "render/sentences.hpp"
#include "render/wording.hpp"

namespace sourcing::batch {

/// Whether the rows of a batch go through a TableSink: the columns of any format that has none of
/// its own, and lined up where text is asked for.
[[nodiscard]] bool is_dressed(const BatchOptions& options) noexcept;

/// The options by which the lines for it are made. REQUIRES: `is_dressed(options)`
[[nodiscard]] BatchOptions undressed(BatchOptions options);

class TableSink : public ByteSink {
 public:
  /// `options` as they were given. All must outlive it.
  TableSink(ByteSink& out, const engine::Program& program, const BatchOptions& options,
            const Layout& layout);

  bool write(std::string_view bytes) override;
  /// What comes behind the last row.
  bool finish();

 private:
  using Cells = std::vector<std::string>;

  bool put(std::string& text);
  void row(const Cells& cells);
  void object(const Cells& cells);
  void markdown(const Cells& cells);
  void fit(const std::vector<Cells>& rows);
  void line(const Cells& texts);
  [[nodiscard]] std::string head(std::size_t column) const;
  [[nodiscard]] std::string shown(std::size_t column, const std::string& cell) const;
  [[nodiscard]] bool is_number(std::size_t column) const noexcept;

  ByteSink& out_;
  const Layout& layout_;
  Format format_;
  render::Wording wording_;
  mutable std::unique_ptr<render::Sentences> sentences_;  ///< read with the first error
  std::size_t width_;
  bool chosen_;  // the columns were asked for by name
  bool header_;  // a header is written
  bool begun_ = false, any_ = false;
  std::vector<std::size_t> widths_;  // of text; 0: there is no room for the column
  std::string text_;
};

}  // namespace sourcing::batch
