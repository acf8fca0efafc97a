// SPDX-License-Identifier: Apache-2.0
#include "batch/read/opening.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
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
  std::vector<std::vector<Problem>> problems(plans_.size());
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    Plan& plan = *plans_[i];
    for (std::size_t c = 0; c < plan.program.criteria.size(); ++c) {
      plan.absent.push_back(static_cast<std::uint16_t>(c));
    }
    check_targets(plan, problems[i]);
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
  std::vector<std::vector<Problem>> problems(plans_.size());
  std::vector<std::string> warnings;
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    std::vector<std::string> more;
    match_columns(*plans_[i], names, problems[i], more);
    for (std::string& warning : more) {
      if (std::find(warnings.begin(), warnings.end(), warning) != warnings.end()) continue;
      warnings.push_back(std::move(warning));
    }
    if (options_.header && !problems[i].empty() && problems[i].front().code == "E0302") {
      look_below(problems[i].front());
    }
  }
  report_.columns = plans_.front()->columns;
  for (const std::string& warning : warnings) observer_.warning(warning);
  return settle(std::move(problems));
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

// The first record, and what it tells of the dialect.
bool Opening::read_header() {
  using input::BlockReader;
  BlockReader::HeaderError error{};
  const std::string_view given(&options_.delimiter, options_.delimiter == 0 ? 0 : 1);
  header_ = reader_.header(given.empty() ? input::common_delimiters : given, error);
  const Problem broken = source_.problem();
  if (!broken.code.empty() && reader_.header_end().empty()) {  // it breaks off in the header
    report_.end = BatchEnd::broken_input;
    report_.problems.push_back(broken);
    return false;
  }
  const bool too_long = error == BlockReader::HeaderError::too_long;
  if (too_long || header_.empty()) {
    fail({header_problem(
        "E0301", too_long ? "the first line is longer than 1 MiB" : "the input is empty",
        too_long ? "is this a CSV file?" : "the first line must name the columns")});
    return false;
  }
  if (!check_bytes()) return false;
  dialect();
  // A quote after another delimiter than this one opened nothing.
  if (header_.find('"') != std::string::npos) {
    reader_.unread(header_);
    header_ = reader_.header({&dialect_.delimiter, 1}, error);
    note_line_end();
  }
  if (error == BlockReader::HeaderError::none || !options_.header) return true;
  Problem problem = header_problem(
      "E0313", "a quote opens a column name here and is never closed: nothing was judged",
      "close it; inside quotes, write a quote twice");
  const std::size_t at = input::last_field(header_, dialect_.delimiter).second;
  problem.line += static_cast<std::uint64_t>(
      std::count(header_.begin(), header_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  fail({std::move(problem)});
  return false;
}

Problem Opening::header_problem(std::string_view code, std::string message,
                                std::string hint) const {
  return {std::string(code),
          std::move(message),
          std::move(hint),
          options_.source,
          reader_.header_line(),
          0,
          ""};
}

// When the first line names no criterion: is the header below it, or is this no CSV at all?
void Opening::look_below(Problem& problem) {
  if (header_.front() == '[') {
    problem.hint = "a JSON array is not read; write one task a line (NDJSON)";
    return;
  }
  constexpr int most = 20;
  for (int i = 0; i < most && source_.ready(); ++i) {
    input::BlockReader::HeaderError error{};
    const std::string record = reader_.header(input::common_delimiters, error);
    if (record.empty() || error != input::BlockReader::HeaderError::none) return;
    const bool json = record.front() == '{';
    if (!json && !names_criterion(record)) continue;
    problem.hint =
        fmt::format("line {} looks like {}: take out what is above it", reader_.header_line(),
                    json ? "NDJSON, which begins with an object" : "the header");
    return;
  }
}

bool Opening::names_criterion(std::string_view record) const {
  const std::vector<std::string> names =
      input::split_record(record, input::detect_delimiter(record, known_header, this));
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::any_of(plans_.begin(), plans_.end(), [&](const Plan* plan) {
      return engine::find_named(plan->program, name) < plan->program.criteria.size();
    });
  });
}

// A header that is no text is no header: most likely the file is no CSV at all.
bool Opening::check_bytes() {
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
                         wide ? "is it UTF-16 without a byte order mark? save it as UTF-8"
                              : "is this a CSV file?")});
    return false;
  }
  if (!base::valid_utf8(header_, &bad)) {
    fail({header_problem("E0316",
                         fmt::format("byte 0x{:02X} of the first line, at byte {}, is not UTF-8",
                                     static_cast<unsigned char>(header_[bad]), bad + 1),
                         "convert the file, as with `iconv -f WINDOWS-1252 -t UTF-8`")});
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
  report_.line_ends = end == "\r\n" ? "CRLF" : end == "\r" ? "CR" : end == "\n" ? "LF" : "";
  reader_.set_dialect(dialect_);
  for (Plan* plan : plans_) plan->dialect = dialect_;
}

void Opening::dialect() {
  dialect_.delimiter = options_.delimiter;
  if (options_.delimiter == 0) {
    dialect_.delimiter = input::detect_delimiter(header_, known_header, this);
    report_.delimiter_detected = true;
    if (dialect_.delimiter != ',') {
      observer_.note(
          fmt::format("the delimiter is {}", dialect_.delimiter == '\t'
                                                 ? std::string("the tab")
                                                 : fmt::format("`{}`", dialect_.delimiter)));
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
