// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/row_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "base/files.hpp"
#include "base/fold.hpp"
#include "base/text.hpp"
#include "cli/arguments/mapping.hpp"
#include "input/csv_fields.hpp"
#include "input/csv_source.hpp"

namespace sourcing::cli {

namespace {

ExitCode told(const Session& session, ExitCode code, std::string_view id, std::string message,
              std::string hint = {}, std::string source = {}) {
  session.messages.error(id, std::move(message), std::move(hint), std::move(source));
  return code;
}

}  // namespace

std::vector<std::string> split_list(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = std::min(text.find(at), text.size());
    if (const std::string_view part = base::trim(text.substr(0, end)); !part.empty()) {
      parts.emplace_back(part);
    }
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

// Rows are counted from 1.
std::string counting_number(const std::string& text) {
  if (std::string error = whole_number(text); !error.empty()) return error;
  return text.find_first_not_of('0') == std::string::npos ? "counts from 1" : std::string{};
}

void RowOptions::declare_table(OptionList& list) {
  list.add_option("--map", &map, "A column of yours that is one of ours; may be repeated")
      .type_name("'THEIR HEADER=CRITERION'")
      .one_at_a_time();
  list.add_option("--ignore", &ignore, "A column to pass over; may be repeated")
      .type_name("COLUMN")
      .one_at_a_time();
  list.add_option("--id", &id, "The column that identifies a row (default: id)")
      .type_name("COLUMN");
  list.add_option("--delimiter", &delimiter,
                  "What separates fields (default: found among comma ; tab |)")
      .type_name("CHARACTER");
  list.add_option(
          "--mapping", &mapping,
          "How the file is read, as --dry-run --save-mapping writes it; options win over it")
      .type_name("FILE")
      .reads();
  list.add_option("--header-row", &header_row,
                  "The row that names the columns, as a spreadsheet counts (default: the first)")
      .type_name("N")
      .check(counting_number);
  list.add_option("--skip-where", &skip_where, "Rows to pass over: totals, units; may be repeated")
      .type_name("COLUMN=VALUE")
      .one_at_a_time();
  list.add_option("--value", &values, "A word of yours and what it means; may be repeated")
      .type_name("'[COLUMN:]WORD=VALUE'")
      .one_at_a_time();
  list.add_option("--encoding", &encoding, "How the text is encoded (default: found where certain)")
      .type_name("auto|utf-8|utf-16|windows-1252|iso-8859-1|iso-8859-15");
  list.add_option("--decimal", &decimal, "The decimal sign in cells").type_name(".|,");
  list.add_option("--thousands", &thousands,
                  "The sign between thousands in cells: . , ' or a blank")
      .type_name("SIGN");
  declare_sheet(list);
}

void RowOptions::declare_reading(OptionList& list, std::string_view no_header_text,
                                 std::string_view header_from_text) {
  declare_table(list);
  list.add_flag("--no-header", no_header, no_header_text);
  list.add_option("--header-from", &header_from, header_from_text).type_name("FILE").reads();
  list.excludes("--no-header", "--header-from,--header-row");
  list.add_option("--unknown", &unknown, "Cells that mean unknown, as an empty one does")
      .type_name("WORD,…");
  list.add_option("--assume", &assume,
                  "criterion=value for rows that do not answer it; may be repeated")
      .type_name("CRITERION=VALUE")
      .one_at_a_time();
  list.add_option("--limit", &limit, "Judge the first N rows only")
      .type_name("N")
      .check(counting_number);
}

void RowOptions::declare_sheet(OptionList& list) {
  list.add_option("--sheet", &sheet,
                  "Of a workbook: the sheet, by name or number (default: the first visible one)")
      .type_name("NAME|N");
}

void RowOptions::declare_jobs(OptionList& list) {
  list.add_option("-j,--jobs", &jobs, "Threads (default: one per core)").type_name("N");
}

void RowOptions::declare_limits(OptionList& list) {
  list.add_option("--cells", &cells, "Cells to look at before a status is `not proven`")
      .type_name("N");
  list.add_option("--block-bytes", &block, "Bytes that a thread takes at once")
      .type_name("N")
      .group("");
}

std::vector<std::string> RowOptions::given(bool all) const {
  std::vector<std::string> names;
  const auto note = [&](std::string_view name, bool is_given) {
    if (is_given) names.emplace_back(name);
  };
  note("--delimiter", !delimiter.empty());
  note("--header-row", header_row != 0);
  note("--skip-where", !skip_where.empty());
  note("--decimal", !decimal.empty());
  note("--thousands", !thousands.empty());
  note("--no-header", no_header);
  note("--header-from", !header_from.empty());
  if (!all) return names;
  note("--map", !map.empty());
  note("--ignore", !ignore.empty());
  note("--id", !id.empty());
  note("--mapping", !mapping.empty());
  note("--value", !values.empty());
  note("--encoding", !encoding.empty());
  note("--sheet", !sheet.empty());
  note("--jobs", jobs != 0);
  return names;
}

ExitCode RowOptions::read(const Session& session, BatchOptions& batch) const {
  batch.for_tables = given(false);
  if (ExitCode code = read_delimiter(session, batch); code != ExitCode::done) return code;
  for (const std::string& text : map) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
      return told(
          session, ExitCode::usage, "E0605",
          fmt::format("--map takes 'Their header=criterion', found `{}`", base::printable(text)));
    }
    batch.map.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  for (const std::string& column : ignore) {
    const auto same = [&](std::string_view other) {
      return base::fold_close(other) == base::fold_close(column);
    };
    const bool mapped = std::any_of(batch.map.begin(), batch.map.end(),
                                    [&](const auto& each) { return same(each.first); });
    if (mapped || (!id.empty() && same(id))) {
      return told(session, ExitCode::usage, "E0605",
                  fmt::format("`{}` is passed over by --ignore and read by {}",
                              base::printable(column), mapped ? "--map" : "--id"),
                  "leave one of them out");
    }
  }
  batch.ignore = ignore;
  batch.id_column = id;
  if (ExitCode code = read_unknown(session, batch); code != ExitCode::done) return code;
  batch.header_row = header_row;
  batch.sheet = sheet;
  if (ExitCode code = read_words(session, batch); code != ExitCode::done) return code;
  if (ExitCode code = read_signs(session, batch); code != ExitCode::done) return code;
  if (!mapping.empty()) {
    if (ExitCode code = apply_mapping(session, mapping, batch); code != ExitCode::done) return code;
  }
  if (batch.header_row != 0 && !batch.header) {
    return told(session, ExitCode::usage, "E0605",
                "--header-row needs a header, which --no-header and --header-from leave out");
  }
  if (batch.decimal != 0 && batch.decimal == batch.thousands) {
    return told(session, ExitCode::usage, "E0605", "--decimal and --thousands are the same sign");
  }
  batch.show_values = show_values;
  if (limit > 0) batch.limit = limit;
  if (max_errors > 0) batch.most_errors = max_errors;
  constexpr unsigned most_jobs = 256;
  batch.jobs =
      std::min(jobs > 0 ? jobs : std::max(1U, std::thread::hardware_concurrency()), most_jobs);
  if (block > 0) batch.block_bytes = block;
  batch.decide.cells = cells;
  return ExitCode::done;
}

// A word that is unknown is no value.
ExitCode RowOptions::read_unknown(const Session& session, BatchOptions& batch) const {
  batch.unknown = split_list(unknown, ',');
  for (const std::string& text : values) {
    const std::string left = text.substr(0, text.rfind('='));
    const std::size_t colon = left.find(':');
    const std::string word =
        base::fold_close(colon == std::string::npos ? left : left.substr(colon + 1));
    const bool both =
        std::any_of(batch.unknown.begin(), batch.unknown.end(),
                    [&](const std::string& other) { return base::fold_close(other) == word; });
    if (!both) continue;
    return told(
        session, ExitCode::usage, "E0605",
        fmt::format("`{}` is unknown by --unknown and a value by --value", base::printable(word)),
        "leave one of them out");
  }
  return ExitCode::done;
}

ExitCode RowOptions::read_words(const Session& session, BatchOptions& batch) const {
  for (const std::string& text : skip_where) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
      return told(
          session, ExitCode::usage, "E0605",
          fmt::format("--skip-where takes COLUMN=VALUE, found `{}`", base::printable(text)));
    }
    batch.skip_where.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  for (const std::string& text : values) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos || equals == 0) {
      return told(session, ExitCode::usage, "E0605",
                  fmt::format("--value takes 'WORD=VALUE' or 'COLUMN:WORD=VALUE', found `{}`",
                              base::printable(text)));
    }
    const std::string left = text.substr(0, equals);
    const std::size_t colon = left.find(':');
    const std::string column = colon == std::string::npos ? "" : left.substr(0, colon);
    OwnValue own{column, colon == std::string::npos ? left : left.substr(colon + 1),
                 text.substr(equals + 1)};
    const bool twice =
        std::any_of(batch.values.begin(), batch.values.end(), [&](const OwnValue& other) {
          return base::fold(other.column) == base::fold(own.column) &&
                 base::fold_close(other.word) == base::fold_close(own.word);
        });
    if (twice) {
      return told(session, ExitCode::usage, "E0605",
                  fmt::format("--value: `{}` is given twice", base::printable(left)));
    }
    batch.values.push_back(std::move(own));
  }
  return ExitCode::done;
}

