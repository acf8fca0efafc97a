// SPDX-License-Identifier: Apache-2.0
// RFC 4180 by the letter, written for reading: the judge of what the CSV printer prints.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::fuzz {

using Rows = std::vector<std::vector<std::string>>;

/// The rows of a file whose lines all end in LF, or nothing when it is not well-formed.
inline std::optional<Rows> read_csv(std::string_view text, char delimiter) {
  Rows rows;
  std::size_t at = 0;
  while (at < text.size()) {
    std::vector<std::string>& row = rows.emplace_back();
    for (bool more = true; more;) {
      std::string& field = row.emplace_back();
      if (at < text.size() && text[at] == '"') {
        for (++at;; ++at) {
          if (at >= text.size()) return std::nullopt;  // no closing quote
          if (text[at] != '"') {
            field += text[at];
          } else if (at + 1 < text.size() && text[at + 1] == '"') {
            field += text[at++];
          } else {
            break;
          }
        }
        ++at;
      } else {
        for (; at < text.size() && text[at] != delimiter && text[at] != '\n'; ++at) {
          if (text[at] == '"' || text[at] == '\r') return std::nullopt;
          field += text[at];
        }
      }
      if (at >= text.size()) return std::nullopt;  // the last line has its end, too
      if (text[at] != delimiter && text[at] != '\n') return std::nullopt;
      more = text[at++] == delimiter;
    }
  }
  return rows;
}

}  // namespace sourcing::fuzz
