// SPDX-License-Identifier: Apache-2.0
// Chapter four: the column `reasons`: the gates that fired, then the two greatest |points| of
// engagement, then two of the chosen location; ties in model order.
//
// SQL has no small sort. Each reason becomes one number that sorts by |points| first and by its
// place in the model after that, so the two greatest are found by comparing, and everything that is
// printed can be read back from the number.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "export/sql/formula.hpp"
#include "export/sql/writer.hpp"

namespace sourcing::sql {

namespace {

// What may be a reason: a criterion, or a rule.
struct Candidate {
  bool rule = false;
  std::size_t index = 0;
};

// The points of engagement, or of a location.
class Ranking {
 public:
  explicit Ranking(Writer& writer) : w_(writer), sql_(writer.dialect), program_(writer.program) {
    for (const bool location : {false, true}) {
      auto& list = lists_[location ? 1 : 0];
      for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
        if (speaks(location, {false, c})) list.push_back({false, c});
      }
      for (std::size_t r = 0; r < program_.rules.size(); ++r) {
        if (speaks(location, {true, r})) list.push_back({true, r});
      }
      most_ = std::max(most_, list.size());
    }
  }

  void add() {
    w_.query.stage("keys",
                   fmt::format("Reasons of engagement and of the chosen location as numbers: "
                               "(|points| * {} + rank) * 2 + 1 when negative. The greatest comes "
                               "first; less than {} is none.",
                               most_, least_key()));
    for (const bool location : {false, true}) {
      for (std::size_t i = 0; i < list(location).size(); ++i) {
        w_.query.add(kind("key", location), id(list(location)[i]), key(location, i));
      }
    }
    w_.query.stage("first_reason", "The greatest of each.");
    for (const bool location : {false, true}) {
      w_.query.add(kind("one", location), "all", greatest(location, {}));
    }
    w_.query.stage("second_reason", "The greatest of those that are less.");
    for (const bool location : {false, true}) {
      w_.query.add(kind("two", location), "all",
                   greatest(location, ref(kind("one", location), "all")));
    }
    const bool functions = sql_.stages_are_functions();
    if (functions) add_constants();
    if (ranks_apart()) w_.query.stage("ranks", "Which those are, counted from the last.");
    for (const bool location : {false, true}) {
      if (!ranks_apart()) break;
      for (const std::string_view which : {"one", "two"}) {
        w_.query.add(kind(which, location), "rank", rank_of(which, location));
      }
    }
    w_.query.stage("reasons", "As text.");
    std::vector<std::string> parts;
    for (std::size_t r = 0; r < program_.rules.size(); ++r) {
      if (program_.rules[r].excluded == 0) continue;
      parts.push_back(fmt::format("CASE WHEN {} = 1 THEN {} ELSE '' END", ref("f", w_.rule_id(r)),
                                  w_.text(fmt::format(";{}", program_.rules[r].id))));
    }
    for (const bool location : {false, true}) {
      for (const std::string_view which : {"one", "two"}) parts.push_back(shown(which, location));
    }
    w_.query.add_text("text", "reasons", sql_.from(sql_.concat(parts), "2"));
  }

 private:
  static std::string kind(std::string_view prefix, bool location) {
    return fmt::format("{}{}", prefix, location ? "l" : "e");
  }
  [[nodiscard]] const std::vector<Candidate>& list(bool location) const {
    return lists_[location ? 1 : 0];
  }
  [[nodiscard]] std::string id(const Candidate& candidate) const {
    return candidate.rule ? w_.rule_id(candidate.index) : w_.id(candidate.index);
  }
  [[nodiscard]] std::string_view code(const Candidate& candidate) const {
    return candidate.rule ? program_.rules[candidate.index].id
                          : std::string_view(program_.criteria[candidate.index].id);
  }
  [[nodiscard]] bool speaks(std::size_t a, std::size_t c) const {
    return !Formula(program_, sql_, c, only(a)).nothing();
  }
  [[nodiscard]] bool speaks(bool location, const Candidate& candidate) const {
    for (std::size_t a = location ? 1 : 0; a < (location ? axis_count : 1); ++a) {
      const bool some = candidate.rule ? program_.rules[candidate.index].varies ||
                                             program_.rules[candidate.index].points[a] != 0
                                       : speaks(a, candidate.index);
      if (some) return true;
    }
    return false;
  }
  // A point and one hundredth less, as a key.
  [[nodiscard]] int least_key() const { return 2 * static_cast<int>(most_); }

