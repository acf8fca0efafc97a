// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <sourcing/decide.hpp>
#include <sourcing/engine.hpp>
#include <sourcing/problem.hpp>
#include <sourcing/render.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sourcing {

namespace places {
struct BulkRequest;
}

/// What a column of the input is read for: a criterion or the activity, `id` or `name`, or nothing.
enum class ColumnUse : std::uint8_t { none, text, answer };

/// Where the bytes of a batch come from. Called by one thread at a time, not always the same.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Reads between 1 and `size` bytes, waiting for the first; 0 at the end or on an error.
  virtual std::size_t read(char* into, std::size_t size) = 0;
  /// False when `read` would wait: rows that are complete are then judged without waiting for more.
  virtual bool ready() { return true; }
  /// What went wrong, with its code; an empty code: nothing did.
  [[nodiscard]] virtual Problem problem() const { return {}; }
  /// Is told what the columns are for, once the header is understood. True when the bytes stand for
  /// cells that have places of their own, as those of a workbook have; `locate` then knows them.
  virtual bool use_columns(const std::vector<ColumnUse>& uses) {
    (void)uses;
    return false;
  }
  /// Turns a problem's line and column (here: the field, counted from 1) into the place that the
  /// user knows. Thread-safe.
  virtual void locate(Problem& problem) const { (void)problem; }
};

/// Where bytes go. Called by one thread at a time, except `write_at`.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  /// Takes all of `bytes`, whole rows, or returns false, which ends the batch (`sink_failed`).
  virtual bool write(std::string_view bytes) = 0;
  /// True when `write_at` may be used instead, by several threads at once.
  [[nodiscard]] virtual bool positional() const { return false; }
  /// As `write`, `offset` bytes after the first one written.
  virtual bool write_at(std::uint64_t offset, std::string_view bytes) {
    (void)offset;
    return write(bytes);
  }
};

/// How far a batch has come.
struct BatchProgress {
  std::uint64_t rows = 0;   ///< judged, the bad ones included
  std::uint64_t bad = 0;    ///< of them, those without a verdict
  std::uint64_t bytes = 0;  ///< of decoded input
};

struct BatchReport;

/// Is told what happens, in input order, by one thread at a time.
class BatchObserver {
 public:
  virtual ~BatchObserver() = default;
  /// A row that could not be judged. `problems` carry the line.
  virtual void bad_row(const Failure& failure) { (void)failure; }
  /// Something about the input that may not be meant, once each. `text` lives for the call.
  virtual void warning(std::string_view text) { (void)text; }
  /// How the input was understood, where that was not told. `text` lives for the call.
  virtual void note(std::string_view text) { (void)text; }
  /// Once, before the first row is judged: `report` has the columns and how they are separated.
  virtual void opened(const BatchReport& report) { (void)report; }
  /// After each block of rows.
  virtual void progress(const BatchProgress& progress) { (void)progress; }
  /// Asked now and then, from any thread; true ends the batch at a row end.
  virtual bool stop() { return false; }
};

/// A word of the input's own and what it means.
struct OwnValue {
  std::string column;  ///< header or criterion; empty: every column that has such a value
  std::string word;
  std::string value;  ///< as in a cell; empty: unknown
};

/// Answers below a number; or, where `below` is empty, all others.
struct DerivedRange {
  std::string below;
  std::string value;  ///< as in a cell: `2..4`
};

/// How a column that was collected for another purpose answers a criterion, as a range: by its
/// numbers or words. Where several rules answer one, all of them hold; a cell of its own goes
/// first.
struct Derivation {
  std::vector<std::string> from;  ///< headers: one, or two whose numbers are multiplied
  std::string to;                 ///< criterion, `fte` or `activity`
  std::vector<DerivedRange> ranges;
  std::vector<std::pair<std::string, std::string>> words;
  /// Numbers. The product of the cells and `times`, divided by `divide_by`; with `down_to`, that
  /// much of it or more. Empty: 1.
  std::string times, divide_by, down_to;
};

