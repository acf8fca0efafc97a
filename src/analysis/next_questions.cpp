// SPDX-License-Identifier: Apache-2.0
#include "analysis/next_questions.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

#include "analysis/estimate.hpp"

namespace sourcing::analysis {

namespace {

using engine::Box;
using engine::Program;

// Nodes to spend on one verdict after one answer, which is nearly always enough; and what all
// questions together may spend on those that are still open then. What is not refuted in the end
// counts as possible, and the question is marked where that may have made its number too great.
constexpr std::uint64_t nodes_each = 8, nodes_more = 2'000;

// Positions and condition parts that all questions together may look at; beyond, they are ranked by
// how far they move the scores, and the number of verdicts that remain is not worked out.
constexpr std::uint64_t most_looks = 100'000'000;

// The parts of the verdict that more than one answer remains for.
struct OpenParts {
  bool engagement = false, location = false, disposition = false;
};

OpenParts open_parts(const PossibleSet& possible) {
  OpenParts open;
  for (const PossibleVerdict& verdict : possible.verdicts) {
    const PossibleVerdict& first = possible.verdicts.front();
    open.engagement = open.engagement || verdict.engagement != first.engagement;
    open.location = open.location || verdict.location != first.location;
    open.disposition = open.disposition || verdict.disposition != first.disposition;
  }
  return open;
}

bool tests(const Program& program, const engine::Node& node, std::size_t criterion) {
  if (node.kind == engine::NodeKind::atom) {
    return program.atoms[node.first].criterion == criterion;
  }
  const auto children = program.nodes.subspan(node.first, node.count);
  return std::any_of(children.begin(), children.end(),
                     [&](const engine::Node& child) { return tests(program, child, criterion); });
}

class Questions {
 public:
  Questions(const Program& program, const Box& box, const PossibleSet& possible)
      : program_(program),
        box_(box),
        scene_(make_scene(program, box)),
        possible_(possible),
        open_(open_parts(possible)) {
    for (std::size_t r = 0; r < program.rules.size(); ++r) {
      const engine::Rule& rule = program.rules[r];
      if (bears_on_open(rule) &&
          engine::truth(program, rule.condition, box) == engine::Truth::maybe) {
        rules_.push_back(r);
      }
    }
  }

  struct Rank {
    std::size_t criterion;
    std::uint32_t worst, proven;  // `proven`: the greatest of those that are exact
    std::uint64_t sum, answers;
    Centipoints spread;

    friend bool operator<(const Rank& a, const Rank& b) {
      // The averages sum / answers, compared crosswise.
      return std::tuple(a.worst, a.sum * b.answers, -a.spread) <
             std::tuple(b.worst, b.sum * a.answers, -b.spread);
    }
  };

  /// What an open criterion moves the open scores by; nothing when it does not bear on an open
  /// part.
  [[nodiscard]] std::optional<Centipoints> bearing(std::size_t c) const {
    if (box_.low[c] == box_.high[c]) return std::nullopt;
    const Centipoints moved = spread(c);
    if (moved == 0 && !tested(c)) return std::nullopt;
    return moved;
  }

  std::vector<Rank> ranked() {
    std::vector<Rank> ranks;
    const bool count = affordable();
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      const auto bears = bearing(c);
      if (!bears) continue;
      const Centipoints moved = *bears;
      Rank rank{c, 0, 0, 0, 0, moved};
      if (!count) rank.worst = static_cast<std::uint32_t>(possible_.verdicts.size());
      for (const std::uint16_t at : count ? answers(c) : std::vector<std::uint16_t>{}) {
        const auto [remaining, exact, nodes] = remaining_after(c, at);
        rank.worst = std::max(rank.worst, remaining);
        if (exact) rank.proven = std::max(rank.proven, remaining);
        rank.sum += remaining;
        ++rank.answers;
      }
      ranks.push_back(rank);
    }
    std::stable_sort(ranks.begin(), ranks.end());
    return ranks;
  }

