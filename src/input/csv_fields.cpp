// SPDX-License-Identifier: Apache-2.0
#include "input/csv_fields.hpp"

#include <cstring>

#include "base/fold.hpp"
#include "base/text.hpp"

namespace sourcing::input {

void Quotes::pass(char c) noexcept {
  if (c != '"') {
    closed_ = false;
    begin_ = !inside_ && delimiters_.find(c) != std::string_view::npos;
    return;
  }
  // The first of two quotes closes the field, the second opens it again: no harm done.
  const bool opens = !inside_ && (begin_ || closed_);
  closed_ = inside_;
  inside_ = opens;
  begin_ = false;
}

std::optional<Overlong> find_overlong(std::string_view record, char delimiter) {
  if (record.size() <= most_field_bytes) return std::nullopt;
  const std::string_view looked_at = record.substr(0, most_record_bytes + 1);
  const std::string_view delimiters(&delimiter, 1);
  Quotes quotes(delimiters);
  Overlong found;
  const auto too_long = [&](std::size_t end) {
    found.quoted = looked_at[found.begin] == '"';
    return end - found.begin > most_field_bytes;
  };
  for (std::size_t at = 0; at < looked_at.size(); ++at) {
    if (looked_at[at] == delimiter && !quotes.inside()) {
      if (too_long(at)) return found;
      ++found.field;
      found.begin = at + 1;
    }
    quotes.pass(looked_at[at]);
  }
  if (found.begin < looked_at.size() && too_long(looked_at.size())) return found;
  if (record.size() <= most_record_bytes) return std::nullopt;
  return Overlong{0, 0, false, true};
}

std::pair<std::size_t, std::size_t> last_field(std::string_view record, char delimiter) noexcept {
  Quotes quotes(std::string_view(&delimiter, 1));
  std::size_t field = 0, begin = 0;
  for (std::size_t at = 0; at < record.size(); ++at) {
    if (record[at] == delimiter && !quotes.inside()) {
      ++field;
      begin = at + 1;
    }
    quotes.pass(record[at]);
  }
  return {field, begin};
}

std::string_view unquote(std::string_view field, std::string& scratch) {
  if (field.empty() || field.front() != '"') return field;
  field.remove_prefix(1);
  const std::size_t quote = field.find('"');
  if (quote == std::string_view::npos) return field;
  if (quote + 1 == field.size()) return field.substr(0, quote);
  scratch.clear();
  bool inside = true;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (inside && field[i] == '"') {
      if (i + 1 < field.size() && field[i + 1] == '"') {
        ++i;
      } else {
        inside = false;
        if (field.find_first_not_of(" \t", i + 1) == std::string_view::npos) break;
        continue;
      }
    }
    scratch += field[i];
  }
  return scratch;
}

std::vector<std::string> split_record(std::string_view record, char delimiter) {
  std::vector<std::string> fields;
  std::string scratch;
  std::size_t begin = 0;
  bool inside = false;
  for (std::size_t at = 0; at <= record.size(); ++at) {
    if (at < record.size()) {
      if (record[at] == '"' && (inside || at == begin)) {
        const bool two = inside && at + 1 < record.size() && record[at + 1] == '"';
        if (two) {
          ++at;
        } else {
          inside = !inside;
        }
        continue;
      }
      if (inside || record[at] != delimiter) continue;
    }
    fields.emplace_back(unquote(record.substr(begin, at - begin), scratch));
    begin = at + 1;
  }
  return fields;
}

FieldError check_field(std::string_view field, std::size_t& at) {
  at = 0;
  if (field.size() > most_field_bytes) return FieldError::too_long;
  const bool quoted = !field.empty() && field.front() == '"';
  bool inside = quoted;
  std::size_t i = quoted ? 1 : 0;
  while (i < field.size()) {
    const char c = field[i];
    at = i;
    const auto u = static_cast<unsigned char>(c);
    if (quoted && !inside) {  // only blanks may follow, which are none of it
      const std::size_t text = field.find_first_not_of(" \t", i);
      if (text == std::string_view::npos) return FieldError::none;
      return FieldError::after_quote;
    }
    if (u >= 0x80) {
      const base::CodePoint point = base::decode_utf8(field, i);
      if (!point.valid) return FieldError::invalid_utf8;
      i += point.bytes;
      continue;
    }
    if (c == '"' && inside) {
      if (i + 1 < field.size() && field[i + 1] == '"') {
        ++i;
      } else {
        inside = false;
      }
    } else if (u == 0x7F || (u < 0x20 && c != '\t' && !(inside && (c == '\n' || c == '\r')))) {
      return FieldError::control;
    }
    ++i;
  }
  return FieldError::none;
}

bool surely_clean(std::string_view record) {
  constexpr std::uint64_t each = 0x0101010101010101U, high = 0x80 * each;
  if (record.size() > most_field_bytes) return false;
  std::size_t i = 0;
  while (i < record.size()) {
    if (i + sizeof each <= record.size()) {
      // Eight bytes of printable ASCII at once: none below 0x20, none 0x7F, none above.
      std::uint64_t word = 0;
      std::memcpy(&word, record.data() + i, sizeof word);
      const std::uint64_t below = word - 0x20 * each, above = word + each;
      if (((word | below | above) & high) == 0) {
        i += sizeof word;
        continue;
      }
    }
    const auto u = static_cast<unsigned char>(record[i]);
    if (u < 0x80) {
      if (u == 0x7F || (u < 0x20 && u != '\t')) return false;
      ++i;
      continue;
    }
    const base::CodePoint point = base::decode_utf8(record, i);
    if (!point.valid) return false;
    i += point.bytes;
  }
  return true;
}

char detect_delimiter(std::string_view header, bool (*known)(const void*, std::string_view),
                      const void* context) {
  char best = ',';
  std::size_t best_known = 0, best_names = 1;
  for (const char candidate : common_delimiters) {
    const std::vector<std::string> names = split_record(header, candidate);
    std::size_t count = 0;
    for (const std::string& name : names) {
      if (known(context, name)) ++count;
    }
    if (count > best_known || (count == best_known && names.size() > best_names)) {
      best = candidate;
      best_known = count;
      best_names = names.size();
    }
  }
  return best;
}

std::string fold_name(std::string_view name) { return base::fold(name); }

}  // namespace sourcing::input
