// SPDX-License-Identifier: Apache-2.0
#include "report/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/decimal.hpp"
#include "base/escape.hpp"
#include "base/text.hpp"

namespace sourcing::report {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  base::append_html(out, text);
  return out;
}

// The first characters of a name, so that labels stay beside their marks.
std::string short_name(std::string_view name, std::size_t most) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < most && at < name.size(); ++i)
    at += base::decode_utf8(name, at).bytes;
  return at < name.size() ? std::string(name.substr(0, at)) + "…" : std::string(name);
}

// Coordinates are tenths of a unit.
std::string tenths(std::int64_t value) {
  return value % 10 == 0 ? fmt::format("{}", value / 10)
                         : fmt::format("{}{}.{}", value < 0 ? "-" : "", std::abs(value) / 10,
                                       std::abs(value) % 10);
}

// A number as the chart's language writes it.
std::string number(const ChartTexts& texts, std::string shown) {
  const std::size_t point = shown.find('.');
  if (point != std::string::npos) shown.replace(point, 1, texts.decimal);
  return shown;
}

// `role`: what has links inside is no picture to those who listen, but a group.
std::string open(const ChartTexts& texts, int width, int height, std::string_view role = "img") {
  return fmt::format(
      "<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" "
      "role=\"{}\" "
      "aria-label=\"{}\"><title>{}</title><desc>{}</desc>",
      width, height, role, escaped(texts.title), escaped(texts.title), escaped(texts.description));
}

void text(std::string& out, std::int64_t x, std::int64_t y, std::string_view anchor,
          std::string_view content, std::string_view kind = "t") {
  out += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"{}\">{}</text>", kind,
                     tenths(x), tenths(y), anchor, escaped(content));
}

void line(std::string& out, std::int64_t x1, std::int64_t y1, std::int64_t x2, std::int64_t y2,
          std::string_view kind = "g") {
  out += fmt::format("<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>", kind,
                     tenths(x1), tenths(y1), tenths(x2), tenths(y2));
}

void rectangle(std::string& out, std::int64_t x, std::int64_t y, std::int64_t width,
               std::int64_t height, std::string_view kind) {
  out += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", kind,
                     tenths(x), tenths(y), tenths(width), tenths(height));
}

std::int64_t root(std::int64_t value) {
  return static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(value))));
}

// `linked`: it leads to its process and shows its name where the mouse rests; of very many only the
// picture they make together can be read.
void shape(std::string& out, const Mark& mark, std::int64_t x, std::int64_t y, std::int64_t r,
           bool linked) {
  if (linked) {
    // The list has the same links for the keyboard; here they would be a hundred stops.
    const std::string name = escaped(mark.name);
    out += fmt::format("<a href=\"#p{}\" tabindex=\"-1\" aria-label=\"{}\"><title>{}</title>",
                       mark.row, name, name);
  }
  if (mark.shape == 0) {
    out += fmt::format("<circle class=\"s0\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", tenths(x), tenths(y),
                       tenths(r));
  } else if (mark.shape == 1) {
    rectangle(out, x - r, y - r, 2 * r, 2 * r, "s1");
  } else {
    out += fmt::format("<path class=\"s2\" d=\"M{} {}l{} {} {} {} {} {}z\"/>", tenths(x),
                       tenths(y - r * 13 / 10), tenths(r * 13 / 10), tenths(r * 13 / 10),
                       tenths(-r * 13 / 10), tenths(r * 13 / 10), tenths(-r * 13 / 10),
                       tenths(-r * 13 / 10));
  }
  if (linked) out += "</a>";
}

