// SPDX-License-Identifier: Apache-2.0
#include "batch/read/opening.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/escape.hpp"
#include "base/file_kind.hpp"
#include "base/fold.hpp"
#include "base/text.hpp"
#include "batch/read/header_doubts.hpp"
#include "input/csv_fields.hpp"

namespace sourcing::batch {

namespace {

bool alike(const Problem& a, const Problem& b) {
  return a.code == b.code && a.message == b.message && a.hint == b.hint && a.line == b.line &&
         a.pointer == b.pointer;
}

}  // namespace

std::vector<Problem> merge_problems(std::vector<Problem> before, std::vector<Problem> after) {
  const auto has = [](const std::vector<Problem>& all, const Problem& one) {
    return std::any_of(all.begin(), all.end(),
                       [&](const Problem& each) { return alike(each, one); });
  };
  std::vector<Problem> merged;
  for (const Problem& problem : before) {
    merged.push_back(problem);
    if (!has(after, problem)) merged.back().message = "before: " + problem.message;
  }
  for (Problem& problem : after) {
    if (has(before, problem)) continue;
    problem.message = "after: " + problem.message;
    merged.push_back(std::move(problem));
  }
  return merged;
}

Opening::Opening(ByteSource& source, BatchObserver& observer, std::vector<Plan*> plans,
                 BatchReport& report)
    : source_(source),
      observer_(observer),
      plans_(std::move(plans)),
      options_(plans_.front()->options),
      report_(report),
      reader_(source, std::max<std::size_t>(options_.block_bytes, 64)) {}

bool Opening::run() {
  json_ = reader_.peek() == '{';
  report_.input = json_ ? "ndjson" : "csv";
  return json_ ? lines() : csv();
}

void Opening::fail(std::vector<Problem> problems) {
  report_.end = BatchEnd::bad_header;
  report_.problems = std::move(problems);
}

bool Opening::lines() {
  reader_.set_lines();
  if (is_spread(reader_.first_line())) {
    fail({header_problem("E0106", "one object over many lines: a line of NDJSON is a whole one",
                         "`sourcing classify` reads it; or write it on one line, as `jq -c .` "
                         "does")});
    return false;
  }
  std::vector<std::vector<Problem>> problems(plans_.size());
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    Plan& plan = *plans_[i];
    for (std::size_t c = 0; c < plan.program.criteria.size(); ++c) {
      plan.absent.push_back(static_cast<std::uint16_t>(c));
    }
    check_targets(plan, problems[i]);
    derive_from_keys(plan, problems[i]);
    match_words(plan, problems[i]);
    plan.seen = std::make_shared<KeysSeen>(options_.map.size());
    for (const std::string& option : options_.for_tables) {
      problems[i].push_back({"E0605",
                             fmt::format("{} is for tables, and these are lines of JSON", option),
                             "leave it out", options_.source, 0, 0, ""});
    }
  }
  return settle(std::move(problems));
}

bool Opening::csv() {
  if (!read_header()) return false;
  std::vector<std::string> names = input::split_record(header_, dialect_.delimiter);
  if (!options_.header) {
    names = given_names(names.size());
    reader_.unread(header_);
  }
  for (Plan* plan : plans_) {
    if (options_.header) plan->header = header_;
    plan->nones = std::make_shared<std::vector<std::atomic<bool>>>(plan->program.criteria.size());
    if (options_.append) plan->line_end = report_.line_ends == "CRLF" ? "\r\n" : "\n";
    plan->decimal_out = options_.decimal_out == ',' ? ',' : '.';
  }
  std::vector<std::vector<Problem>> problems(plans_.size());
  std::vector<std::string> warnings;
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    std::vector<std::string> more;
    match_columns(*plans_[i], names, problems[i], more);
    for (std::string& warning : more) {
      if (std::find(warnings.begin(), warnings.end(), warning) != warnings.end()) continue;
      warnings.push_back(std::move(warning));
    }
  }
  if (!tell_source()) return false;
  report_.columns = plans_.front()->columns;
  // Whether anything in the first line was known, or nearly: if not it may be cells, which nobody
  // asked to be shown.
  bool known = false;
  const bool cells = options_.header && holds_values(header_, names);
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    const Plan& plan = *plans_[i];
    known = known || !plan.used.empty() ||
            std::any_of(plan.columns.begin(), plan.columns.end(), [&](const BatchColumn& column) {
              const bool near = !column.suggestion.empty() && column.suggestion != "id" &&
                                column.suggestion != "name";
              return !cells && (!column.target.empty() || near);
            });
    const bool stranger = !problems[i].empty() && plan.used.empty() && !plan.activity;
    if (stranger && options_.header && options_.header_row == 0) {
      if (cells) {
        problems[i] = {header_problem("E0302", "no column is a criterion of the model",
                                      "the first line holds values: say --no-header, or where the "
                                      "names are with --header-row N or --header-from FILE")};
      }
      look_below(problems[i].front());
    }
  }
  if (!known) return settle(std::move(problems));
  const bool fine =
      std::all_of(problems.begin(), problems.end(), [](const auto& of) { return of.empty(); });
  if (fine) {
    for (auto& of : problems) look_at_first_row(of);
  }
  for (const std::string& warning : warnings) observer_.warning(warning);
  report_.decimal_out = plans_.front()->decimal_out;
  return settle(std::move(problems));
}

