// SPDX-License-Identifier: Apache-2.0
// Cells that are no usual ones, in an engine that evaluates whole columns: what is evaluated for
// few rows stands in a function over an array, which is empty for the others.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "export/sql/conditions.hpp"
#include "export/sql/reading.hpp"
#include "export/sql/vocabulary.hpp"

namespace sourcing::sql {

namespace {

// Whether the same text says the same of both, but for words.
bool read_alike(const engine::Criterion& a, const engine::Criterion& b) {
  const auto same_end = [](const engine::Level& one, const engine::Level& other) {
    return one.to == other.to;
  };
  return a.scale == b.scale && a.minimum == b.minimum && a.maximum == b.maximum &&
         a.step == b.step && a.last == b.last &&
         std::equal(a.levels.begin(), a.levels.end(), b.levels.begin(), b.levels.end(), same_end);
}

std::vector<std::vector<std::size_t>> alike(const engine::Program& program,
                                            const std::vector<std::size_t>& criteria) {
  std::vector<std::vector<std::size_t>> kinds;
  for (const std::size_t c : criteria) {
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const auto& members) {
      return read_alike(program.criteria[members.front()], program.criteria[c]);
    });
    if (kind == kinds.end()) {
      kinds.push_back({c});
    } else {
      kind->push_back(c);
    }
  }
  return kinds;
}

}  // namespace

void add_reading_in_arrays(Writer& w, const std::vector<std::size_t>& criteria) {
  const auto kinds = alike(w.program, criteria);
  const auto is_read = [](const std::string& looked_up) {
    return fmt::format("{} = {}", looked_up, to_read);
  };
  w.query.stage("unusual", "Whether some cell has to be read.");
  std::vector<std::string> unusual;
  for (const std::size_t c : criteria) unusual.push_back(is_read(w.of("q", c)));
  w.query.add("some", "read", Writer::flag(any_of(unusual)));
  w.query.stage("read", "Of such rows, what the cells say; of those that are read alike at once.");
  const std::string q = ref("q", "x"), r = ref("r", "x"), m = ref("m", "x");
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    std::vector<std::string> looked_up, texts, members;
    for (const std::size_t c : kinds[k]) {
      looked_up.push_back(w.of("q", c));
      texts.push_back(as_text(w, c));
      members.push_back(fmt::format("'{}'", members.size()));
    }
    const Vocabulary words(w, w.query, kinds[k], fmt::format("_words_{}", k), m);
    // A reading is never NULL; that it cannot be spares everything behind it the look.
    const std::string each = fmt::format(
        "arrayMap(({0}, {1}, {2}) -> CASE WHEN {3} THEN ifNull({4}, {8}) ELSE {0} END, [{5}], "
        "[{6}], [{7}])",
        q, r, m, is_read(q), reading_in_place(w, kinds[k].front(), r, words, is_read(q)),
        fmt::join(looked_up, ", "), fmt::join(texts, ", "), fmt::join(members, ", "), unknown_word);
    // As a branch it is not looked at while there is no such row among those at hand.
    const std::string is_some = fmt::format("{} = 1", ref("some", "read"));
    w.query.add_text("read", std::to_string(k),
                     fmt::format("if({}, {}, [])", is_some, where(is_some, each)));
  }
  w.query.stage("answers", answers_comment);
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    for (std::size_t i = 0; i < kinds[k].size(); ++i) {
      w.add("v", kinds[k][i],
            fmt::format("CASE WHEN {} = 0 THEN {} ELSE {}[{}] END", ref("some", "read"),
                        w.of("q", kinds[k][i]), ref("read", std::to_string(k)), i + 1));
    }
  }
}

}  // namespace sourcing::sql