struct Box {
  std::int64_t left, top, right, bottom;
  [[nodiscard]] bool meets(const Box& other) const noexcept {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

// Writes the names of the heaviest beside their marks, right or left, where nothing is in the way.
void name_marks(std::string& out, const std::vector<Mark>& marks, std::size_t labels,
                std::int64_t left, std::int64_t right, std::vector<Box>& taken) {
  constexpr std::size_t longest = 28;
  constexpr std::int64_t gap = 30, half_line = 60, letter = 52;
  for (std::size_t i = 0; i < marks.size() && i < labels; ++i) {
    const std::string name = short_name(marks[i].name, longest);
    const std::int64_t wide =
        static_cast<std::int64_t>(std::min(name.size(), longest + 1)) * letter;
    const Box mark = taken[i];
    const std::int64_t y = (mark.top + mark.bottom) / 2;
    const Box after{mark.right + gap, y - half_line, mark.right + gap + wide, y + half_line};
    const Box before{mark.left - gap - wide, y - half_line, mark.left - gap, y + half_line};
    const auto is_free = [&](const Box& box) {
      return box.left > left && box.right < right &&
             std::none_of(taken.begin(), taken.end(),
                          [&](const Box& other) { return other.meets(box); });
    };
    const bool behind = is_free(after);
    if (!behind && !is_free(before)) continue;
    taken.push_back(behind ? after : before);
    text(out, behind ? after.left : before.right, y + 40, behind ? "start" : "end", name, "n");
  }
}

}  // namespace

std::string matrix(const ChartTexts& texts, const MatrixAxes& axes, std::vector<Mark> marks,
                   std::size_t labels) {
  constexpr int width = 900, height = 520;
  constexpr std::int64_t left = 700, right = 8'800, top = 200, bottom = 4'500;
  std::string out = open(texts, width, height, "group");
  const auto columns = static_cast<std::int64_t>(axes.columns.size());
  const std::int64_t column = (right - left) / std::max<std::int64_t>(columns, 1);
  for (std::int64_t c = 0; c < columns; ++c) {
    if (c > 0) line(out, left + c * column, top, left + c * column, bottom);
    text(out, left + c * column + column / 2, bottom + 220, "middle",
         axes.columns[static_cast<std::size_t>(c)]);
  }
  const std::int64_t span = std::max<std::int64_t>(axes.high - axes.low, 1);
  const auto height_of = [&](std::int64_t y) {
    return bottom - (y - axes.low) * (bottom - top) / span;
  };
  for (std::int64_t step = 0; step <= 4; ++step) {
    const std::int64_t value = axes.low + span * step / 4;
    line(out, left, height_of(value), right, height_of(value));
    text(out, left - 80, height_of(value) + 40, "end", number(texts, base::shortest2(value)));
  }
  text(out, (left + right) / 2, bottom + 520, "middle", axes.x, "l");
  out += fmt::format(
      "<text class=\"l\" transform=\"translate(16 {}) rotate(-90)\" "
      "text-anchor=\"middle\">{}</text>",
      tenths((top + bottom) / 2), escaped(axes.y));
  std::int64_t most = 1;
  for (const Mark& mark : marks) most = std::max(most, mark.weight);
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Mark& a, const Mark& b) { return a.weight > b.weight; });
  // Marks of one place stand beside one another: each takes the next spot of a spiral of its
  // column.
  std::vector<Box> taken;
  std::size_t index = 0;
  // The more there are, the smaller they are drawn.
  constexpr std::int64_t few = 60, largest = 19'600, smallest = 900;
  const auto count = static_cast<std::int64_t>(marks.size());
  const std::int64_t area = std::clamp(largest * few / std::max(count, few), smallest, largest);
  constexpr std::int64_t few_links = 300;
  for (const Mark& mark : marks) {
    const std::int64_t radius = 40 + root(std::max<std::int64_t>(mark.weight, 0) * area / most);
    // Golden-ratio steps spread them over the column without a pattern, the same every time.
    const auto spread = static_cast<std::int64_t>(index++ * 618 % 1'000);
    const std::int64_t room = std::max<std::int64_t>(column - 2 * radius, 1);
    const std::int64_t x = left + mark.x * column / 100 + radius + room * spread / 1'000;
    const std::int64_t y = height_of(mark.y);
    shape(out, mark, x, y, radius, count <= few_links);
    taken.push_back({x - radius, y - radius, x + radius, y + radius});
  }
  name_marks(out, marks, labels, left, right, taken);
  return out + "</svg>";
}

std::string heat_map(const ChartTexts& texts, const std::vector<std::string>& columns,
                     const std::vector<HeatRow>& rows) {
  constexpr std::int64_t label = 2'600, cell_width = 1'400, cell_height = 340, head = 420;
  const auto count = static_cast<std::int64_t>(columns.size());
  const auto lines = static_cast<std::int64_t>(rows.size());
  std::string out = open(texts, static_cast<int>((label + count * cell_width + 20) / 10),
                         static_cast<int>((head + lines * cell_height + 20) / 10));
  std::int64_t most = 1;
  for (const HeatRow& row : rows) {
    for (const std::int64_t value : row.values) most = std::max(most, value);
  }
  for (std::int64_t c = 0; c < count; ++c) {
    text(out, label + c * cell_width + cell_width / 2, head - 120, "middle",
         columns[static_cast<std::size_t>(c)], "l");
  }
  for (std::int64_t r = 0; r < lines; ++r) {
    const HeatRow& row = rows[static_cast<std::size_t>(r)];
    const std::int64_t y = head + r * cell_height;
    text(out, label - 100, y + 220, "end", short_name(row.name, 34));
    for (std::int64_t c = 0; c < count; ++c) {
      const std::int64_t value = row.values[static_cast<std::size_t>(c)];
      const std::int64_t heat = value <= 0 ? 0 : 1 + value * 4 / most - (value == most ? 1 : 0);
      rectangle(out, label + c * cell_width + 10, y + 10, cell_width - 20, cell_height - 20,
                fmt::format("h{}", heat));
      text(out, label + c * cell_width + cell_width / 2, y + 220, "middle",
           number(texts, base::shortest2(value)), heat > 2 ? "hi" : "t");
    }
  }
  return out + "</svg>";
}

