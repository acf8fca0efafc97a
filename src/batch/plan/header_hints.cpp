// SPDX-License-Identifier: Apache-2.0
#include "batch/plan/header_hints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/escape.hpp"
#include "base/fold.hpp"
#include "base/text.hpp"
#include "input/name_hints.hpp"

namespace sourcing::batch {

using input::words_of;

std::string typed(std::string_view header) {
  std::string text = base::drop_invisible(header);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return base::printable(base::trim(text));
}

// A file may have tens of thousands of columns: what is looked for in each header is made once.
HeaderHints::HeaderHints(const Plan& plan, const std::vector<std::string_view>& targets,
                         const std::vector<std::size_t>& taken)
    : plan_(plan), targets_(targets), taken_(taken) {
  const engine::Program& program = plan.program;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    ids_.push_back({words_of(program.criteria[c].id), c});
    for (std::size_t l = 0; l < program.languages.size(); ++l) {
      labels_.push_back({words_of(base::fold(program.text(program.criteria[c].label, l))), c});
    }
    units_.push_back(unit_words(program, program.criteria[c]));
  }
}

// `_regulat_` and `_regulada_` without their endings; nothing for what has none.
std::string_view HeaderHints::without_gender(std::string_view words) {
  constexpr std::array<std::string_view, 7> endings = {"adas_", "ades_", "ados_", "ats_",
                                                       "ada_",  "ado_",  "at_"};
  constexpr std::size_t shortest = 5;
  for (const std::string_view ending : endings) {
    if (words.size() < shortest + ending.size() || !words.ends_with(ending)) continue;
    return words.substr(0, words.size() - ending.size());
  }
  return {};
}

// What may stand beside a name: `casos al mes`, and where a month is counted, what says so.
std::string HeaderHints::unit_words(const engine::Program& program,
                                    const engine::Criterion& criterion) {
  std::string words = "_";
  for (std::size_t l = 0; l < program.languages.size(); ++l) {
    words += words_of(base::fold(program.text(criterion.unit, l))).substr(1);
  }
  const auto has = [&](std::string_view word) { return words.find(word) != std::string::npos; };
  if (has("_month_") || has("_mes_")) words += "monthly_mensual_mensuals_mensuales_per_por_";
  return words;
}

HeaderMeaning HeaderHints::meaning(std::string_view header) const {
  if (!meanings_) meanings_.emplace(plan_.program);
  return meanings_->of(header);
}

bool HeaderHints::is_free(std::string_view target) const {
  const auto place = std::find(targets_.begin(), targets_.end(), target);
  if (place == targets_.end()) return false;
  if (target == "id" && !plan_.options.id_column.empty()) return false;
  return !is_taken(static_cast<std::size_t>(place - targets_.begin()));
}

std::size_t HeaderHints::meant(std::string_view header) const {
  if (const std::size_t found = named(header); found != no_field) return found;
  const HeaderMeaning found = meaning(header);
  if (found.certainty != Certainty::same || !is_free(found.target)) return no_field;
  return engine::find_criterion(plan_.program, found.target);
}

std::size_t HeaderHints::named(std::string_view header) const {
  std::string folded = base::fold(header);
  for (const std::string_view mark : {"\xC2\xBF", "\xC2\xA1"}) {  // of questions in Spanish
    if (const std::size_t at = folded.find(mark); at != std::string::npos) {
      folded.erase(at, mark.size());
    }
  }
  const std::string words = words_of(folded);
  const std::string_view stem = without_gender(words);
  std::size_t found = no_field;
  bool two = false;
  const auto look = [&](const Words& name) {
    if (is_taken(name.criterion) || name.text.size() <= 2) return;
    bool same = !stem.empty() && stem == without_gender(name.text);
    if (const std::size_t at = words.find(name.text); !same && at != std::string::npos) {
      std::string_view rest = words;
      same = are_of(rest.substr(0, at + 1), units_[name.criterion]) &&
             are_of(rest.substr(at + name.text.size() - 1), units_[name.criterion]);
    }
    if (!same) return;
    two = two || (found != no_field && found != name.criterion);
    found = name.criterion;
  };
  for (const Words& name : ids_) look(name);
  for (const Words& name : labels_) look(name);
  return two ? no_field : found;
}

// Whether each of `_a_b_` is among the words.
bool HeaderHints::are_of(std::string_view some, std::string_view words) {
  while (some.size() > 1) {
    const std::size_t end = some.find('_', 1);
    if (words.find(some.substr(0, end + 1)) == std::string_view::npos) return false;
    some.remove_prefix(end);
  }
  return true;
}

// The longest of the names that a header holds among other words is suggested.
void HeaderHints::suggest(BatchColumn& column, const std::vector<Words>& names,
                          std::string_view header) const {
  std::size_t longest = 0;
  for (const Words& name : names) {
    if (is_taken(name.criterion) || name.text.size() <= longest) continue;
    if (header.find(name.text) == std::string_view::npos) continue;
    longest = name.text.size();
    column.suggestion = targets_[name.criterion];
  }
}

// One that holds a criterion's name as a whole may well be it, in other words; so may what names
// or identifies a row.
void HeaderHints::suggest(BatchColumn& column) const {
  if (const HeaderMeaning found = meaning(column.header); is_free(found.target)) {
    column.suggestion = found.target;
    column.known = found.certainty != Certainty::asked;
    column.times = found.times;
    column.divide_by = found.divide_by;
    return;
  }
  const std::string words = words_of(column.header);
  suggest(column, ids_, words);
  if (!column.suggestion.empty()) return;
  const auto ends = [&](std::initializer_list<std::string_view> endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view each) { return words.ends_with(each); });
  };
  // Behind the criteria stand `id` and `name`.
  const std::size_t id = plan_.program.criteria.size(), name = id + 1;
  if (!is_taken(id) && plan_.options.id_column.empty() &&
      ends({"_id_", "_key_", "_code_", "_codi_", "_codigo_",
            "_c\xC3\xB3"
            "digo_",
            "_nr_", "_ref_"})) {
    column.suggestion = "id";
  } else if (!is_taken(name) &&
             (ends({"_name_", "_nom_", "_nombre_"}) || is_process(column.header))) {
    column.suggestion = "name";
  } else {
    suggest(column, labels_, words_of(base::fold(column.header)));
  }
}

// Headers under which inventories have what is judged.
bool HeaderHints::is_process(std::string_view header) {
  constexpr std::array<std::string_view, 6> usual = {
      "process", "proceso", "proces", "nombredelproceso", "nombredeproceso", "nomdelproces"};
  return std::find(usual.begin(), usual.end(), base::fold_close(header)) != usual.end();
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
  if (!column.divide_by.empty()) {
    return fmt::format(" (is it `{}`, of another period? `{}` counts a month)", column.suggestion,
                       column.suggestion);
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
