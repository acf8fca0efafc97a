// SPDX-License-Identifier: Apache-2.0
#include "analysis/next_questions.hpp"

#include <algorithm>

namespace sourcing::analysis {

std::vector<NextQuestion> next_questions(const engine::Program& program, const Task& task,
                                         const engine::Box& box, std::size_t language) {
  (void)task;
  std::vector<NextQuestion> questions;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    if (box.low[c] == box.high[c]) continue;
    NextQuestion question;
    question.criterion = program.criteria[c].id;
    question.question = program.text(program.criteria[c].question, language);
    for (std::size_t a = 0; a < axis_count; ++a) {
      const auto span = engine::contribution_extremes(program, c, a, box.low[c], box.high[c]);
      question.spread += span.high - span.low;
    }
    questions.push_back(std::move(question));
  }
  std::stable_sort(questions.begin(), questions.end(),
                   [](const auto& a, const auto& b) { return a.spread > b.spread; });
  return questions;
}

}  // namespace sourcing::analysis