std::string histogram(const ChartTexts& texts, std::int64_t from, std::int64_t step,
                      const std::vector<std::uint64_t>& rows, std::int64_t band) {
  constexpr std::int64_t left = 500, top = 200, bottom = 1'900, right = 8'900;
  std::string out = open(texts, 900, 240);
  // What is empty at both ends says nothing.
  std::size_t first = 0, last = rows.size();
  while (first < last && rows[first] == 0) ++first;
  while (last > first && rows[last - 1] == 0) --last;
  if (first == last) last = std::min(first + 1, rows.size());
  const std::uint64_t most =
      std::max<std::uint64_t>(1, *std::max_element(rows.begin(), rows.end()));
  const auto bars = static_cast<std::int64_t>(last - first);
  const std::int64_t width = (right - left) / std::max<std::int64_t>(bars, 1);
  for (std::int64_t b = 0; b < bars; ++b) {
    const std::uint64_t count = rows[first + static_cast<std::size_t>(b)];
    const std::int64_t begin = from + (static_cast<std::int64_t>(first) + b) * step;
    const auto height =
        static_cast<std::int64_t>(count * static_cast<std::uint64_t>(bottom - top) / most);
    const bool close = begin < band && begin + step > -band;
    rectangle(out, left + b * width + 10, bottom - height, width - 20,
              std::max<std::int64_t>(height, 5), close ? "bc" : "b");
    if (count > 0)
      text(out, left + b * width + width / 2, bottom - height - 40, "middle",
           fmt::format("{}", count));
    text(out, left + b * width, bottom + 180, "middle", number(texts, base::shortest2(begin)));
  }
  text(out, left + bars * width, bottom + 180, "middle",
       number(texts, base::shortest2(from + static_cast<std::int64_t>(last) * step)));
  return out + "</svg>";
}

std::string bar_chart(const ChartTexts& texts, const std::vector<Bar>& bars) {
  constexpr std::int64_t label = 4'200, room = 4'000, height = 240;
  constexpr std::size_t longest = 74;
  std::string out =
      open(texts, 900, static_cast<int>(static_cast<std::int64_t>(bars.size()) * height / 10 + 4));
  std::int64_t most = 1, y = 0;
  for (const Bar& bar : bars) most = std::max(most, bar.value);
  for (const Bar& bar : bars) {
    const std::int64_t width = std::max<std::int64_t>(bar.value * room / most, 5);
    text(out, label - 100, y + 170, "end", short_name(bar.name, longest));
    rectangle(out, label, y + 40, width, height - 80, "b");
    text(out, label + width + 60, y + 170, "start", fmt::format("{}", bar.value));
    y += height;
  }
  return out + "</svg>";
}

std::string waterfall(const ChartTexts& texts, std::int64_t base, const std::vector<Step>& steps,
                      std::string_view base_name, std::string_view score_name) {
  constexpr std::int64_t label = 2'800, width = 5'200, height = 240;
  const auto lines = static_cast<std::int64_t>(steps.size()) + 2;
  std::string out = open(texts, 900, static_cast<int>(lines * height / 10 + 12));
  std::int64_t at = base, y = 0;
  const auto x_of = [&](std::int64_t value) { return label + value * width / 10'000; };
  const auto bar = [&](std::string_view name, std::int64_t from, std::int64_t to,
                       std::string_view kind, const std::string& shown) {
    text(out, label - 100, y + 170, "end", short_name(name, 40));
    rectangle(out, x_of(std::min(from, to)), y + 40,
              std::max<std::int64_t>(std::abs(x_of(to) - x_of(from)), 5), height - 80, kind);
    text(out, x_of(std::max(from, to)) + 60, y + 170, "start", shown);
    y += height;
  };
  const auto fixed = [&](std::int64_t value) {
    std::string shown;
    base::append_fixed2(shown, value);
    return number(texts, shown);
  };
  bar(base_name, 0, base, "b", fixed(base));
  for (const Step& step : steps) {
    std::string shown;
    base::append_signed2(shown, step.points);
    bar(step.name, at, at + step.points, step.points < 0 ? "dn" : "up", number(texts, shown));
    at += step.points;
  }
  bar(score_name, 0, at, "b", fixed(at));
  line(out, x_of(5'000), 0, x_of(5'000), lines * height, "g");
  return out + "</svg>";
}

std::string standalone(std::string_view chart, std::string_view style) {
  const std::size_t end = chart.find('>') + 1;
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}<style>{}</style>{}\n",
                     chart.substr(0, end), style, chart.substr(end));
}

}  // namespace sourcing::report
