// SPDX-License-Identifier: Apache-2.0
#include "analysis/possible.hpp"

#include <algorithm>
#include <deque>

#include "analysis/relaxation.hpp"
#include "analysis/target.hpp"

namespace sourcing::analysis {

namespace {

using engine::Box;
using engine::Program;

// Each level of splitting is a stack frame; a stranger's model may not exhaust the stack.
constexpr std::size_t deepest = 1'000;

// Looks at a condition's part or a contribution that a node may cost before it counts as two.
constexpr std::uint64_t looks_per_node = 2'500;

/// Looks for one verdict after another. Every point that is tried along the way is a witness of
/// the verdict that it gives, whichever one was being looked for.
class Search {
 public:
  Search(const Scene& scene, const Box& box, std::uint64_t budget)
      : program_(scene.program),
        box_(box),
        scene_(scene),
        relaxation_(scene_, box_),
        budget_(budget) {}

  PossibleSet run() {
    try_point(box_.low);
    if (!scene_.active.empty()) all_targets();
    std::sort(set_.verdicts.begin(), set_.verdicts.end(), before);
    return std::move(set_);
  }

  PossibleCount count(const std::vector<PossibleVerdict>& verdicts,
                      const std::vector<engine::Point>& hints) {
    for (const engine::Point& hint : hints) try_point(hint);
    const std::uint64_t each = budget_;
    PossibleCount result;
    for (const auto& [disposition, engagement, location, witness] : verdicts) {
      budget_ = set_.nodes + each;
      const Answer answer = found(disposition, engagement, location)
                                ? Answer::yes
                                : explore({disposition, engagement, location}, 0);
      if (answer != Answer::no) ++result.count;
      result.exact = result.exact && answer != Answer::unknown;
    }
    result.nodes = set_.nodes;
    return result;
  }

 private:
  // No location comes after the locations.
  static int place(std::int8_t location) noexcept {
    return location == engine::no_location ? static_cast<int>(location_count) : location;
  }
  static bool before(const PossibleVerdict& a, const PossibleVerdict& b) noexcept {
    if (a.disposition != b.disposition) return a.disposition < b.disposition;
    if (a.engagement != b.engagement) return a.engagement < b.engagement;
    return place(a.location) < place(b.location);
  }

  void all_targets() {
    constexpr std::array dispositions = {Disposition::outsource, Disposition::automate_first,
                                         Disposition::retain};
    constexpr std::array<std::int8_t, 4> locations = {0, 1, 2, engine::no_location};
    for (const Disposition disposition : dispositions) {
      if (!open({disposition, {}, {}})) continue;
      for (const std::int8_t location : locations) {
        if (!open({disposition, {}, location})) continue;
        for (const Engagement engagement : {Engagement::bpo, Engagement::kpo}) {
          const Target target{disposition, engagement, location};
          if (found(disposition, engagement, location)) continue;
          if (explore(target, 0) == Answer::unknown) set_.complete = false;
        }
      }
    }
  }

  // False when a look at the whole box is enough to see that nothing meets the target.
  bool open(const Target& target) {
    Demand& demand = at_depth(0);
    make_demand(scene_, target, box_, demand);
    return !demand.impossible && relaxation_.feasible(demand);
  }

  enum class Answer : std::uint8_t { no, yes, unknown };

  Answer explore(const Target& target, std::size_t depth) {
    if (set_.nodes >= budget_ || depth >= deepest) return Answer::unknown;
    charge();
    Demand& demand = at_depth(depth);
    make_demand(scene_, target, box_, demand);
    if (demand.impossible || !relaxation_.feasible(demand)) return Answer::no;
    if (try_point(relaxation_.point(), target)) return Answer::yes;

    engine::Cut cut{};
    if (demand.undecided < program_.rules.size()) {
      cut = engine::find_cut(program_, program_.rules[demand.undecided].condition, box_);
    } else {
      relaxation_.mend(demand);
      if (try_point(relaxation_.point(), target)) return Answer::yes;
      const std::size_t widest = relaxation_.widest(demand);
      // A single point: the demand was exact, and the point has just been tried.
      if (widest == scene_.active.size()) return Answer::no;
      cut.criterion = scene_.active[widest];
      cut.last_of_lower =
          static_cast<std::uint16_t>((box_.low[cut.criterion] + box_.high[cut.criterion]) / 2);
    }
    return split(target, cut, depth);
  }

  Answer split(const Target& target, engine::Cut cut, std::size_t depth) {
    const std::uint16_t low = box_.low[cut.criterion], high = box_.high[cut.criterion];
    // The half that the promising point lies in first.
    const bool upper_first = relaxation_.point()[cut.criterion] > cut.last_of_lower;
    Answer result = Answer::no;
    for (int half = 0; half < 2 && result != Answer::yes; ++half) {
      const bool upper = (half == 0) == upper_first;
      if (upper) {
        box_.low[cut.criterion] = static_cast<std::uint16_t>(cut.last_of_lower + 1);
      } else {
        box_.high[cut.criterion] = cut.last_of_lower;
      }
      const Answer here = explore(target, depth + 1);
      box_.low[cut.criterion] = low;
      box_.high[cut.criterion] = high;
      if (here != Answer::no) result = here;
    }
    return result;
  }

  // A node counts for what the one before it has cost.
  void charge() {
    const std::uint64_t looks = relaxation_.looks() + visited_++ * looks_at_conditions(program_);
    set_.nodes += 1 + (looks - charged_) / looks_per_node;
    charged_ = looks;
  }

  void try_point(const engine::Point& point) {
    const engine::Outcome outcome = engine::decide(program_, point);
    if (found(outcome.disposition, outcome.engagement, outcome.location)) return;
    set_.verdicts.push_back({outcome.disposition, outcome.engagement, outcome.location, point});
  }

  bool try_point(const engine::Point& point, const Target& target) {
    try_point(point);
    return found(*target.disposition, *target.engagement, *target.location);
  }

  [[nodiscard]] bool found(Disposition disposition, Engagement engagement,
                           std::int8_t location) const noexcept {
    return std::any_of(set_.verdicts.begin(), set_.verdicts.end(), [&](const auto& verdict) {
      return verdict.disposition == disposition && verdict.engagement == engagement &&
             verdict.location == location;
    });
  }

  Demand& at_depth(std::size_t depth) {
    while (demands_.size() <= depth) demands_.emplace_back();
    return demands_[depth];
  }

  const Program& program_;
  Box box_;
  const Scene& scene_;
  Relaxation relaxation_;
  std::uint64_t budget_;
  std::uint64_t visited_ = 0, charged_ = 0;
  std::deque<Demand> demands_;  // references stay good while it grows
  PossibleSet set_;
};

}  // namespace

PossibleSet possible_verdicts(const Program& program, const Box& box, std::uint64_t nodes) {
  const Scene scene = make_scene(program, box);
  return Search(scene, box, nodes).run();
}

PossibleCount count_possible(const Scene& scene, const Box& box,
                             const std::vector<PossibleVerdict>& verdicts,
                             const std::vector<engine::Point>& hints, std::uint64_t nodes_each) {
  return Search(scene, box, nodes_each).count(verdicts, hints);
}

}  // namespace sourcing::analysis
