// SPDX-License-Identifier: Apache-2.0
// Rows as the batch writes them: what of them the roll-up does not have is counted, and the
// heaviest are kept.
#pragma once

#include <optional>
#include <set>
#include <sourcing/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "report/document.hpp"
#include "report/input_lines.hpp"

namespace sourcing::report {

/// A row that is kept: as it stands in the input, until it is judged once more with all that the
/// page says of it.
struct Kept {
  std::int64_t weight = 100;
  std::uint64_t number = 0;
  bool weighed = true;
  std::string record;
  std::vector<std::string> key;
  std::string error;
  bool operator<(const Kept& other) const noexcept {  // the heaviest first, then input order
    return weight != other.weight ? weight > other.weight : number < other.number;
  }
};

class Counter : public ByteSink {
 public:
  /// `lines`: of NDJSON, else null. `data` takes the bytes too, where it is there.
  Counter(const BatchOptions& options, Document& document, RememberedLines* lines, ByteSink* data);

  /// What the batch must write, as CSV.
  [[nodiscard]] static std::vector<std::string> columns();

  bool write(std::string_view bytes) override;

  std::set<Kept> kept;
  std::string header;  ///< of the input, with its line end; empty without one
  char delimiter = ',';
  /// Columns that no row of an input of NDJSON has.
  [[nodiscard]] std::vector<std::string> unseen() const;

 private:
  // A column that is looked at: where it is in a table, or whether any JSON has it.
  struct Looked {
    std::string name;
    std::optional<std::size_t> field;
    bool seen = false;
  };

  void read_header(std::string_view& bytes);
  void no_header(std::string_view bytes);
  void find(Looked& column) const;
  void row(std::string_view line);
  [[nodiscard]] std::string_view cell(std::size_t column) const;
  void look_at(std::string_view line);
  [[nodiscard]] std::string value(Looked& column);
  void cost(const VerdictIndex& verdict);
  void margins(const VerdictIndex& verdict);
  void keep(Kept row);

  const BatchOptions& options_;
  Document& document_;
  RememberedLines* lines_;
  ByteSink* data_;
  bool begun_ = false;
  std::size_t inputs_ = 0;  // fields of the input in front of ours
  std::vector<std::string> names_;
  std::vector<Looked> by_;
  Looked weight_, fte_{"fte", {}, false}, cost_{"cost_per_fte", {}, false},
      currency_{"currency", {}, false};
  std::vector<std::string_view> fields_;
  json::Value object_;
  std::uint64_t number_ = 0;
};

}  // namespace sourcing::report
