// SPDX-License-Identifier: Apache-2.0
// Chapter four: the column `reasons`: the gates that fired, then the two greatest |points| of
// engagement, then two of the chosen location; ties in model order.
//
// SQL has no small sort. Each reason becomes one number that sorts by |points| first and by its
// place in the model after that, so the two greatest are found by comparing, and everything that is
// printed can be read back from the number.
#include <fmt/format.h>

#include <algorithm>

#include "export/sql/formula.hpp"
#include "export/sql/writer.hpp"

namespace sourcing::sql {

namespace {

struct Candidate {
  std::string id;  // of the column
  std::string_view code;
  std::string key;  // expression; -1 when it is no reason
};

class Ranking {
 public:
  explicit Ranking(Writer& writer) : w_(writer), sql_(writer.dialect), program_(writer.program) {
    for (std::size_t a = 0; a < axis_count; ++a) most_ = std::max(most_, count(a));
  }

  void add() {
    for (std::size_t a = 0; a < axis_count; ++a) list_[a] = candidates(a);
    w_.query.stage("keys", fmt::format("Reasons as numbers: (|points| * {} + rank) * 2 + 1 when "
                                       "negative. The greatest comes first.",
                                       most_));
    for (std::size_t a = 0; a < axis_count; ++a) {
      for (const Candidate& candidate : list_[a]) {
        w_.query.add(kind("key", a), candidate.id, candidate.key);
      }
    }
    w_.query.stage("first_reason", "The greatest of each axis.");
    for (std::size_t a = 0; a < axis_count; ++a)
      w_.query.add(kind("one", a), "all", greatest(a, {}));
    w_.query.stage("second_reason", "The greatest of those that are less.");
    for (std::size_t a = 0; a < axis_count; ++a) {
      w_.query.add(kind("two", a), "all", greatest(a, ref(kind("one", a), "all")));
    }
    w_.query.stage("chosen_reasons", "Those of engagement and of the chosen location.");
    for (const std::string_view which : {"one", "two"}) {
      w_.query.add(which, "engagement", ref(kind(which, 0), "all"));
      std::string location = "CASE";
      for (std::size_t l = 0; l < location_count; ++l) {
        location += fmt::format(" WHEN {} = {} THEN {}", ref("at", "location"), l,
                                ref(kind(which, l + 1), "all"));
      }
      w_.query.add(which, "location", location + " ELSE -1 END");
    }
    w_.query.stage("reasons", "As text.");
    std::vector<std::string> parts;
    for (std::size_t r = 0; r < program_.rules.size(); ++r) {
      if (program_.rules[r].excluded == 0) continue;
      parts.push_back(fmt::format("CASE WHEN {} = 1 THEN {} ELSE '' END", ref("f", w_.rule_id(r)),
                                  w_.text(fmt::format(";{}", program_.rules[r].id))));
    }
    for (const std::string_view axis : {"engagement", "location"}) {
      for (const std::string_view which : {"one", "two"}) parts.push_back(shown(which, axis));
    }
    w_.query.add_text("text", "reasons", sql_.from(sql_.concat(parts), "2"));
  }

 private:
  static std::string kind(std::string_view prefix, std::size_t axis) {
    return fmt::format("{}{}", prefix, axis);
  }

  [[nodiscard]] bool speaks(std::size_t a, std::size_t c) const {
    return !Formula(program_, sql_, c, only(a)).nothing();
  }
  [[nodiscard]] std::size_t count(std::size_t a) const {
    std::size_t found = 0;
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) found += speaks(a, c) ? 1U : 0U;
    for (const engine::Rule& rule : program_.rules) {
      found += rule.varies || rule.points[a] != 0 ? 1U : 0U;
    }
    return found;
  }

