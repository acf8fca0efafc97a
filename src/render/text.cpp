// SPDX-License-Identifier: Apache-2.0
// For a person at a terminal or a screen reader: plain lines, no drawing, at most `width` columns.
// Colour repeats what the signs say and is never the only sign.
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/decimal.hpp"
#include "render/document.hpp"
#include "render/renderers.hpp"

namespace sourcing::render {

namespace {

constexpr std::size_t least_width = 40;
constexpr std::size_t indent = 2;
constexpr std::size_t gap = 2;
constexpr std::size_t longest_bar = 10;
constexpr std::size_t least_for_label = 20;  // narrower, places are lines and no columns
constexpr std::size_t least_for_why = 40;    // narrower, sentences go below their row

constexpr std::string_view bold = "1";

class TextWriter : public DocumentWriter {
 public:
  explicit TextWriter(const RenderOptions& options)
      : width_(std::max(options.width, least_width)), color_(options.color), full_(options.full) {}

  void print(std::string& out, const Document& document) override {
    // Two lines between tasks, one between blocks, none below a heading or lines, or above a list.
    if (any_) out += "\n\n";
    any_ = true;
    bool close = true, after_lines = false;
    for (const Block& block : document) {
      const bool list = block.kind == Block::Kind::bullets;
      const bool small = after_lines && block.kind == Block::Kind::paragraph;
      if (!close && !list && !small) out += '\n';
      close = block.kind == Block::Kind::heading;
      after_lines = block.kind == Block::Kind::lines;
      switch (block.kind) {
        case Block::Kind::title:
          lines(out, block.text, 0, 0, bold);
          for (const std::string& item : block.items) lines(out, item, 0, 0, {});
          break;
        case Block::Kind::heading:
          lines(out, block.text, 0, 0, bold);
          break;
        case Block::Kind::paragraph:
          lines(out, block.text, 0, 0, {});
          break;
        case Block::Kind::bullets:
          for (const std::string& item : block.items) {
            lines(out, "- " + item, indent, indent + 2, {});
          }
          break;
        case Block::Kind::lines:
          for (const std::string& item : block.items) lines(out, item, 0, indent, {});
          break;
        case Block::Kind::places:
          places(out, block);
          break;
        case Block::Kind::points:
          if (!block.text.empty()) lines(out, block.text, indent, indent, {});
          table(out, block.rows);
          break;
      }
    }
  }

 private:
  void styled(std::string& out, std::string_view text, std::string_view style) const {
    if (!color_ || style.empty()) {
      out += text;
      return;
    }
    out += "\x1b[";
    out += style;
    out += 'm';
    out += text;
    out += "\x1b[0m";
  }

  // A paragraph, its first line and the following ones each with their own indent.
  void lines(std::string& out, std::string_view text, std::size_t first, std::size_t rest,
             std::string_view style) const {
    std::size_t before = first;
    for (const std::string& line : base::wrap(base::printable(text), width_ - rest)) {
      out.append(before, ' ');
      styled(out, line, style);
      out += '\n';
      before = rest;
    }
  }

  struct Widths {
    std::size_t label = 0, value = 0, points = 0, why = 0;
    Centipoints largest = 1;
  };

  [[nodiscard]] Widths measure(const std::vector<PointsRow>& rows) const {
    Widths widths;
    for (const PointsRow& row : rows) {
      widths.label = std::max(widths.label, base::display_width(row.label));
      widths.value = std::max(widths.value, base::display_width(base::printable(row.value)));
      widths.points = std::max(widths.points, points(row).size());
      if (row.kind == PointsRow::Kind::item) {
        widths.largest = std::max(widths.largest, std::abs(row.points));
      }
    }
    // Long labels and values give way to the points, labels last.
    const std::size_t taken = indent + gap + widths.points + gap + longest_bar;
    const std::size_t left = width_ > taken ? width_ - taken : 0;
    widths.label = std::min(widths.label, left > gap ? left - gap : 0);
    const std::size_t for_value = left - std::min(left, widths.label + gap);
    widths.value = std::min(widths.value, for_value);
    const std::size_t used = taken + widths.label + (widths.value > 0 ? widths.value + gap : 0);
    if (full_ && used + gap + least_for_why <= width_) widths.why = width_ - used - gap;
    return widths;
  }

  static std::string points(const PointsRow& row) {
    std::string out;
    if (row.kind == PointsRow::Kind::item || row.kind == PointsRow::Kind::others) {
      base::append_signed2(out, row.points);
    } else {
      base::append_fixed2(out, row.points);
    }
    if (row.decimal_comma) std::replace(out.begin(), out.end(), '.', ',');
    return out;
  }

