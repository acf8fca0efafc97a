// SPDX-License-Identifier: Apache-2.0
#include "property/random_table.hpp"

#include <fmt/format.h>

#include "engine/program.hpp"

namespace sourcing::test {

namespace {

constexpr std::string_view unknown_words[] = {"", "", "n/a", "-", " "};

std::string number_cell(Random& random, const engine::Criterion& criterion) {
  const auto hundredths = random.between(criterion.minimum - 20, criterion.maximum + 20);
  const auto rounded = random.chance(70)   ? hundredths / 100 * 100
                       : random.chance(70) ? hundredths / 50 * 50
                                           : hundredths;
  std::string text = fmt::format("{}", rounded / 100);
  if (rounded % 100 != 0 || random.chance(10))
    text += fmt::format(".{:02}", std::abs(rounded % 100));
  return text;
}

std::string single_cell(Random& random, const engine::Criterion& criterion) {
  const bool word = !is_numeric(criterion.scale) || random.chance(15);
  if (word) {
    const auto& level = criterion.levels[random.below(criterion.levels.size())];
    if (!level.word.empty()) {
      std::string text(level.word);
      if (random.chance(10)) text[0] = static_cast<char>(std::toupper(text[0]));
      return text;
    }
  }
  if (criterion.scale == Scale::bands) {
    return random.chance(90) ? std::to_string(random.below(200'000))
                             : fmt::format("{}.{}", random.below(100), random.below(100));
  }
  return is_numeric(criterion.scale) ? number_cell(random, criterion) : "nonsense";
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string name_cell(Random& random) {
  constexpr std::string_view names[] = {
      "Payroll",   "=1+1",     "@home",      "-5",  "a b ",       "Nòmina",  "",        "+34 93",
      "tab\there", "5\" pipe", "\u202Eevil", "＝x", "naïve · ok", "\u00A0x", "'quoted'"};
  const std::string_view name = names[random.below(15)];
  const bool needs = name.find('"') == 0;
  if (needs || random.chance(20)) {
    return quoted(std::string(name) + (random.chance(50)   ? ", more"
                                       : random.chance(30) ? "\nline"
                                                           : ""));
  }
  return std::string(name);
}

}  // namespace

std::string random_cell(Random& random, const engine::Criterion& criterion, int unknown,
                        int errors) {
  if (random.chance(unknown)) return std::string(unknown_words[random.below(5)]);
  if (random.chance(errors)) {
    constexpr std::string_view wrong[] = {"9.99", "x",   "1,5",   "4..2", "3..", "1e3",
                                          "0x1",  "--1", "1.234", "+2",   "٣",   "nan"};
    return std::string(wrong[random.below(12)]);
  }
  std::string text = single_cell(random, criterion);
  if (random.chance(8)) text += ".." + single_cell(random, criterion);
  if (random.chance(3)) text = " " + text + " ";
  return text;
}

std::string random_table(Random& random, const Engine& engine, std::size_t rows, int unknown,
                         int errors) {
  const engine::Program& program = engine.program();
  std::vector<std::size_t> columns;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    if (random.chance(85)) columns.push_back(c);
  }
  if (columns.empty()) columns.push_back(0);
  random.shuffle(columns);
  const bool id = random.chance(80), activity = !program.activities.empty() && random.chance(30);
  const std::string end = random.chance(30) ? "\r\n" : "\n";
  std::string text = id ? "id,name" : "name";
  for (const std::size_t c : columns) text += ',' + std::string(program.criteria[c].id);
  if (activity) text += ",activity";
  text += end;
  for (std::size_t row = 0; row < rows; ++row) {
    if (random.chance(1)) text += end;
    if (id) text += (random.chance(90) ? "r" + std::to_string(row) : "") + ',';
    text += name_cell(random);
    for (const std::size_t c : columns) {
      const std::string value = random_cell(random, program.criteria[c], unknown, errors);
      text +=
          ',' + (random.chance(3) && value.find('"') == std::string::npos ? quoted(value) : value);
    }
    if (activity) {
      text += ',';
      if (random.chance(60)) {
        text += program.activities[random.below(program.activities.size())].id;
      } else if (random.chance(3)) {
        text += "nowhere";
      }
    }
    if (random.chance(1)) text += ",surplus";
    if (row + 1 < rows || random.chance(80)) text += end;
  }
  return text;
}

}  // namespace sourcing::test
