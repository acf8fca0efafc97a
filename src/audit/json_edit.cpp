// SPDX-License-Identifier: Apache-2.0
#include "audit/json_edit.hpp"

#include <algorithm>

#include "base/json_writer.hpp"

namespace sourcing::audit {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

JsonEdit::JsonEdit(std::string_view bytes) : bytes_(bytes) {
  lines_.push_back(bytes.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (bytes[at] == '\n') lines_.push_back(at + 1);
  }
}

// Columns count code points.
std::size_t JsonEdit::offset(const json::Position& at) const {
  std::size_t place = lines_[at.line - 1];
  for (std::uint32_t left = at.column - 1; left > 0; --left) {
    do {
      ++place;
    } while (place < bytes_.size() && continues(bytes_[place]));
  }
  return place;
}

std::size_t JsonEdit::end(std::size_t at) const {
  std::size_t depth = 0;
  bool quoted = false;
  for (; at < bytes_.size(); ++at) {
    const char c = bytes_[at];
    if (quoted) {
      if (c == '\\') {
        ++at;
      } else if (c == '"') {
        quoted = false;
        if (depth == 0) return at + 1;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return at;  // behind a number or a word
      if (--depth == 0) return at + 1;
    } else if (depth == 0 && (c == ',' || static_cast<unsigned char>(c) <= ' ')) {
      return at;
    }
  }
  return at;
}

void JsonEdit::set(const json::Value& object, std::string_view key, std::string json) {
  if (const json::Value* old = object.find(key)) {
    const std::size_t at = offset(old->at);
    changes_.push_back({at, end(at) - at, std::move(json)});
    return;
  }
  std::string member;
  json::append_quoted(member, key);
  member += ": " + json;
  if (object.members.empty()) {
    const std::size_t at = offset(object.at);
    changes_.push_back({at, end(at) - at, "{" + member + "}"});
    return;
  }
  // What stands before its neighbour's key: the comma and the white space, or the latter alone.
  const json::Member& last = object.members.back();
  const std::size_t key_at = offset(last.key_at);
  std::size_t space = key_at;
  while (static_cast<unsigned char>(bytes_[space - 1]) <= ' ') --space;
  std::string gap(bytes_.substr(space, key_at - space));
  if (gap.empty()) gap = " ";
  changes_.push_back({end(offset(last.value.at)), 0, "," + gap + member});
}

void JsonEdit::append(const json::Value& array, std::string json) {
  changes_.push_back({end(offset(array.items.back().at)), 0, ", " + std::move(json)});
}

std::string JsonEdit::finish() {
  std::stable_sort(changes_.begin(), changes_.end(),
                   [](const Change& a, const Change& b) { return a.at < b.at; });
  std::string out;
  std::size_t at = 0;
  for (const Change& change : changes_) {
    out += bytes_.substr(at, change.at - at);
    out += change.text;
    at = change.at + change.length;
  }
  return out += bytes_.substr(at);
}

}  // namespace sourcing::audit
