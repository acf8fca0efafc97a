// SPDX-License-Identifier: Apache-2.0
#include "analysis/considered.hpp"

#include <algorithm>
#include <optional>

#include "engine/settle.hpp"
#include "input/value.hpp"

namespace sourcing::analysis {

namespace {

using engine::Node;
using engine::Program;
using engine::Truth;

using Needs = std::vector<Need>;  // by criterion, one each

// Ways to make a condition hold that are kept while they are put together; rules that people write
// have a few.
constexpr std::size_t most_ways = 512;

bool shorter(const Needs& a, const Needs& b) {
  if (a.size() != b.size()) return a.size() < b.size();
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const Need& x, const Need& y) { return x.criterion < y.criterion; });
}

class Ways {
 public:
  Ways(const Program& program, const engine::Box& box) : program_(program), box_(box) {}

  std::vector<Needs> of(const Node& node, bool wanted) const {
    if (node.kind == engine::NodeKind::atom) return atom(program_.atoms[node.first], wanted);
    const auto children = program_.nodes.subspan(node.first, node.count);
    if (node.kind == engine::NodeKind::not_) return of(children.front(), !wanted);
    const bool together = (node.kind == engine::NodeKind::all) == wanted;
    std::vector<Needs> ways;
    if (together) ways.emplace_back();
    for (const Node& child : children) {
      std::vector<Needs> more = of(child, wanted);
      if (!together) {
        ways.insert(ways.end(), more.begin(), more.end());
      } else {
        ways = both(ways, more);
      }
      if (ways.size() > most_ways) {
        std::stable_sort(ways.begin(), ways.end(), shorter);
        ways.resize(most_ways);
      }
    }
    return ways;
  }

 private:
  std::vector<Needs> atom(const engine::Atom& atom, bool wanted) const {
    const bool nowhere = atom.low > atom.high;
    const std::uint16_t c = atom.criterion, last = program_.criteria[c].last;
    const std::uint16_t low = box_.low[c], high = box_.high[c];
    const bool inside = !nowhere && atom.low <= low && high <= atom.high;
    const bool outside = nowhere || high < atom.low || atom.high < low;
    if (wanted ? inside : outside) return {Needs{}};
    if (wanted) {
      if (nowhere) return {};
      return {{Need{c, atom.low, atom.high, false}}};
    }
    if (atom.low == 0 && atom.high == last) return {};
    if (atom.low == 0) return {{Need{c, static_cast<std::uint16_t>(atom.high + 1), last, false}}};
    if (atom.high == last) return {{Need{c, 0, static_cast<std::uint16_t>(atom.low - 1), false}}};
    return {{Need{c, atom.low, atom.high, true}}};
  }

  // What meets two needs of one criterion; nothing where that is no interval.
  [[nodiscard]] static std::optional<Need> meet(const Need& a, const Need& b) {
    if (a.outside && b.outside) {
      return a.low == b.low && a.high == b.high ? std::optional(a) : std::nullopt;
    }
    if (a.outside) return meet(b, a);
    Need need = a;
    if (b.outside) {  // what is above it, or what is below
      if (b.low <= need.low && need.low <= b.high) {
        need.low = static_cast<std::uint16_t>(b.high + 1);
      }
      if (b.low <= need.high && need.high <= b.high && b.low > 0) {
        need.high = static_cast<std::uint16_t>(b.low - 1);
      }
      if (need.low < b.low && need.high > b.high) need.high = static_cast<std::uint16_t>(b.low - 1);
    } else {
      need.low = std::max(a.low, b.low);
      need.high = std::min(a.high, b.high);
    }
    return need.low <= need.high ? std::optional(need) : std::nullopt;
  }

  [[nodiscard]] static std::optional<Needs> join(const Needs& a, const Needs& b) {
    Needs all = a;
    for (const Need& need : b) {
      const auto place =
          std::lower_bound(all.begin(), all.end(), need,
                           [](const Need& x, const Need& y) { return x.criterion < y.criterion; });
      if (place == all.end() || place->criterion != need.criterion) {
        all.insert(place, need);
        continue;
      }
      const auto met = meet(*place, need);
      if (!met) return std::nullopt;
      *place = *met;
    }
    return all;
  }

  static std::vector<Needs> both(const std::vector<Needs>& a, const std::vector<Needs>& b) {
    std::vector<Needs> ways;
    for (const Needs& x : a) {
      for (const Needs& y : b) {
        if (auto joined = join(x, y)) ways.push_back(std::move(*joined));
        if (ways.size() > 4 * most_ways) return ways;
      }
    }
    return ways;
  }

  const Program& program_;
  const engine::Box& box_;
};

}  // namespace

std::vector<Need> lacking(const Program& program, std::uint32_t condition, const engine::Box& box) {
  std::vector<Needs> ways = Ways(program, box).of(program.nodes[condition], true);
  if (ways.empty()) return {};
  return *std::min_element(ways.begin(), ways.end(), shorter);
}

std::string wanted_json(const Program& program, const Need& need) {
  const engine::Criterion& criterion = program.criteria[need.criterion];
  const auto at = [&](std::size_t position) {
    return input::json_value(criterion, static_cast<std::uint16_t>(position));
  };
  const auto said = [](std::string_view op, const std::string& value) {
    return std::string("{\"").append(op).append("\":").append(value).append("}");
  };
  if (need.low == need.high) return said(need.outside ? "is_not" : "is", at(need.low));
  if (need.outside)
    return said("not", said("between", "[" + at(need.low) + "," + at(need.high) + "]"));
  // A bound as its author will have written it: on the grid, below 4 is the same as at most 3.99.
  const bool numeric = criterion.scale == Scale::level || criterion.scale == Scale::number;
  if (need.high == criterion.last) {
    const std::string here = at(need.low);
    const std::string under = need.low == 0 ? here : at(need.low - std::size_t{1});
    return numeric && under.size() < here.size() ? said("above", under) : said("at_least", here);
  }
  if (need.low == 0) {
    const std::string here = at(need.high), over = at(need.high + std::size_t{1});
    return numeric && over.size() < here.size() ? said("below", over) : said("at_most", here);
  }
  return said("between", "[" + at(need.low) + "," + at(need.high) + "]");
}

std::vector<Considered> considered(const Program& program,
                                   std::span<const std::string_view> answers,
                                   const engine::Box& box, std::uint64_t cells) {
  std::vector<Considered> result;
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    const engine::Rule& rule = program.rules[r];
    if (rule.disposition == engine::no_disposition) continue;
    Considered& one = result.emplace_back();
    one.code = rule.id;
    one.disposition = static_cast<Disposition>(rule.disposition);
    const Truth value = engine::settle_rule(program, r, box, cells);
    one.fires = value == Truth::yes ? Fires::yes : value == Truth::no ? Fires::no : Fires::maybe;
    if (value == Truth::yes) continue;
    for (const Need& need : lacking(program, rule.condition, box)) {
      const std::string_view answer = answers[need.criterion];
      one.lacking.push_back({std::string(program.criteria[need.criterion].id),
                             std::string(answer.empty() ? "null" : answer),
                             wanted_json(program, need)});
    }
  }
  return result;
}

}  // namespace sourcing::analysis

namespace sourcing {

std::string_view name(Fires fires) noexcept {
  switch (fires) {
    case Fires::no:
      return "no";
    case Fires::maybe:
      return "maybe";
    case Fires::yes:
      return "yes";
  }
  return {};
}

}  // namespace sourcing
