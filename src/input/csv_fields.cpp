// SPDX-License-Identifier: Apache-2.0
#include "input/csv_fields.hpp"

#include <array>

#include "base/text.hpp"

namespace sourcing::input {

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
    if (quoted && !inside) return FieldError::after_quote;
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

char detect_delimiter(std::string_view header, bool (*known)(void*, std::string_view),
                      void* context) {
  char best = ',';
  std::size_t best_known = 0, best_names = 1;
  for (const char candidate : std::array{',', ';', '\t', '|'}) {
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

std::string fold_name(std::string_view name) {
  std::string folded = base::ascii_lower(base::trim(name));
  for (char& c : folded) {
    if (c == ' ' || c == '-') c = '_';
  }
  return folded;
}

}  // namespace sourcing::input
