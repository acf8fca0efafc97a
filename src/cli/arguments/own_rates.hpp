// SPDX-License-Identifier: Apache-2.0
// Rates of one's own: what a person's year costs in a place, for a kind of work. They win over the
// published wage ratios of the classes in which the places lie, as seen from home.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <sourcing/problem.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "money/case.hpp"
#include "places/atlas.hpp"

namespace sourcing::cli {

/// A line of the file.
struct OwnRate {
  std::string place;  ///< as it was written
  const places::Place* at = nullptr;
  std::optional<money::Option> option;  ///< where a class is named instead of a place
  std::string role;                     ///< folded; empty: any work
  std::string currency;                 ///< empty: that of the task
  money::Cents low = 0, high = 0;
  std::string source;
};

/// The file, read. Immutable.
class OwnRates {
 public:
  /// A table with a header: `place`, `rate` (or `low` and `high`), and if wanted `role` or
  /// `activity`, `currency`, `source`. `home` beats what tasks say,
  /// `otherwise` stands in where they say nothing; both may be null, and are places of the atlas.
  OwnRates(std::string_view bytes, std::string_view source, const places::Atlas& atlas,
           const places::Place* home, const places::Place* otherwise);

  [[nodiscard]] const std::vector<Problem>& problems() const noexcept { return problems_; }
  /// What rates there are for a task, as a text that is the same for tasks that share them.
  [[nodiscard]] std::string key(const Task& task) const;
  /// The assumptions with the rates for the task in the place of what they replace.
  [[nodiscard]] money::Assumptions over(money::Assumptions published, const Task& task) const;
  /// The task has rates by place, and it is not known where home is.
  [[nodiscard]] bool lacks_home(const Task& task) const;

 private:
  void header(std::string_view line);
  void row(const std::vector<std::string>& cells);
  [[nodiscard]] std::optional<money::Cents> amount(const std::string& text, std::string_view what);
  void fail(std::string message, std::string hint = {});
  [[nodiscard]] const places::Place* home_of(const Task& task) const;
  [[nodiscard]] bool is_for(const OwnRate& rate, const Task& task) const;
  [[nodiscard]] std::vector<std::vector<const OwnRate*>> by_option(const Task& task) const;

  const places::Atlas& atlas_;
  const places::Place *home_, *otherwise_;
  std::string source_;
  char delimiter_ = ',';
  std::vector<std::string> columns_;
  std::vector<OwnRate> rates_;
  std::uint32_t line_ = 0;
  std::vector<Problem> problems_;
};

/// A plan for each set of rates that rows share, made when it is first needed. One per thread.
class RatedPlans {
 public:
  RatedPlans(const OwnRates& rates, const money::Plan& plan) : rates_(rates), plan_(plan) {}

  struct Rated {
    explicit Rated(money::Plan made) : plan(std::move(made)), evaluator(plan) {}
    money::Plan plan;
    money::Evaluator evaluator;
  };
  /// Good until the next call.
  [[nodiscard]] Rated& of(const Task& task);

 private:
  const OwnRates& rates_;
  const money::Plan& plan_;
  std::map<std::string, std::unique_ptr<Rated>> made_;
};

}  // namespace sourcing::cli