ExitCode RowOptions::read_signs(const Session& session, BatchOptions& batch) const {
  const auto wrong = [&](std::string_view option, const std::string& text, std::string_view takes) {
    return told(session, ExitCode::usage, "E0602",
                fmt::format("{}: `{}` is no such sign", option, base::printable(text)),
                fmt::format("it takes {}", takes));
  };
  if (!decimal.empty() && !read_sign(decimal, ".,", batch.decimal)) {
    return wrong("--decimal", decimal, "`.` or `,`");
  }
  if (!thousands.empty() && !read_sign(thousands, ".,' ", batch.thousands)) {
    return wrong("--thousands", thousands, "`.`, `,`, `'` or a blank");
  }
  if (!encoding.empty()) {
    if (!choose(session, "--encoding", encoding,
                {input::encodings.begin(), input::encodings.end()})) {
      return ExitCode::usage;
    }
    batch.encoding = encoding;
  }
  return ExitCode::done;
}

input::SheetChoice sheet_choice(const BatchOptions& batch) {
  return {batch.sheet, batch.header_row, batch.decimal == ',' ? ',' : '.'};
}

std::unique_ptr<ByteSource> RowOptions::rows_of(const Session& session, input::FileSource& file,
                                                input::Encoding& found, BatchOptions& batch) const {
  auto rows = input::decode(file, found, batch.encoding, sheet_choice(batch));
  const auto refuse = [&](std::string_view option, std::string_view of) {
    session.messages.error("E0605", fmt::format("{} is for {}", option, of), "", batch.source);
    return nullptr;
  };
  if (!found.workbook) {
    if (!sheet.empty()) return refuse("--sheet", "workbooks, which this is not");
    const std::string name = base::ascii_lower(batch.source);
    if (name.ends_with(".xlsx") || name.ends_with(".xlsm")) {
      session.messages.warning(
          fmt::format("{} is no workbook: it is read as text", base::printable(batch.source)));
    }
    return rows;
  }
  if (!delimiter.empty()) return refuse("--delimiter", "text; the cells of a workbook need none");
  if (!encoding.empty()) return refuse("--encoding", "text; a workbook says its own");
  // The form in which its rows are handed on.
  batch.delimiter = ',';
  return rows;
}

