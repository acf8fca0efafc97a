// SPDX-License-Identifier: Apache-2.0
#include "analysis/twin.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <string>

#include "engine/wide.hpp"

namespace sourcing::analysis {

using engine::Program;
using engine::Truth;

namespace {

// A condition in terms of the variables: equal texts mean equal conditions.
void signature(const Side& side, const engine::Node& node, const std::vector<std::uint16_t>& last,
               std::string& out) {
  const Program& program = *side.program;
  if (node.kind == engine::NodeKind::atom) {
    const engine::Atom& atom = program.atoms[node.first];
    const std::size_t variable = side.variable[atom.criterion];
    std::size_t low = 0, past = 0;
    if (side.meaning.empty() || side.meaning[atom.criterion].empty()) {
      low = atom.low;
      past = std::size_t{atom.high} + 1;
    } else {
      for (std::size_t at = 0; at <= last[variable]; ++at) {
        const std::uint16_t here = side.meant(atom.criterion, static_cast<std::uint16_t>(at));
        if (here < atom.low) low = at + 1;
        if (here <= atom.high) past = at + 1;
      }
    }
    if (past < low) low = past = 0;
    out += std::to_string(variable) + ':' + std::to_string(low) + '-' + std::to_string(past) + ' ';
    return;
  }
  out += node.kind == engine::NodeKind::all   ? "all("
         : node.kind == engine::NodeKind::any ? "any("
                                              : "not(";
  for (const engine::Node& child : program.nodes.subspan(node.first, node.count)) {
    signature(side, child, last, out);
  }
  out += ')';
}

}  // namespace

Side plain_side(const Program& program) {
  Side side;
  side.program = &program;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    side.variable.push_back(static_cast<std::uint16_t>(c));
  }
  return side;
}

Twin::Twin(std::vector<std::uint16_t> last, std::vector<Side> sides)
    : last_(std::move(last)), sides_(std::move(sides)) {
  std::size_t entries = 0;
  for (const std::uint16_t one : last_) {
    first_.push_back(entries);
    entries += one + std::size_t{1};
    domain_.push_back({0, one});
  }
  box_ = domain_;
  for (auto& lane : table_) lane.assign(entries, 0);
  for (std::size_t s = 0; s < sides_.size(); ++s) {
    const Side& side = sides_[s];
    criterion_of_[s].assign(last_.size(), -1);
    for (std::size_t c = 0; c < side.variable.size(); ++c) {
      const std::size_t variable = side.variable[c];
      criterion_of_[s][variable] = static_cast<std::int32_t>(c);
      for (std::size_t at = 0; at <= last_[variable]; ++at) {
        const engine::Lanes value =
            side.program->contribution(c, side.meant(c, static_cast<std::uint16_t>(at)));
        for (std::size_t a = 0; a < axis_count; ++a) {
          table_[s * axis_count + a][first_[variable] + at] += engine::lane(value, a);
        }
      }
    }
  }
  for (std::size_t v = 0; v < last_.size(); ++v) {
    bool straight = true;
    for (const auto& lane : table_) {
      const std::int32_t* at = lane.data() + first_[v];
      for (std::size_t p = 2; p <= last_[v] && straight; ++p) {
        straight = at[p] - at[p - 1] == at[1] - at[0];
      }
    }
    straight_.push_back(straight);
  }
  join_rules();
  by_both_.assign(last_.size(), Truth::no);
  for (std::size_t s = 0; s < sides_.size(); ++s) {
    varies_ = varies_ || sides_[s].program->varies;
    neutralised_[s].assign(last_.size(), Truth::no);
    by_one_[s].assign(last_.size(), Truth::no);
    for (std::size_t a = 0; a < axis_count; ++a) {
      std::vector<std::int32_t>& neutral = neutral_[s * axis_count + a];
      neutral.assign(last_.size(), 0);
      for (std::size_t c = 0; c < sides_[s].variable.size(); ++c) {
        neutral[sides_[s].variable[c]] = engine::lane(
            sides_[s].program->contribution(c, sides_[s].program->criteria[c].neutral), a);
      }
    }
  }
  for (const Side& side : sides_) {
    const std::size_t rules = std::max<std::size_t>(1, side.program->rules.size());
    looks_per_condition_ =
        std::max<std::uint64_t>(looks_per_condition_, 1 + side.program->nodes.size() / rules);
  }
  same_exclusions_ =
      sides_.size() == 2 && std::all_of(joints_.begin(), joints_.end(), [](const Joint& joint) {
        return joint.excluded[0] == joint.excluded[1];
      });
}

void Twin::join_rules() {
  std::map<std::string, std::vector<std::size_t>> known;
  for (std::size_t s = 0; s < sides_.size(); ++s) {
    const Program& program = *sides_[s].program;
    for (std::size_t r = 0; r < program.rules.size(); ++r) {
      const engine::Rule& rule = program.rules[r];
      std::string text;
      signature(sides_[s], program.nodes[rule.condition], last_, text);
      auto& same = known[text];
      const auto partner = std::find_if(same.begin(), same.end(),
                                        [&](std::size_t j) { return joints_[j].rule[s] < 0; });
      const std::size_t index = partner == same.end() ? joints_.size() : *partner;
      if (index == joints_.size()) {
        same.push_back(index);
        joints_.push_back({s, rule.condition});
      }
      Joint& joint = joints_[index];
      for (std::size_t a = 0; a < axis_count; ++a) {
        joint.points[s * axis_count + a] = rule.points[a];
      }
      joint.excluded[s] = rule.excluded;
      joint.disposition[s] = rule.disposition;
      joint.rule[s] = static_cast<std::int64_t>(r);
      for (const engine::Neutralised& each : rule.neutralised) {
        if (!each.folded) add_neutral(joint, sides_[s].variable[each.criterion], s);
      }
    }
  }
}

