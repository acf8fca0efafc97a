// SPDX-License-Identifier: Apache-2.0
#include "analysis/ways.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sourcing::analysis {

namespace {

using engine::CriterionSet;
using engine::Node;
using engine::Program;

// One of a set: what is answered so already stays in it only where another test of the same
// criterion may still join it.
struct Want {
  Need need;
  bool met;
};

// By criterion, one each.
struct Way {
  std::vector<Want> wants;
  std::size_t lacking = 0;  // how many are not met
};

// Fewer first, then the earlier criteria.
bool shorter(const Way& a, const Way& b) {
  if (a.lacking != b.lacking) return a.lacking < b.lacking;
  auto x = a.wants.begin(), y = b.wants.begin();
  for (std::size_t i = 0; i < a.lacking; ++i, ++x, ++y) {
    while (x->met) ++x;
    while (y->met) ++y;
    if (x->need.criterion != y->need.criterion) return x->need.criterion < y->need.criterion;
  }
  return false;
}

// True where no criterion is tested twice.
bool each_tested(const Program& program, const Node& node, CriterionSet& once,
                 CriterionSet& twice) {
  if (node.kind == engine::NodeKind::atom) {
    const std::uint16_t c = program.atoms[node.first].criterion;
    if (once.insert(c)) return true;
    twice.insert(c);
    return false;
  }
  bool all_once = true;
  for (const Node& child : program.nodes.subspan(node.first, node.count)) {
    all_once = each_tested(program, child, once, twice) && all_once;
  }
  return all_once;
}

// What a test asks for; no need where it always holds or never does.
struct Asked {
  std::optional<Need> need;
  bool holds = false;
};
Asked asked(const Program& program, const engine::Atom& atom, bool wanted) {
  const std::uint16_t c = atom.criterion, last = program.criteria[c].last;
  if (atom.low > atom.high) return {std::nullopt, !wanted};  // it holds nowhere
  if (wanted) return {Need{c, atom.low, atom.high, false}};
  if (atom.low == 0 && atom.high == last) return {};
  if (atom.low == 0) return {Need{c, static_cast<std::uint16_t>(atom.high + 1), last, false}};
  if (atom.high == last) return {Need{c, 0, static_cast<std::uint16_t>(atom.low - 1), false}};
  return {Need{c, atom.low, atom.high, true}};
}

// The fewest where no criterion is tested twice: parts do not see each other, so that the best of
// each is the best of all. This is what people write, and one look at each test.
class Fewest {
 public:
  Fewest(const Program& program, const engine::Box& box) : program_(program), box_(box) {}

  // Appends what a condition lacks, by criterion; false where nothing makes it hold.
  bool append(const Node& node, bool wanted, std::vector<Need>& out) const {
    if (node.kind == engine::NodeKind::atom) {
      const Asked test = asked(program_, program_.atoms[node.first], wanted);
      if (!test.need) return test.holds;
      if (!is_met(*test.need, box_)) out.push_back(*test.need);
      return true;
    }
    const auto children = program_.nodes.subspan(node.first, node.count);
    if (node.kind == engine::NodeKind::not_) return append(children.front(), !wanted, out);
    const auto from = static_cast<std::ptrdiff_t>(out.size());
    if ((node.kind == engine::NodeKind::all) != wanted) return either(children, wanted, out);
    for (const Node& child : children) {
      if (!append(child, wanted, out)) return false;
    }
    std::sort(out.begin() + from, out.end(), by_criterion);
    return true;
  }

 private:
  static bool by_criterion(const Need& a, const Need& b) { return a.criterion < b.criterion; }

  bool either(std::span<const Node> children, bool wanted, std::vector<Need>& out) const {
    const auto from = static_cast<std::ptrdiff_t>(out.size());
    bool any = false;
    for (const Node& child : children) {
      const auto here = static_cast<std::ptrdiff_t>(out.size());
      if (!append(child, wanted, out)) {
        out.resize(static_cast<std::size_t>(here));
        continue;
      }
      const std::ptrdiff_t size = static_cast<std::ptrdiff_t>(out.size()) - here;
      const auto begin = out.begin();
      const bool better = !any || (size != here - from ? size < here - from
                                                       : std::lexicographical_compare(
                                                             begin + here, out.end(), begin + from,
                                                             begin + here, by_criterion));
      any = true;
      if (better) {
        out.erase(begin + from, begin + here);
      } else {
        out.resize(static_cast<std::size_t>(here));
      }
    }
    return any;
  }

