// SPDX-License-Identifier: Apache-2.0
#include "analysis/possible.hpp"

#include <algorithm>

#include "analysis/target.hpp"

namespace sourcing::analysis {

namespace {

using engine::Box;
using engine::Program;

// Each level of splitting is a stack frame; a stranger's model may not exhaust the stack.
constexpr std::size_t deepest = 1'000;

// Looks at a condition's part or a contribution that a node may cost before it counts as two.
constexpr std::uint64_t looks_per_node = 2'500;

// No location comes after the locations.
unsigned place(std::int8_t location) noexcept {
  return location == engine::no_location ? static_cast<unsigned>(location_count)
                                         : static_cast<unsigned>(location);
}

// In the order disposition, engagement, location.
unsigned rank_of(Disposition disposition, Engagement engagement, std::int8_t location) noexcept {
  constexpr unsigned engagements = 2, places = location_count + 1;
  return (static_cast<unsigned>(disposition) * engagements + static_cast<unsigned>(engagement)) *
             places +
         place(location);
}
std::uint32_t bit_of(Disposition disposition, Engagement engagement,
                     std::int8_t location) noexcept {
  return std::uint32_t{1} << rank_of(disposition, engagement, location);
}
bool before(const PossibleVerdict& a, const PossibleVerdict& b) noexcept {
  return rank_of(a.disposition, a.engagement, a.location) <
         rank_of(b.disposition, b.engagement, b.location);
}

/// Looks for one verdict after another. Every point that is tried along the way is a witness of
/// the verdict that it gives, whichever one was being looked for.
class Search {
 public:
  /// `witnesses` gets what is found, if it is asked for.
  Search(const Scene& scene, Box& box, std::uint64_t budget, SearchRoom& room,
         std::vector<PossibleVerdict>* witnesses)
      : program_(scene.program),
        box_(box),
        scene_(scene),
        relaxation_(scene_, box_, room.relaxation),
        demands_(room.demands),
        budget_(budget),
        witnesses_(witnesses) {}

  /// Everything that is possible; whether that is known to be all.
  bool run() {
    try_point(relaxation_.point());
    if (!scene_.active.empty()) all_targets();
    return complete_;
  }

  PossibleCount count(std::span<const PossibleVerdict> verdicts,
                      std::span<const engine::Point> hints) {
    for (const engine::Point& hint : hints) try_point(hint);
    // Where nothing is open, the point that there is has one verdict.
    const bool point = scene_.active.empty() && !hints.empty();
    const std::uint64_t each = budget_;
    PossibleCount result;
    for (const PossibleVerdict& verdict : verdicts) {
      const Target target{verdict.disposition, verdict.engagement, verdict.location};
      budget_ = nodes_ + each;
      const Answer answer = found(target) ? Answer::yes : point ? Answer::no : explore(target, 0);
      if (answer != Answer::no) ++result.count;
      result.exact = result.exact && answer != Answer::unknown;
    }
    result.nodes = nodes_;
    return result;
  }

  [[nodiscard]] std::uint64_t nodes() const noexcept { return nodes_; }

 private:
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
          if (found(target)) continue;
          if (explore(target, 0) == Answer::unknown) complete_ = false;
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
    if (nodes_ >= budget_ || depth >= deepest) return Answer::unknown;
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
    nodes_ += 1 + (looks - charged_) / looks_per_node;
    charged_ = looks;
  }

  void try_point(const engine::Point& point) {
    const engine::Outcome outcome = outcome_at(scene_, point);
    const std::uint32_t one = bit_of(outcome.disposition, outcome.engagement, outcome.location);
    if ((found_ & one) != 0) return;
    found_ |= one;
    if (witnesses_ == nullptr) return;
    witnesses_->push_back({outcome.disposition, outcome.engagement, outcome.location, point});
  }

  bool try_point(const engine::Point& point, const Target& target) {
    try_point(point);
    return found(target);
  }

  // REQUIRES: the target asks for every part.
  [[nodiscard]] bool found(const Target& target) const noexcept {
    return (found_ & bit_of(*target.disposition, *target.engagement, *target.location)) != 0;
  }

  Demand& at_depth(std::size_t depth) {
    while (demands_.size() <= depth) demands_.emplace_back();
    return demands_[depth];
  }

  const Program& program_;
  Box& box_;
  const Scene& scene_;
  Relaxation relaxation_;
  std::deque<Demand>& demands_;
  std::uint64_t budget_;
  std::uint64_t nodes_ = 0, visited_ = 0, charged_ = 0;
  std::uint32_t found_ = 0;  // a bit for each verdict
  bool complete_ = true;
  std::vector<PossibleVerdict>* witnesses_;
};

}  // namespace

void find_possible(const Scene& scene, Box& box, std::uint64_t nodes, SearchRoom& room,
                   PossibleSet& set) {
  set.verdicts.clear();
  Search search(scene, box, nodes, room, &set.verdicts);
  set.complete = search.run();
  set.nodes = search.nodes();
  std::sort(set.verdicts.begin(), set.verdicts.end(), before);
}

PossibleSet possible_verdicts(const Program& program, const Box& box, std::uint64_t nodes) {
  const Scene scene = make_scene(program, box);
  Box narrowed = box;
  SearchRoom room;
  PossibleSet set;
  find_possible(scene, narrowed, nodes, room, set);
  return set;
}

PossibleCount count_possible(const Scene& scene, Box& box,
                             std::span<const PossibleVerdict> verdicts,
                             std::span<const engine::Point> hints, std::uint64_t nodes_each,
                             SearchRoom& room) {
  return Search(scene, box, nodes_each, room, nullptr).count(verdicts, hints);
}

}  // namespace sourcing::analysis
