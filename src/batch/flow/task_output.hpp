// SPDX-License-Identifier: Apache-2.0
// Rows that are decided one by one, through decide(): for every format but the fast path's.
#pragma once

#include <memory>

#include "batch/flow/analyst.hpp"
#include "batch/flow/worker.hpp"
#include "render/json_document.hpp"

namespace sourcing::batch {

/// How a batch's decisions are rendered.
[[nodiscard]] RenderOptions render_options(const BatchOptions& options) noexcept;

/// Adds a decided row to what is summed up of all.
void count_decision(const Plan& plan, const Decision& decision, const Task& task, Counts& counts);

class TaskOutput {
 public:
  explicit TaskOutput(const Shared& shared);

  /// True where rows of a table are written that have nothing in them but what the kernel knows.
  [[nodiscard]] bool is_plain_table() const noexcept { return !renderer_ && !analyst_.wanted(); }

  /// What stands before the next document, which is made elsewhere.
  void before_document(Buffer& out);
  void begin(Buffer& out);
  void end(Buffer& out);
  void decided(const Task& task, Judged& judged);
  void failed(BadRow bad, Judged& judged);

 private:
  void flush(Buffer& out);

  const Plan& plan_;
  RowWriter writer_;
  Analyst analyst_;
  std::unique_ptr<Renderer> renderer_;          // null for csv and tsv
  render::JsonDocuments* documents_ = nullptr;  // the renderer's, for json and ndjson
  DecideOptions decide_;
  std::string text_;
};

}  // namespace sourcing::batch