  const Program& program_;
  const engine::Box& box_;
};

class Ways {
 public:
  // Without a box every need is one.
  Ways(const Program& program, const CriterionSet& twice, const engine::Box* box)
      : program_(program), twice_(twice), box_(box) {}

  std::vector<Way> of(const Node& node, bool wanted) {
    if (node.kind == engine::NodeKind::atom) return atom(program_.atoms[node.first], wanted);
    const auto children = program_.nodes.subspan(node.first, node.count);
    if (node.kind == engine::NodeKind::not_) return of(children.front(), !wanted);
    return (node.kind == engine::NodeKind::all) == wanted ? together(children, wanted)
                                                          : either(children, wanted);
  }

  /// False where some were left out.
  [[nodiscard]] bool complete() const noexcept { return complete_; }

 private:
  // Ways that are kept while they are put together; rules that people write have a few. A
  // stranger's condition may have many parts: once it has cost this much, fewer are kept.
  static constexpr std::size_t most_ways = 512, few_ways = 8, most_joins = 200'000;

  [[nodiscard]] std::size_t most() const noexcept {
    return joins_ < most_joins ? most_ways : few_ways;
  }

  std::vector<Way> together(std::span<const Node> children, bool wanted) {
    std::vector<Way> ways(1);
    for (const Node& child : children) {
      const std::vector<Way> more = of(child, wanted);
      if (more.size() == 1 && more.front().wants.empty()) continue;
      ways = both(ways, more);
      prune(ways, most());
      if (ways.empty()) break;
    }
    return ways;
  }

