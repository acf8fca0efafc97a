// SPDX-License-Identifier: Apache-2.0
// How rows of an input are read: the options that every command over rows has.
#pragma once

#include <cstdint>
#include <sourcing/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/shell/option_list.hpp"
#include "cli/shell/session.hpp"
#include "input/csv_source.hpp"

namespace sourcing::cli {

struct RowOptions {
  std::string delimiter, id, unknown, header_from, mapping, sheet;
  std::string encoding, decimal, thousands;
  std::vector<std::string> map, ignore, assume, skip_where, values;
  std::uint64_t header_row = 0;
  bool no_header = false, show_values = false;
  std::uint64_t limit = 0, max_errors = 0;
  unsigned jobs = 0;
  std::uint64_t cells = DecideOptions{}.cells;
  std::uint64_t block = 0;

  /// Declares --map to --sheet: how a table with a header is read.
  void declare_table(OptionList& list);
  /// Declares --map to --limit. The two texts tell what a missing header means to the command.
  void declare_reading(OptionList& list, std::string_view no_header_text,
                       std::string_view header_from_text);
  /// Declares --sheet, for who needs no more of it.
  void declare_sheet(OptionList& list);
  void declare_jobs(OptionList& list);
  /// Declares --cells, and what tests need.
  void declare_limits(OptionList& list);

  /// Fills what they say of reading, but for --assume, which needs a model. Not `done`: told.
  [[nodiscard]] ExitCode read(const Session& session, BatchOptions& batch) const;
  /// Those that were given and say how a table is read; with `all` also those that lines of JSON
  /// follow in `batch`.
  [[nodiscard]] std::vector<std::string> given(bool all) const;
  /// The rows of a file that is open, whatever it is. Nothing: told why not. `file` and `encoding`
  /// must outlive them.
  [[nodiscard]] std::unique_ptr<ByteSource> rows_of(const Session& session, input::FileSource& file,
                                                    input::Encoding& encoding,
                                                    BatchOptions& batch) const;

 private:
  [[nodiscard]] ExitCode read_unknown(const Session& session, BatchOptions& batch) const;
  [[nodiscard]] ExitCode read_words(const Session& session, BatchOptions& batch) const;
  [[nodiscard]] ExitCode read_signs(const Session& session, BatchOptions& batch) const;
  [[nodiscard]] ExitCode read_delimiter(const Session& session, BatchOptions& batch) const;
  [[nodiscard]] ExitCode read_header_names(const Session& session, BatchOptions& batch) const;
};

/// The parts between `at`, trimmed; no empty ones.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text, char at);

/// A check for numbers that count from 1.
[[nodiscard]] std::string counting_number(const std::string& text);

/// Which sheet is meant, and how its numbers are handed on.
[[nodiscard]] input::SheetChoice sheet_choice(const BatchOptions& batch);

/// What to exit with, as far as the input goes.
[[nodiscard]] ExitCode exit_code_of(const BatchReport& report);
/// Tells why nothing was judged, and returns what to exit with.
[[nodiscard]] ExitCode tell_bad_header(const Session& session, const BatchReport& report);
/// Tells why a source broke off, as far as no bad row has told it.
void tell_broken_input(const Session& session, const BatchReport& report,
                       const std::string& source);
void tell_too_many_errors(const Session& session, const BatchReport& report,
                          const std::string& source);

}  // namespace sourcing::cli
