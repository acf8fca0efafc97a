// SPDX-License-Identifier: Apache-2.0
// NDJSON lines of plain values go through the column kernel, all others through the JSON reader.
// A field of one's own that holds an object sends any line there, and must change nothing.
#include <fmt/format.h>

#include <array>

#include "catch.hpp"
#include "model/scale.hpp"
#include "property/random_model.hpp"
#include "property/support.hpp"
#include "unit/batch/support.hpp"

using namespace sourcing;
using namespace sourcing::test;

namespace {

// What is read as a cell otherwise than as JSON, or nearly is.
constexpr auto oddities = std::to_array<std::string_view>({R"("n/a")",
                                                           R"(" ? ")",
                                                           R"("")",
                                                           R"("HIGH")",
                                                           R"("high ")",
                                                           "1e0",
                                                           "2E0",
                                                           "-0",
                                                           "-1",
                                                           "007",
                                                           "3.",
                                                           ".5",
                                                           "+3",
                                                           "3.000",
                                                           "3.0001",
                                                           R"("3")",
                                                           "true",
                                                           "false",
                                                           R"("true")",
                                                           R"("no")",
                                                           "[2, 1]",
                                                           R"([1, ])",
                                                           "[1,2,3]",
                                                           "[]",
                                                           R"([2,"high"])",
                                                           "[[1,2],3]",
                                                           R"("2..4")",
                                                           "[true,false]",
                                                           "{}",
                                                           "nul",
                                                           "NaN",
                                                           "\"h\\u0069gh\"",
                                                           "99999999999999999999",
                                                           "1.000",
                                                           "12,5",
                                                           R"("x")",
                                                           "'high'",
                                                           R"({"value":3})",
                                                           R"({"value":3,"evidence":"seen"})",
                                                           "1 2"});
constexpr auto texts = std::to_array<std::string_view>({R"("a")",
                                                        R"("Payroll, Spain")",
                                                        R"("Nòmina")",
                                                        R"("N\u00f2mina")",
                                                        R"("a \"b\"")",
                                                        R"("a\nb")",
                                                        R"("=1+1")",
                                                        R"("\u0000")",
                                                        R"("\ud83d\ude00")",
                                                        R"("😀")",
                                                        R"("")",
                                                        "null",
                                                        "5",
                                                        R"(" x ")",
                                                        R"("tab\t")",
                                                        R"("@x")",
                                                        R"("a/b\\c")",
                                                        R"("\u202ex")",
                                                        R"("-5")",
                                                        R"("\u0041")",
                                                        R"("a\/b")",
                                                        R"("\u00AD")",
                                                        "\"\x7f\"",
                                                        "\"\xff\"",
                                                        R"("\u12")",
                                                        R"("\uFF1D1")",
                                                        R"("'")",
                                                        R"("日本")"});

template <std::size_t N>
std::string one_of(Random& random, const std::array<std::string_view, N>& choices) {
  return std::string(choices[random.below(N)]);
}