// A source whose fields are cells marks those that cannot be what they are read for.
// False where the source has something against the header itself.
bool Opening::tell_source() {
  std::vector<ColumnUse> uses(plans_.front()->fields);
  for (const Plan* plan : plans_) {
    for (const auto& text : {plan->id, plan->name}) {
      if (text && uses[*text] == ColumnUse::none) uses[*text] = ColumnUse::text;
    }
    for (const UsedColumn& used : plan->used) uses[used.field] = ColumnUse::answer;
    if (plan->activity) uses[*plan->activity] = ColumnUse::answer;
  }
  const bool fine = source_.problem().code.empty();
  const bool sheet = source_.use_columns(uses);
  for (Plan* plan : plans_) plan->sheet = sheet;
  if (!fine || source_.problem().code.empty()) return true;
  report_.end = BatchEnd::broken_input;
  report_.problems.push_back(source_.problem());
  return false;
}

// True when there are none; else they are the end of it.
bool Opening::settle(std::vector<std::vector<Problem>> problems) {
  if (std::all_of(problems.begin(), problems.end(), [](const auto& of) { return of.empty(); })) {
    return true;
  }
  fail(problems.size() == 1 ? std::move(problems.front())
                            : merge_problems(std::move(problems[0]), std::move(problems[1])));
  return false;
}

// The next record, counted. False when there is none: the report says why.
bool Opening::next_record(std::string_view delimiters) {
  using input::BlockReader;
  header_ = reader_.header(delimiters, header_error_);
  rows_ += reader_.blank_before() + 1;
  header_line_ = reader_.header_line();
  const Problem broken = source_.problem();
  if (!broken.code.empty() && reader_.header_end().empty()) {  // it breaks off in the header
    report_.end = BatchEnd::broken_input;
    report_.problems.push_back(broken);
    return false;
  }
  const bool too_long = header_error_ == BlockReader::HeaderError::too_long;
  if (!too_long && !header_.empty()) return true;
  if (!too_long && options_.header_row != 0 && rows_ > 1) {
    fail({header_problem(
        "E0301", fmt::format("there is no row {} to be the header", options_.header_row), "")});
    return false;
  }
  fail({header_problem("E0301",
                       too_long ? "the first line is longer than 1 MiB" : "the input is empty",
                       too_long ? "is this a CSV file?" : "the first line must name the columns")});
  return false;
}

// `sep=;` says what separates fields, and is no row.
void Opening::separator_line() {
  constexpr std::string_view sep = "sep=";
  std::string_view line = header_;
  if (line.size() > 2 && line.front() == '"' && line.back() == '"') {
    line = line.substr(1, line.size() - 2);
  }
  const bool tells =
      line.size() == sep.size() + 1 && base::ascii_lower(line.substr(0, sep.size())) == sep;
  if (tells) separator_ = line.back();
}

// Passes over what stands above the row that is the header.
bool Opening::find_header_row(std::string_view delimiters) {
  if (!next_record(delimiters)) return false;
  separator_line();
  if (separator_ != 0) {
    rows_ = 0;
    if (!next_record(delimiters)) return false;
  }
  while (rows_ < options_.header_row) {
    if (!next_record(delimiters)) return false;
  }
  if (options_.header_row == 0 || rows_ == options_.header_row) return true;
  fail({header_problem("E0301", fmt::format("row {} is blank, and no header", options_.header_row),
                       fmt::format("the next one that is not is row {}", rows_))});
  return false;
}

