// SPDX-License-Identifier: Apache-2.0
#include "render/sentences.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace sourcing::render {

namespace {

// A sentence in a sentence in a sentence; what is deeper stays as it is.
constexpr int most_depth = 32;

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// `20`, `-8.00`, `+2.5`.
bool is_decimal(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point), behind = text.substr(point);
  return !whole.empty() && all_digits(whole) &&
         (behind.empty() || (behind.size() > 1 && all_digits(behind.substr(1))));
}

}  // namespace

Sentences::Sentences(std::string_view language) {
  if (language == "en") return;
  const json::Value root = json::parse(embedded_sentences_json, "sentences.json").root;
  for (const json::Member& member : root.members) {
    if (const json::Value* instead = member.value.find(language)) {
      if (member.key == ".") decimal_sign_ = instead->text;
      patterns_.push_back(pattern_of(member.key, instead->text));
    }
  }
}

// `{1}` is anything, `{_1}` one word, `{#1}` digits, `{.1}` a number with or without decimals,
// `{*1}` a sentence of its own.
Sentences::Pattern Sentences::pattern_of(std::string_view text, std::string instead) {
  Pattern pattern;
  pattern.instead = std::move(instead);
  while (true) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    pattern.literals.emplace_back(text.substr(0, open));
    if (close == std::string_view::npos) return pattern;
    const char kind = text[open + 1];
    Place place;
    place.kind = kind == '#'   ? Place::Kind::digits
                 : kind == '_' ? Place::Kind::word
                 : kind == '.' ? Place::Kind::decimal
                 : kind == '*' ? Place::Kind::sentence
                               : Place::Kind::anything;
    place.name = text[close - 1];
    pattern.places.push_back(place);
    text.remove_prefix(close + 1);
  }
}

bool Sentences::fits(Place::Kind kind, std::string_view text) {
  switch (kind) {
    case Place::Kind::word:
      return text.find(' ') == std::string_view::npos;
    case Place::Kind::digits:
      return all_digits(text);
    case Place::Kind::decimal:
      return is_decimal(text);
    case Place::Kind::anything:
    case Place::Kind::sentence:
      return true;
  }
  return true;
}

bool Sentences::matches(const Pattern& pattern, std::string_view sentence,
                        std::vector<std::string_view>& found) {
  found.clear();
  if (!sentence.starts_with(pattern.literals.front())) return false;
  sentence.remove_prefix(pattern.literals.front().size());
  for (std::size_t i = 0; i < pattern.places.size(); ++i) {
    const std::string& next = pattern.literals[i + 1];
    const bool last = i + 1 == pattern.places.size();
    std::size_t end =
        last ? sentence.size() - std::min(sentence.size(), next.size()) : sentence.find(next);
    if (end == std::string_view::npos || end == 0 || (last && !sentence.ends_with(next))) {
      return false;
    }
    const std::string_view text = sentence.substr(0, end);
    if (!fits(pattern.places[i].kind, text)) return false;
    found.push_back(text);
    sentence.remove_prefix(end + next.size());
  }
  return sentence.empty();
}

std::string Sentences::say(std::string_view sentence) const { return say(sentence, 0); }

Problem Sentences::say(Problem problem) const {
  problem.message = say(problem.message);
  if (!problem.hint.empty()) problem.hint = say(problem.hint);
  return problem;
}

std::string Sentences::say_errors(std::string_view text) const {
  constexpr std::string_view between = " | ";
  constexpr std::size_t code = 5;  // `E0203`
  const auto begins_with_code = [](std::string_view part) {
    return part.size() > code && part.front() == 'E' && all_digits(part.substr(1, code - 1)) &&
           part[code] == ' ';
  };
  std::string out;
  while (!text.empty()) {
    std::size_t end = text.find(between);
    while (end != std::string_view::npos && !begins_with_code(text.substr(end + between.size()))) {
      end = text.find(between, end + 1);
    }
    const std::string_view part = text.substr(0, end);
    const std::size_t behind = begins_with_code(part) ? code + 1 : 0;
    out += part.substr(0, behind);
    out += say(part.substr(behind));
    if (end == std::string_view::npos) break;
    out += between;
    text.remove_prefix(end + between.size());
  }
  return out;
}

std::string Sentences::filled(Place::Kind kind, std::string_view text, int depth) const {
  if (kind == Place::Kind::sentence) return say(text, depth + 1);
  std::string out(text);
  const std::size_t point = out.find('.');
  if (kind == Place::Kind::decimal && point != std::string::npos) {
    out.replace(point, 1, decimal_sign_);
  }
  return out;
}

std::string Sentences::say(std::string_view sentence, int depth) const {
  std::vector<std::string_view> found;
  for (const Pattern& pattern : patterns_) {
    if (depth == most_depth || !matches(pattern, sentence, found)) continue;
    std::string out;
    std::string_view rest = pattern.instead;
    for (std::size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
      out += rest.substr(0, open);
      const std::size_t close = rest.find('}', open);
      const char name = rest[close - 1];
      for (std::size_t i = 0; i < found.size(); ++i) {
        if (pattern.places[i].name != name) continue;
        out += filled(pattern.places[i].kind, found[i], depth);
      }
      rest.remove_prefix(close + 1);
    }
    out += rest;
    return out;
  }
  return std::string(sentence);
}

}  // namespace sourcing::render
