// SPDX-License-Identifier: Apache-2.0
#include "analysis/next_questions.hpp"

#include <algorithm>
#include <optional>

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

// What an open criterion has to do with the parts of the verdict that are open.
class Bearings {
 public:
  // `rules` gets the undecided ones that bear on an open part.
  Bearings(const Scene& scene, const Box& box, const PossibleSet& possible,
           std::vector<std::uint16_t>& rules)
      : program_(scene.program), box_(box), open_(open_parts(possible)), rules_(rules) {
    rules.clear();
    for (const std::uint32_t r : scene.rules) {
      const engine::Rule& rule = program_.rules[r];
      if (bears_on_open(rule) &&
          engine::truth(program_, rule.condition, box) == engine::Truth::maybe) {
        rules.push_back(static_cast<std::uint16_t>(r));
      }
    }
  }

  /// What a criterion that is not settled moves the open scores by; nothing when it does not bear
  /// on an open part.
  [[nodiscard]] std::optional<Centipoints> moved_by(std::size_t c) const {
    const Centipoints moved = spread(c);
    if (moved == 0 && !tested(c)) return std::nullopt;
    return moved;
  }

 private:
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

  const Program& program_;
  const Box& box_;
  OpenParts open_;
  const std::vector<std::uint16_t>& rules_;
};

bool affordable(const Scene& scene, const Box& box, const PossibleSet& possible) {
  const Program& program = scene.program;
  std::uint64_t looks = program.nodes.size(), asked = 0;
  for (const std::uint16_t c : scene.active) {
    looks += static_cast<std::uint64_t>(box.high[c]) - box.low[c];
    asked += program.criteria[c].levels.size();
  }
  return looks * asked * possible.verdicts.size() <= most_looks;
}

// Calls f with the levels and words within the interval; with its ends when it holds none.
template <class F>
void each_answer(const engine::Criterion& criterion, std::uint16_t low, std::uint16_t high, F&& f) {
  bool any = false;
  for (const engine::Level& level : criterion.levels) {
    if (level.at < low || high < level.at) continue;
    any = true;
    f(level.at);
  }
  if (any) return;
  f(low);
  f(high);
}

}  // namespace

// How much one answer after another settles.
class Questions::Asking {
 public:
  Asking(Questions& kept, const Scene& scene, Box& box, const PossibleSet& possible,
         SearchRoom& room)
      : kept_(kept), scene_(scene), box_(box), possible_(possible), room_(room) {
    if (kept.hints_.size() < possible.verdicts.size()) kept.hints_.resize(possible.verdicts.size());
  }

  void ask(Rank& rank) {
    const std::size_t c = rank.criterion;
    const std::uint16_t low = box_.low[c], high = box_.high[c];
    each_answer(scene_.program.criteria[c], low, high, [&](std::uint16_t at) {
      const PossibleCount remaining = after(c, at);
      rank.worst = std::max(rank.worst, remaining.count);
      if (remaining.exact) rank.proven = std::max(rank.proven, remaining.count);
      rank.sum += remaining.count;
      ++rank.answers;
    });
    box_.low[c] = low;
    box_.high[c] = high;
  }

 private:
  PossibleCount after(std::size_t c, std::uint16_t at) {
    box_.low[c] = box_.high[c] = at;
    // A witness with this one answer changed is likely to be a witness still.
    const std::span hints(kept_.hints_.data(), possible_.verdicts.size());
    for (std::size_t v = 0; v < hints.size(); ++v) {
      const engine::Point& witness = possible_.verdicts[v].witness;
      std::copy_n(witness.begin(), scene_.program.criteria.size(), hints[v].begin());
      hints[v][c] = at;
    }
    narrow_scene(scene_, box_, c, kept_.part_);
    PossibleCount remaining =
        count_possible(kept_.part_, box_, possible_.verdicts, hints, nodes_each, room_);
    if (!remaining.exact && more_ > 0) {
      remaining = count_possible(kept_.part_, box_, possible_.verdicts, hints, more_, room_);
      more_ -= std::min(more_, remaining.nodes);
    }
    // One verdict there always is.
    remaining.exact = remaining.exact || remaining.count == 1;
    return remaining;
  }

  Questions& kept_;
  const Scene& scene_;
  Box& box_;
  const PossibleSet& possible_;
  SearchRoom& room_;
  std::uint64_t more_ = nodes_more;
};

std::span<const Question> Questions::rank(const Scene& scene, Box& box, const PossibleSet& possible,
                                          SearchRoom& room) {
  ranks_.clear();
  questions_.clear();
  if (possible.complete && possible.verdicts.size() <= 1) return questions_;
  const Bearings bearings(scene, box, possible, rules_);
  Asking asking(*this, scene, box, possible, room);
  const bool count = affordable(scene, box, possible);
  for (const std::uint16_t c : scene.active) {
    const auto moved = bearings.moved_by(c);
    if (!moved) continue;
    Rank& rank = ranks_.emplace_back(Rank{c, 0, 0, 0, 0, *moved});
    if (count) {
      asking.ask(rank);
    } else {
      rank.worst = static_cast<std::uint32_t>(possible.verdicts.size());
    }
  }
  std::sort(ranks_.begin(), ranks_.end());
  for (const Rank& rank : ranks_) {
    questions_.push_back(
        {rank.criterion, rank.worst, possible.complete && rank.worst == rank.proven, rank.spread});
  }
  return questions_;
}

std::vector<std::size_t> open_questions(const Program& program, const Box& box,
                                        const PossibleSet& possible) {
  std::vector<std::size_t> open;
  std::vector<std::uint16_t> rules;
  const Scene scene = make_scene(program, box);
  const Bearings bearings(scene, box, possible, rules);
  for (const std::uint16_t c : scene.active) {
    if (bearings.moved_by(c)) open.push_back(c);
  }
  return open;
}

NextQuestion described(const Program& program, const Question& question, std::size_t language) {
  const engine::Criterion& criterion = program.criteria[question.criterion];
  NextQuestion said;
  said.criterion = criterion.id;
  said.question = program.text(criterion.question, language);
  said.remaining = question.remaining;
  said.exact = question.exact;
  said.spread = question.spread;
  return said;
}

std::vector<NextQuestion> next_questions(const Program& program, const Box& box,
                                         const PossibleSet& possible, std::size_t language) {
  const Scene scene = make_scene(program, box);
  Box narrowed = box;
  SearchRoom room;
  Questions questions(program);
  std::vector<NextQuestion> result;
  for (const Question& each : questions.rank(scene, narrowed, possible, room)) {
    result.push_back(described(program, each, language));
  }
  return result;
}

}  // namespace sourcing::analysis