// The header, and what it tells of the dialect.
bool Opening::read_header() {
  const std::string_view given(&options_.delimiter, options_.delimiter == 0 ? 0 : 1);
  if (!find_header_row(given.empty() ? input::common_delimiters : given)) return false;
  report_.header_row = options_.header ? rows_ : 0;
  if (!check_bytes()) return false;
  dialect();
  // A quote after another delimiter than this one opened nothing.
  if (header_.find('"') != std::string::npos) {
    reader_.unread(header_);
    header_ = reader_.header({&dialect_.delimiter, 1}, header_error_);
    note_line_end();
  }
  return end_quotes(header_error_);
}

bool Opening::end_quotes(input::BlockReader::HeaderError error) {
  if (error == input::BlockReader::HeaderError::none || !options_.header) return true;
  Problem problem = header_problem(
      "E0313", "a quote opens a column name here and is never closed: nothing was judged",
      "close it; inside quotes, write a quote twice");
  const std::size_t at = input::last_field(header_, dialect_.delimiter).second;
  problem.line += static_cast<std::uint64_t>(
      std::count(header_.begin(), header_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  fail({std::move(problem)});
  return false;
}

// The row below the header: a header of group titles stands above the real one, and answers would
// be read from the wrong columns.
void Opening::look_at_first_row(std::vector<Problem>& problems) {
  using input::BlockReader;
  BlockReader::HeaderError error{};
  const std::string record = reader_.header({&dialect_.delimiter, 1}, error);
  const std::uint64_t row = rows_ + reader_.blank_before() + 1;
  const std::uint64_t line = reader_.header_line();
  if (!record.empty() && error == BlockReader::HeaderError::none) {
    const std::vector<std::string> cells = input::split_record(record, dialect_.delimiter);
    decimal_sign(cells);
    const bool ruled =
        record.size() > 2 && record.find_first_not_of("-+|: \t") == std::string::npos;
    if (options_.header && dialect_.delimiter == '|' && ruled) {
      problems = {header_problem("E0307",
                                 fmt::format("line {} rules off a table as it is printed", line),
                                 "write it as CSV, as `psql --csv` does, or take out the rules")};
      problems.front().line = line;
    } else if (options_.header && options_.header_row == 0 && record != header_ &&
               renames(*plans_.front(), cells)) {
      report_.better_header_row = row;
      problems = {header_problem(
          "E0307",
          fmt::format(
              "line {} looks more like the header: its cells name criteria, and others than "
              "the line above it",
              line),
          fmt::format("say --header-row {}", row))};
    } else if (const auto field = scale_row(*plans_.front(), cells); field && options_.header) {
      const std::string& header = plans_.front()->columns[*field].header;
      problems = {header_problem(
          "E0307", fmt::format("line {} holds scales where answers should be", line),
          fmt::format("pass over it: --skip-where {}",
                      base::shell_word(fmt::format("{}={}", base::excerpt(base::trim(header)),
                                                   base::excerpt(base::trim(cells[*field]))))))};
      problems.front().line = line;
      report_.survey.totals.emplace_back(header, cells[*field]);
    }
  }
  if (!record.empty() || error == BlockReader::HeaderError::unclosed_quote) reader_.unread(record);
}

// What is appended to a file is written as the file's own numbers are.
void Opening::decimal_sign(const std::vector<std::string>& cells) {
  if (options_.decimal_out != 0 || !options_.append) return;
  char sign = options_.decimal;
  const auto shows = [&](char mark) {
    return std::any_of(cells.begin(), cells.end(), [&](const std::string& cell) {
      const std::size_t at = cell.find(mark);
      return at != std::string::npos && at > 0 && at + 1 < cell.size() &&
             cell.find_first_not_of("0123456789") == at &&
             cell.find_first_not_of("0123456789", at + 1) == std::string::npos;
    });
  };
  if (sign == 0 && dialect_.delimiter != ',') {
    sign = shows(',') ? ',' : shows('.') ? '.' : dialect_.delimiter == ';' ? ',' : '.';
  }
  for (Plan* plan : plans_) plan->decimal_out = sign == ',' ? ',' : '.';
}

Problem Opening::header_problem(std::string_view code, std::string message,
                                std::string hint) const {
  return {
      std::string(code), std::move(message), std::move(hint), options_.source, header_line_, 0, ""};
}

// When the first line names no criterion: is the header below it, or is this no CSV at all?
void Opening::look_below(Problem& problem) {
  if (header_.front() == '[') {
    problem.hint = "a JSON array is not read; write one task a line (NDJSON)";
    return;
  }
  constexpr int most = 20;
  std::uint64_t row = rows_;
  std::vector<HeaderMeanings> meanings;
  for (const Plan* plan : plans_) meanings.emplace_back(plan->program);
  for (int i = 0; i < most && source_.ready(); ++i) {
    input::BlockReader::HeaderError error{};
    const std::string record = reader_.header(input::common_delimiters, error);
    if (record.empty() || error != input::BlockReader::HeaderError::none) return;
    row += reader_.blank_before() + 1;
    const bool json = record.front() == '{';
    if (!json && !names_criterion(record, meanings)) continue;
    if (!json) report_.better_header_row = row;
    problem.hint =
        json ? fmt::format(
                   "line {} looks like NDJSON, which begins with an object: take out what "
                   "is above it",
                   reader_.header_line())
             : fmt::format("{} looks like the header: say --header-row {}",
                           plans_.front()->sheet ? fmt::format("row {}", row)
                                                 : fmt::format("line {}", reader_.header_line()),
                           row);
    return;
  }
}

bool Opening::names_criterion(std::string_view record,
                              const std::vector<HeaderMeanings>& meanings) const {
  const std::vector<std::string> names =
      input::split_record(record, input::detect_delimiter(record, known_header, this));
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::any_of(meanings.begin(), meanings.end(),
                       [&](const HeaderMeanings& each) { return each.name_criterion(name); });
  });
}