ExitCode RowOptions::read_delimiter(const Session& session, BatchOptions& batch) const {
  if (delimiter.empty()) return read_header_names(session, batch);
  const std::string& text = delimiter;
  if (text == "tab" || text == "\\t") {
    batch.delimiter = '\t';
  } else if (text.size() == 1 && text != "\"" && text != "\n" && text != "\r" && text != "." &&
             static_cast<unsigned char>(text[0]) < 0x7F &&
             (text[0] == '\t' || static_cast<unsigned char>(text[0]) > 0x20) &&
             std::isalnum(static_cast<unsigned char>(text[0])) == 0) {
    batch.delimiter = text[0];
  } else {
    return told(session, ExitCode::usage, "E0602",
                fmt::format("--delimiter: `{}` cannot separate fields", base::printable(text)),
                "it takes one character, or `tab`");
  }
  return read_header_names(session, batch);
}

ExitCode RowOptions::read_header_names(const Session& session, BatchOptions& batch) const {
  batch.header = !no_header && header_from.empty();
  if (header_from.empty()) return ExitCode::done;
  constexpr std::size_t most = std::size_t{1} << 20;
  const base::ReadResult read = base::read_file(header_from, most);
  if (!read.error.empty() && !read.too_large) {
    return told(session, ExitCode::io, "E0501", read.error, "", header_from);
  }
  std::string_view line = read.bytes;
  if (line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
  line = line.substr(0, line.find_first_of("\r\n"));
  const char separator =
      batch.delimiter != 0
          ? batch.delimiter
          : input::detect_delimiter(
                line, [](const void*, std::string_view) { return false; }, nullptr);
  batch.header_names = input::split_record(line, separator);
  return ExitCode::done;
}

ExitCode exit_code_of(const BatchReport& report) {
  if (report.end == BatchEnd::broken_input) {
    const bool io = std::any_of(report.problems.begin(), report.problems.end(),
                                [](const Problem& p) { return p.code.starts_with("E05"); });
    return io ? ExitCode::io : ExitCode::bad_input;
  }
  if (report.end == BatchEnd::too_many_errors || report.end == BatchEnd::bad_header) {
    return ExitCode::bad_input;
  }
  return report.rejects > 0 ? ExitCode::rows_rejected : ExitCode::done;
}

ExitCode tell_bad_header(const Session& session, const BatchReport& report) {
  session.messages.errors(report.problems);
  const bool usage =
      std::all_of(report.problems.begin(), report.problems.end(),
                  [](const Problem& problem) { return problem.code.starts_with("E06"); });
  return usage ? ExitCode::usage : ExitCode::bad_input;
}

void tell_broken_input(const Session& session, const BatchReport& report,
                       const std::string& source) {
  for (const Problem& problem : report.problems) {
    // A bad row has been told already; a source that broke has not.
    if (problem.code.starts_with("E031") && problem.code < "E0318") continue;
    Problem named = problem;
    if (named.source.empty()) {
      named.source = source;
      // A workbook's places are one word.
      if (named.code.starts_with("E07") && !named.pointer.empty()) {
        named.source += "!" + named.pointer;
        named.pointer.clear();
      }
    }
    session.messages.error(named);
  }
}

void tell_too_many_errors(const Session& session, const BatchReport& report,
                          const std::string& source) {
  session.messages.error(
      "E0321",
      fmt::format("stopped after {} bad row{}", report.rejects, report.rejects == 1 ? "" : "s"),
      "--max-errors allows more", source);
}

}  // namespace sourcing::cli
