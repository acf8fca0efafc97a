// SPDX-License-Identifier: Apache-2.0
#include "export/sql/formula.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace sourcing::sql {

namespace {

// Tables up to this long are written out.
constexpr std::size_t short_table = 12;

// How far from an interval's end its extreme may lie for a list of candidates.
constexpr std::size_t most_candidates = 12;

struct Line {
  int slope, start;
};
std::optional<Line> line_of(const std::vector<int>& table) {
  const Line line{table.size() > 1 ? table[1] - table[0] : 0, table[0]};
  for (std::size_t k = 0; k < table.size(); ++k) {
    if (table[k] != line.start + line.slope * static_cast<int>(k)) return std::nullopt;
  }
  return line;
}

// How far past the first position of any interval its least value may lie.
std::size_t reach(const std::vector<int>& table) {
  std::size_t most = 0;
  for (std::size_t low = 0; low < table.size(); ++low) {
    int least = table[low];
    for (std::size_t k = low + 1; k < table.size(); ++k) {
      if (table[k] >= least) continue;
      least = table[k];
      most = std::max(most, k - low);
      if (most > most_candidates) return most;
    }
  }
  return most;
}

std::vector<int> negated(std::vector<int> table) {
  for (int& value : table) value = -value;
  return table;
}
std::vector<int> reversed(std::vector<int> table) {
  std::reverse(table.begin(), table.end());
  return table;
}

}  // namespace

Formula::Formula(const engine::Program& program, const Dialect& dialect, std::size_t criterion,
                 const Signs& signs)
    : program_(program), dialect_(dialect), criterion_(criterion), signs_(signs) {
  for (std::size_t k = 0; k <= program.criteria[criterion].last; ++k) {
    const engine::Lanes lanes = program.contribution(criterion, k);
    int value = 0;
    for (std::size_t a = 0; a < axis_count; ++a) value += signs[a] * engine::lane(lanes, a);
    table_.push_back(value);
  }
}

bool Formula::constant() const noexcept {
  return std::all_of(table_.begin(), table_.end(), [&](int v) { return v == table_.front(); });
}

// floor((2·W·k + R) / (2·R)), as the model's format says.
std::string Formula::rounded(std::size_t axis, const std::string& position) const {
  const auto weights = program_.axes[axis].weights;
  const auto weight = std::find_if(weights.begin(), weights.end(), [&](const engine::Weight& w) {
    return w.criterion == criterion_;
  });
  if (weight == weights.end() || weight->centipoints == 0) return "0";
  const unsigned last = program_.criteria[criterion_].last;
  const std::string step =
      weight->direction > 0 ? position : fmt::format("({} - {})", last, position);
  return dialect_.divide(fmt::format("{} * {} + {}", 2U * weight->centipoints, step, last),
                         fmt::format("{}", 2 * last));
}

std::string Formula::at(const std::string& position) const {
  if (constant()) return fmt::format("{}", table_.front());
  if (const auto line = line_of(table_)) {
    std::string rise = line->slope == 1 ? position : fmt::format("{} * {}", line->slope, position);
    if (line->start == 0) return rise;
    return line->slope < 0
               ? fmt::format("{} - {} * {}", line->start, -line->slope, position)
               : fmt::format("{} {} {}", rise, line->start < 0 ? '-' : '+', std::abs(line->start));
  }
  const auto weights_are_steps = [&] {
    for (std::size_t a = 0; a < axis_count; ++a) {
      if (signs_[a] == 0) continue;
      for (const engine::Weight& weight : program_.axes[a].weights) {
        if (weight.criterion == criterion_ && weight.direction == 0) return true;
      }
    }
    return false;
  };
  if (table_.size() <= short_table || weights_are_steps()) {
    std::string out = "CASE";
    for (std::size_t k = 0; k + 1 < table_.size(); ++k) {
      out += fmt::format(" WHEN {} = {} THEN {}", position, k, table_[k]);
    }
    return out + fmt::format(" ELSE {} END", table_.back());
  }
  std::string out;
  for (std::size_t a = 0; a < axis_count; ++a) {
    if (signs_[a] == 0) continue;
    const std::string part = rounded(a, position);
    if (part == "0") continue;
    out += signs_[a] < 0 ? (out.empty() ? "-" : " - ") : (out.empty() ? "" : " + ");
    out += fmt::format("({})", part);
  }
  return out;
}

std::string Formula::extreme(bool greatest, const std::string& low, const std::string& high) const {
  if (constant()) return fmt::format("{}", table_.front());
  const bool rises = std::is_sorted(table_.begin(), table_.end());
  const bool falls = std::is_sorted(table_.rbegin(), table_.rend());
  if (rises || falls) return at(rises == greatest ? high : low);
  if (table_.size() <= short_table) return by_runs(greatest, low, high);
  // Rounding bends a line by a little: the extreme is then near one end.
  const std::vector<int> wanted = greatest ? negated(table_) : table_;
  const std::size_t from_low = reach(wanted), from_high = reach(reversed(wanted));
  if (std::min(from_low, from_high) > most_candidates) return by_runs(greatest, low, high);
  std::vector<std::string> candidates;
  for (std::size_t i = 0; i <= std::min(from_low, from_high); ++i) {
    std::string position = from_low <= from_high ? low : high;
    if (i > 0) {
      position = from_low <= from_high ? dialect_.least({fmt::format("{} + {}", low, i), high})
                                       : dialect_.greatest({fmt::format("{} - {}", high, i), low});
    }
    candidates.push_back(at(position));
  }
  return greatest ? dialect_.greatest(std::move(candidates))
                  : dialect_.least(std::move(candidates));
}

// The best value first: which of them has a position within the interval?
std::string Formula::by_runs(bool greatest, const std::string& low, const std::string& high) const {
  std::map<int, std::vector<std::pair<std::size_t, std::size_t>>> runs;
  for (std::size_t k = 0; k < table_.size(); ++k) {
    auto& list = runs[greatest ? -table_[k] : table_[k]];
    if (!list.empty() && list.back().second + 1 == k) {
      list.back().second = k;
    } else {
      list.emplace_back(k, k);
    }
  }
  std::string out = "CASE";
  for (const auto& [key, list] : runs) {
    const int value = greatest ? -key : key;
    if (key == runs.rbegin()->first) return out + fmt::format(" ELSE {} END", value);
    std::string condition;
    for (const auto& [first, last] : list) {
      if (!condition.empty()) condition += " OR ";
      condition += first == 0 ? fmt::format("{} <= {}", low, last)
                   : last + 1 == table_.size()
                       ? fmt::format("{} >= {}", high, first)
                       : fmt::format("{} <= {} AND {} >= {}", low, last, high, first);
    }
    out += fmt::format(" WHEN {} THEN {}", condition, value);
  }
  return out;
}

std::string sum(const Dialect& dialect, const std::vector<std::string>& terms) {
  std::string out;
  for (const std::string& term : terms) {
    if (term == "0") continue;
    if (!out.empty()) out += " + ";
    const bool plain = term.find(' ') == std::string::npos && term.front() != '-';
    const std::string written = plain ? term : fmt::format("({})", term);
    out += out.empty() ? dialect.integer(written) : written;
  }
  return out.empty() ? "0" : out;
}

}  // namespace sourcing::sql