/// What a batch is to do. Names of columns and words are compared without regard to case, accents,
/// blanks, `-` and `_`.
struct BatchOptions {
  std::string source;  ///< label of the input in problems
  char delimiter = 0;  ///< 0: found among `,` `;` tab `|`
  /// False: neither input nor results have a header; `header_names` name the columns, or else they
  /// are `id`, `name` and the criteria in model order.
  bool header = true;
  std::vector<std::string> header_names;
  std::vector<std::pair<std::string, std::string>> map;  ///< their header, our column
  std::vector<std::string> ignore;                       ///< headers to pass over in silence
  std::string id_column;                                 ///< header; empty: `id`
  std::vector<std::string> unknown;                      ///< cells that mean unknown
  /// The row that names the columns, counted as a spreadsheet does: blank rows count, a line break
  /// in quotes and a line `sep=;` do not. 0: the first that is not blank.
  std::uint64_t header_row = 0;
  /// Header and value: rows that have it there are passed over.
  std::vector<std::pair<std::string, std::string>> skip_where;
  std::vector<OwnValue> values;
  /// Names of options that were asked for and say how a table is read: lines of JSON, which would
  /// not follow them, are refused.
  std::vector<std::string> for_tables;
  std::vector<Derivation> derive;
  char decimal = 0;    ///< the only decimal sign in cells; 0: `.`, and `,` beside other delimiters
  char thousands = 0;  ///< the sign between thousands in cells; 0: none; a blank: any blank
  /// The decimal sign of scores in csv and tsv; 0: `.`, with `append` that of the input.
  char decimal_out = 0;
  bool byte_order_mark = false;   ///< csv, tsv: begin with one
  std::string encoding = "auto";  ///< for whoever makes the source, which gives UTF-8
  std::string sheet;              ///< likewise: of a workbook, by name or number
  Task assumed;                   ///< answers of origin `option` fill what rows leave open
  /// csv, tsv, ndjson, json, markdown, or text: columns that line up (one row: its reasoning).
  Format format = Format::csv;
  /// Which, in which order; empty: csv and tsv all, text those that fit, other formats documents.
  std::vector<std::string> columns;
  bool append = false;       ///< csv, tsv: the input's columns in front, byte for byte
  bool format_said = false;  ///< append: refuse an input whose delimiter is not that of `format`
  bool raw = false;          ///< csv, tsv: keep cells that look like formulas
  bool rejects = false;      ///< bad rows go to the rejects only
  bool show_values = false;  ///< messages may quote cells
  std::string language = "en";
  /// csv, tsv: from where the best places of each row are ranked (`--home` of the program).
  std::shared_ptr<const places::BulkRequest> places;
  DecideOptions decide;
  std::size_t width = 80;                   ///< text, markdown: columns to fit into
  std::uint64_t limit = ~std::uint64_t{0};  ///< rows to judge
  std::uint64_t row = 0;                    ///< judge this row only, 1-based; 0: all
  std::uint64_t most_errors = ~std::uint64_t{0};
  unsigned jobs = 1;                                 ///< threads
  std::size_t block_bytes = std::size_t{128} << 10;  ///< of input that a thread takes at a time
  bool summary = false;                              ///< fill `BatchReport::summary`
  /// Columns (NDJSON: fields, `id`, `name`, `activity`, criteria) by whose values the summary
  /// counts, and those whose numbers it adds up.
  std::vector<std::string> by, sum;
  bool dry_run = false;  ///< write nothing; fill the rest of the report
};

/// The numbers of a column, added up exactly.
struct ColumnSum {
  std::string sum;                    ///< a JSON number; empty where no row has a number
  std::optional<std::int64_t> share;  ///< of the sum over all rows, hundredths of a per cent
  std::uint64_t gaps = 0;             ///< rows that have no number there
};

/// Rows that came to the same verdict; of each part there may be none.
struct VerdictTally {
  Verdict verdict;
  std::uint64_t rows = 0;
  std::vector<ColumnSum> sums;  ///< a column each; shares are of the group's sum
};

/// Rows that have the same values in the columns of `BatchOptions::by`.
struct SummaryGroup {
  std::vector<std::string> key;          ///< those values, as the input has them
  std::uint64_t rows = 0, errors = 0;    ///< the rows without a verdict are among the rows
  std::vector<ColumnSum> sums;           ///< a column of `BatchOptions::sum` each, of all rows
  std::vector<VerdictTally> by_verdict;  ///< those that occur
};

/// The groups of a hierarchy at one of its levels: `9.2.1` counts for `9`, `9.2` and `9.2.1`.
struct SummaryLevel {
  std::size_t by = 0;     ///< which of `BatchOptions::by`
  std::size_t level = 0;  ///< from 1
  std::vector<SummaryGroup> groups;
};