  [[nodiscard]] int constant_key(int points, std::size_t i) const {
    if (points == 0) return 0;
    const auto rank = static_cast<int>(most_ - 1 - i);
    return (std::abs(points) * static_cast<int>(most_) + rank) * 2 + (points < 0 ? 1 : 0);
  }

  // The key of a candidate on one axis.
  [[nodiscard]] std::string key(std::size_t a, bool location, std::size_t i) const {
    const Candidate& candidate = list(location)[i];
    if (!candidate.rule) return criterion_key(a, candidate.index, i);
    const engine::Rule& rule = program_.rules[candidate.index];
    const std::string fires = fmt::format("{} = 1", ref("f", w_.rule_id(candidate.index)));
    if (!rule.varies) {
      const int value = constant_key(rule.points[a], i);
      return value == 0 ? "0" : fmt::format("CASE WHEN {} THEN {} ELSE 0 END", fires, value);
    }
    const std::string given = rule_points(w_, candidate.index, only(a));
    if (given.empty()) return "0";
    return fmt::format("CASE WHEN {} THEN {} ELSE 0 END", fires, key_of(given, i));
  }

  // Out of points: whichever of the two is greater, for the other one is negative.
  [[nodiscard]] std::string key_of(const std::string& points, std::size_t i) const {
    const std::size_t rank = 2 * (most_ - 1 - i);
    return sql_.greatest({fmt::format("({}) * {} + {}", points, 2 * most_, rank),
                          fmt::format("{} - ({}) * {}", rank + 1, points, 2 * most_)});
  }

  [[nodiscard]] std::string criterion_key(std::size_t a, std::size_t c, std::size_t i) const {
    const Formula formula(program_, sql_, c, only(a));
    if (formula.constant()) return "0";
    const std::vector<int>& table = formula.table();
    const std::size_t neutral = program_.criteria[c].neutral;
    const std::string position = w_.of("k", c);
    constexpr std::size_t short_table = 12;
    if (table.size() <= short_table) {
      std::string out = fmt::format("CASE {}", position);
      for (std::size_t k = 0; k < table.size(); ++k) {
        const int value = constant_key(table[k] - table[neutral], i);
        if (value != 0) out += fmt::format(" WHEN {} THEN {}", k, value);
      }
      return out + " ELSE 0 END";
    }
    const int slope = table[1] - table[0];
    for (std::size_t k = 1; k < table.size(); ++k) {
      if (table[k] - table[k - 1] != slope) return key_of(points(w_, a, c), i);
    }
    // A line through the neutral position: two lines, of which the greater one counts.
    const auto rank = static_cast<std::int64_t>(2 * (most_ - 1 - i));
    const std::int64_t step = std::int64_t{slope} * static_cast<std::int64_t>(2 * most_);
    const std::int64_t rising = rank - step * static_cast<std::int64_t>(neutral);
    const std::int64_t falling = rank + 1 + step * static_cast<std::int64_t>(neutral);
    const std::string up = line(step, position, rising), down = line(-step, position, falling);
    if (!sql_.counts_comparisons()) return sql_.greatest({up, down});
    return fmt::format("CASE WHEN {} {} {} THEN {} ELSE {} END", position, slope > 0 ? '<' : '>',
                       neutral, down, up);
  }
  static std::string line(std::int64_t step, const std::string& position, std::int64_t start) {
    return step < 0 ? fmt::format("{} - {} * {}", start, -step, position)
                    : fmt::format("{} * {} {} {}", step, position, start < 0 ? '-' : '+',
                                  std::abs(start));
  }

  [[nodiscard]] std::string key(bool location, std::size_t i) const {
    if (!location) return key(std::size_t{0}, location, i);
    std::vector<std::string> keys;
    for (std::size_t l = 0; l < location_count; ++l) keys.push_back(key(l + 1, location, i));
    const auto is_nothing = [](const std::string& each) { return each == "0"; };
    if (std::all_of(keys.begin(), keys.end(), is_nothing)) return "0";
    // Where no location is left there is no reason for one.
    std::string out = fmt::format("CASE {}", ref("at", "location"));
    for (std::size_t l = 0; l < location_count; ++l) {
      if (keys[l] != "0") out += fmt::format(" WHEN {} THEN {}", l, keys[l]);
    }
    return out + " ELSE 0 END";
  }

  [[nodiscard]] std::string greatest(bool location, const std::string& below) const {
    std::vector<std::string> keys;
    for (const Candidate& candidate : list(location)) {
      const std::string key = ref(kind("key", location), id(candidate));
      keys.push_back(below.empty() ? key : sql_.below(key, below));
    }
    return keys.empty() ? std::string("0") : sql_.greatest(std::move(keys));
  }

