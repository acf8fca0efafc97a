// SPDX-License-Identifier: Apache-2.0
#include "export/sql/cells.hpp"

#include <algorithm>

#include "engine/box.hpp"

namespace sourcing::sql {

namespace {

using engine::Program;
using engine::Truth;

void collect(const Program& program, const engine::Node& node, std::vector<std::size_t>& found) {
  if (node.kind == engine::NodeKind::atom) {
    found.push_back(program.atoms[node.first].criterion);
    return;
  }
  for (const engine::Node& child : program.nodes.subspan(node.first, node.count)) {
    collect(program, child, found);
  }
}

bool overlap(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](std::size_t c) { return std::find(b.begin(), b.end(), c) != b.end(); });
}

class Splitter {
 public:
  Splitter(const Program& program, Group& group, std::size_t most)
      : program_(program), group_(group), most_(most), box_(engine::whole(program)) {}

  void split() {
    if (group_.open) return;
    for (const std::size_t r : group_.rules) {
      const std::uint32_t condition = program_.rules[r].condition;
      if (engine::truth(program_, condition, box_) != Truth::maybe) continue;
      const engine::Cut cut = engine::find_cut(program_, condition, box_);
      const std::uint16_t low = box_.low[cut.criterion], high = box_.high[cut.criterion];
      box_.high[cut.criterion] = cut.last_of_lower;
      split();
      box_.high[cut.criterion] = high;
      box_.low[cut.criterion] = static_cast<std::uint16_t>(cut.last_of_lower + 1);
      split();
      box_.low[cut.criterion] = low;
      return;
    }
    if (group_.cells.size() >= most_) {
      group_.open = true;
      group_.cells.clear();
      return;
    }
    Cell& cell = group_.cells.emplace_back();
    for (const std::size_t c : group_.criteria) cell.within.push_back({box_.low[c], box_.high[c]});
    for (const std::size_t r : group_.rules) {
      cell.fires.push_back(engine::truth(program_, program_.rules[r].condition, box_) ==
                           Truth::yes);
    }
  }

 private:
  const Program& program_;
  Group& group_;
  std::size_t most_;
  engine::Box box_;
};

}  // namespace

std::vector<std::size_t> tested(const Program& program, const engine::Node& node, bool* once) {
  std::vector<std::size_t> found;
  collect(program, node, found);
  std::sort(found.begin(), found.end());
  const auto end = std::unique(found.begin(), found.end());
  if (once != nullptr) *once = end == found.end();
  found.erase(end, found.end());
  return found;
}

std::vector<Group> find_groups(const Program& program,
                               const std::function<bool(const engine::Rule&)>& relevant,
                               std::size_t most) {
  std::vector<Group> groups;
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    if (!relevant(program.rules[r])) continue;
    Group merged;
    merged.criteria = tested(program, program.nodes[program.rules[r].condition]);
    for (const engine::Neutralised& each : program.rules[r].neutralised) {
      if (!each.folded) merged.criteria.push_back(each.criterion);
    }
    std::vector<Group> apart;
    for (Group& group : groups) {
      if (!overlap(group.criteria, merged.criteria)) {
        apart.push_back(std::move(group));
        continue;
      }
      merged.rules.insert(merged.rules.end(), group.rules.begin(), group.rules.end());
      merged.criteria.insert(merged.criteria.end(), group.criteria.begin(), group.criteria.end());
    }
    merged.rules.push_back(r);
    std::sort(merged.rules.begin(), merged.rules.end());
    std::sort(merged.criteria.begin(), merged.criteria.end());
    merged.criteria.erase(std::unique(merged.criteria.begin(), merged.criteria.end()),
                          merged.criteria.end());
    apart.push_back(std::move(merged));
    groups = std::move(apart);
  }
  for (Group& group : groups) Splitter(program, group, most).split();
  return groups;
}

}  // namespace sourcing::sql