std::string plain(Random& random, const engine::Criterion& criterion) {
  if (is_numeric(criterion.scale) && random.chance(60)) {
    const auto span = static_cast<std::uint64_t>(criterion.maximum - criterion.minimum) + 1;
    const std::int64_t hundredths =
        criterion.minimum +
        static_cast<std::int64_t>(random.below(std::min<std::uint64_t>(span, 100'000)));
    if (hundredths % 100 == 0 || random.chance(50)) return fmt::format("{}", hundredths / 100);
    return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
  }
  if (criterion.scale == Scale::boolean && random.chance(80)) {
    return random.chance(50) ? "true" : "false";
  }
  return fmt::format(R"("{}")", criterion.levels[random.below(criterion.levels.size())].word);
}

std::string value(Random& random, const engine::Criterion& criterion, int odd) {
  if (random.chance(odd)) return one_of(random, oddities);
  if (random.chance(5)) return "null";
  if (random.chance(10)) {
    return fmt::format("[{}, {}]", plain(random, criterion), plain(random, criterion));
  }
  return plain(random, criterion);
}

std::string members(Random& random, const Engine& engine) {
  std::vector<std::string> all;
  const int odd = random.chance(50) ? 0 : 2;
  if (random.chance(80)) all.push_back(R"("id":)" + one_of(random, texts));
  if (random.chance(70)) all.push_back(R"("name" : )" + one_of(random, texts));
  if (random.chance(20))
    all.push_back(R"("x_own":)" + value(random, engine.program().criteria[0], 30));
  const auto activities = engine.program().activities;
  if (random.chance(20) && !activities.empty()) {
    all.push_back(
        fmt::format(R"("activity":"{}")", activities[random.below(activities.size())].id));
  }
  const int some = random.chance(50) ? 95 : 40;
  for (const engine::Criterion& criterion : engine.program().criteria) {
    if (!random.chance(some)) continue;
    all.push_back(fmt::format(R"("{}":{})", criterion.id, value(random, criterion, odd)));
  }
  if (random.chance(3) && !all.empty()) all.push_back(all[random.below(all.size())]);
  if (random.chance(3)) {
    all.emplace_back(random.chance(50) ? R"("judgement":2)" : R"("judgement":null)");
  }
  if (random.chance(30)) {
    for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[random.below(i)]);
  }
  std::string text;
  for (const std::string& member : all) text += (text.empty() ? "" : ", ") + member;
  return text;
}

}  // namespace

TEST_CASE("a line of plain values is judged as the JSON reader has it") {
  const std::size_t count = trials(40);
  for (std::size_t trial = 0; trial < count; ++trial) {
    Random random(seed_of(3'000 + trial));
    const std::string model = trial % 3 == 0 ? "" : to_json(random_model(random));
    const Engine engine = model.empty() ? Engine::embedded() : engine_of(model);
    std::string plain_lines, as_json;
    for (int row = 0; row < 300; ++row) {
      const std::string text = members(random, engine);
      const std::string end = random.chance(2) ? "" : random.chance(5) ? " } \r" : "}";
      plain_lines += fmt::format("{{{}{}\n", text, end);
      as_json += fmt::format("{{{}{}\"$schema\":{{}}{}\n", text, text.empty() ? "" : ",", end);
    }
    BatchOptions options;
    options.assumed = make_task(engine);
    options.format = random.chance(30) ? Format::tsv : Format::csv;
    options.raw = random.chance(30);
    options.summary = true;
    options.rejects = true;
    options.show_values = true;
    constexpr std::array<std::string_view, 5> unknown = {"n/a", "?", "3", "high", "true"};
    for (const std::string_view word : unknown) {
      if (random.chance(20)) options.unknown.emplace_back(word);
    }
    if (random.chance(20)) options.map = {{"judgement", "judgment"}};
    if (random.chance(20)) options.ignore = {"Judgement", "complexity"};
    if (random.chance(10)) options.id_column = "x_own";
    if (random.chance(20)) options.most_errors = random.below(20) + 1;
    const BatchOutcome fast = judge(engine, plain_lines, options),
                       slow = judge(engine, as_json, options);
    INFO(repeat(trial, model));
    CAPTURE(plain_lines);
    REQUIRE(fast.out == slow.out);
    REQUIRE(fast.report.rows == slow.report.rows);
    REQUIRE(fast.report.verdicts == slow.report.verdicts);
    REQUIRE(fast.report.summary.codes == slow.report.summary.codes);
    REQUIRE(fast.report.summary.fired == slow.report.summary.fired);
    REQUIRE(fast.report.summary.verdicts == slow.report.summary.verdicts);
    REQUIRE(fast.told.failures.size() == slow.told.failures.size());
    for (std::size_t i = 0; i < fast.told.failures.size(); ++i) {
      REQUIRE(fast.told.failures[i].row == slow.told.failures[i].row);
    }
  }
}
