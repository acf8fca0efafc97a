// SPDX-License-Identifier: Apache-2.0
#include "batch/flow/table_sink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/escape.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "input/task_json.hpp"
#include "render/row.hpp"

namespace sourcing::batch {

namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t widest_text = 48, narrowest_text = 18;

// What a person looks for first; the later ones give way on a narrow screen.
constexpr std::array<std::string_view, 8> for_people = {
    "id", "name", "disposition", "engagement", "location", "status", "close", "hybrid"};

constexpr std::array<std::string_view, 7> numbers = {
    "engagement_score", "score_onshore", "score_nearshore", "score_offshore",
    "margin",           "stability",     "place_score"};
constexpr std::array<std::string_view, 3> truths = {"hybrid", "close", "robust"};
constexpr std::array<std::string_view, 3> number_fields = {"fte", "cost_per_fte", "exit_cost"};

template <class List>
bool among(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

// The cells of the line that begins at `at`, which is moved behind it.
std::vector<std::string> split(std::string_view text, std::size_t& at) {
  std::vector<std::string> cells(1);
  bool inside = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      // A quote that is written twice ends the quoted part and begins it again.
      if (!inside && at > 0 && text[at - 1] == '"') cells.back() += c;
      inside = !inside;
    } else if (inside) {
      cells.back() += c;
    } else if (c == ',') {
      cells.emplace_back();
    } else if (c == '\n') {
      ++at;
      break;
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

template <class Value>
std::string_view localised_key(std::string_view cell, std::initializer_list<Value> values,
                               std::initializer_list<std::string_view> keys) {
  const auto* key = keys.begin();
  for (const Value value : values) {
    if (name(value) == cell) return *key;
    ++key;
  }
  return {};
}

}  // namespace

bool is_dressed(const BatchOptions& options) noexcept {
  if (options.row != 0 || options.dry_run) return false;
  switch (options.format) {
    case Format::ndjson:
    case Format::json:
    case Format::markdown:
      return !options.columns.empty();
    case Format::text:
      return true;
    default:
      return false;
  }
}

BatchOptions undressed(BatchOptions options) {
  if (options.columns.empty()) {
    for (const std::string_view column : for_people) options.columns.emplace_back(column);
    if (options.places != nullptr) options.columns.emplace_back("place");
  }
  options.format = Format::csv;
  options.raw = true;
  options.append = false;
  options.byte_order_mark = false;
  options.decimal_out = '.';
  return options;
}

TableSink::TableSink(ByteSink& out, const engine::Program& program, const BatchOptions& options,
                     const Layout& layout)
    : out_(out),
      layout_(layout),
      format_(options.format),
      wording_(program, options.language),
      width_(options.width),
      chosen_(!options.columns.empty()),
      header_(options.header) {}

bool TableSink::put(std::string& text) {
  const bool fine = text.empty() || out_.write(text);
  text.clear();
  return fine;
}

bool TableSink::write(std::string_view bytes) {
  std::vector<Cells> rows;
  std::size_t at = 0;
  while (at < bytes.size()) {
    Cells cells = split(bytes, at);
    if (!begun_ && header_) {
      begun_ = true;
      continue;
    }
    cells.resize(layout_.names.size());
    rows.push_back(std::move(cells));
  }
  if (rows.empty()) return true;
  if (format_ == Format::text && !any_) fit(rows);
  for (const Cells& cells : rows) row(cells);
  return put(text_);
}

bool TableSink::finish() {
  if (!any_ && format_ == Format::json) text_ += "[]";
  if (any_ && format_ == Format::json) text_ += "\n]";
  if (format_ == Format::json) text_ += '\n';
  std::string left_out;
  for (std::size_t c = 0; c < widths_.size(); ++c) {
    if (widths_[c] == 0 && chosen_) render::append_item(left_out, layout_.names[c]);
  }
  if (!left_out.empty()) {
    text_ += wording_.say("table.left_out", {{"list", left_out}});
    text_ += '\n';
  }
  return put(text_);
}

void TableSink::row(const Cells& cells) {
  switch (format_) {
    case Format::markdown:
      markdown(cells);
      break;
    case Format::text: {
      Cells texts;
      for (std::size_t c = 0; c < cells.size(); ++c) texts.push_back(shown(c, cells[c]));
      line(texts);
      break;
    }
    default:
      object(cells);
      break;
  }
  any_ = true;
}

bool TableSink::is_number(std::size_t column) const noexcept {
  const std::string& name = layout_.names[column];
  return among(numbers, name) || among(number_fields, name);
}

void TableSink::object(const Cells& cells) {
  if (format_ == Format::json) text_ += any_ ? ",\n  " : "[\n  ";
  text_ += '{';
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (c > 0) text_ += ',';
    json::append_quoted(text_, layout_.names[c]);
    text_ += ':';
    const std::string& cell = cells[c];
    if (cell.empty()) {
      text_ += "null";
    } else if (among(truths, layout_.names[c]) || among(numbers, layout_.names[c])) {
      text_ += cell;
    } else if (among(number_fields, layout_.names[c])) {
      text_ += input::read_field_cell(layout_.names[c], cell, {}).json;
    } else {
      json::append_quoted(text_, cell);
    }
  }
  text_ += '}';
  if (format_ == Format::ndjson) text_ += '\n';
}

// What a column is called above a table; one that has no phrase keeps its name.
std::string TableSink::head(std::size_t column) const {
  static constexpr std::string_view keys[] = {"table.close",
                                              "table.derived",
                                              "table.disposition",
                                              "table.engagement",
                                              "table.engagement_score",
                                              "table.error",
                                              "table.flip",
                                              "table.hybrid",
                                              "table.id",
                                              "table.location",
                                              "table.margin",
                                              "table.name",
                                              "table.place",
                                              "table.place_score",
                                              "table.place_scores",
                                              "table.places",
                                              "table.possible",
                                              "table.reasons",
                                              "table.robust",
                                              "table.score_nearshore",
                                              "table.score_offshore",
                                              "table.score_onshore",
                                              "table.stability",
                                              "table.status",
                                              "table.why"};
  const std::string& name = layout_.names[column];
  for (const std::string_view key : keys) {
    if (key.substr(key.find('.') + 1) == name) return wording_.say(key);
  }
  return name;
}

// A word of the verdict, a truth value or a number as the reader's language has it.
std::string TableSink::shown(std::size_t column, const std::string& cell) const {
  const std::string& name = layout_.names[column];
  std::string_view key;
  if (name == "disposition") {
    key = localised_key(cell,
                        {Disposition::retain, Disposition::automate_first, Disposition::outsource},
                        {"table.retain", "disposition.automate_first", "disposition.outsource"});
  } else if (name == "status") {
    key = localised_key(cell,
                        {Status::decided, Status::tentative, Status::undetermined, Status::error},
                        {"status_word.decided", "status_word.tentative", "status_word.undetermined",
                         "status_word.error"});
  } else if (among(truths, name)) {
    key = cell == "true" ? "value.true" : cell == "false" ? "value.false" : "";
  }
  if (!key.empty()) return wording_.say(key);
  if (name == "engagement" && !cell.empty()) {
    return wording_.engagement(cell == sourcing::name(Engagement::bpo) ? Engagement::bpo
                                                                       : Engagement::kpo);
  }
  if (is_number(column)) return wording_.say("value.number", {{"number", cell}});
  if (name != "error" || cell.empty()) return cell;
  if (!sentences_) sentences_ = std::make_unique<render::Sentences>(wording_.language());
  return sentences_->say_errors(cell);
}

void TableSink::markdown(const Cells& cells) {
  if (!any_) {
    text_ += '|';
    for (std::size_t c = 0; c < cells.size(); ++c) {
      text_ += ' ';
      base::append_markdown(text_, head(c));
      text_ += " |";
    }
    text_ += "\n|";
    for (std::size_t c = 0; c < cells.size(); ++c) text_ += is_number(c) ? " ---: |" : " --- |";
    text_ += '\n';
  }
  text_ += '|';
  for (std::size_t c = 0; c < cells.size(); ++c) {
    text_ += ' ';
    base::append_markdown(text_, shown(c, cells[c]));
    text_ += " |";
  }
  text_ += '\n';
}

// As wide as the first rows want; texts give way first, then columns from the last.
void TableSink::fit(const std::vector<Cells>& rows) {
  const std::size_t count = layout_.names.size();
  widths_.assign(count, 0);
  std::vector<bool> used(count, false);
  for (std::size_t c = 0; c < count; ++c) {
    widths_[c] = base::display_width(head(c));
    for (const Cells& cells : rows) {
      if (!cells[c].empty()) used[c] = true;
      const std::string text = base::printable(shown(c, cells[c]));
      widths_[c] = std::max(widths_[c], std::min(widest_text, base::display_width(text)));
    }
    // A column of nothing is not worth its room, unless it was asked for.
    if (!used[c] && !chosen_) widths_[c] = 0;
  }
  const auto total = [&] {
    std::size_t sum = 0;
    for (const std::size_t width : widths_) sum += width == 0 ? 0 : width + gap;
    return sum == 0 ? 0 : sum - gap;
  };
  while (width_ != 0 && total() > width_) {
    const auto widest = std::max_element(widths_.begin(), widths_.end());
    if (*widest > narrowest_text) {
      *widest -= std::min(*widest - narrowest_text, total() - width_);
      continue;
    }
    std::size_t last = count;
    while (last > 1 && widths_[last - 1] == 0) --last;
    if (last <= 1) break;
    widths_[last - 1] = 0;
  }
  if (!header_) return;
  Cells heads;
  for (std::size_t c = 0; c < count; ++c) heads.push_back(head(c));
  line(heads);
}

void TableSink::line(const Cells& texts) {
  std::string out;
  for (std::size_t c = 0; c < texts.size(); ++c) {
    if (widths_[c] == 0) continue;
    const std::string text = base::truncate(base::printable(texts[c]), widths_[c]);
    out += is_number(c) ? base::pad_left(text, widths_[c]) : base::pad_right(text, widths_[c]);
    out.append(gap, ' ');
  }
  out.erase(out.find_last_not_of(' ') + 1);
  text_ += out;
  text_ += '\n';
}

}  // namespace sourcing::batch
