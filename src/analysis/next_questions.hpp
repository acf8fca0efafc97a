// SPDX-License-Identifier: Apache-2.0
// Which answer is worth getting first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <sourcing/decision.hpp>
#include <span>
#include <tuple>
#include <vector>

#include "analysis/possible.hpp"
#include "engine/box.hpp"

namespace sourcing::analysis {

/// The criteria that the box leaves open and that bear on a part of the verdict which is still
/// open, in model order. `possible` is what `possible_verdicts` found for the box.
[[nodiscard]] std::vector<std::size_t> open_questions(const engine::Program& program,
                                                      const engine::Box& box,
                                                      const PossibleSet& possible);

/// A criterion that is worth asking about.
struct Question {
  std::size_t criterion;
  std::uint32_t remaining;  ///< verdicts after its answer, in the worst case
  bool exact;               ///< no fewer than that is known to be possible
  Centipoints spread;       ///< how far it can move the scores that are open
};

/// The criteria that the box leaves open and that bear on a part of the verdict which is still
/// open, ranked: first those whose answer leaves fewest verdicts in the worst case, then fewest on
/// average, then those that move the open scores most, then in model order. None when one verdict
/// remains.
///
/// An answer is one of the criterion's levels or words. What remains after it is counted with few
/// nodes each, so in a tangled model it may be stated too high, never too low.
class Questions {
 public:
  /// For boxes of the model, one after another.
  explicit Questions(const engine::Program& program) : program_(program), part_{program} {}

  /// `scene` is that of the box, `possible` what a search found in it. The box is narrowed on the
  /// way, and ends as it was. What is returned is good until the next call.
  [[nodiscard]] std::span<const Question> rank(const Scene& scene, engine::Box& box,
                                               const PossibleSet& possible, SearchRoom& room);

 private:
  class Asking;
  struct Rank {
    std::size_t criterion;
    std::uint32_t worst, proven;  // `proven`: the greatest of those that are exact
    std::uint64_t sum, answers;
    Centipoints spread;

    friend bool operator<(const Rank& a, const Rank& b) {
      // The averages sum / answers, compared crosswise.
      return std::tuple(a.worst, a.sum * b.answers, -a.spread, a.criterion) <
             std::tuple(b.worst, b.sum * a.answers, -b.spread, b.criterion);
    }
  };

  const engine::Program& program_;
  // Kept from one box to the next, so that nothing is allocated for each.
  Scene part_;
  std::vector<engine::Point> hints_;
  std::vector<std::uint16_t> rules_;
  std::vector<Rank> ranks_;
  std::vector<Question> questions_;
};

[[nodiscard]] NextQuestion described(const engine::Program& program, const Question& question,
                                     std::size_t language);

/// All of them, as a decision says it. `possible` is what `possible_verdicts` found for the box.
[[nodiscard]] std::vector<NextQuestion> next_questions(const engine::Program& program,
                                                       const engine::Box& box,
                                                       const PossibleSet& possible,
                                                       std::size_t language);

}  // namespace sourcing::analysis