  // How a reason begins, by the part of its key that is no points: `;volume=-`.
  [[nodiscard]] std::vector<std::string> begins(bool location) const {
    std::vector<std::string> out(2 * most_);
    for (std::size_t i = 0; i < list(location).size(); ++i) {
      for (const std::size_t negative : {std::size_t{0}, std::size_t{1}}) {
        out[2 * (most_ - 1 - i) + negative] =
            fmt::format(";{}={}", code(list(location)[i]), negative == 0 ? '+' : '-');
      }
    }
    return out;
  }

  // What is looked up by parts of a key: beginnings, and `.00` to `.99`.
  void add_constants() {
    for (const bool location : {false, true}) {
      std::string list;
      for (const std::string& each : begins(location)) {
        list += fmt::format("{}{}", list.empty() ? "" : ", ", w_.text(each));
      }
      w_.query.constant(kind("_begins_", location), fmt::format("[{}]", list));
    }
    std::string ends;
    for (int i = 0; i < 100; ++i) ends += fmt::format("{}'.{:02}'", i > 0 ? ", " : "", i);
    w_.query.constant("_ends", fmt::format("[{}]", ends));
  }

  // Of a key that is some reason's.
  [[nodiscard]] std::string from_constants(const std::string& key, bool location) const {
    const std::string size = sql_.divide(key, fmt::format("{}", least_key()));
    return sql_.concat(
        {fmt::format("{}[{} + 1]", sql_.identifier(kind("_begins_", location)),
                     sql_.remainder(key, fmt::format("{}", least_key()))),
         sql_.to_text(sql_.divide(size, "100")),
         fmt::format("{}[{} + 1]", sql_.identifier("_ends"), sql_.remainder(size, "100"))});
  }

  [[nodiscard]] bool ranks_apart() const {
    return !sql_.stages_are_functions() && !sql_.counts_comparisons();
  }
  [[nodiscard]] std::string rank_of(std::string_view which, bool location) const {
    if (sql_.picks_quickly()) {
      return sql_.remainder(ref(kind(which, location), "all"), fmt::format("{}", least_key()));
    }
    const std::string half = sql_.divide(ref(kind(which, location), "all"), "2");
    return sql_.remainder(half, fmt::format("{}", most_));
  }

  [[nodiscard]] std::string shown(std::string_view which, bool location) const {
    const std::string key = ref(kind(which, location), "all");
    const std::string rank =
        ranks_apart() ? ref(kind(which, location), "rank") : rank_of(which, location);
    const std::string size = sql_.divide(key, fmt::format("{}", least_key()));
    std::string given = fmt::format("{} >= {}", key, least_key());
    // A location that nothing bears on is not named, and neither are its reasons.
    if (location) given += fmt::format(" AND {} <> 2", status_of(w_, 1));
    if (sql_.stages_are_functions()) {
      return fmt::format("CASE WHEN {} THEN {} ELSE '' END", given, from_constants(key, location));
    }
    if (sql_.picks_quickly()) {
      return fmt::format("CASE WHEN {} THEN {} ELSE '' END", given,
                         sql_.with_points(sql_.pick(begins(location), rank), size));
    }
    // Ranks count down.
    std::vector<std::string> codes(most_);
    for (std::size_t i = 0; i < list(location).size(); ++i) {
      codes[most_ - 1 - i] = code(list(location)[i]);
    }
    return fmt::format("CASE WHEN {} THEN {} ELSE '' END", given,
                       sql_.concat({"';'", sql_.pick(codes, rank),
                                    fmt::format("CASE WHEN {} = 1 THEN '=-' ELSE '=+' END",
                                                sql_.remainder(key, "2")),
                                    two_decimals(sql_, size)}));
  }

  Writer& w_;
  const Dialect& sql_;
  const engine::Program& program_;
  std::size_t most_ = 1;
  std::array<std::vector<Candidate>, 2> lists_;
};

}  // namespace

std::string two_decimals(const Dialect& dialect, const std::string& absolute) {
  return dialect.two_decimals(absolute);
}

std::string fixed2(const Dialect& dialect, const std::string& centipoints) {
  return dialect.concat({fmt::format("CASE WHEN {} < 0 THEN '-' ELSE '' END", centipoints),
                         two_decimals(dialect, fmt::format("abs({})", centipoints))});
}

void add_reasons(Writer& writer) { Ranking(writer).add(); }

}  // namespace sourcing::sql
