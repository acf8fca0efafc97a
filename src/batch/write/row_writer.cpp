// SPDX-License-Identifier: Apache-2.0
#include "batch/write/row_writer.hpp"

#include <algorithm>
#include <charconv>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "input/csv_fields.hpp"
#include "input/task_json.hpp"

namespace sourcing::batch {

namespace {

// Room for a cell that is no text and no reasons, with its delimiter and what whole-word copies
// write past it; for what is at the end of a line.
constexpr std::size_t cell_room = 64, end_room = 64;

std::string_view analysis_cell(std::uint8_t column, const render::RowAnalysis& analysis) {
  switch (column) {
    case column_possible:
      return analysis.possible;
    case column_flip:
      return analysis.flip;
    case column_stability:
      return analysis.stability;
    case column_robust:
      return analysis.robust;
    case column_rule:
      return analysis.rule;
    case column_place:
      return analysis.place;
    case column_place_score:
      return analysis.place_score;
    case column_place_scores:
      return analysis.place_scores;
    case column_why:
      return analysis.why;
    default:
      return analysis.places;
  }
}

}  // namespace

RowWriter::RowWriter(const Plan& plan, const Tables& tables, const Texts& texts,
                     const Layout& layout)
    : plan_(plan), texts_(texts), layout_(layout), cells_(plan, layout), reason_texts_(texts) {
  std::size_t reasons = ReasonTexts::past_end, longest = 0;
  for (std::size_t r = 0; r < tables.rules.size(); ++r) {
    if (tables.rules[r].excluded == 0) continue;
    excluding_.push_back(r);
    reasons += texts.codes[first_rule_code + r].size + 1;
  }
  for (const Texts::Code& code : texts.codes) {
    longest = std::max<std::size_t>(longest, code.size);
  }
  reasons += 4 * (longest + 16);
  const auto times = [&](Column column) {
    return static_cast<std::size_t>(
        std::count(layout.columns.begin(), layout.columns.end(), column));
  };
  row_room_ = times(column_reasons) * reasons + layout.columns.size() * cell_room + end_room;
  texts_wanted_ = std::max(times(column_id), times(column_name));
}

void RowWriter::header(std::string_view before, Buffer& out) const {
  if (layout_.byte_order_mark) out.append("\xEF\xBB\xBF");
  out.append(before);
  bool first = before.empty();
  for (const std::string& each : layout_.names) {
    if (!first) out.append(std::string_view(&layout_.delimiter, 1));
    first = false;
    out.append(each);
  }
  out.append(layout_.line_end);
}

// Each with a `;` behind it.
char* RowWriter::put_axis(char* out, std::size_t axis, const Group& group, std::size_t slot) {
  const ReasonKey first = group.largest.first[slot][axis];
  if (first == 0) return out;
  out = reason_texts_.put(out, first);
  const ReasonKey second = group.largest.second[slot][axis];
  return second == 0 ? out : reason_texts_.put(out, second);
}

char* RowWriter::put_reasons(char* out, const Judgment& judgment, const Group& group,
                             std::size_t slot) {
  char* const begin = out;
  if (judgment.excluded != 0) {
    for (const std::size_t rule : excluding_) {
      if (group.fired[rule * group_rows + slot] == 0) continue;
      out = Texts::put_code(out, texts_.codes[first_rule_code + rule]);
      out[-1] = ';';  // it was `=`
    }
  }
  out = put_axis(out, 0, group, slot);
  if (judgment.location != engine::no_location &&
      judgment.status.location != Status::undetermined) {
    out = put_axis(out, static_cast<std::size_t>(judgment.location) + 1, group, slot);
  }
  if (out != begin) --out;
  if (layout_.delimiter == ';' && std::find(begin, out, ';') != out) {
    std::memmove(begin + 1, begin, static_cast<std::size_t>(out - begin));
    *begin = '"';
    out[1] = '"';
    out += 2;
  }
  return out;
}

void RowWriter::judged(std::string_view before, const RawTexts& texts, const Judgment& judgment,
                       const Group& group, std::size_t slot, Buffer& out) {
  if (!before.empty()) {
    out.append(before);
    out.append(std::string_view(&layout_.delimiter, 1));
  }
  if (!layout_.standard) return listed(texts, judgment, group, slot, out);
  char* at = out.room(room(texts));
  const char delimiter = layout_.delimiter;
  at = put_id(at, texts, out);
  at = texts_.dispositions[judgment.disposition_index()][judgment.engagement_index()].put(at);
  const auto score = [&](std::size_t axis) {
    return static_cast<std::size_t>(engine::lane(judgment.sum, axis));
  };
  at = texts_.hundredths[score(0)].put(at);
  at = texts_.locations[judgment.location_index()].put(at);
  at = texts_.hundredths[score(1)].put(at);
  *at++ = delimiter;
  at = texts_.hundredths[score(2)].put(at);
  *at++ = delimiter;
  at = texts_.hundredths[score(3)].put(at);
  at = texts_.statuses[static_cast<std::size_t>(judgment.status.overall)].put(at);
  at = put_reasons(at, judgment, group, slot);
  *at++ = delimiter;
  *at++ = delimiter;
  at = cells_.put(at, texts.name, texts, out, room(texts));
  at = texts_.hybrid[hybrid_index(judgment)].put(at);
  at = texts_.put_fixed(at, engine::lane(judgment.sum, 0) - plan_.program.threshold);
  if (layout_.columns.back() == column_close) {
    at = texts_.close[close_index(judgment, group, slot)].put(at);
  } else {
    *at++ = '\n';
  }
  out.advance_to(at);
}

void RowWriter::listed(const RawTexts& texts, const Judgment& judgment, const Group& group,
                       std::size_t slot, Buffer& out) {
  char* at = out.room(room(texts));
  bool first = true;
  for (const std::uint8_t which : layout_.columns) {
    if (!first) *at++ = layout_.delimiter;
    first = false;
    at = put_cell(at, which, texts, judgment, group, slot, out);
  }
  at = std::copy(layout_.line_end.begin(), layout_.line_end.end(), at);
  out.advance_to(at);
}

char* RowWriter::put_id(char* out, const RawTexts& texts, Buffer& buffer) {
  constexpr std::ptrdiff_t digits = 20;
  return texts.id.empty() ? std::to_chars(out, out + digits, texts.number).ptr
                          : cells_.put(out, texts.id, texts, buffer, room(texts));
}

std::size_t RowWriter::hybrid_index(const Judgment& judgment) const noexcept {
  if (judgment.engagement_index() == engagement_count) return 2;
  const std::int32_t margin = engine::lane(judgment.sum, 0) - plan_.program.threshold;
  const std::int32_t band = plan_.program.hybrid_band;
  return margin <= band && -margin <= band ? 1 : 0;
}

// Two decimals, behind the sign that was asked for; where that is the delimiter, in quotes.
char* RowWriter::put_number(char* out, std::int32_t hundredths) const {
  char* const begin = out;
  out = texts_.put_fixed(out, hundredths);
  if (layout_.decimal == '.') return out;
  constexpr std::ptrdiff_t decimals = 3;
  out[-decimals] = layout_.decimal;
  if (layout_.delimiter != layout_.decimal) return out;
  std::memmove(begin + 1, begin, static_cast<std::size_t>(out - begin));
  *begin = '"';
  out[1] = '"';
  return out + 2;
}

char* RowWriter::put_cell(char* at, std::uint8_t which, const RawTexts& texts,
                          const Judgment& judgment, const Group& group, std::size_t slot,
                          Buffer& buffer) {
  const auto score = [&](std::size_t axis) {
    return put_number(at, engine::lane(judgment.sum, axis));
  };
  switch (which) {
    case column_id:
      return put_id(at, texts, buffer);
    case column_disposition:
      return texts_.words.dispositions[judgment.disposition_index()].put(at);
    case column_engagement:
      return texts_.words.engagements[judgment.engagement_index()].put(at);
    case column_engagement_score:
      return score(0);
    case column_location:
      return texts_.words.locations[judgment.location_index()].put(at);
    case column_onshore:
      return score(1);
    case column_nearshore:
      return score(2);
    case column_offshore:
      return score(3);
    case column_status:
      return texts_.words.statuses[static_cast<std::size_t>(judgment.status.overall)].put(at);
    case column_reasons:
      return put_reasons(at, judgment, group, slot);
    case column_error:
      return at;
    case column_name:
      return cells_.put(at, texts.name, texts, buffer, room(texts));
    case column_hybrid:
      return texts_.words.truths[hybrid_index(judgment)].put(at);
    case column_margin:
      return put_number(at, engine::lane(judgment.sum, 0) - plan_.program.threshold);
    case column_close:
      return texts_.words.truths[close_index(judgment, group, slot)].put(at);
    default:
      break;
  }
  buffer.advance_to(at);
  if (which >= Layout::first_field) {
    put_field(which - std::size_t{Layout::first_field}, texts.row, buffer);
  } else {
    cells_.append(analysis_cell(which, *texts.analysis), buffer);
  }
  return buffer.room(room(texts));
}

void RowWriter::put_field(std::size_t field, const RowView* row, Buffer& out) {
  for (const FieldColumn& column : plan_.travelling) {
    if (row == nullptr || column.name != layout_.fields[field]) continue;
    const std::string_view text = base::trim(cells_.unquoted(row->field(column.field)));
    if (plan_.means_unknown(text)) continue;
    cells_.append(input::read_field_cell(column.name, text, plan_.signs()).text, out);
  }
}

// As put_reasons: ids and numbers, in which nothing can begin a formula.
void RowWriter::append_reasons(std::string_view reasons, Buffer& out) const {
  const bool quotes = reasons.find(layout_.delimiter) != std::string_view::npos;
  if (quotes) out.append("\"");
  out.append(reasons);
  if (quotes) out.append("\"");
}

void RowWriter::append_number(Centipoints value, Buffer& out) {
  number_.clear();
  base::append_fixed2(number_, value);
  constexpr std::size_t decimals = 3;
  if (layout_.decimal != '.') number_[number_.size() - decimals] = layout_.decimal;
  if (layout_.delimiter == layout_.decimal) number_ = '"' + number_ + '"';
  out.append(number_);
}

void RowWriter::row(std::string_view before, const render::Row& row, Buffer& out) {
  if (!before.empty()) {
    out.append(before);
    out.append(std::string_view(&layout_.delimiter, 1));
  }
  for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
    if (i > 0) out.append(std::string_view(&layout_.delimiter, 1));
    cell(layout_.columns[i], row, out);
  }
  out.append(layout_.line_end);
}

