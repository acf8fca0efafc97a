// SPDX-License-Identifier: Apache-2.0
#include "export/sql/vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "export/sql/reading.hpp"

namespace sourcing::sql {

namespace {

bool holds(const std::vector<Meaning>& words, const Meaning& wanted) {
  return std::any_of(words.begin(), words.end(), [&](const Meaning& each) {
    return each.word == wanted.word && each.at == wanted.at;
  });
}

// Two constants, `<name>` and `<name>_at`; the name, or nothing where there are no words.
std::string add_list(Query& query, const Dialect& dialect, const std::string& name,
                     const std::vector<Meaning>& words) {
  if (words.empty()) return {};
  std::string texts, places;
  for (const Meaning& each : words) {
    texts += (texts.empty() ? "" : ", ") + dialect.literal(each.word);
    places += fmt::format("{}{}", places.empty() ? "" : ", ", each.at);
  }
  query.constant(name, fmt::format("[{}]", texts));
  query.constant(name + "_at", fmt::format("[{}]", places));
  return name;
}

}  // namespace

Vocabulary::Vocabulary(const Dialect& dialect, const engine::Criterion& criterion)
    : dialect_(dialect), all_(meanings(criterion)) {}

Vocabulary::Vocabulary(const Writer& writer, Query& query, const std::vector<std::size_t>& criteria,
                       const std::string& name, std::string member)
    : dialect_(writer.dialect), member_(std::move(member)) {
  std::vector<std::vector<Meaning>> lists;
  for (const std::size_t c : criteria) lists.push_back(meanings(writer.program.criteria[c]));
  std::vector<Meaning> own, common;
  for (const Meaning& each : lists.front()) {
    const bool everywhere = std::all_of(lists.begin(), lists.end(),
                                        [&](const auto& list) { return holds(list, each); });
    if (everywhere) common.push_back(each);
  }
  for (std::size_t i = 0; i < lists.size(); ++i) {
    for (const Meaning& each : lists[i]) {
      all_.push_back(each);
      if (holds(common, each)) continue;
      own.push_back({fmt::format("{}/{}", each.word, i), each.at});
    }
  }
  own_ = add_list(query, dialect_, name + "_own", own);
  common_ = add_list(query, dialect_, name + "_common", common);
}

std::string Vocabulary::looked_up(const std::string& word) const {
  std::string out = fmt::format("{}", unknown_word);
  const auto among = [&](const std::string& text, const std::string& list) {
    if (list.empty()) return;
    out = dialect_.lookup(text, dialect_.identifier(list), dialect_.identifier(list + "_at"), out);
  };
  among(word, common_);
  among(dialect_.concat({word, "'/'", member_}), own_);
  return out;
}

std::string Vocabulary::has(const std::string& word) const {
  if (!member_.empty()) return fmt::format("{} >= 0", looked_up(word));
  std::vector<std::string> list;
  for (const Meaning& each : all_) list.push_back(each.word);
  return dialect_.among(word, list);
}

std::string Vocabulary::positions(const std::string& word) const {
  if (!member_.empty()) {
    const std::string at = looked_up(word);
    return fmt::format(" WHEN {0} >= 0 THEN {0}", at);
  }
  std::string out;
  if (dialect_.finds_words() && !all_.empty()) {
    const std::string at = dialect_.number_of(word, numbered(all_));
    return fmt::format(" WHEN {0} IS NOT NULL THEN {0}", at);
  }
  for (const Meaning& each : all_) {
    out += fmt::format(" WHEN {} = {} THEN {}", word, dialect_.literal(each.word), each.at);
  }
  return out;
}

std::string Vocabulary::digits() const {
  std::string out;
  for (const Meaning& each : all_) {
    const char first = each.word.front();
    if (first >= '0' && first <= '9' && out.find(first) == std::string::npos) out += first;
  }
  return out;
}

}  // namespace sourcing::sql