  // `---` or `+++`, the longest for the largest reason of the table that is named; nothing for
  // none. No colours: less is not worse.
  static std::string bar(const PointsRow& row, Centipoints largest) {
    if (row.kind != PointsRow::Kind::item || row.points == 0) return {};
    const auto size = static_cast<std::size_t>(std::abs(row.points)) * longest_bar /
                      static_cast<std::size_t>(largest);
    return std::string(std::max<std::size_t>(size, 1), row.points > 0 ? '+' : '-');
  }

  void table(std::string& out, const std::vector<PointsRow>& rows) const {
    const Widths widths = measure(rows);
    for (const PointsRow& row : rows) {
      out.append(indent, ' ');
      out += base::pad_right(base::truncate(row.label, widths.label), widths.label);
      out.append(gap, ' ');
      if (widths.value > 0) {
        out +=
            base::pad_right(base::truncate(base::printable(row.value), widths.value), widths.value);
        out.append(gap, ' ');
      }
      out += base::pad_left(points(row), widths.points);
      std::string drawn = bar(row, widths.largest);
      std::vector<std::string> why;
      if (full_ && !row.why.empty()) {
        why = base::wrap(base::printable(row.why), widths.why > 0 ? widths.why : width_ - 2 * gap);
      }
      if (!drawn.empty() || (widths.why > 0 && !why.empty())) {
        out.append(gap, ' ');
        if (widths.why > 0 && !why.empty()) drawn = base::pad_right(drawn, longest_bar);
        out += drawn;
      }
      const std::size_t before_why = width_ - widths.why;
      for (std::size_t i = 0; i < why.size(); ++i) {
        if (widths.why == 0) {
          out += '\n';
          out.append(2 * indent, ' ');
        } else if (i == 0) {
          out.append(gap, ' ');
        } else {
          out += '\n';
          out.append(before_why, ' ');
        }
        out += why[i];
      }
      out += '\n';
    }
  }

  // A column for each location. Where there is no room for that, a line for each reason.
  void places(std::string& out, const Block& block) const {
    std::array<std::size_t, location_count> widths{};
    std::size_t label = 0, value = 0, taken = indent;
    for (const PlacesRow& row : block.places) {
      label = std::max(label, base::display_width(row.label));
      value = std::max(value, base::display_width(base::printable(row.value)));
      for (std::size_t l = 0; l < location_count; ++l) {
        widths[l] = std::max(widths[l], base::display_width(row.cells[l]));
      }
    }
    for (const std::size_t each : widths) taken += gap + each;
    const std::size_t left = width_ > taken ? width_ - taken : 0;
    const bool columns = left >= least_for_label;
    label = std::min(label, left);
    value = std::min(value, left - std::min(left, label + gap));
    bool head = true;
    for (const PlacesRow& row : block.places) {
      if (columns) {
        const std::size_t before = head ? 0 : indent;
        std::string line =
            base::pad_right(base::truncate(row.label, label), label + indent - before);
        if (value > 0) {
          line.append(gap, ' ');
          line += base::pad_right(base::truncate(base::printable(row.value), value), value);
        }
        for (std::size_t l = 0; l < location_count; ++l) {
          line.append(gap, ' ');
          line += base::pad_left(row.cells[l], widths[l]);
        }
        while (line.ends_with(' ')) line.pop_back();
        out.append(before, ' ');
        styled(out, line, head ? bold : std::string_view{});
        out += '\n';
      } else if (head) {
        lines(out, row.label, 0, 0, bold);
      } else {
        lines(out, place_line(block.places.front(), row), indent, indent + 2, {});
      }
      if (head && !block.text.empty()) lines(out, block.text, indent, indent, {});
      head = false;
    }
  }

  // `Cost pressure 4: onshore -5.00, nearshore +5.00, offshore +10.00`
  static std::string place_line(const PlacesRow& head, const PlacesRow& row) {
    std::string line = row.label;
    if (!row.value.empty()) line += ' ' + row.value;
    std::string cells;
    for (std::size_t l = 0; l < location_count; ++l) {
      if (!row.cells[l].empty()) append_item(cells, head.cells[l] + ' ' + row.cells[l]);
    }
    if (line.empty()) return cells;
    return line + ": " + cells;
  }

  std::size_t width_;
  bool color_;
  bool full_;
  bool any_ = false;
};

}  // namespace

std::unique_ptr<DocumentWriter> make_text_writer(const RenderOptions& options) {
  return std::make_unique<TextWriter>(options);
}

}  // namespace sourcing::render