void RowWriter::cell(std::uint8_t which, const render::Row& row, Buffer& out) {
  const auto put = [&](const auto& value) {
    if (value) out.append(name(*value));
  };
  const auto truth = [&](bool said, bool value) {
    if (said) out.append(value ? "true" : "false");
  };
  const auto score = [&](Axis axis) {
    if (row.scores) append_number((*row.scores)[static_cast<std::size_t>(axis)], out);
  };
  switch (which) {
    case column_id:
      cells_.append(row.id, out);
      if (row.id.empty() && row.row != 0) out.append(std::to_string(row.row));
      return;
    case column_disposition:
      return put(row.verdict.disposition);
    case column_engagement:
      return put(row.verdict.engagement);
    case column_engagement_score:
      return score(Axis::engagement);
    case column_location:
      return put(row.verdict.location);
    case column_onshore:
      return score(Axis::onshore);
    case column_nearshore:
      return score(Axis::nearshore);
    case column_offshore:
      return score(Axis::offshore);
    case column_status:
      return out.append(name(row.status));
    case column_reasons:
      return append_reasons(row.reasons, out);
    case column_error:
      return cells_.append(row.error, out);
    case column_name:
      return cells_.append(row.name, out);
    case column_hybrid:
      return truth(row.verdict.engagement.has_value(), row.hybrid);
    case column_margin:
      if (row.scores) append_number(row.margin, out);
      return;
    case column_close:
      return truth(row.verdict.location.has_value(), row.close);
    default:
      break;
  }
  if (which < Layout::first_field) return cells_.append(analysis_cell(which, row.analysis), out);
  for (const Field& field : row.fields) {
    if (field.name == layout_.fields[which - std::size_t{Layout::first_field}]) {
      cells_.append(field.text, out);
    }
  }
}

}  // namespace sourcing::batch
