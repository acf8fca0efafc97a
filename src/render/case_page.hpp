// SPDX-License-Identifier: Apache-2.0
// How a case is laid out for people: as text, as Markdown, or as a page that opens from disk. What
// is said, and in which order, is case_text.cpp's.
#pragma once

#include <memory>
#include <sourcing/render.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::render {

class CasePage {
 public:
  virtual ~CasePage() = default;
  virtual void title(std::string_view text) = 0;
  virtual void paragraph(std::string_view text) = 0;
  virtual void bullets(const std::vector<std::string>& items) = 0;
  /// Rows of cells, the first is the heading; all but the first column stand to the right.
  virtual void table(const std::vector<std::vector<std::string>>& rows) = 0;
  /// An `<svg>` element; only a page shows pictures.
  [[nodiscard]] virtual bool shows_pictures() const noexcept { return false; }
  virtual void picture(std::string_view) {}
};

/// Appends to `out`, which must outlive it. Text fits into `width` columns, as far as one column of
/// a table beside its first does.
[[nodiscard]] std::unique_ptr<CasePage> make_case_page(std::string& out, Format format,
                                                       std::size_t width);

/// A part of somebody else's page, which has its headings above `<h3>` and its own pictures. Tables
/// of more rows than are read at a glance stand behind `long_table`.
[[nodiscard]] std::unique_ptr<CasePage> make_case_part(std::string& out, std::string long_table);

/// What stands before the cases of a page; append_page_end follows them.
void append_case_page_begin(std::string& out, std::string_view title, std::string_view language);

}  // namespace sourcing::render