/// What the rows came to. Only filled when asked for.
struct BatchSummary {
  /// By disposition, engagement, location; the last of each: none.
  std::array<std::array<std::array<std::uint64_t, location_count + 1>, 3>, 4> verdicts{};
  std::array<std::uint64_t, 4> status{};                     ///< by Status
  std::array<std::int64_t, axis_count> scores{};             ///< sums, centipoints
  std::vector<std::pair<std::string, std::uint64_t>> fired;  ///< gates and rules, most first
  std::vector<std::pair<std::string, std::uint64_t>> codes;  ///< codes in `reasons`, most first
  std::vector<std::string> by, sum;                          ///< as in BatchOptions
  std::vector<SummaryGroup> groups;  ///< each combination that occurs, numbers in their order
  std::vector<SummaryLevel> levels;  ///< where one of `by` is the field `hierarchy`
  SummaryGroup total;                ///< all rows
};

/// How a column was understood.
struct BatchColumn {
  std::string header;      ///< as it stands in the input
  std::string target;      ///< criterion, `id`, `name`, `activity`, field, or empty: not used
  std::string suggestion;  ///< what it may have meant
  bool known = false;      ///< its words are others for just that
  /// What its numbers are multiplied and divided by to be that: those of a year by 12. Empty: 1.
  std::string times, divide_by;
};

/// How a batch ended.
enum class BatchEnd : std::uint8_t {
  done,             ///< to the end of the input, or to the limit
  bad_header,       ///< nothing was judged: see `problems`
  broken_input,     ///< the input cannot be read on: see `problems`
  too_many_errors,  ///< `BatchOptions::most_errors` was reached
  stopped,          ///< by the observer
  sink_failed,      ///< a sink returned false
};

/// Cells of a column that are no value.
struct StrangeValue {
  std::string column;     ///< its header
  std::string criterion;  ///< that it is the column of
  std::string value;
  std::string suggestion;  ///< the nearest word of the scale, or empty
  std::uint64_t count = 0;
};

/// What a dry run found in the cells.
struct BatchSurvey {
  std::vector<StrangeValue> strange;  ///< by column, the most frequent first
  /// Header of each column of a criterion, and how many of its cells are values.
  std::vector<std::pair<std::string, std::uint64_t>> answers;
  bool decimal_comma = false;  ///< some number surely has one
  /// Header and cell of rows that seem to be sums of others, or of units and scales.
  std::vector<std::pair<std::string, std::string>> totals;
  std::uint64_t repeated_ids = 0;               ///< rows whose id an earlier row has
  std::uint64_t first_row = 0, second_row = 0;  ///< an example of them
};

/// What a batch came to, and how its input was understood. A plain value. Rows are verdicts plus
/// rejects.
struct BatchReport {
  BatchEnd end = BatchEnd::done;
  std::uint64_t rows = 0, verdicts = 0, rejects = 0;
  std::uint64_t blank = 0;              ///< rows of nothing but delimiters, in no other count
  std::uint64_t skipped = 0;            ///< rows that `skip_where` passes over, likewise
  std::uint64_t header_row = 0;         ///< which row the header is, as a spreadsheet counts
  std::uint64_t better_header_row = 0;  ///< that looks more like it, where `end` is bad_header
  std::uint64_t bytes = 0;              ///< of decoded input
  std::vector<Problem> problems;  ///< of the input as a whole; those of rows go to the observer
  std::string encoding;           ///< `utf-8`, `utf-8 with BOM`, `utf-16le`, `windows-1252` …
  std::string compression;        ///< empty, `gzip`, `zstd`
  std::string input;              ///< `csv` or `ndjson`
  std::string line_ends;          ///< of the header: `LF`, `CRLF`, `CR`, or empty
  char delimiter = ',';
  bool delimiter_detected = false;
  std::vector<BatchColumn> columns;
  char decimal_out = '.';  ///< the decimal sign of what is written
  std::vector<std::pair<std::string, std::uint64_t>> bad_by_code;  ///< in the order of the codes
  BatchSurvey survey;                                              ///< of a dry run over CSV
  BatchSummary summary;
};

/// Judges every row of a CSV or NDJSON input, in order. The bytes written depend on the input, the
/// model and the options, never on `jobs`, `block_bytes` or how the source cuts its reads.
/// `rejects` may be null. Memory does not grow with the input. What is passed must live until this
/// returns; threads that it starts have ended by then. Thread-safe, if no two calls share a source,
/// sink or observer. Errors: in the report, and row by row to `observer`.
[[nodiscard]] BatchReport run_batch(const Engine& engine, ByteSource& source, ByteSink& out,
                                    ByteSink* rejects, BatchObserver& observer,
                                    const BatchOptions& options);

}  // namespace sourcing
