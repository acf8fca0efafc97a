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

template <class T>
char* put_name(char* out, const std::optional<T>& value) {
  const std::string_view text = value ? name(*value) : std::string_view{};
  if (!text.empty()) std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

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
  for (std::size_t r = 0; r < tables.rules.size(); ++r) {
    if (tables.rules[r].excluded == 0) continue;
    excluding_.push_back(r);
    reasons_room_ += texts.codes[first_rule_code + r].size + 1;
  }
  std::size_t longest = 0;
  for (const Texts::Code& code : texts.codes) {
    longest = std::max<std::size_t>(longest, code.size);
  }
  reasons_room_ += 4 * (longest + 16) + ReasonTexts::past_end;
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
  if (!layout_.standard) {
    for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
      if (i > 0) out.append(std::string_view(&layout_.delimiter, 1));
      column(layout_.columns[i], texts, judgment, group, slot, out);
    }
    out.append(layout_.line_end);
    return;
  }
  const char delimiter = layout_.delimiter;
  char* at = out.room(room_behind(texts) + 2 * texts.id.size());
  if (texts.id.empty()) {
    at = std::to_chars(at, at + 20, texts.number).ptr;
  } else {
    at = cells_.put(at, texts.id, texts, out, room_behind(texts));
  }
  const std::size_t engagement = judgment.engagement_index();
  at = texts_.dispositions[judgment.disposition_index()][engagement].put(at);
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
  at = cells_.put(at, texts.name, texts, out, room_behind(texts));
  const std::int32_t margin = engine::lane(judgment.sum, 0) - plan_.program.threshold;
  const std::int32_t band = plan_.program.hybrid_band;
  const std::size_t hybrid = margin <= band && -margin <= band ? 1 : 0;
  at = texts_.hybrid[engagement == engagement_count ? 2 : hybrid].put(at);
  at = texts_.put_fixed(at, margin);
  at = texts_.close[close_index(judgment)].put(at);
  out.advance_to(at);
}

std::size_t RowWriter::close_index(const Judgment& judgment) const noexcept {
  constexpr std::size_t none = 2;
  if (judgment.location_index() == location_count) return none;
  const auto score = [&](std::size_t l) { return engine::lane(judgment.sum, l + 1); };
  return engine::is_close(plan_.program, score, judgment.excluded, judgment.location) ? 1 : 0;
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

void RowWriter::column(std::uint8_t which, const RawTexts& texts, const Judgment& judgment,
                       const Group& group, std::size_t slot, Buffer& out) {
  char* at = out.room(room_behind(texts) + 2 * texts.id.size());
  const bool has_engagement = judgment.status.engagement != Status::undetermined;
  const auto score = [&](std::size_t axis) {
    at = put_number(at, engine::lane(judgment.sum, axis));
  };
  const std::int32_t margin = engine::lane(judgment.sum, 0) - plan_.program.threshold;
  switch (which) {
    case column_id:
      at = texts.id.empty() ? std::to_chars(at, at + 20, texts.number).ptr
                            : cells_.put(at, texts.id, texts, out, room_behind(texts));
      break;
    case column_disposition:
      if (judgment.status.disposition != Status::undetermined) {
        at = put_name(at, std::optional(judgment.disposition));
      }
      break;
    case column_engagement:
      if (has_engagement) at = put_name(at, std::optional(judgment.engagement));
      break;
    case column_engagement_score:
      score(0);
      break;
    case column_location:
      if (judgment.status.location != Status::undetermined &&
          judgment.location != engine::no_location) {
        at = put_name(at, std::optional(static_cast<Location>(judgment.location)));
      }
      break;
    case column_onshore:
      score(1);
      break;
    case column_nearshore:
      score(2);
      break;
    case column_offshore:
      score(3);
      break;
    case column_status:
      at = put_name(at, std::optional(judgment.status.overall));
      break;
    case column_reasons:
      at = put_reasons(at, judgment, group, slot);
      break;
    case column_error:
      break;
    case column_name:
      at = cells_.put(at, texts.name, texts, out, room_behind(texts));
      break;
    case column_hybrid: {
      const bool hybrid =
          margin <= plan_.program.hybrid_band && -margin <= plan_.program.hybrid_band;
      const std::string_view text = hybrid ? "true" : "false";
      if (has_engagement) at = std::copy(text.begin(), text.end(), at);
      break;
    }
    case column_margin:
      at = put_number(at, margin);
      break;
    case column_close: {
      const std::size_t close = close_index(judgment);
      if (close < 2) at = TextCells::put_words(at, close == 1 ? "true" : "false");
      break;
    }
    default:
      out.advance_to(at);
      if (which >= Layout::first_field) {
        put_field(which - std::size_t{Layout::first_field}, texts.row, out);
      } else {
        cells_.append(analysis_cell(which, *texts.analysis), out);
      }
      return;
  }
  out.advance_to(at);
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
