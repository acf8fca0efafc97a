// SPDX-License-Identifier: Apache-2.0
// All that the page shows, before anything of HTML: what the rows came to, and the rows drawn.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <sourcing/batch.hpp>
#include <sourcing/decision.hpp>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <utility>
#include <vector>

namespace sourcing::report {

/// Disposition, engagement and location of a row, each counted from 0; the last of each: none.
using VerdictIndex = std::array<std::uint8_t, 3>;
[[nodiscard]] VerdictIndex index_of(const Verdict& verdict) noexcept;

/// A bar of a distribution: rows whose number lies from `from` on, below the next bar's.
struct Bars {
  std::int64_t from = 0, step = 500;  ///< hundredths
  std::vector<std::uint64_t> rows;
};

/// What a year of the work costs today, FTE × cost, each currency on its own. Whole cents.
struct Costs {
  std::map<std::string, std::map<VerdictIndex, std::int64_t>> by_currency;
  std::uint64_t rows = 0;  ///< that have both numbers
  std::uint64_t gaps = 0;  ///< that have not, or whose product is too large
};

/// A row that is drawn.
struct Row {
  std::uint64_t number = 0;  ///< in the input, from 1
  std::string id, name;
  std::vector<std::string> key;  ///< its values of `Document::by`
  std::int64_t weight = 100;     ///< hundredths; 1.00 where no column is weighed by
  bool weighed = true;           ///< false: its weight is no number
  bool failed = false;
  std::string error;       ///< of a failed one: code and message
  std::string json;        ///< the object, as it stands in the page, less what is in `considered`
  std::string considered;  ///< this member of the object; empty for one that failed
  std::string place;       ///< the one that ranks first, where places are ranked
  bool has_page = false;   ///< its page is written, not only made when asked for
  std::string details;     ///< HTML of that page which whoever collected the rows adds
  Task task;

  Verdict verdict;
  Status status = Status::error;
  bool hybrid = false, robust = false;
  std::optional<bool> close;
  std::string score;  ///< of the engagement
  std::string lead;   ///< of the location over the next; empty without one
};

struct Document {
  std::string title, language, logo;  ///< logo: a data URL, or empty
  std::string source;                 ///< name of the input
  std::vector<std::string> by;        ///< columns
  std::string weight;                 ///< the column weighed by, or empty: each row counts 1
  BatchReport report;                 ///< all rows; its summary has `by` and `weight`
  Costs costs;
  Bars engagement_margins, location_margins;
  std::uint64_t hybrid = 0, close = 0;
  std::uint64_t robust = 0;               ///< of the rows drawn
  std::vector<std::uint64_t> unanswered;  ///< of the rows drawn, by criterion
  std::vector<Row> rows;                  ///< those that are drawn, in the order of the input
  std::string module;                     ///< the model as a module (export_js.hpp)
  bool has_places = false;                ///< places are ranked
  std::string money, places;              ///< HTML of these sections; empty: there is none
  /// Charts of theirs, by the name of the file, and what they have for programs, by id.
  std::vector<std::pair<std::string, std::string>> charts, data;
  std::string data_file;  ///< where the rows that are not drawn are, or empty
};

/// Most rows that are drawn. All are counted.
inline constexpr std::size_t most_rows = 5'000;
/// Bytes of a page whose rows say what each rule considered. Where that would make it larger it is
/// left out of all of them: the module makes it again.
inline constexpr std::size_t most_bytes = 2'000'000;
/// Most processes with a page of their own; the script makes those of the others when asked.
inline constexpr std::size_t most_pages = 60;
/// And where there are more processes than that, so that the page stays small.
inline constexpr std::size_t fewer_pages = 12;

/// Says which rows have a page: the heaviest.
void choose_pages(Document& document);

/// A number as the roll-up has it, in hundredths; what is finer is cut. Nothing where it is none.
[[nodiscard]] std::optional<std::int64_t> hundredths(std::string_view text) noexcept;

}  // namespace sourcing::report