// A header that is no text is no header: most likely the file is no CSV at all.
bool Opening::check_bytes() {
  if (const std::string_view kind = base::file_kind(header_); !kind.empty()) {
    fail({header_problem("E0322", fmt::format("this is {}, not CSV or NDJSON", kind),
                         "save or unpack it as CSV")});
    return false;
  }
  std::size_t bad = 0;
  const std::size_t control = header_.find_first_of(
      std::string_view("\0\1\2\3\4\5\6\7\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18"
                       "\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f",
                       30));
  if (control != std::string::npos) {
    const bool wide = header_[control] == '\0';
    fail({header_problem("E0315",
                         fmt::format("control character 0x{:02X} in the first line, at byte {}",
                                     static_cast<unsigned char>(header_[control]), control + 1),
                         wide ? "is it UTF-16? say --encoding utf-16, or save it as UTF-8"
                              : "is this a CSV file?")});
    return false;
  }
  if (!base::valid_utf8(header_, &bad)) {
    fail({header_problem("E0316",
                         fmt::format("byte 0x{:02X} of the first line, at byte {}, is not UTF-8",
                                     static_cast<unsigned char>(header_[bad]), bad + 1),
                         "say which encoding it is, as in --encoding windows-1252")});
    return false;
  }
  return true;
}

bool Opening::known_header(const void* self, std::string_view name) {
  const auto& opening = *static_cast<const Opening*>(self);
  return std::any_of(opening.plans_.begin(), opening.plans_.end(), [&](const Plan* plan) {
    return is_known_header(plan->program, opening.options_, name);
  });
}

void Opening::note_line_end() {
  const std::string_view end = reader_.header_end();
  dialect_.terminator = end == "\r" ? '\r' : '\n';
  report_.line_ends = end.ends_with("\r\n") ? "CRLF" : end == "\r" ? "CR" : end == "\n" ? "LF" : "";
  reader_.set_dialect(dialect_);
  for (Plan* plan : plans_) plan->dialect = dialect_;
}

void Opening::dialect() {
  dialect_.delimiter = options_.delimiter;
  if (options_.delimiter == 0 && separator_ != 0) {
    dialect_.delimiter = separator_;
    observer_.note(fmt::format("the delimiter is `{}`, as the first line says",
                               base::printable({&separator_, 1})));
  } else if (options_.delimiter == 0) {
    dialect_.delimiter = input::detect_delimiter(header_, known_header, this);
    report_.delimiter_detected = true;
    if (dialect_.delimiter != ',') {
      observer_.note(dialect_.delimiter == '\t'
                         ? std::string("the delimiter is the tab")
                         : fmt::format("the delimiter is `{}`", dialect_.delimiter));
    }
  }
  report_.delimiter = dialect_.delimiter;
  note_line_end();
}

// Without a header: the names that were given, else id, name and the criteria in model order.
std::vector<std::string> Opening::given_names(std::size_t fields) const {
  if (!options_.header_names.empty()) return options_.header_names;
  std::vector<std::string> names = {"id", "name"};
  for (const engine::Criterion& criterion : plans_.front()->program.criteria) {
    names.emplace_back(criterion.id);
  }
  names.resize(std::min(names.size(), std::max<std::size_t>(fields, 1)));
  return names;
}

}  // namespace sourcing::batch
