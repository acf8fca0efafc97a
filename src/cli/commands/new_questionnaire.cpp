// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/new_questionnaire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "cli/arguments/batch_io.hpp"
#include "cli/reference/level_text.hpp"
#include "sheet/write/companion.hpp"

namespace sourcing::cli {

namespace {

using sheet::Written;

constexpr std::uint64_t rows_to_fill = 500;
// What Excel shows of a drop-down's texts.
constexpr std::size_t most_title = 32, most_prompt = 255, most_error = 225;

std::string cut(std::string_view text, std::size_t most) {
  std::size_t count = 0, at = 0, kept = 0;
  for (; at < text.size(); at += base::decode_utf8(text, at).bytes) {
    if (text[at] == ' ' || text[at] == '\n') kept = at;
    if (++count == most) break;
  }
  return at >= text.size() ? std::string(text) : std::string(text.substr(0, kept)) + "…";
}

// What a cell of the criterion may hold, as `batch` reads it.
std::vector<std::string> values_of(const engine::Criterion& criterion) {
  std::vector<std::string> values;
  if (criterion.scale == Scale::boolean) return {"true", "false"};
  if (criterion.scale == Scale::number) return values;
  for (const engine::Level& level : criterion.levels) {
    values.push_back(criterion.scale == Scale::level ? level_position(criterion, level)
                                                     : std::string(level.word));
  }
  return values;
}

// JSON text as a cell has it: `"high"` is high, `[2,4]` is 2..4.
std::string cell_of(std::string_view shown) {
  std::string out;
  for (const char c : shown) {
    if (c == ',') out += "..";
    if (c != '"' && c != '[' && c != ']' && c != ',' && c != ' ') out += c;
  }
  return out;
}

Written text(std::string value, char style = '0') { return {'s', style, std::move(value)}; }

class Questionnaire {
 public:
  Questionnaire(const engine::Program& program, const engine::Activity* activity,
                std::size_t language)
      : program_(program), activity_(activity), language_(language) {}

  bool write(sheet::Companion& out) const {
    if (!out.start(phrase("new.sheet.title"), created)) return false;
    for (const std::string_view name : {"Questionnaire", "Instructions", "Lists"}) {
      if (!out.sheet(name)) return false;
    }
    return table(out) && instructions(out) && lists(out);
  }

 private:
  static constexpr std::int64_t created =
      315'532'800;                          // 1980, so that equal sheets are equal bytes
  static constexpr std::size_t before = 2;  // id and name

  [[nodiscard]] std::string_view phrase(std::string_view key) const {
    return engine::phrase(program_, key, language_);
  }

  bool table(sheet::Companion& out) const {
    std::vector<Written> head = {text("id", 'h'), text("name", 'h')};
    for (const engine::Criterion& criterion : program_.criteria) {
      head.push_back(text(std::string(criterion.id), 'h'));
    }
    if (!out.select(0) || !out.row(0, head) || !example(out) || !out.line({"freeze", "1", "2"}) ||
        !out.line({"width", "0", "12"}) || !out.line({"width", "1", "40"})) {
      return false;
    }
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      const engine::Criterion& criterion = program_.criteria[c];
      const std::string column = std::to_string(before + c);
      const std::string width = std::to_string(std::max<std::size_t>(criterion.id.size() + 2, 10));
      if (!out.line({"width", column, width})) return false;
      const auto values = values_of(criterion);
      if (values.empty()) continue;
      const std::string at = sheet::letters(c);
      const std::string range = fmt::format("=Lists!${0}$2:${0}${1}", at, values.size() + 1);
      const std::string title = cut(program_.text(criterion.label, language_), most_title);
      const std::string prompt = cut(meaning(criterion), most_prompt);
      const std::string error = cut(phrase("new.sheet.error"), most_error);
      if (!out.line(
              {"choice", column, "1", std::to_string(rows_to_fill), title, prompt, error, range})) {
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] std::string meaning(const engine::Criterion& criterion) const {
    std::string out(program_.text(criterion.question, language_));
    for (const engine::Level& level : criterion.levels) {
      out += fmt::format("\n{} = {}", level_name(criterion, level),
                         program_.text(level.text, language_));
    }
    return out;
  }

  bool example(sheet::Companion& out) const {
    if (activity_ == nullptr) return true;
    std::vector<Written> cells(before + program_.criteria.size());
    cells[0] = text(std::string(activity_->id));
    cells[1] = text(std::string(program_.text(activity_->names, language_)));
    for (const engine::ProfileEntry& entry : activity_->profile) {
      const std::string value = cell_of(entry.shown);
      const bool number = value.find_first_not_of("0123456789.") == std::string::npos &&
                          value.find("..") == std::string::npos;
      cells[before + entry.criterion] = {number ? 'n' : 's', '0', value};
    }
    return out.row(1, cells);
  }

  bool instructions(sheet::Companion& out) const {
    std::uint64_t at = 0;
    if (!out.select(1) || !out.line({"width", "0", "28"}) || !out.line({"width", "1", "28"}) ||
        !out.line({"width", "2", "100"}) ||
        !out.row(at++, {text(std::string(phrase("new.sheet.title")), 't')}) ||
        !out.row(at++, {text(std::string(phrase("new.sheet.how")))})) {
      return false;
    }
    for (const engine::Criterion& criterion : program_.criteria) {
      ++at;
      if (!out.row(at++, {text(std::string(criterion.id), 'h'),
                          text(std::string(program_.text(criterion.label, language_)), 'h'),
                          text(std::string(program_.text(criterion.question, language_)), 'w')})) {
        return false;
      }
      for (const engine::Level& level : criterion.levels) {
        if (!out.row(at++, {{},
                            text(level_name(criterion, level)),
                            text(std::string(program_.text(level.text, language_)), 'w')})) {
          return false;
        }
      }
    }
    return true;
  }

  bool lists(sheet::Companion& out) const {
    std::vector<std::vector<std::string>> columns;
    std::size_t longest = 0;
    std::vector<Written> head;
    for (const engine::Criterion& criterion : program_.criteria) {
      head.push_back(text(std::string(criterion.id), 'h'));
      longest = std::max(longest, columns.emplace_back(values_of(criterion)).size());
    }
    if (!out.select(2) || !out.row(0, head)) return false;
    for (std::size_t row = 0; row < longest; ++row) {
      std::vector<Written> cells(columns.size());
      for (std::size_t c = 0; c < columns.size(); ++c) {
        if (row >= columns[c].size()) continue;
        const Scale scale = program_.criteria[c].scale;
        cells[c] = {scale == Scale::level     ? 'n'
                    : scale == Scale::boolean ? 'b'
                                              : 's',
                    '0', columns[c][row]};
      }
      if (!out.row(row + 1, cells)) return false;
    }
    return true;
  }

  const engine::Program& program_;
  const engine::Activity* activity_;
  std::size_t language_;
};

}  // namespace

ExitCode write_questionnaire(const Session& session, const engine::Program& program,
                             const engine::Activity* activity, std::size_t language,
                             const std::string& output) {
  FileSink out(session);
  if (!out.open(output)) return out.code();
  sheet::Companion companion;
  bool took = true;
  const bool fine =
      Questionnaire(program, activity, language).write(companion) &&
      companion.finish([&](std::string_view piece) { return took = out.write(piece); });
  if (!fine) {
    if (!took) return out.code();
    session.messages.error("E0709", companion.error(), "", output);
    return ExitCode::io;
  }
  return out.commit() ? ExitCode::done : out.code();
}

}  // namespace sourcing::cli
