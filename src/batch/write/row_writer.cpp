// SPDX-License-Identifier: Apache-2.0
#include "batch/write/row_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/decimal.hpp"
#include "base/escape.hpp"
#include "base/text.hpp"
#include "batch/plan/first_bytes.hpp"
#include "batch/plan/loose.hpp"
#include "input/csv_fields.hpp"
#include "input/task_json.hpp"
#include "places/bulk.hpp"

namespace sourcing::batch {

namespace {

enum Column : std::uint8_t {
  column_id,
  column_disposition,
  column_engagement,
  column_engagement_score,
  column_location,
  column_onshore,
  column_nearshore,
  column_offshore,
  column_status,
  column_reasons,
  column_error,
  column_name,
  column_hybrid,
  column_margin,
  column_close,
  column_possible,
  column_flip,
  column_stability,
  column_robust,
  column_place,
  column_place_score,
  column_places,
  column_why,
  column_rule,
};
static_assert(render::columns[column_reasons] == "reasons" && column_reasons == Layout::reasons);
static_assert(render::columns[column_close] == "close");
static_assert(render::columns.size() == column_close + std::size_t{1});
static_assert(Layout::possible == column_possible && Layout::stability == column_stability &&
              Layout::robust == column_robust && Layout::why == column_why &&
              Layout::rule == column_rule);

// Classes of bytes in a text cell.
constexpr std::uint8_t makes_quotes = 1, needs_care = 2;

// What cells are copied by.
constexpr std::size_t word = 16;

// Everything of a row but its texts and reasons.
constexpr std::size_t fixed_room = 512;

template <class T>
char* put_name(char* out, const std::optional<T>& value) {
  const std::string_view text = value ? name(*value) : std::string_view{};
  if (!text.empty()) std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

// Whether there is a quote in a text, what makes it need quotes, and what needs a closer look. The
// texts are short: a call to memchr for each byte that is looked for costs more than they do.
struct Marks {
  bool quote, needs_quotes, needs_care;
};
Marks marks(std::string_view text, char delimiter) {
  using Bytes = char __attribute__((vector_size(word)));
  using Halves = std::uint64_t __attribute__((vector_size(word)));
  Halves quote{}, needs_quotes{}, care{};
  for (std::size_t at = 0; at < text.size(); at += word) {
    Bytes bytes, within;
    load(bytes, text.data() + at);
    load(within, first_bytes(std::min(word, text.size() - at)));
    bytes &= within;
    quote |= reinterpret_cast<Halves>(bytes == '"');
    needs_quotes |= reinterpret_cast<Halves>(bytes == delimiter);
    care |= reinterpret_cast<Halves>((bytes == ';') | (bytes == '\n'));
  }
  return {(quote[0] | quote[1]) != 0, (needs_quotes[0] | needs_quotes[1]) != 0,
          (care[0] | care[1]) != 0};
}

// A spreadsheet may cut there.
inline bool has_semicolon(std::string_view text) {
  using Bytes = char __attribute__((vector_size(word)));
  using Halves = std::uint64_t __attribute__((vector_size(word)));
  Halves found{};
  for (std::size_t at = 0; at < text.size(); at += word) {
    Bytes bytes, within;
    load(bytes, text.data() + at);
    load(within, first_bytes(std::min(word, text.size() - at)));
    found |= reinterpret_cast<Halves>((bytes & within) == ';');
  }
  return (found[0] | found[1]) != 0;
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
    case column_why:
      return analysis.why;
    default:
      return analysis.places;
  }
}

// Where home is: said for all rows, or by each in its own field.
bool knows_home(const BatchOptions& options, const Plan* plan) {
  if (options.places == nullptr) return false;
  if (!options.places->request.home.empty() || !options.places->otherwise.empty()) return true;
  if (plan == nullptr) return true;  // only a line knows its fields
  return std::any_of(plan->travelling.begin(), plan->travelling.end(),
                     [](const FieldColumn& column) { return column.name == "home"; });
}

}  // namespace

bool Layout::has(std::uint8_t column) const noexcept {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

Layout make_layout(const BatchOptions& options, const Plan* plan, std::vector<Problem>& problems) {
  Layout layout;
  layout.raw = options.raw;
  layout.delimiter = options.format == Format::tsv ? '\t' : ',';
  layout.decimal = plan != nullptr ? plan->decimal_out : options.decimal_out == ',' ? ',' : '.';
  if (plan != nullptr) layout.line_end = plan->line_end;
  layout.byte_order_mark = options.byte_order_mark;
  if (!options.derive.empty() && plan == nullptr) {
    problems.push_back(Problem{"E0605",
                               "a mapping derives answers from columns; a JSON line has none",
                               "leave `derive` out of the mapping", "", 0, 0, ""});
  }
  if (options.append && plan == nullptr) {
    problems.push_back(Problem{"E0605", "--append is for CSV input; a JSON line has no columns", "",
                               "", 0, 0, ""});
  }
  if (options.append && plan != nullptr) {
    if (options.format == Format::tsv && plan->dialect.delimiter != '\t') {
      problems.push_back(Problem{"E0605", "--append keeps the input's delimiter, which is no tab",
                                 "leave out --format tsv", "", 0, 0, ""});
    }
    layout.delimiter = plan->dialect.delimiter;
  }
  const auto in_input = [&](std::string_view column) {
    return options.append && plan != nullptr &&
           std::any_of(plan->columns.begin(), plan->columns.end(), [&](const BatchColumn& each) {
             return input::fold_name(each.header) == column;
           });
  };
  std::vector<std::string_view> known(render::columns.begin(), render::columns.end());
  known.insert(known.end(), render::analysis_columns.begin(), render::analysis_columns.end());
  const auto add = [&](std::size_t column) {
    layout.columns.push_back(static_cast<std::uint8_t>(column));
    std::string name(known[column]);
    while (in_input(name)) name.insert(0, "sourcing_");
    layout.names.push_back(std::move(name));
  };
  if (options.columns.empty()) {
    for (std::size_t c = 0; c < render::columns.size(); ++c) {
      const bool there =
          options.append && ((c == column_id && plan != nullptr && plan->id) || (c == column_name));
      if (!there) add(c);
    }
  }
  for (const std::string& wanted : options.columns) {
    const auto found = std::find(known.begin(), known.end(), wanted);
    if (found != known.end()) {
      add(static_cast<std::size_t>(found - known.begin()));
      continue;
    }
    if (const std::string field = input::fold_name(wanted);
        field.starts_with("x_") || field == "derived" || input::is_task_field(field)) {
      if (layout.fields.size() < Layout::most_fields) {
        layout.columns.push_back(
            static_cast<std::uint8_t>(Layout::first_field + layout.fields.size()));
        std::string name = field;
        while (in_input(name)) name.insert(0, "sourcing_");
        layout.names.push_back(std::move(name));
        layout.fields.push_back(field);
      }
      continue;
    }
    const std::string near = base::nearest(wanted, known);
    problems.push_back(
        Problem{"E0602", fmt::format("--columns: there is no column `{}`", base::printable(wanted)),
                near.empty() ? fmt::format("it takes {}", fmt::join(known, ", "))
                             : fmt::format("did you mean `{}`?", near),
                "", 0, 0, ""});
  }
  if (options.columns.empty() && options.places != nullptr) {
    for (std::size_t c = Layout::place; c < Layout::why; ++c) add(c);
  }
  if (layout.wants_places() && !knows_home(options, plan)) {
    problems.push_back(Problem{"E0605", "--columns: places are ranked from a home",
                               "give --home ES, a column `home` or the setting `home`", "", 0, 0,
                               ""});
  }
  layout.standard =
      layout.columns.size() == render::columns.size() && layout.delimiter != ';' &&
      layout.decimal == '.' && layout.line_end == "\n" &&
      std::adjacent_find(layout.columns.begin(), layout.columns.end(),
                         [](auto a, auto b) { return b != a + 1; }) == layout.columns.end();
  return layout;
}

RowWriter::RowWriter(const Plan& plan, const Tables& tables, const Texts& texts,
                     const Layout& layout)
    : plan_(plan),
      texts_(texts),
      layout_(layout),
      same_delimiter_(plan.dialect.delimiter == layout.delimiter),
      reason_texts_(texts) {
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
  plain_start_.fill(1);
  const auto not_plain = [&](std::string_view bytes) {
    for (const char c : bytes) plain_start_[static_cast<unsigned char>(c)] = 0;
  };
  not_plain(std::string_view(" \t\"\r\n\0", 6));
  if (!layout.raw) not_plain("=+-@");
  for (std::size_t byte = 0; byte < 256; ++byte) {
    if (byte < 0x20 || byte == 0x7F) byte_class_[byte] = needs_care;
    if (byte == 0xC2 || byte == 0xE2 || byte == 0xEF) byte_class_[byte] = needs_care;
  }
  // What stands behind one may begin a formula where a spreadsheet cuts there.
  byte_class_[';'] = byte_class_['\n'] = needs_care;
  if (layout.raw) {
    byte_class_.fill(0);
    for (const char c : {'\n', '\r', ';', '\t'})
      byte_class_[static_cast<unsigned char>(c)] = makes_quotes;
  }
  byte_class_['"'] = makes_quotes;
  byte_class_[static_cast<unsigned char>(layout.delimiter)] |= makes_quotes;
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

void RowWriter::append_text(std::string_view text, Buffer& out) {
  if (text.empty()) return;
  std::uint8_t classes = is_plain_start(text.front()) ? 0 : makes_quotes | needs_care;
  if (text.back() == ' ' || text.back() == '\t') classes |= makes_quotes;
  if (text.front() == ' ') classes = static_cast<std::uint8_t>(makes_quotes);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint8_t here = byte_class_[static_cast<unsigned char>(text[i])];
    if ((here & needs_care) != 0 && static_cast<unsigned char>(text[i]) >= 0x80) {
      // Few of the characters that begin so are unprintable, or begin a formula.
      const base::CodePoint point = base::decode_utf8(text, i);
      const bool wide_sign = i == 0 && (point.value == 0xFF1D || point.value == 0xFF0B ||
                                        point.value == 0xFF0D || point.value == 0xFF20);
      here = point.valid && !wide_sign && !base::is_unprintable(point.value) ? 0 : needs_care;
    }
    classes |= here;
  }
  if ((classes & needs_care) != 0) {
    scratch_.clear();
    base::append_csv_field(scratch_, text, layout_.delimiter, !layout_.raw);
    out.append(scratch_);
    return;
  }
  char* at = out.room(2 * text.size() + 2);
  if ((classes & makes_quotes) == 0) {
    std::memcpy(at, text.data(), text.size());
    out.advance_to(at + text.size());
    return;
  }
  *at++ = '"';
  for (const char c : text) {
    if (c == '"') *at++ = '"';
    *at++ = c;
  }
  *at++ = '"';
  out.advance_to(at);
}

// The part of a raw cell that append_text would write byte for byte, where that is seen at a
// glance: the cell itself, or what is between its quotes when it needs none. Else nothing.
std::string_view RowWriter::as_it_stands(std::string_view raw, const RawTexts& texts) const {
  // Delimiters and line ends can only be in quotes, and are the same in what is written.
  if (!texts.printable || !same_delimiter_) return {};
  const bool quoted = raw.front() == '"';
  if (quoted && (raw.size() < 3 || plan_.dialect.terminator != '\n')) return {};
  const std::string_view text = quoted ? raw.substr(1, raw.size() - 2) : raw;
  const Marks found = marks(text, layout_.delimiter);
  if (!is_plain_start(text.front()) || text.back() == ' ' || found.quote || found.needs_care) {
    return {};
  }
  if (!quoted) return raw;
  if (text.back() == '\t') return {};
  return found.needs_quotes ? raw : text;
}

// Whole words, of which there is room for one past the end: most texts are of one or two.
inline char* RowWriter::put_words(char* out, std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at += word) {
    std::memcpy(out + at, text.data() + at, word);
  }
  return out + text.size();
}

// REQUIRES: room for the text twice, two quotes and a word more.
inline char* RowWriter::put_raw(char* out, std::string_view raw, const RawTexts& texts,
                                Buffer& buffer) {
  if (raw.empty()) return out;
  const bool plain = texts.printable && !texts.quotes && same_delimiter_ &&
                     is_plain_start(raw.front()) && raw.back() != ' ' && !has_semicolon(raw);
  return plain ? put_words(out, raw) : put_odd(out, raw, texts, buffer);
}

char* RowWriter::put_odd(char* out, std::string_view raw, const RawTexts& texts, Buffer& buffer) {
  const std::string_view same = as_it_stands(raw, texts);
  if (!same.empty()) return put_words(out, same);
  buffer.advance_to(out);
  append_text(input::unquote(raw, unquoted_), buffer);
  return buffer.room(fixed_room + reasons_room_ + 2 * texts.name.size());
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
  char* at = out.room(fixed_room + reasons_room_ + 2 * (texts.id.size() + texts.name.size()));
  if (texts.id.empty()) {
    at = std::to_chars(at, at + 20, texts.number).ptr;
  } else {
    at = put_raw(at, texts.id, texts, out);
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
  at = put_raw(at, texts.name, texts, out);
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
  char* at = out.room(fixed_room + reasons_room_ + 2 * (texts.id.size() + texts.name.size()));
  const bool has_engagement = judgment.status.engagement != Status::undetermined;
  const auto score = [&](std::size_t axis) {
    at = put_number(at, engine::lane(judgment.sum, axis));
  };
  const std::int32_t margin = engine::lane(judgment.sum, 0) - plan_.program.threshold;
  switch (which) {
    case column_id:
      at = texts.id.empty() ? std::to_chars(at, at + 20, texts.number).ptr
                            : put_raw(at, texts.id, texts, out);
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
      at = put_raw(at, texts.name, texts, out);
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
      if (close < 2) at = put_words(at, close == 1 ? "true" : "false");
      break;
    }
    default:
      out.advance_to(at);
      if (which >= Layout::first_field) {
        put_field(which - std::size_t{Layout::first_field}, texts.row, out);
      } else {
        append_text(analysis_cell(which, *texts.analysis), out);
      }
      return;
  }
  out.advance_to(at);
}

void RowWriter::put_field(std::size_t field, const RowView* row, Buffer& out) {
  for (const FieldColumn& column : plan_.travelling) {
    if (row == nullptr || column.name != layout_.fields[field]) continue;
    const std::string_view text = base::trim(input::unquote(row->field(column.field), unquoted_));
    if (plan_.means_unknown(text)) continue;
    append_text(input::read_field_cell(column.name, text, plan_.signs()).text, out);
  }
}

// As put_reasons: ids and numbers, in which nothing can begin a formula.
void RowWriter::append_reasons(std::string_view reasons, Buffer& out) const {
  const bool quotes = reasons.find(layout_.delimiter) != std::string_view::npos;
  if (quotes) out.append("\"");
  out.append(reasons);
  if (quotes) out.append("\"");
}

void RowWriter::row(std::string_view before, const render::Row& row, Buffer& out) {
  if (!before.empty()) {
    out.append(before);
    out.append(std::string_view(&layout_.delimiter, 1));
  }
  std::string text;
  const auto number = [&](Centipoints value) {
    if (!row.scores) return;
    base::append_fixed2(text, value);
    if (layout_.decimal == '.') return;
    text[text.size() - 3] = layout_.decimal;
    if (layout_.delimiter == layout_.decimal) text = '"' + text + '"';
  };
  const auto score = [&](Axis axis) {
    number(row.scores ? (*row.scores)[static_cast<std::size_t>(axis)] : 0);
  };
  for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
    if (i > 0) out.append(std::string_view(&layout_.delimiter, 1));
    text.clear();
    switch (layout_.columns[i]) {
      case column_id:
        append_text(row.id, out);
        if (row.id.empty() && row.row != 0) text = std::to_string(row.row);
        break;
      case column_disposition:
        if (row.verdict.disposition) text = name(*row.verdict.disposition);
        break;
      case column_engagement:
        if (row.verdict.engagement) text = name(*row.verdict.engagement);
        break;
      case column_engagement_score:
        score(Axis::engagement);
        break;
      case column_location:
        if (row.verdict.location) text = name(*row.verdict.location);
        break;
      case column_onshore:
        score(Axis::onshore);
        break;
      case column_nearshore:
        score(Axis::nearshore);
        break;
      case column_offshore:
        score(Axis::offshore);
        break;
      case column_status:
        text = name(row.status);
        break;
      case column_reasons:
        append_reasons(row.reasons, out);
        break;
      case column_error:
        append_text(row.error, out);
        break;
      case column_name:
        append_text(row.name, out);
        break;
      case column_hybrid:
        if (row.verdict.engagement) text = row.hybrid ? "true" : "false";
        break;
      case column_margin:
        number(row.margin);
        break;
      case column_close:
        if (row.verdict.location) text = row.close ? "true" : "false";
        break;
      default:
        if (layout_.columns[i] < Layout::first_field) {
          append_text(analysis_cell(layout_.columns[i], row.analysis), out);
          break;
        }
        for (const Field& field : row.fields) {
          const std::size_t at = layout_.columns[i] - std::size_t{Layout::first_field};
          if (field.name == layout_.fields[at]) append_text(field.text, out);
        }
        break;
    }
    out.append(text);
  }
  out.append(layout_.line_end);
}

}  // namespace sourcing::batch
