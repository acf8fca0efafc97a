// SPDX-License-Identifier: Apache-2.0
// What a row's document says of the answers one step away, and of the rules that set a disposition:
// put together from texts that are cut out of what render/verdict_json writes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/considered.hpp"
#include "analysis/quiet_steps.hpp"
#include "analysis/single_steps.hpp"
#include "batch/plan/plan.hpp"
#include "batch/write/document_texts.hpp"
#include "batch/write/row_writer.hpp"
#include "batch/write/value_texts.hpp"

namespace sourcing::batch {

/// One per thread. Costs no allocation once the kinds of rows have been seen.
class Surroundings {
 public:
  Surroundings(const Plan& plan, const DocumentTexts& texts);

  /// `answers` has what is shown of each criterion, as JSON text; empty where it is not answered.
  void look(const analysis::SingleSteps::Start& start,
            const std::vector<std::string_view>& answers);

  /// Of the last look.
  [[nodiscard]] bool robust() const noexcept { return robust_; }
  [[nodiscard]] std::string_view flip_step() const noexcept { return flip_; }
  [[nodiscard]] std::string_view considered() const noexcept { return considered_; }

 private:
  // A rule up to what it lacks, by whether it fires; and as a whole where it lacks nothing.
  struct RuleTexts {
    std::array<std::string, 3> lacking, complete;
  };
  // What is lacking, but for what is quoted of its answer: that goes between the two.
  struct NeedTexts {
    std::string before, after;
  };

  void cut_flips(const DocumentTexts& texts);
  void write_flip(const analysis::SingleSteps::Step& step, std::uint16_t from);
  void write_considered(const engine::Box& box, const std::vector<std::string_view>& answers);
  void cut_rules();
  [[nodiscard]] std::string entry_of(const analysis::RuleConsidered& rule) const;
  [[nodiscard]] NeedTexts cut_need(analysis::RuleConsidered rule);
  [[nodiscard]] const NeedTexts& of(const analysis::RuleConsidered& rule,
                                    const analysis::Need& need);

  const Plan& plan_;
  const DocumentTexts& texts_;
  analysis::SingleSteps steps_;
  analysis::QuietSteps quiet_;
  analysis::Considering considering_;
  ValueTexts values_;
  bool robust_ = true;
  std::string flip_, considered_;
  std::vector<RuleTexts> rules_;  // those that set a disposition, in model order
  std::unordered_map<std::uint64_t, NeedTexts> needs_;
  std::string between_needs_, rule_end_;
  // Of a step: before its criterion's first value, between the two, and what it gives.
  std::vector<std::string> before_;
  std::string between_, none_;
  std::array<std::array<std::array<std::string, location_count + 1>, engagement_count + 1>,
             disposition_count + 1>
      gives_;
};

}  // namespace sourcing::batch
