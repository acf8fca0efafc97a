// SPDX-License-Identifier: Apache-2.0
// The slow, obvious evaluator. It walks the model's JSON as the author wrote it, takes nothing from
// src/model, src/engine, src/input or src/analysis, and answers every question about unknown
// answers by trying all of them. Only tests link it.
//
// A *value* of a criterion is a whole number: hundredths on a `level` or `number` scale, the place
// in the list of levels on the others.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace sourcing::reference {

using Value = std::int64_t;
using Point = std::vector<Value>;  // one value per criterion

inline constexpr std::array<std::string_view, 4> axes = {"engagement", "onshore", "nearshore",
                                                         "offshore"};
inline constexpr std::array<std::string_view, 3> locations = {"onshore", "nearshore", "offshore"};

/// The three answers; "none" is a location when every one is excluded.
struct Verdict {
  std::string disposition, engagement, location;
  friend auto operator<=>(const Verdict&, const Verdict&) = default;
};

struct Outcome {
  std::map<std::string, std::int64_t, std::less<>> scores;  // centipoints
  std::set<std::string, std::less<>> excluded;
  std::set<std::string, std::less<>> fired;  // ids of gates and rules
  Verdict verdict;
  bool hybrid = false;
  bool close = false;  // meaningless without a location
};

/// What a task says about one criterion.
struct Answer {
  bool answered = false, assumed = false;  // by the task; by the activity's profile
  Value low = 0, high = 0;
};
using Answers = std::vector<Answer>;

struct Statuses {
  std::string engagement, location, disposition, overall;
  friend auto operator<=>(const Statuses&, const Statuses&) = default;
};

struct Bounds {
  std::int64_t low = 0, high = 0;
};

class Model {
 public:
  /// REQUIRES: a well-formed model.
  explicit Model(json::Value document);
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  [[nodiscard]] std::size_t criteria() const { return criteria_.size(); }
  [[nodiscard]] const std::string& id(std::size_t criterion) const;
  /// Every value of the criterion, lowest first.
  [[nodiscard]] const std::vector<Value>& grid(std::size_t criterion) const;

  /// Weights normalised to 10,000 centipoints, by criterion; no entry without a weight.
  [[nodiscard]] std::map<std::string, std::int64_t, std::less<>> weights(
      std::string_view axis) const;
  [[nodiscard]] std::int64_t contribution(std::string_view axis, std::size_t criterion,
                                          Value value) const;
  /// The points of every reason of an axis at a point: criteria and rules, and `base`.
  [[nodiscard]] std::map<std::string, std::int64_t, std::less<>> points(std::string_view axis,
                                                                        const Point& point) const;
  [[nodiscard]] Outcome decide(const Point& point) const;

  [[nodiscard]] Answers read(const json::Value& task) const;
  /// What the estimate takes.
  [[nodiscard]] Point estimate(const Answers& answers) const;
  /// Calls `each` for every completion; `profile`: only those that the activity allows.
  void complete(const Answers& answers, bool profile,
                const std::function<void(const Point&)>& each) const;
  [[nodiscard]] std::set<Verdict> possible(const Answers& answers) const;
  [[nodiscard]] Bounds bounds(const Answers& answers, std::string_view axis) const;
  [[nodiscard]] Statuses statuses(const Answers& answers) const;
  /// As though the profile's ranges were answers, and everything bore on everything.
  [[nodiscard]] std::string status_given_profile(const Answers& answers) const;

 private:
  struct Criterion {
    const json::Value* json;
    std::string scale;
    std::vector<Value> grid;
    Value neutral = 0;
  };

  [[nodiscard]] std::size_t named(std::string_view id) const;
  [[nodiscard]] Value value_of(const Criterion& criterion, const json::Value& written) const;
  [[nodiscard]] bool holds(const json::Value& condition, const Point& point) const;
  // The criteria that each rule that fires neutralises, the first of them alone.
  [[nodiscard]] std::map<std::string, std::vector<std::size_t>, std::less<>> neutralised(
      const Point& point) const;
  [[nodiscard]] bool tests(const json::Value& condition, const Answers& answers) const;
  [[nodiscard]] std::vector<const json::Value*> rules() const;  // gates first

  json::Value document_;
  std::vector<Criterion> criteria_;
  std::map<std::string, std::map<std::string, std::int64_t, std::less<>>, std::less<>> weights_;
};

/// A JSON number times 10^decimals. REQUIRES: it is whole then, and fits.
std::int64_t exact(std::string_view number, int decimals);

}  // namespace sourcing::reference
