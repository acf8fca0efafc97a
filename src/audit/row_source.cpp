// SPDX-License-Identifier: Apache-2.0
#include "audit/row_source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "engine/program.hpp"
#include "input/task_json.hpp"

namespace sourcing::audit {

namespace {

constexpr std::size_t most_record = std::size_t{16} << 20;

bool knows(const Engine& engine, std::string_view column) {
  return engine::find_criterion(engine.program(), column) < engine.program().criteria.size();
}

bool knows_activity(const Engine& engine, std::string_view id) {
  const auto all = engine.program().activities;
  return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
}

}  // namespace

std::string RowSource::open(const std::string& path) {
  name_ = path == "-" ? "<stdin>" : path;
  if (std::string error = reader_.open(path); !error.empty()) return error;
  json_ = reader_.peek_past_blank() == '{';
  if (!json_) header();
  return reader_.error();
}

// A line, and the lines after it while a quote is open.
std::optional<std::string> RowSource::record() {
  bool too_long = false;
  std::string out;
  while (const auto line = reader_.line(most_record, too_long)) {
    out += *line;
    const auto quotes = std::count(out.begin(), out.end(), '"');
    if (quotes % 2 == 1 && out.size() < most_record) continue;
    while (!out.empty() && (out.back() == '\n' || out.back() == '\r')) out.pop_back();
    if (!out.empty()) return out;
  }
  if (out.empty()) return std::nullopt;
  return out;
}

void RowSource::split(std::string_view record, std::vector<std::string>& fields) const {
  fields.assign(1, {});
  bool quoted = false;
  for (std::size_t i = 0; i < record.size(); ++i) {
    const char c = record[i];
    if (quoted) {
      if (c != '"') {
        fields.back() += c;
      } else if (i + 1 < record.size() && record[i + 1] == '"') {
        fields.back() += record[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"' && fields.back().empty()) {
      quoted = true;
    } else if (c == delimiter_) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
}

void RowSource::header() {
  auto first = record();
  if (!first) return;
  if (first->starts_with("\xEF\xBB\xBF")) first->erase(0, 3);
  std::ptrdiff_t most = 0;
  for (const char candidate : {',', ';', '\t'}) {
    const auto count = std::count(first->begin(), first->end(), candidate);
    if (count <= most) continue;
    most = count;
    delimiter_ = candidate;
  }
  split(*first, columns_);
  for (std::string& column : columns_) {
    column = base::ascii_lower(base::trim(column));
    known_.push_back({knows(before_, column), knows(after_, column)});
    if (column == "id" || column == "name" || column == "activity") continue;
    if (!known_.back()[0] && !known_.back()[1]) ignored_.push_back(column);
  }
}

Task RowSource::task(const Engine& engine, const std::vector<std::string>& fields,
                     std::vector<Problem>& problems) const {
  Task task = make_task(engine);
  task.row = number_;
  const std::size_t side = &engine == &before_ ? 0 : 1;
  for (std::size_t i = 0; i < std::min(fields.size(), columns_.size()); ++i) {
    const std::string& column = columns_[i];
    if (column == "id") {
      task.id = fields[i];
    } else if (column == "name") {
      task.name = fields[i];
    } else if (column == "activity" && knows_activity(engine, base::trim(fields[i]))) {
      task.activity = base::trim(fields[i]);
    } else if (known_[i][side]) {
      const auto some = set_answer(engine, task, column, fields[i]);
      problems.insert(problems.end(), some.begin(), some.end());
    }
  }
  input::apply_profile(engine.program(), task);
  return task;
}

Task RowSource::json_task(const Engine& engine, const json::Value& document,
                          std::vector<Problem>& problems) const {
  // What only the other model knows is left out; what neither knows stays, and is refused.
  const Engine& other = &engine == &before_ ? after_ : before_;
  json::Value known = document;
  std::erase_if(known.members, [&](const json::Member& member) {
    return !knows(engine, member.key) && knows(other, member.key);
  });
  Result<Task> task = input::read_task(engine.program(), known, name_, "");
  if (!task) {
    problems.insert(problems.end(), task.problems().begin(), task.problems().end());
    return {};
  }
  task.value().row = number_;
  return std::move(task).value();
}

std::optional<Row> RowSource::json_row() {
  if (whole_) return std::nullopt;
  bool too_long = false;
  std::string text;
  json::ParseResult parsed;
  while (const auto line = reader_.line(most_record, too_long)) {
    if (base::trim(*line).empty() || *line == "\n") continue;
    text = *line;
    parsed = json::parse(text, name_);
    // One document over many lines, if the first line is no whole one.
    if (!parsed.ok() && number_ == 0) {
      whole_ = true;
      text += reader_.rest(most_record, too_long);
      parsed = json::parse(text, name_);
    }
    break;
  }
  if (text.empty()) return std::nullopt;
  Row row;
  row.number = ++number_;
  row.problems = std::move(parsed.problems);
  if (!row.problems.empty()) return row;
  row.before = json_task(before_, parsed.root, row.problems);
  row.after = json_task(after_, parsed.root, row.problems);
  return row;
}

std::optional<Row> RowSource::next() {
  if (json_) return json_row();
  const auto text = record();
  if (!text) return std::nullopt;
  std::vector<std::string> fields;
  split(*text, fields);
  Row row;
  row.number = ++number_;
  row.before = task(before_, fields, row.problems);
  row.after = task(after_, fields, row.problems);
  return row;
}

}  // namespace sourcing::audit
