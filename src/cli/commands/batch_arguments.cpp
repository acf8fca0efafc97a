// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/batch_arguments.hpp"

#include "cli/arguments/batch_io.hpp"

namespace sourcing::cli {

namespace {

void declare_summary(OptionList& list, BatchArguments& options) {
  list.add_flag("--summary", options.summary, "Counts and shares on standard error at the end");
  list.add_option("--summary-format", &options.summary_format, "How the summary is written")
      .type_name("text|json|markdown|csv");
  list.add_option("--by", &options.by, "Column by whose values the summary counts; may be repeated")
      .type_name("COLUMN")
      .one_at_a_time();
  list.add_option("--sum", &options.sum,
                  "Column whose numbers the summary adds up, exactly; may be repeated")
      .type_name("COLUMN")
      .one_at_a_time();
  list.add_option("--summary-file", &options.summary_file, "Where the summary is written")
      .type_name("FILE")
      .writes("summary");
}

}  // namespace

void declare_batch(OptionList& list, BatchArguments& options) {
  list.add_option("FILE", &options.inputs,
                  "A workbook (.xlsx), CSV or NDJSON, plain, gzip or zstd; - is standard input")
      .type_name("FILE")
      .reads();
  list.add_option(
          "-f,--format", &options.format,
          "How results are written (default: csv, or xlsx for -o FILE.xlsx; text on a terminal)")
      .type_name("csv|tsv|ndjson|json|markdown|text|xlsx");
  list.add_option("-o,--output", &options.output, "File to write, whole or not at all")
      .type_name("FILE")
      .writes("results");
  list.add_flag("--append", options.append, "Keep all input columns in front, byte for byte");
  list.add_option(
          "--columns", &options.columns,
          "Result columns to write, in this order; why, possible, flip, stability … only so")
      .type_name("NAME,…");
  list.add_flag("--raw", options.raw, "Keep cells that a spreadsheet would run as formulas");
  list.add_option(
          "--rejects", &options.rejects,
          "Bad rows go here with the reason, not into the results: CSV, or a workbook (.xlsx)")
      .type_name("FILE")
      .writes("rejects")
      .holds("csv|tsv|xlsx");
  list.add_option("--max-errors", &options.rows.max_errors, "Stop at this many bad rows, exit 3")
      .type_name("N")
      .check(counting_number);
  list.add_flag("--show-values", options.rows.show_values, "Messages may quote cells");
  options.rows.declare_reading(
      list, "No header in, none out: columns are id, name and the criteria in model order",
      "No header in, none out: this file's first line names the columns");
  list.add_option("--row", &options.row,
                  "The full reasoning of row N (1 is the first below the header)")
      .type_name("N")
      .check(counting_number);
  declare_summary(list, options);
  list.add_flag("--dry-run", options.dry_run,
                "Judge nothing: tell how the input is read, and what is wrong with it");
  list.add_option("--save-mapping", &options.save_mapping,
                  "With --dry-run: write how the file is read, for --mapping")
      .type_name("FILE")
      .writes("mapping")
      .holds("json");
  list.add_option("--decimal-out", &options.decimal_out,
                  "The decimal sign of scores (default: . ; with --append the input's)")
      .type_name(".|,");
  list.add_option("--dry-run-format", &options.dry_run_format,
                  "How --dry-run is written; csv: cells that are no values")
      .type_name("text|json|csv");
  add_place_options(list, options.places, false);
  options.rows.declare_jobs(list);
  list.add_flag("--no-progress", options.no_progress, "No progress line on a terminal");
  options.rows.declare_limits(list);
  list.needs("--dry-run-format", "--dry-run");
  list.excludes("--row",
                "--append,--columns,--summary,--summary-format,--summary-file,--by,--sum,--limit,"
                "--rejects,--max-errors,--raw,--decimal-out");
  list.needs("--save-mapping", "--dry-run");
}

}  // namespace sourcing::cli