 private:
  [[nodiscard]] bool affordable() const {
    std::uint64_t looks = program_.nodes.size(), asked = 0;
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      if (box_.low[c] == box_.high[c]) continue;
      looks += static_cast<std::uint64_t>(box_.high[c]) - box_.low[c];
      asked += program_.criteria[c].levels.size();
    }
    return looks * asked * possible_.verdicts.size() <= most_looks;
  }

  [[nodiscard]] bool bears_on_open(const engine::Rule& rule) const {
    const bool scores_location = engine::moves_location(program_, rule);
    return (open_.engagement && engine::moves(program_, rule, 0)) ||
           (open_.location && (rule.excluded != 0 || scores_location)) ||
           (open_.disposition &&
            (rule.disposition != engine::no_disposition || rule.excluded != 0));
  }

  // How far the criterion can move the scores that are still open, summed.
  [[nodiscard]] Centipoints spread(std::size_t c) const {
    Centipoints sum = 0;
    for (std::size_t a = 0; a < axis_count; ++a) {
      if (a == 0 ? !open_.engagement : !open_.location) continue;
      const auto span = engine::contribution_extremes(program_, c, a, box_.low[c], box_.high[c]);
      sum += span.high - span.low;
    }
    return sum;
  }

  [[nodiscard]] bool tested(std::size_t c) const {
    return std::any_of(rules_.begin(), rules_.end(), [&](std::size_t r) {
      return tests(program_, program_.nodes[program_.rules[r].condition], c);
    });
  }

  // The levels and words within the interval; its ends when it holds none.
  [[nodiscard]] std::vector<std::uint16_t> answers(std::size_t c) const {
    std::vector<std::uint16_t> result;
    for (const engine::Level& level : program_.criteria[c].levels) {
      if (box_.low[c] <= level.at && level.at <= box_.high[c]) result.push_back(level.at);
    }
    if (result.empty()) result = {box_.low[c], box_.high[c]};
    return result;
  }

  PossibleCount remaining_after(std::size_t c, std::uint16_t at) {
    const std::uint16_t low = box_.low[c], high = box_.high[c];
    box_.low[c] = box_.high[c] = at;
    // A witness with this one answer changed is likely to be a witness still.
    hints_.clear();
    for (const PossibleVerdict& verdict : possible_.verdicts) {
      hints_.push_back(verdict.witness);
      hints_.back()[c] = at;
    }
    const Scene narrow = narrow_scene(scene_, box_, c);
    PossibleCount remaining = count_possible(narrow, box_, possible_.verdicts, hints_, nodes_each);
    if (!remaining.exact && more_ > 0) {
      remaining = count_possible(narrow, box_, possible_.verdicts, hints_, more_);
      more_ -= std::min(more_, remaining.nodes);
    }
    box_.low[c] = low;
    box_.high[c] = high;
    // One verdict there always is.
    remaining.exact = remaining.exact || remaining.count == 1;
    return remaining;
  }

  const Program& program_;
  Box box_;
  const Scene scene_;
  const PossibleSet& possible_;
  OpenParts open_;
  std::vector<std::size_t> rules_;  // undecided, and bearing on an open part
  std::vector<engine::Point> hints_;
  std::uint64_t more_ = nodes_more;
};

}  // namespace

std::vector<std::size_t> open_questions(const Program& program, const Box& box,
                                        const PossibleSet& possible) {
  std::vector<std::size_t> open;
  const Questions questions(program, box, possible);
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    if (questions.bearing(c)) open.push_back(c);
  }
  return open;
}

std::vector<NextQuestion> next_questions(const Program& program, const Box& box,
                                         const PossibleSet& possible, std::size_t language) {
  std::vector<NextQuestion> questions;
  if (possible.complete && possible.verdicts.size() <= 1) return questions;
  for (const auto& rank : Questions(program, box, possible).ranked()) {
    NextQuestion& question = questions.emplace_back();
    question.criterion = program.criteria[rank.criterion].id;
    question.question = program.text(program.criteria[rank.criterion].question, language);
    question.remaining = rank.worst;
    question.exact = possible.complete && rank.worst == rank.proven;
    question.spread = rank.spread;
  }
  return questions;
}

}  // namespace sourcing::analysis
