// SPDX-License-Identifier: Apache-2.0
// What a row's document says of its open answers: the verdicts that are possible and the questions
// to ask, put together from texts that are cut out of what render/verdict_json writes.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "analysis/next_questions.hpp"
#include "analysis/possible.hpp"
#include "batch/plan/plan.hpp"
#include "batch/write/document_texts.hpp"
#include "batch/write/row_writer.hpp"
#include "batch/write/value_texts.hpp"

namespace sourcing::batch {

class OpenTexts {
 public:
  OpenTexts(const Plan& plan, const DocumentTexts& texts);

  /// `box` has what each witness answers: the criteria that it leaves open.
  void append_possible(const analysis::PossibleSet& set, const engine::Box& box,
                       std::string& out) const;
  void append_questions(std::span<const analysis::Question> questions, std::string& out) const;

 private:
  void cut_verdicts();
  void cut_witnesses();
  void cut_questions();

  const Plan& plan_;
  const DocumentTexts& texts_;
  ValueTexts values_;
  // Of a verdict: up to its witness's first member, by disposition, engagement and location.
  std::array<std::array<std::array<std::string, location_count + 1>, engagement_count>,
             disposition_count>
      verdicts_;
  std::array<std::array<std::array<std::string, location_count + 1>, engagement_count>,
             disposition_count>
      without_witness_;            // the whole entry, where no answer is open
  std::vector<std::string> keys_;  // of a witness's members
  std::string between_, end_;      // two members, and behind the last
  // Of a question: up to `remaining`, by criterion; then up to `spread`, which may be exact or not.
  std::vector<std::string> questions_;
  std::array<std::string, 2> spread_;
  std::string question_end_;
};

}  // namespace sourcing::batch
