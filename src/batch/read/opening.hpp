// SPDX-License-Identifier: Apache-2.0
// What the first bytes of an input tell: CSV or NDJSON, the dialect, and which column is what.
#pragma once

#include <sourcing/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "batch/plan/header_meanings.hpp"
#include "batch/plan/plan.hpp"
#include "input/csv_blocks.hpp"

namespace sourcing::batch {

/// Opens an input for the plans of those who will read its rows: one model, or two that read the
/// same rows. What two would be told alike is told once, the rest with whom it concerns.
class Opening {
 public:
  /// `plans` have the same options but for what is assumed. All that is given must outlive it.
  Opening(ByteSource& source, BatchObserver& observer, std::vector<Plan*> plans,
          BatchReport& report);

  /// Reads the header and completes the plans. False when that is no good: the report says why.
  [[nodiscard]] bool run();
  /// Ends the batch before its first row.
  void fail(std::vector<Problem> problems);

  [[nodiscard]] bool is_json() const noexcept { return json_; }
  [[nodiscard]] const std::string& header() const noexcept { return header_; }
  [[nodiscard]] input::BlockReader& reader() noexcept { return reader_; }

 private:
  [[nodiscard]] bool lines();
  [[nodiscard]] bool csv();
  [[nodiscard]] bool tell_source();
  [[nodiscard]] bool settle(std::vector<std::vector<Problem>> problems);
  [[nodiscard]] bool read_header();
  [[nodiscard]] bool next_record(std::string_view delimiters);
  [[nodiscard]] bool find_header_row(std::string_view delimiters);
  [[nodiscard]] bool end_quotes(input::BlockReader::HeaderError error);
  void separator_line();
  void look_at_first_row(std::vector<Problem>& problems);
  void decimal_sign(const std::vector<std::string>& cells);
  [[nodiscard]] bool check_bytes();
  void look_below(Problem& problem);
  void dialect();
  void note_line_end();
  [[nodiscard]] Problem header_problem(std::string_view code, std::string message,
                                       std::string hint) const;
  [[nodiscard]] bool names_criterion(std::string_view record,
                                     const std::vector<HeaderMeanings>& meanings) const;
  [[nodiscard]] std::vector<std::string> given_names(std::size_t fields) const;
  static bool known_header(const void* self, std::string_view name);

  ByteSource& source_;
  BatchObserver& observer_;
  std::vector<Plan*> plans_;
  const BatchOptions& options_;
  BatchReport& report_;
  input::BlockReader reader_;
  input::Dialect dialect_;
  std::string header_;
  input::BlockReader::HeaderError header_error_{};
  std::uint64_t rows_ = 0;  // read, as a spreadsheet counts them
  std::uint64_t header_line_ = 0;
  char separator_ = 0;  // of a line `sep=;`
  bool json_ = false;
};

/// The problems of two readers of one input: what both say once, and what one says with its name
/// in front.
[[nodiscard]] std::vector<Problem> merge_problems(std::vector<Problem> before,
                                                  std::vector<Problem> after);

}  // namespace sourcing::batch
