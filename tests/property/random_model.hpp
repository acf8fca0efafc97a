// SPDX-License-Identifier: Apache-2.0
// Random models and tasks, as JSON text, from a seed.
//
// A model is made as a *spec* first, a plain value that a test may change (shuffle its rules, scale
// its weights, add a criterion) before it is written out. Nothing here uses the product's own
// reading or arithmetic.
//
// Environment: SOURCING_TEST_SEED (default 20260101) and SOURCING_TEST_SCALE (default 1: how many
// times the usual number of trials).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sourcing::test {

/// SplitMix64, and draws that are the same with every standard library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() noexcept;
  /// A number of [low, high].
  std::int64_t between(std::int64_t low, std::int64_t high) noexcept;
  /// An index of [0, count). REQUIRES: count > 0.
  std::size_t below(std::size_t count) noexcept;
  /// True `percent` times in a hundred.
  bool chance(int percent) noexcept { return between(1, 100) <= percent; }

  template <class T>
  const T& pick(const std::vector<T>& items) noexcept {
    return items[below(items.size())];
  }
  template <class T>
  void shuffle(std::vector<T>& items) noexcept {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::uint64_t state_;
};

/// The seed of this run; `trial` makes a seed of its own, so that one failure can be repeated.
std::uint64_t seed_of_run();
std::uint64_t seed_of(std::uint64_t trial);
/// `count`, times SOURCING_TEST_SCALE.
std::size_t trials(std::size_t count);

struct CriterionSpec {
  std::string id;
  std::string scale;                                    // level, number, bands, choice, boolean
  std::int64_t minimum = 100, maximum = 500, step = 1;  // hundredths; level, number
  std::vector<std::string> words;                       // bands, choice, boolean: one per position;
                                   // level, number: one per anchor, may be empty
  std::vector<std::int64_t> anchors;      // number: hundredths
  std::vector<std::int64_t> band_starts;  // bands: hundredths, the first 0
  std::size_t neutral = 0;                // position

  [[nodiscard]] bool numeric() const { return scale == "level" || scale == "number"; }
  [[nodiscard]] std::size_t positions() const;
};

struct WeightSpec {
  std::size_t criterion = 0;
  std::int64_t weight = 0;  // ten-thousandths
  std::string direction;    // high, low, steps
  std::vector<std::int64_t> steps;
};

struct ConditionSpec {
  std::string op;  // is … below, all, any, not
  std::size_t criterion = 0;
  std::vector<std::size_t> operands;  // positions
  std::vector<ConditionSpec> children;
};

struct RuleSpec {
  std::string id;
  bool gate = false;
  ConditionSpec when;
  std::array<std::int64_t, 4> points{};  // centipoints
  std::array<bool, 3> exclude{};
  std::string disposition;               // or empty
  std::vector<std::size_t> neutralised;  // criteria
};

struct ProfileSpec {
  std::size_t criterion = 0, low = 0, high = 0;
};

struct ActivitySpec {
  std::string id;
  std::vector<ProfileSpec> profile;
};

struct ModelSpec {
  std::vector<CriterionSpec> criteria;
  std::array<std::vector<WeightSpec>, 4> axes;
  std::int64_t threshold = 5000, hybrid_band = 800, location_band = 0;
  std::vector<RuleSpec> rules;  // gates and rules
  std::vector<ActivitySpec> activities;
  bool shuffled_keys = false;  // write the keys of every object in another order
};

struct ModelShape {
  std::size_t least_criteria = 1, most_criteria = 8;
  std::size_t most_positions = 401;  // of one criterion; below 401 there is no `level` scale
  std::size_t most_rules = 6;
  int condition_depth = 3;
  bool points = true;       // rules that add points, such that scores stay in range
  int neutralise = 25;      // percent of the rules that neutralise criteria
  bool any_points = false;  // and some that may leave it: such a model may be refused
};
/// Few positions, so that every completion of a task can be enumerated.
ModelShape small_shape();

ModelSpec random_model(Random& random, const ModelShape& shape = {});
std::string to_json(const ModelSpec& model);
ConditionSpec random_condition(Random& random, const ModelSpec& model, int depth);

/// The members of a task, so that a test can shuffle, drop or change them.
using TaskSpec = std::vector<std::pair<std::string, std::string>>;  // key, JSON text of the value

struct TaskShape {
  int answered = 60;                 // percent of the criteria that have an answer at all
  int ranges = 25;                   // percent of those that are ranges
  std::size_t most_completions = 0;  // 0: any number; else later criteria are answered by a point
  bool decorate = true;              // id, name, activity, evidence, x_ keys, explicit nulls
};
TaskSpec random_task(Random& random, const ModelSpec& model, const TaskShape& shape = {});
std::string to_json(const TaskSpec& task);

/// One position as JSON, in any form that names it: a number, a word, true, …
std::string value_text(Random& random, const CriterionSpec& criterion, std::size_t position);

/// The same as a cell of a table has it: no quotes, capitals and spaces as people type them.
std::string cell_text(Random& random, const CriterionSpec& criterion, std::size_t position);

/// Hundredths as a JSON number: 350 is 3.5.
std::string decimal(std::int64_t hundredths);

}  // namespace sourcing::test
