// SPDX-License-Identifier: Apache-2.0
// Whole CSV rows as the batch writes them, field by field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sourcing::report {

/// The fields of the row at the front of `bytes`, as they are written, quotes and all; `bytes` then
/// begins with the next row.
inline void next_row(std::string_view& bytes, char delimiter,
                     std::vector<std::string_view>& fields) {
  fields.clear();
  std::size_t begin = 0, at = 0;
  bool quoted = false;
  for (; at < bytes.size(); ++at) {
    const char c = bytes[at];
    if (c == '"') quoted = !quoted;
    if (quoted || (c != delimiter && c != '\n')) continue;
    fields.push_back(bytes.substr(begin, at - begin));
    begin = at + 1;
    if (c == '\n') break;
  }
  if (at == bytes.size()) fields.push_back(bytes.substr(begin));
  if (!fields.empty() && fields.back().ends_with('\r')) fields.back().remove_suffix(1);
  bytes.remove_prefix(at < bytes.size() ? at + 1 : at);
}

/// What a field says.
inline std::string unquoted(std::string_view field) {
  if (field.size() < 2 || field.front() != '"' || field.back() != '"') return std::string(field);
  std::string out;
  for (std::size_t i = 1; i + 1 < field.size(); ++i) {
    out += field[i];
    if (field[i] == '"') ++i;  // written twice
  }
  return out;
}

}  // namespace sourcing::report
