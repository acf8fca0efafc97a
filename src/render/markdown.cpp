// SPDX-License-Identifier: Apache-2.0
// The same document as text, for a wiki or a ticket. Every text is escaped and stands behind a
// `##`, a `- ` or a `|`, so that none can begin a block of its own.
#include <algorithm>

#include "base/decimal.hpp"
#include "base/escape.hpp"
#include "render/document.hpp"
#include "render/renderers.hpp"

namespace sourcing::render {

namespace {

class MarkdownWriter : public DocumentWriter {
 public:
  MarkdownWriter(const Engine& engine, const RenderOptions& options)
      : wording_(engine.program(), options.language) {}

  void print(std::string& out, const Document& document) override {
    for (const Block& block : document) {
      if (any_) out += '\n';
      any_ = true;
      switch (block.kind) {
        case Block::Kind::title:
          line(out, "## ", block.text);
          if (!block.items.empty()) out += '\n';
          for (const std::string& item : block.items) line(out, "- ", item);
          break;
        case Block::Kind::heading:
          line(out, "### ", block.text);
          break;
        case Block::Kind::paragraph:
          line(out, "", block.text);
          break;
        case Block::Kind::lines:
          if (!block.text.empty()) {
            line(out, "### ", block.text);
            out += '\n';
          }
          for (const std::string& item : block.items) line(out, "- ", item);
          break;
        case Block::Kind::bullets:
          for (const std::string& item : block.items) line(out, "- ", item);
          break;
        case Block::Kind::points:
          table(out, block.rows);
          break;
        case Block::Kind::places:
          places(out, block);
          break;
      }
    }
  }

 private:
  static void line(std::string& out, std::string_view before, std::string_view text) {
    out += before;
    base::append_markdown(out, text);
    out += '\n';
  }

  void table(std::string& out, const std::vector<PointsRow>& rows) const {
    const bool why = std::any_of(rows.begin(), rows.end(),
                                 [](const PointsRow& row) { return !row.why.empty(); });
    cell(out, wording_.say("column.criterion"));
    cell(out, wording_.say("column.value"));
    cell(out, wording_.say("column.points"));
    if (why) cell(out, wording_.say("column.why"));
    out += why ? "|\n| --- | --- | ---: | --- |\n" : "|\n| --- | --- | ---: |\n";
    for (const PointsRow& row : rows) {
      std::string points;
      if (row.kind == PointsRow::Kind::item || row.kind == PointsRow::Kind::others) {
        base::append_signed2(points, row.points);
      } else {
        base::append_fixed2(points, row.points);
      }
      cell(out, row.label);
      cell(out, row.value);
      cell(out, wording_.say("value.number", {{"number", points}}));
      if (why) cell(out, row.why);
      out += "|\n";
    }
  }

  void places(std::string& out, const Block& block) const {
    line(out, "### ", block.places.front().label);
    out += '\n';
    if (!block.text.empty()) {
      line(out, "", block.text);
      out += '\n';
    }
    bool head = true;
    for (const PlacesRow& row : block.places) {
      cell(out, head ? wording_.say("column.criterion") : row.label);
      cell(out, head ? wording_.say("column.value") : row.value);
      for (const std::string& each : row.cells) cell(out, each);
      out += head ? "|\n| --- | --- | ---: | ---: | ---: |\n" : "|\n";
      head = false;
    }
  }

  static void cell(std::string& out, std::string_view text) {
    out += "| ";
    base::append_markdown(out, text);
    out += ' ';
  }

  Wording wording_;
  bool any_ = false;
};

}  // namespace

std::unique_ptr<DocumentWriter> make_markdown_writer(const Engine& engine,
                                                     const RenderOptions& options) {
  return std::make_unique<MarkdownWriter>(engine, options);
}

}  // namespace sourcing::render
