// SPDX-License-Identifier: Apache-2.0
// Names and words as people write them, folded once when the model is compiled.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/fold.hpp"
#include "base/text.hpp"
#include "engine/compile.hpp"

namespace sourcing::engine {

namespace {

template <class Entry>
auto find_folded(std::span<const Entry> sorted, std::string_view folded) noexcept {
  const auto found = std::lower_bound(
      sorted.begin(), sorted.end(), folded,
      [](const Entry& entry, std::string_view wanted) { return entry.folded < wanted; });
  return found != sorted.end() && found->folded == folded ? &*found : nullptr;
}

// What people write in a cell for yes and no, whatever their language.
constexpr std::array<std::string_view, 5> yes_marks = {"true", "y", "t", "x", "1"};
constexpr std::array<std::string_view, 4> no_marks = {"false", "n", "f", "0"};

// Of each rank, its words in every language: a phrase lists them, apart by commas.
constexpr std::array<std::string_view, 5> five_phrases = {
    "words.very_low", "words.low", "words.medium", "words.high", "words.very_high"};
constexpr std::array<std::string_view, 2> truth_phrases = {"words.no", "words.yes"};

class NameTables {
 public:
  explicit NameTables(ProgramStorage& out) : out_(out), languages_(out.languages.size()) {}

  void run() {
    common_words();
    out_.words.reserve(out_.criteria.size());
    for (std::size_t c = 0; c < out_.criteria.size(); ++c) criterion(c);
    for (std::size_t a = 0; a < out_.activities.size(); ++a) {
      add_names(out_.activity_names, out_.activities[a].id, out_.activities[a].names, a);
    }
    sort(out_.criterion_names);
    sort(out_.activity_names);
    // What two activities are called names neither of them.
    std::vector<Name>& names = out_.activity_names;
    std::erase_if(names, [&, all = names](const Name& name) {
      return std::count_if(all.begin(), all.end(),
                           [&](const Name& other) { return other.folded == name.folded; }) > 1;
    });
  }

 private:
  std::string_view keep(std::string_view text) {
    return out_.folded.emplace_back(base::fold_close(text));
  }

  void add_word(std::vector<Word>& words, std::string_view text, std::size_t at) {
    const std::string_view folded = keep(text);
    if (!folded.empty()) words.push_back({folded, static_cast<std::uint16_t>(at)});
  }

  // The id, and the text in each language.
  void add_names(std::vector<Name>& names, std::string_view id, TextId text, std::size_t index) {
    const auto add = [&](std::string_view name) {
      const std::string_view folded = keep(name);
      if (!folded.empty()) names.push_back({folded, static_cast<std::uint16_t>(index)});
    };
    add(id);
    for (std::size_t l = 0; text != no_text && l < languages_; ++l) {
      add(out_.texts[text * languages_ + l]);
    }
  }

  void add_listed(std::vector<Word>& words, std::string_view key, std::size_t at) {
    for (const Phrase& phrase : out_.phrases) {
      if (phrase.key != key) continue;
      for (std::size_t l = 0; l < languages_; ++l) {
        std::string_view list = out_.texts[phrase.text * languages_ + l];
        while (!list.empty()) {
          const std::size_t end = std::min(list.find(','), list.size());
          add_word(words, list.substr(0, end), at);
          list.remove_prefix(std::min(end + 1, list.size()));
        }
      }
    }
  }

  template <class Entry>
  static void sort(std::vector<Entry>& entries) {
    const auto key = [](const Entry& entry) {
      if constexpr (std::is_same_v<Entry, Word>) {
        return std::tuple(entry.folded, entry.at);
      } else {
        return std::tuple(entry.folded, entry.index);
      }
    };
    std::sort(entries.begin(), entries.end(),
              [&](const Entry& a, const Entry& b) { return key(a) < key(b); });
    entries.erase(std::unique(entries.begin(), entries.end(),
                              [&](const Entry& a, const Entry& b) { return key(a) == key(b); }),
                  entries.end());
  }

  void common_words() {
    for (std::size_t i = 0; i < level_words.size(); ++i) {
      add_word(out_.five_words, level_words[i], i);
      add_listed(out_.five_words, five_phrases[i], i);
    }
    for (const std::string_view mark : yes_marks) add_word(out_.truth_words, mark, 1);
    for (const std::string_view mark : no_marks) add_word(out_.truth_words, mark, 0);
    for (std::size_t i = 0; i < truth_phrases.size(); ++i) {
      add_listed(out_.truth_words, truth_phrases[i], i);
    }
    sort(out_.five_words);
    sort(out_.truth_words);
  }

  void criterion(std::size_t c) {
    Criterion& criterion = out_.criteria[c];
    std::vector<Word>& words = out_.words.emplace_back();
    for (const Level& level : criterion.levels) {
      if (level.word.empty()) continue;
      add_word(words, level.word, level.at);
      for (std::size_t l = 0; level.words != no_text && l < languages_; ++l) {
        add_word(words, out_.texts[level.words * languages_ + l], level.at);
      }
    }
    sort(words);
    criterion.words = words;
    const bool five = criterion.levels.size() == level_words.size() &&
                      (criterion.scale == Scale::level || criterion.scale == Scale::bands);
    if (five) criterion.common_words = out_.five_words;
    if (criterion.scale == Scale::boolean) criterion.common_words = out_.truth_words;
    add_names(out_.criterion_names, criterion.id, criterion.label, c);
  }

