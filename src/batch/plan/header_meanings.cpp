// SPDX-License-Identifier: Apache-2.0
#include "batch/plan/header_meanings.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "batch/plan/column_names.hpp"
#include "input/value.hpp"

namespace sourcing::batch {

namespace {

std::vector<HeaderWord> without(const std::vector<HeaderWord>& words,
                                const std::unordered_set<std::string>& some) {
  std::vector<HeaderWord> rest;
  for (const HeaderWord& word : words) {
    if (!some.contains(word.text)) rest.push_back(word);
  }
  return rest;
}

// `1-5`, or every step of it: the scale of the criterion from end to end.
bool is_whole_scale(const engine::Criterion& criterion, const std::vector<std::string>& counts) {
  int last = -1;
  for (const std::string& count : counts) {
    const input::Value value = input::read_value(criterion, count);
    if (value.error != input::ValueError::none || value.low <= last) return false;
    if (last < 0 && value.low != 0) return false;
    last = value.low;
  }
  return counts.size() > 1 && last == criterion.last;
}

std::string text_of(const json::Value& object, std::string_view key) {
  const json::Value* value = object.find(key);
  return value == nullptr ? std::string() : value->text;
}

bool says(const json::Value& object, std::string_view key) {
  const json::Value* value = object.find(key);
  return value != nullptr && value->boolean;
}

}  // namespace

HeaderMeanings::HeaderMeanings(const engine::Program& program) : program_(program) {
  read();
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const engine::Criterion& criterion = program.criteria[c];
    Words unit;
    bool monthly = false;
    for (std::size_t l = 0; l < program.languages.size(); ++l) {
      for (const HeaderWord& word : split_header(program.text(criterion.unit, l)).name) {
        const Period* period = period_of(word.text);
        monthly = monthly || (period != nullptr && period->divide_by.empty());
        unit.insert(word.text);
      }
    }
    units_.push_back(std::move(unit));
    monthly_.push_back(monthly);
    add(std::string(criterion.id), criterion.id, true, false, false);
    for (std::size_t l = 0; l < program.languages.size(); ++l) {
      add(std::string(criterion.id), program.text(criterion.label, l), true, false, false);
    }
  }
}

void HeaderMeanings::read() {
  const json::Value root = json::parse(embedded_headers_json, "headers.json").root;
  for (const auto& [key, into] : {std::pair<std::string_view, Words&>{"joining", joining_},
                                  std::pair<std::string_view, Words&>{"beside", beside_}}) {
    for (const json::Value& word : root.find(key)->items) into.insert(word.text);
  }
  for (const json::Value& period : root.find("periods")->items) {
    for (const json::Value& word : period.find("words")->items) {
      periods_.emplace(word.text, Period{text_of(period, "times"), text_of(period, "divide_by")});
    }
  }
  for (const json::Value& column : root.find("columns")->items) {
    for (const json::Member& language : column.find("names")->members) {
      for (const json::Value& name : language.value.items) {
        add(text_of(column, "to"), name.text, false, says(column, "ask"), says(column, "period"));
      }
    }
  }
}

void HeaderMeanings::add(std::string target, std::string_view name, bool own, bool asks,
                         bool needs_period) {
  // What the model does not ask is nobody's answer.
  if (find_target(program_, target) == targets_of(program_).size()) return;
  const std::size_t criterion = engine::find_criterion(program_, target);
  std::vector<HeaderWord> words = without(split_header(name).name, joining_);
  if (words.empty()) return;
  by_words_.emplace(words_key(words), names_.size());
  names_.push_back({std::move(target), criterion, std::move(words), own, asks, needs_period});
}

const HeaderMeanings::Period* HeaderMeanings::period_of(std::string_view word) const {
  const auto found = periods_.find(std::string(word));
  return found == periods_.end() ? nullptr : &found->second;
}

bool HeaderMeanings::name_criterion(std::string_view header) const {
  const std::size_t criteria = program_.criteria.size();
  if (engine::find_named(program_, header) < criteria) return true;
  const HeaderMeaning meant = of(header);
  return meant.certainty != Certainty::asked &&
         engine::find_criterion(program_, meant.target) < criteria;
}

