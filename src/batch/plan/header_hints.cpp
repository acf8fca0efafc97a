// SPDX-License-Identifier: Apache-2.0
#include "batch/plan/header_hints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/escape.hpp"
#include "base/fold.hpp"
#include "base/text.hpp"
#include "batch/plan/column_names.hpp"
#include "input/name_hints.hpp"

namespace sourcing::batch {

using input::words_of;

std::string typed(std::string_view header) {
  std::string text = base::drop_invisible(header);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return base::printable(base::trim(text));
}

bool HeaderHints::has(std::string_view target) const {
  return is_taken(find_target(plan_.program, target));
}

// One that holds a criterion's name as a whole may well be it, in other words; so may what names
// or identifies a row.
void HeaderHints::suggest(BatchColumn& column) const {
  const std::string words = words_of(column.header);
  for (std::size_t t = 0; t < plan_.program.criteria.size(); ++t) {
    if (is_taken(t) || targets_[t].size() <= column.suggestion.size()) continue;
    if (words.find(words_of(targets_[t])) != std::string::npos) column.suggestion = targets_[t];
  }
  if (!column.suggestion.empty()) return;
  const auto ends = [&](std::initializer_list<std::string_view> endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view each) { return words.ends_with(words_of(each)); });
  };
  const bool no_id = !has("id") && plan_.options.id_column.empty();
  if (no_id && ends({"id", "key", "code", "codi", "codigo",
                     "c\xC3\xB3"
                     "digo",
                     "nr", "ref"})) {
    column.suggestion = "id";
  } else if (!has("name") && (ends({"name", "nom", "nombre"}) || is_process(column.header))) {
    column.suggestion = "name";
  } else {
    labelled(column);
  }
}

// Headers under which inventories have what is judged.
bool HeaderHints::is_process(std::string_view header) {
  constexpr std::array<std::string_view, 6> usual = {
      "process", "proceso", "proces", "nombredelproceso", "nombredeproceso", "nomdelproces"};
  return std::find(usual.begin(), usual.end(), base::fold_close(header)) != usual.end();
}

// A header that holds the whole label of a criterion, in any language, among other words.
void HeaderHints::labelled(BatchColumn& column) const {
  const std::string words = words_of(base::fold(column.header));
  std::size_t longest = 0;
  for (std::size_t c = 0; c < plan_.program.criteria.size(); ++c) {
    if (is_taken(c)) continue;
    for (std::size_t l = 0; l < plan_.program.languages.size(); ++l) {
      const std::string label =
          words_of(base::fold(plan_.program.text(plan_.program.criteria[c].label, l)));
      if (label.size() <= longest || words.find(label) == std::string::npos) continue;
      longest = label.size();
      column.suggestion = targets_[c];
    }
  }
}

std::string HeaderHints::question(const BatchColumn& column) const {
  if (column.suggestion == "id") {
    return fmt::format(" (is it the id? say --id {})", base::shell_word(typed(column.header)));
  }
  if (input::counts_years(plan_.program, column.header,
                          engine::find_criterion(plan_.program, column.suggestion))) {
    return fmt::format(" (is it `{}`, of a year? `{}` counts a month: divide by twelve)",
                       column.suggestion, column.suggestion);
  }
  return fmt::format(" (is it `{}`?)", column.suggestion);
}

bool HeaderHints::is_near(BatchColumn& column, const std::string& folded) const {
  constexpr std::size_t limit = 2, shortest = 5;
  std::size_t best = limit + 1;
  const auto look = [&](std::string_view name, std::string_view wanted, std::size_t criterion) {
    if (is_taken(criterion)) return;
    const std::size_t distance = base::damerau_levenshtein(wanted, name, limit);
    if (distance >= best) return;
    best = distance;
    column.suggestion = targets_[criterion];
  };
  for (std::size_t t = 0; t < plan_.program.criteria.size(); ++t) look(targets_[t], folded, t);
  const std::string close = base::fold_close(column.header);
  for (const engine::Name& name : plan_.program.criterion_names) {
    // Two letters make another word of a short one: `lengua`, `renta`.
    if (name.folded.size() < shortest) continue;
    look(name.folded, close, name.index);
  }
  return best <= limit;
}

}  // namespace sourcing::batch
