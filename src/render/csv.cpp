// SPDX-License-Identifier: Apache-2.0
// csv and tsv: the rows of row.hpp under their header.
#include "render/renderers.hpp"
#include "render/row.hpp"

namespace sourcing::render {

namespace {

class CsvRenderer : public Renderer {
 public:
  explicit CsvRenderer(const RenderOptions& options)
      : style_{options.format == Format::tsv ? '\t' : ',', options.raw} {}

  void begin(std::string& out) override { append_header(out, style_); }

  void decision(std::string& out, const Decision& decision) override {
    std::string reasons;
    append_row(out, row_of(decision, reasons), style_);
  }

  void failure(std::string& out, const Failure& failure) override {
    std::string error;
    append_row(out, row_of(failure, error), style_);
  }

  void end(std::string&) override {}

 private:
  RowStyle style_;
};

}  // namespace

std::unique_ptr<Renderer> make_csv(const RenderOptions& options) {
  return std::make_unique<CsvRenderer>(options);
}

}  // namespace sourcing::render