  // Criteria in model order, then rules, as analysis/reasons.cpp lists them.
  [[nodiscard]] std::vector<Candidate> candidates(std::size_t a) const {
    std::vector<Candidate> list;
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      if (!speaks(a, c)) continue;
      const std::string value = points(w_, a, c);
      const std::size_t rank = most_ - 1 - list.size();
      list.push_back({w_.id(c), program_.criteria[c].id,
                      fmt::format("CASE WHEN {0} = 1 AND {1} > 0 THEN (({1}) * {2} + {3}) * 2"
                                  " WHEN {0} = 1 AND {1} < 0 THEN (-({1}) * {2} + {3}) * 2 + 1"
                                  " ELSE -1 END",
                                  w_.of("y", c), value, most_, rank)});
    }
    for (std::size_t r = 0; r < program_.rules.size(); ++r) {
      const int value = program_.rules[r].points[a];
      if (program_.rules[r].varies) {
        const std::string given = rule_points(w_, r, only(a));
        if (given.empty()) continue;
        const std::size_t rank = most_ - 1 - list.size();
        list.push_back({w_.rule_id(r), program_.rules[r].id,
                        fmt::format("CASE WHEN {0} = 1 AND ({1}) > 0 THEN (({1}) * {2} + {3}) * 2"
                                    " WHEN {0} = 1 AND ({1}) < 0 THEN (-({1}) * {2} + {3}) * 2 + 1"
                                    " ELSE -1 END",
                                    ref("f", w_.rule_id(r)), given, most_, rank)});
        continue;
      }
      if (value == 0) continue;
      const auto rank = static_cast<int>(most_ - 1 - list.size());
      const int key = (std::abs(value) * static_cast<int>(most_) + rank) * 2 + (value < 0 ? 1 : 0);
      list.push_back(
          {w_.rule_id(r), program_.rules[r].id,
           fmt::format("CASE WHEN {} = 1 THEN {} ELSE -1 END", ref("f", w_.rule_id(r)), key)});
    }
    return list;
  }

  [[nodiscard]] std::string greatest(std::size_t a, const std::string& below) const {
    std::vector<std::string> keys;
    for (const Candidate& candidate : list_[a]) {
      const std::string key = ref(kind("key", a), candidate.id);
      keys.push_back(below.empty()
                         ? key
                         : fmt::format("CASE WHEN {0} < {1} THEN {0} ELSE -1 END", key, below));
    }
    return keys.empty() ? std::string("-1") : sql_.greatest(std::move(keys));
  }

  [[nodiscard]] std::string code_of(std::size_t a, const std::string& rank) const {
    std::string out = "CASE";
    for (std::size_t i = 0; i < list_[a].size(); ++i) {
      out += fmt::format(" WHEN {} = {} THEN {}", rank, most_ - 1 - i, w_.text(list_[a][i].code));
    }
    return list_[a].empty() ? "''" : out + " ELSE '' END";
  }

  [[nodiscard]] std::string shown(std::string_view which, std::string_view axis) const {
    const std::string key = ref(which, axis);
    const std::string count = fmt::format("{}", most_);
    // Without a reason the key is -1, which is not to be divided.
    const std::string safe = fmt::format("CASE WHEN {0} < 0 THEN 0 ELSE {0} END", key);
    const std::string rank = sql_.remainder(sql_.divide(safe, "2"), count);
    const std::string size = sql_.divide(safe, fmt::format("{}", 2 * most_));
    std::string code;
    if (axis == "engagement") {
      code = code_of(0, rank);
    } else {
      code = "CASE";
      for (std::size_t l = 0; l < location_count; ++l) {
        code +=
            fmt::format(" WHEN {} = {} THEN {}", ref("at", "location"), l, code_of(l + 1, rank));
      }
      code += " ELSE '' END";
    }
    std::string given = fmt::format("{} >= 0", key);
    // A location that nothing bears on is not named, and neither are its reasons.
    if (axis == "location")
      given += fmt::format(" AND {} <> 'undetermined'", ref("st", "location"));
    return fmt::format("CASE WHEN {} THEN {} ELSE '' END", given,
                       sql_.concat({"';'", code,
                                    fmt::format("CASE WHEN {} = 1 THEN '=-' ELSE '=+' END",
                                                sql_.remainder(safe, "2")),
                                    two_decimals(sql_, size)}));
  }

  Writer& w_;
  const Dialect& sql_;
  const engine::Program& program_;
  std::size_t most_ = 1;
  std::array<std::vector<Candidate>, axis_count> list_;
};

}  // namespace

std::string two_decimals(const Dialect& dialect, const std::string& absolute) {
  return dialect.concat({dialect.to_text(dialect.divide(absolute, "100")), "'.'",
                         dialect.to_text(dialect.remainder(dialect.divide(absolute, "10"), "10")),
                         dialect.to_text(dialect.remainder(absolute, "10"))});
}

std::string fixed2(const Dialect& dialect, const std::string& centipoints) {
  return dialect.concat({fmt::format("CASE WHEN {} < 0 THEN '-' ELSE '' END", centipoints),
                         two_decimals(dialect, fmt::format("abs({})", centipoints))});
}

void add_reasons(Writer& writer) { Ranking(writer).add(); }

}  // namespace sourcing::sql