HeaderMeaning HeaderMeanings::of(std::string_view header) const {
  constexpr std::size_t most_bytes = 200;
  if (header.size() > most_bytes) return {};
  const HeaderWords words = split_header(header);
  const std::vector<HeaderWord> name = without(words.name, joining_);
  const std::vector<HeaderWord> bare = without(name, beside_);
  // Another period may be named once, in the name or beside it.
  const Period* period = nullptr;
  Words of_period;
  bool two = false;
  const auto note = [&](const std::string& word) {
    const Period* found = period_of(word);
    if (found == nullptr) return;
    two = two || (period != nullptr && *period != *found);
    period = found;
    of_period.insert(word);
  };
  for (const HeaderWord& word : name) note(word.text);
  for (const std::string& word : words.notes) note(word);
  if (two) return {};
  for (const auto* some : {&name, &bare}) {
    const bool plain = some == &name;
    if (period != nullptr) {
      const HeaderMeaning found = look(words, without(*some, of_period), period, plain);
      if (!found.target.empty()) return found;
    }
    const HeaderMeaning found = look(words, *some, nullptr, plain);
    if (!found.target.empty()) return found;
  }
  return {};
}

// The one thing that the words name; of a period, if it counts by the month.
HeaderMeaning HeaderMeanings::look(const HeaderWords& header, const std::vector<HeaderWord>& words,
                                   const Period* period, bool plain) const {
  if (words.empty()) return {};
  HeaderMeaning best;
  bool two = false;
  const auto take = [&](const Name& name, bool whole) {
    const bool criterion = name.criterion < program_.criteria.size();
    if (period != nullptr && !(criterion && monthly_[name.criterion])) return;
    Certainty sure = certainty(name, header, period, plain);
    // `Compl.` may be complexity, and compliance.
    if (!whole && criterion && words.size() == 1 && period == nullptr) sure = Certainty::asked;
    if (!whole) sure = std::min(sure, Certainty::known);
    two = two || (!best.target.empty() && best.target != name.target);
    if (best.target.empty() || sure > best.certainty) best.certainty = sure;
    best.target = name.target;
  };
  const auto [first, last] = by_words_.equal_range(words_key(words));
  for (auto each = first; each != last; ++each) take(names_[each->second], true);
  const bool cut =
      std::any_of(words.begin(), words.end(), [](const auto& word) { return word.cut; });
  if (best.target.empty() && cut) {
    for (const Name& name : names_) {
      if (is_cut_from(words, name)) take(name, false);
    }
  }
  if (two) return {};
  if (period != nullptr) {
    best.times = period->times;
    best.divide_by = period->divide_by;
  }
  return best;
}

bool HeaderMeanings::is_cut_from(const std::vector<HeaderWord>& words, const Name& name) const {
  if (words.size() != name.words.size()) return false;
  return std::is_permutation(
      words.begin(), words.end(), name.words.begin(),
      [](const HeaderWord& word, const HeaderWord& whole) { return stands_for(word, whole.text); });
}

Certainty HeaderMeanings::certainty(const Name& name, const HeaderWords& header,
                                    const Period* period, bool plain) const {
  if (name.asks || (name.needs_period && period == nullptr)) return Certainty::asked;
  if (!fits(name, header.notes, period)) return Certainty::asked;
  const bool other = period != nullptr && !period->divide_by.empty();
  return name.own && plain && !other ? Certainty::same : Certainty::known;
}

// Whether what stands beside a name takes nothing away from it.
bool HeaderMeanings::fits(const Name& name, const std::vector<std::string>& notes,
                          const Period* period) const {
  const bool criterion = name.criterion < program_.criteria.size();
  std::vector<std::string> counts;
  bool words = false;
  for (const std::string& note : notes) {
    if (is_count(note)) {
      counts.push_back(note);
    } else if (joining_.contains(note) || beside_.contains(note)) {
      continue;
    } else if (!criterion) {
      return false;
    } else if (units_[name.criterion].contains(note) ||
               (period != nullptr && period_of(note) != nullptr)) {
      continue;
    } else if (engine::place_word(program_.criteria[name.criterion], note)) {
      words = true;
    } else {
      return false;
    }
  }
  if (counts.empty()) return true;
  // `1 = high, 5 = low` turns the scale round.
  return criterion && !words && is_whole_scale(program_.criteria[name.criterion], counts);
}

}  // namespace sourcing::batch