  ProgramStorage& out_;
  std::size_t languages_;
};

std::uint16_t common_position(const Criterion& criterion, const Word& word) noexcept {
  return criterion.scale == Scale::boolean ? word.at : criterion.levels[word.at].at;
}

// The word that names two positions of a criterion, or nothing.
std::string_view ambiguous_word(const Criterion& criterion) {
  for (auto word = criterion.words.begin(); word != criterion.words.end(); ++word) {
    const auto next = std::next(word);
    if (next != criterion.words.end() && next->folded == word->folded) return word->folded;
    const Word* common = find_folded(criterion.common_words, word->folded);
    if (common != nullptr && common_position(criterion, *common) != word->at) return word->folded;
  }
  const auto alike =
      std::adjacent_find(criterion.common_words.begin(), criterion.common_words.end(),
                         [](const Word& a, const Word& b) { return a.folded == b.folded; });
  return alike == criterion.common_words.end() ? std::string_view{} : alike->folded;
}

}  // namespace

void compile_names(ProgramStorage& out) { NameTables(out).run(); }

std::vector<Problem> check_names(const Program& program, const model::Model& model,
                                 std::string_view source) {
  std::vector<Problem> problems;
  const auto fail = [&](std::size_t criterion, std::string message, std::string hint) {
    const model::Where& where = model.criteria[criterion].where;
    if (problems.size() >= model::most_problems) return;
    problems.push_back(Problem{"E0405", std::move(message), std::move(hint), std::string(source),
                               where.line, where.column, where.pointer});
  };
  constexpr std::array<std::string_view, 3> columns = {"id", "name", "activity"};
  const auto names = program.criterion_names;
  for (auto name = names.begin(); name != names.end(); ++name) {
    const std::string_view id = program.criteria[name->index].id;
    if (std::find(columns.begin(), columns.end(), name->folded) != columns.end()) {
      fail(name->index, fmt::format("`{}` is called like the column `{}`", id, name->folded),
           "give it another label: a header must name one thing");
    }
    const auto next = std::next(name);
    if (next == names.end() || next->folded != name->folded) continue;
    fail(next->index,
         fmt::format("`{}` and `{}` are both called `{}`", id, program.criteria[next->index].id,
                     name->folded),
         "a label or an id names one criterion; case, accents, blanks, `-` and `_` do not count");
  }
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const std::string_view word = ambiguous_word(program.criteria[c]);
    if (word.empty()) continue;
    fail(c, fmt::format("the word `{}` names two levels of `{}`", word, program.criteria[c].id),
         "its own words, those of other languages and the common ones (high, yes …) count");
  }
  return problems;
}

std::size_t find_named(const Program& program, std::string_view text) noexcept {
  if (const std::size_t c = find_criterion(program, text); c < program.criteria.size()) return c;
  const base::FoldedWord folded(text);
  const Name* found = find_folded(program.criterion_names, folded.view());
  return found == nullptr ? program.criteria.size() : found->index;
}

std::size_t find_activity(const Program& program, std::string_view text) noexcept {
  for (std::size_t a = 0; a < program.activities.size(); ++a) {
    if (program.activities[a].id == text) return a;
  }
  const base::FoldedWord folded(text);
  const Name* found = find_folded(program.activity_names, folded.view());
  return found == nullptr ? program.activities.size() : found->index;
}

namespace {

// Folding drops the sign: `-1` must not be read as the mark `1`, which means yes.
bool is_signed_number(std::string_view text) noexcept {
  const std::size_t begin = text.find_first_not_of(" \t");
  return begin != std::string_view::npos && begin + 1 < text.size() &&
         (text[begin] == '-' || text[begin] == '+') && text[begin + 1] >= '0' &&
         text[begin + 1] <= '9';
}

}  // namespace

std::optional<std::uint16_t> place_word(const Criterion& criterion,
                                        std::string_view text) noexcept {
  if (const auto at = sourcing::place_word<Criterion>(criterion, text)) return at;
  if (is_signed_number(text)) return std::nullopt;
  const base::FoldedWord folded(text);
  if (const Word* own = find_folded(criterion.words, folded.view())) return own->at;
  const Word* common = find_folded(criterion.common_words, folded.view());
  if (common == nullptr) return std::nullopt;
  return common_position(criterion, *common);
}

std::string_view plain_word(const Criterion& criterion, std::string_view text) noexcept {
  for (const Level& level : criterion.levels) {
    if (!text.empty() && level.word == text) return level.word;
  }
  const base::FoldedWord folded(text);
  if (const Word* own = find_folded(criterion.words, folded.view())) {
    for (const Level& level : criterion.levels) {
      if (level.at == own->at && !level.word.empty()) return level.word;
    }
  }
  const Word* common = find_folded(criterion.common_words, folded.view());
  if (common == nullptr) return {};
  if (criterion.scale == Scale::boolean) return common->at == 0 ? "false" : "true";
  return level_words[common->at];
}

}  // namespace sourcing::engine
