// SPDX-License-Identifier: Apache-2.0
// Writes a seeded process inventory to standard output: id, name and every criterion of the default
// model, about 110 bytes a row.
//
// usage: make_csv ROWS [VARIANT] [SEED]
//   plain     numbers and words, nothing to quote
//   quoted    every name in quotes, some with commas, quotes or a line end in it
//   utf8      names with letters beyond ASCII
//   wide      40 more columns that are no criteria
//   unknowns  as plain, one cell in fifteen empty
//   mixed     words, ranges, quotes and a few unknowns together
//   allquoted every cell in quotes
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sourcing/engine.hpp>
#include <string>
#include <string_view>

#include "engine/program.hpp"

namespace {

using sourcing::Scale;

// SplitMix64: the same rows with every standard library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t count) noexcept {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return ((z ^ (z >> 31)) >> 32) * count >> 32;
  }
  bool chance(std::uint64_t percent) noexcept { return below(100) < percent; }

 private:
  std::uint64_t state_;
};

struct Variant {
  bool quoted = false, utf8 = false, wide = false, unknowns = false, mixed = false,
       all_quoted = false;
};

constexpr std::string_view names[] = {"Payroll run",  "Claims intake", "Invoice entry",
                                      "Credit check", "Market report", "Patent search",
                                      "Help desk",    "Data cleaning"};
constexpr std::string_view letters[] = {"Nómina d'empreses", "Ordre de càrrec",
                                        "Rückfragen Bürger", "Gestió de nòmines",
                                        "Análisis de daños", "Prüfung Überträge"};

void append_name(std::string& row, Random& random, const Variant& variant) {
  std::string text(variant.utf8 ? letters[random.below(6)] : names[random.below(8)]);
  text += ' ' + std::to_string(random.below(10'000));
  const bool quote = variant.quoted || (variant.mixed && random.chance(30));
  if (!quote) {
    row += text;
    return;
  }
  row += '"';
  row += text;
  const std::uint64_t kind = random.below(20);
  if (kind < 10) row += ", Spain";
  if (kind == 10) row += " (\"\"lite\"\")";
  if (kind == 11) row += "\nsecond line";
  row += '"';
}

void append_value(std::string& row, Random& random, const sourcing::engine::Criterion& criterion,
                  const Variant& variant) {
  const bool words = variant.mixed && random.chance(10);
  switch (criterion.scale) {
    case Scale::level:
    case Scale::number: {
      if (words && criterion.scale == Scale::level) {
        constexpr std::string_view level[] = {"very_low", "low", "medium", "high", "very_high"};
        row += level[random.below(5)];
        return;
      }
      const auto whole = static_cast<std::uint64_t>((criterion.maximum - criterion.minimum) / 100);
      const std::uint64_t first = static_cast<std::uint64_t>(criterion.minimum / 100);
      const std::uint64_t value = first + random.below(whole + 1);
      row += std::to_string(value);
      if (variant.mixed && value < first + whole && random.chance(5)) {
        row += ".." + std::to_string(value + 1);
      } else if (value < first + whole && random.chance(8)) {
        row += ".5";
      }
      return;
    }
    case Scale::bands: {
      const std::uint64_t digits = 1 + random.below(5);
      std::uint64_t limit = 1;
      for (std::uint64_t i = 0; i < digits; ++i) limit *= 10;
      row += std::to_string(random.below(limit));
      return;
    }
    case Scale::choice:
    case Scale::boolean: {
      // The word that changes least is the usual one.
      const std::size_t pick = random.chance(70) ? 0 : random.below(criterion.levels.size());
      row += criterion.levels[pick].word;
      return;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: make_csv ROWS [plain|quoted|utf8|wide|unknowns|mixed|allquoted] [SEED]\n",
               stderr);
    return 2;
  }
  const std::uint64_t rows = std::strtoull(argv[1], nullptr, 10);
  const std::string_view which = argc > 2 ? argv[2] : "plain";
  Random random(argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1);
  Variant variant;
  variant.quoted = which == "quoted";
  variant.utf8 = which == "utf8";
  variant.wide = which == "wide";
  variant.unknowns = which == "unknowns";
  variant.mixed = which == "mixed";
  variant.all_quoted = which == "allquoted";

  const sourcing::Engine engine = sourcing::Engine::embedded();
  const auto criteria = engine.program().criteria;
  std::string out = "id,name";
  for (const auto& criterion : criteria) out += ',' + std::string(criterion.id);
  constexpr int extra = 40;
  for (int i = 0; variant.wide && i < extra; ++i) out += ",extra_" + std::to_string(i);
  out += '\n';
  for (std::uint64_t row = 1; row <= rows; ++row) {
    const auto quote = [&] {
      if (variant.all_quoted) out += '"';
    };
    quote();
    out += 'P' + std::to_string(10'000'000 + row);
    quote();
    out += ',';
    quote();
    append_name(out, random, variant);
    quote();
    for (const auto& criterion : criteria) {
      out += ',';
      quote();
      const bool unknown =
          (variant.unknowns && random.below(15) == 0) || (variant.mixed && random.below(30) == 0);
      if (!unknown) append_value(out, random, criterion, variant);
      quote();
    }
    for (int i = 0; variant.wide && i < extra; ++i) {
      out += ',' + std::to_string(random.below(1'000'000));
    }
    out += '\n';
    constexpr std::size_t enough = std::size_t{1} << 20;
    if (out.size() < enough && row < rows) continue;
    if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size()) return 1;
    out.clear();
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}