  std::vector<Way> either(std::span<const Node> children, bool wanted) {
    std::vector<Way> ways;
    for (const Node& child : children) {
      std::vector<Way> more = of(child, wanted);
      const bool holds =
          std::any_of(more.begin(), more.end(), [](const Way& way) { return way.wants.empty(); });
      if (holds) return std::vector<Way>(1);
      ways.insert(ways.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
      if (ways.size() > 4 * most_ways) prune(ways, most_ways);  // seldom, for it sorts
    }
    prune(ways, most());
    return ways;
  }

  void prune(std::vector<Way>& ways, std::size_t most) {
    if (ways.size() <= most) return;
    complete_ = false;
    std::stable_sort(ways.begin(), ways.end(), shorter);
    ways.resize(most);
  }

  [[nodiscard]] bool met(const Need& need) const noexcept {
    return box_ != nullptr && is_met(need, *box_);
  }

  [[nodiscard]] std::vector<Way> one(const Need& need) const {
    const bool already = met(need);
    if (already && !twice_.has(need.criterion)) return std::vector<Way>(1);
    return {Way{{{need, already}}, already ? 0U : 1U}};
  }

  [[nodiscard]] std::vector<Way> atom(const engine::Atom& atom, bool wanted) const {
    const Asked test = asked(program_, atom, wanted);
    return test.need ? one(*test.need) : std::vector<Way>(test.holds ? 1 : 0);
  }

  using Parts = std::vector<std::pair<std::uint16_t, std::uint16_t>>;
  [[nodiscard]] Parts parts(const Need& need) const {
    if (!need.outside) return {{need.low, need.high}};
    // An outside one has positions on both sides.
    return {{0, static_cast<std::uint16_t>(need.low - 1)},
            {static_cast<std::uint16_t>(need.high + 1), program_.criteria[need.criterion].last}};
  }

  // What meets two needs of one criterion: intervals.
  [[nodiscard]] std::vector<Need> meet(const Need& a, const Need& b) const {
    if (a.outside == b.outside && a.low == b.low && a.high == b.high) return {a};
    std::vector<Need> met;
    for (const auto& [low, high] : parts(a)) {
      for (const auto& [from, to] : parts(b)) {
        const std::uint16_t least = std::max(low, from), most = std::min(high, to);
        if (least <= most) met.push_back({a.criterion, least, most, false});
      }
    }
    return met;
  }

  void join(const Way& a, const Way& b, std::vector<Way>& out) {
    std::vector<Way> all = {a};
    for (const Want& want : b.wants) {
      std::vector<Way> next;
      for (Way& way : all) add(std::move(way), want, next);
      all = std::move(next);
    }
    joins_ += 1 + (a.wants.size() + b.wants.size()) / 16;
    out.insert(out.end(), std::make_move_iterator(all.begin()), std::make_move_iterator(all.end()));
  }

  void add(Way&& way, const Want& want, std::vector<Way>& out) const {
    const auto place = std::lower_bound(
        way.wants.begin(), way.wants.end(), want,
        [](const Want& x, const Want& y) { return x.need.criterion < y.need.criterion; });
    if (place == way.wants.end() || place->need.criterion != want.need.criterion) {
      way.wants.insert(place, want);
      way.lacking += want.met ? 0 : 1;
      out.push_back(std::move(way));
      return;
    }
    const auto at = place - way.wants.begin();
    for (const Need& need : meet(place->need, want.need)) {
      Way& more = out.emplace_back(way);
      Want& own = more.wants[static_cast<std::size_t>(at)];
      more.lacking -= own.met ? 0 : 1;
      own = {need, met(need)};
      more.lacking += own.met ? 0 : 1;
    }
  }

  std::vector<Way> both(const std::vector<Way>& a, const std::vector<Way>& b) {
    std::vector<Way> ways;
    const std::size_t enough = 4 * most();
    for (const Way& x : a) {
      for (const Way& y : b) {
        join(x, y, ways);
        if (ways.size() <= enough) continue;
        complete_ = false;
        return ways;
      }
    }
    return ways;
  }

  const Program& program_;
  const CriterionSet& twice_;
  const engine::Box* box_;
  std::size_t joins_ = 0;
  bool complete_ = true;
};

}  // namespace

std::vector<Need> lacking(const Program& program, std::uint32_t condition, const engine::Box& box) {
  CriterionSet once, twice;
  std::vector<Need> needs;
  if (each_tested(program, program.nodes[condition], once, twice)) {
    if (!Fewest(program, box).append(program.nodes[condition], true, needs)) needs.clear();
    return needs;
  }
  const std::vector<Way> ways = Ways(program, twice, &box).of(program.nodes[condition], true);
  if (ways.empty()) return needs;
  for (const Want& want : std::min_element(ways.begin(), ways.end(), shorter)->wants) {
    if (!want.met) needs.push_back(want.need);
  }
  return needs;
}

std::optional<KnownWays> KnownWays::of(const Program& program, std::uint32_t condition) {
  CriterionSet once, twice;
  if (!each_tested(program, program.nodes[condition], once, twice)) return std::nullopt;
  Ways ways(program, twice, nullptr);
  KnownWays known;
  for (const Way& way : ways.of(program.nodes[condition], true)) {
    auto& needs = known.ways_.emplace_back();
    for (const Want& want : way.wants) needs.push_back(want.need);
  }
  if (!ways.complete()) return std::nullopt;
  return known;
}

void KnownWays::lacking(const engine::Box& box, std::vector<Need>& out) const {
  constexpr std::size_t none = SIZE_MAX;
  const std::vector<Need>* best = nullptr;
  std::size_t fewest = none;
  // Of as few, the earlier criteria; the first of those that lack the same.
  const auto earlier = [&](const std::vector<Need>& way) {
    auto x = way.begin(), y = best->begin();
    for (std::size_t i = 0; i < fewest; ++i, ++x, ++y) {
      while (is_met(*x, box)) ++x;
      while (is_met(*y, box)) ++y;
      if (x->criterion != y->criterion) return x->criterion < y->criterion;
    }
    return false;
  };
  for (const std::vector<Need>& way : ways_) {
    const auto count = static_cast<std::size_t>(std::count_if(
        way.begin(), way.end(), [&](const Need& need) { return !is_met(need, box); }));
    if (best != nullptr && (count > fewest || (count == fewest && !earlier(way)))) continue;
    best = &way;
    fewest = count;
  }
  out.clear();
  if (best == nullptr) return;
  for (const Need& need : *best) {
    if (!is_met(need, box)) out.push_back(need);
  }
}

}  // namespace sourcing::analysis
