// SPDX-License-Identifier: Apache-2.0
// Cells that are no usual ones, in an engine that looks a text up quickly: of a column's different
// texts each is read once, when the first unusual one is met, and looked up from then on.
#include <fmt/format.h>

#include "export/sql/reading.hpp"

namespace sourcing::sql {

std::string read_once(Writer& w, std::size_t criterion,
                      const std::function<std::string(const std::string& cell)>& reading) {
  const engine::Criterion& read = w.program.criteria[criterion];
  const std::string text = ref("x", "x");
  const std::string cell = column_as_text(w, criterion, w.source(read.id));
  // Bands have usual cells without end, which nobody looks up.
  const std::string unusual = read.scale == Scale::bands && !w.options.typed
                                  ? fmt::format(" AND NOT ({})", w.dialect.is_whole("t.x"))
                                  : std::string{};
  std::string name = "_of_" + w.id(criterion);
  while (w.from.find(name) != std::string::npos) name.insert(0, "_");
  name = w.dialect.identifier(name);
  w.query.table(name, fmt::format("What the different cells of {} say.", read.id),
                fmt::format("SELECT {0} AS x, {1} AS v\nFROM (SELECT DISTINCT t.x AS {2} FROM "
                            "(SELECT {3} AS x FROM {4} AS t) AS t WHERE t.x <> ''{5}) AS s\n{6}",
                            text, reading(text), w.dialect.identifier(column_name("x", "x")),
                            w.dialect.own_text(cell), w.from, unusual, w.dialect.fence()));
  return w.dialect.looked_up_in(name, as_text(w, criterion));
}

}  // namespace sourcing::sql
