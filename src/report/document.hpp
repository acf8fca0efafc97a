// SPDX-License-Identifier: Apache-2.0
// All that the page shows, before anything of HTML: what the rows came to, and the rows drawn.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <sourcing/decision.hpp>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <vector>

namespace sourcing::report {

/// Disposition, engagement and location of a row, each counted from 0; the last of each: none.
using VerdictIndex = std::array<std::uint8_t, 3>;
inline constexpr std::array<std::size_t, 3> verdict_counts = {4, 3, 4};

/// Rows that are looked at together. Sums are in hundredths, as are weights.
struct Tally {
  std::uint64_t rows = 0, errors = 0;
  struct Part {
    std::uint64_t rows = 0;
    std::int64_t weight = 0;
  };
  std::map<VerdictIndex, Part> by_verdict;
  std::vector<std::int64_t> sums;  ///< one for each column that is summed up
};

/// A bar of a distribution: rows whose number lies from `from` on, below the next bar's.
struct Bars {
  std::int64_t from = 0, step = 500;  ///< hundredths
  std::vector<std::uint64_t> rows;
};

/// A row that is drawn.
struct Row {
  std::uint64_t number = 0;  ///< in the input, from 1
  std::string id, name;
  std::vector<std::string> key;  ///< its values of `Document::by`
  std::int64_t weight = 100;     ///< hundredths; 1.00 where no column is weighed by
  bool failed = false;
  std::string error;    ///< of a failed one: code and message
  std::string verdict;  ///< the object, as it stands in the page
  Task task;
  Decision decision;
};

struct Document {
  std::string title, language, logo;  ///< logo: a data URL, or empty
  std::string source;                 ///< name of the input
  std::vector<std::string> by, sums;  ///< columns
  std::string weight;                 ///< the column weighed by, or empty: each row counts 1
  Tally total;
  std::map<std::vector<std::string>, Tally> groups;
  Bars engagement_margins, location_margins;
  std::array<std::uint64_t, 4> by_status{};
  std::uint64_t hybrid = 0, close = 0;
  std::uint64_t gaps = 0;                 ///< rows whose weight is no number
  std::vector<std::uint64_t> unanswered;  ///< of the rows drawn, by criterion
  std::vector<Row> rows;                  ///< those that are drawn, in the order of the input
  std::string module;                     ///< the model as a module (export_js.hpp)
  std::string data_file;                  ///< where the rows that are not drawn are, or empty
};

/// Most rows that are drawn. All are counted.
inline constexpr std::size_t most_rows = 5'000;
/// Most processes with a page of their own; the script makes those of the others when asked.
inline constexpr std::size_t most_pages = 60;
/// And where there are more processes than that, so that the page stays small.
inline constexpr std::size_t fewer_pages = 12;

}  // namespace sourcing::report