void Twin::add_neutral(Joint& joint, std::uint16_t variable, std::size_t side) {
  const auto known = std::find_if(joint.neutral.begin(), joint.neutral.end(),
                                  [&](const Neutral& each) { return each.variable == variable; });
  const bool fresh = known == joint.neutral.end();
  Neutral& neutral = fresh ? joint.neutral.emplace_back(Neutral{variable, {}}) : *known;
  neutral.sides[side] = true;
}

bool Twin::relevant(const Joint& rule, const Goal& goal) const {
  return std::any_of(goal.begin(), goal.end(), [&](const Wish& wish) {
    const std::int64_t* points = rule.points.data() + wish.side * axis_count;
    const bool scored = wish.kind == WishKind::engagement || wish.kind == WishKind::hybrid ||
                        wish.kind == WishKind::below_band || wish.kind == WishKind::above_band ||
                        wish.kind == WishKind::location;
    const auto here = [&](const Neutral& each) { return each.sides[wish.side]; };
    if (scored && std::any_of(rule.neutral.begin(), rule.neutral.end(), here)) return true;
    switch (wish.kind) {
      case WishKind::engagement:
      case WishKind::hybrid:
      case WishKind::below_band:
      case WishKind::above_band:
        return points[0] != 0;
      case WishKind::location:
        return rule.excluded[wish.side] != 0 ||
               std::any_of(points + 1, points + axis_count, [](auto p) { return p != 0; });
      case WishKind::disposition:
        return rule.excluded[wish.side] != 0 ||
               rule.disposition[wish.side] != engine::no_disposition;
      case WishKind::fires:
      case WishKind::silent:
        return rule.rule[wish.side] == wish.value;
    }
    return false;
  });
}

void Twin::span(std::size_t variable, Span to) {
  box_[variable] = to;
  for (std::size_t s = 0; s < sides_.size(); ++s) {
    const std::int32_t criterion = criterion_of_[s][variable];
    if (criterion < 0) continue;
    const auto c = static_cast<std::size_t>(criterion);
    boxes_[s].low[c] = sides_[s].meant(c, to.low);
    boxes_[s].high[c] = sides_[s].meant(c, to.high);
  }
}

engine::Point Twin::point_of(std::size_t s, const Assignment& at) const {
  engine::Point point{};
  const Side& side = sides_[s];
  for (std::size_t c = 0; c < side.variable.size(); ++c) {
    point[c] = side.meant(c, at[side.variable[c]]);
  }
  return point;
}

bool Twin::meets(const Goal& goal, const Assignment& at) const {
  for (std::size_t s = 0; s < sides_.size(); ++s) {
    const bool asked =
        std::any_of(goal.begin(), goal.end(), [&](const Wish& wish) { return wish.side == s; });
    if (!asked) continue;
    const Program& program = *sides_[s].program;
    const engine::Point point = point_of(s, at);
    const engine::Outcome outcome = engine::decide_wide(program, point);
    const Centipoints margin = outcome.scores[0] - program.threshold;
    for (const Wish& wish : goal) {
      if (wish.side != s) continue;
      const auto fires = [&] {
        const auto rule = static_cast<std::size_t>(wish.value);
        return engine::holds(program, program.nodes[program.rules[rule].condition], point);
      };
      bool met = false;
      switch (wish.kind) {
        case WishKind::engagement:
          met = static_cast<int>(outcome.engagement) == wish.value;
          break;
        case WishKind::location:
          met = outcome.location == wish.value;
          break;
        case WishKind::disposition:
          met = static_cast<int>(outcome.disposition) == wish.value;
          break;
        case WishKind::hybrid:
          met = std::abs(margin) <= program.hybrid_band;
          break;
        case WishKind::below_band:
          met = margin < -program.hybrid_band;
          break;
        case WishKind::above_band:
          met = margin > program.hybrid_band;
          break;
        case WishKind::fires:
          met = fires();
          break;
        case WishKind::silent:
          met = !fires();
          break;
      }
      if (!met) return false;
    }
  }
  return true;
}

Found Twin::find_near(const Goal& goal, const Assignment& home, std::size_t most,
                      std::uint64_t nodes) {
  home_ = home;
  most_moved_ = most;
  const Found found = find(goal, nodes);
  home_.clear();
  return found;
}

Found Twin::find(const Goal& goal, std::uint64_t nodes) {
  budget_ = nodes_ + nodes;
  used_.clear();
  for (std::size_t j = 0; j < joints_.size(); ++j) {
    if (relevant(joints_[j], goal)) used_.push_back(j);
  }
  truth_.assign(joints_.size(), Truth::no);
  point_.clear();
  for (std::size_t v = 0; v < domain_.size(); ++v) {
    span(v, domain_[v]);
    point_.push_back(domain_[v].low);
  }
  return explore(goal, 0);
}

}  // namespace sourcing::analysis
