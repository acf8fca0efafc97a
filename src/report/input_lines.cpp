// SPDX-License-Identifier: Apache-2.0
#include "report/input_lines.hpp"

#include <utility>

#include "base/json.hpp"
#include "base/json_writer.hpp"

namespace sourcing::report {

namespace {

constexpr std::string_view blanks = " \t\r\n";

bool holds_something(std::string_view line) {
  return line.find_first_not_of(blanks) != std::string_view::npos;
}

}  // namespace

std::size_t RememberedLines::read(char* into, std::size_t size) {
  const std::size_t got = source_.read(into, size);
  const std::lock_guard lock(mutex_);
  std::string_view bytes(into, got);
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    open_ += bytes.substr(0, end);
    if (end == std::string_view::npos) break;
    if (holds_something(open_)) lines_.push_back(std::move(open_));
    open_.clear();
    bytes.remove_prefix(end + 1);
  }
  if (got == 0 && holds_something(open_)) {
    lines_.push_back(std::move(open_));
    open_.clear();
  }
  return got;
}

std::string RememberedLines::next() {
  const std::lock_guard lock(mutex_);
  if (lines_.empty()) return {};
  std::string line = std::move(lines_.front());
  lines_.pop_front();
  return line;
}

InputForm form_of(std::string_view front) {
  if (front.starts_with("\xEF\xBB\xBF")) front.remove_prefix(3);
  const std::size_t at = front.find_first_not_of(blanks);
  if (at == std::string_view::npos || (front[at] != '{' && front[at] != '[')) {
    return InputForm::table;
  }
  if (front[at] == '[') return InputForm::whole_json;
  // A line that is a whole object, or goes on for longer than was looked at: each line is one. So
  // is each where the second begins an object too, whatever is wrong with the first.
  const std::size_t end = front.find('\n', at);
  if (end == std::string_view::npos) return InputForm::lines;
  const std::size_t second = front.find_first_not_of(blanks, end);
  if (second != std::string_view::npos && front[second] == '{') return InputForm::lines;
  return json::parse(front.substr(at, end - at), "").ok() ? InputForm::lines
                                                          : InputForm::whole_json;
}

bool to_lines(ByteSource& source, std::string_view label, std::string& lines,
              std::vector<Problem>& problems) {
  std::string text;
  constexpr std::size_t chunk = std::size_t{256} << 10;
  const json::Limits limits;
  // One byte more than may be is read, so that the reader tells of it.
  for (std::size_t got = 1; got > 0 && text.size() <= limits.bytes;) {
    const std::size_t before = text.size();
    text.resize(before + chunk);
    got = source.read(text.data() + before, chunk);
    text.resize(before + got);
  }
  json::ParseResult parsed = json::parse(text, label);
  if (!parsed.ok()) {
    problems = std::move(parsed.problems);
    return false;
  }
  const auto line = [&](const json::Value& item) {
    json::Writer writer(lines);
    json::write(writer, item);
    lines += '\n';
  };
  if (parsed.root.kind != json::Kind::array) {
    line(parsed.root);
  } else {
    for (const json::Value& item : parsed.root.items) line(item);
  }
  return true;
}

void next_row(std::string_view& bytes, char delimiter, std::vector<std::string_view>& fields) {
  fields.clear();
  std::size_t begin = 0, at = 0;
  bool quoted = false;
  for (; at < bytes.size(); ++at) {
    const char c = bytes[at];
    if (c == '"') quoted = !quoted;
    if (quoted || (c != delimiter && c != '\n' && c != '\r')) continue;
    fields.push_back(bytes.substr(begin, at - begin));
    begin = at + 1;
    if (c != delimiter) break;
  }
  if (at == bytes.size()) fields.push_back(bytes.substr(begin));
  const bool two = bytes.substr(std::min(at, bytes.size())).starts_with("\r\n");
  bytes.remove_prefix(std::min(at + (two ? 2U : 1U), bytes.size()));
}

}  // namespace sourcing::report
