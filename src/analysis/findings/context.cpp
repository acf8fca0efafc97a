// SPDX-License-Identifier: Apache-2.0
#include "analysis/findings/context.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.hpp"
#include "input/value.hpp"

namespace sourcing::analysis::findings {

namespace {

std::vector<std::uint16_t> last_positions(const engine::Program& program) {
  std::vector<std::uint16_t> last;
  for (const engine::Criterion& criterion : program.criteria) last.push_back(criterion.last);
  return last;
}

// Draws that are the same with every standard library.
class Draws {
 public:
  std::size_t below(std::size_t count) noexcept {
    state_ = state_ * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
    return static_cast<std::size_t>((state_ >> 33) % count);
  }

 private:
  std::uint64_t state_ = 20'260'101;
};

bool node_tests(const engine::Program& program, const engine::Node& node,
                std::size_t criterion) noexcept {
  if (node.kind == engine::NodeKind::atom) return program.atoms[node.first].criterion == criterion;
  const auto children = program.nodes.subspan(node.first, node.count);
  return std::any_of(children.begin(), children.end(), [&](const engine::Node& child) {
    return node_tests(program, child, criterion);
  });
}

}  // namespace

Context::Context(const model::Model& the_model, const engine::Program& the_program,
                 const json::Value& document, const FindingOptions& options, ModelFindings& out)
    : model(the_model),
      program(the_program),
      dead(the_program.rules.size(), false),
      document_(document),
      options_(options),
      out_(out),
      alone_(last_positions(the_program), {plain_side(the_program)}) {}

Finding& Context::add(std::string_view id, const std::string& pointer, std::string message) {
  Finding& finding = out_.findings.emplace_back();
  finding.id = id;
  const auto& kinds = finding_kinds();
  const auto kind =
      std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.id == id; });
  if (kind != kinds.end()) finding.severity = kind->severity;
  finding.pointer = pointer;
  const json::Position at = locate(document_, pointer);
  finding.line = at.line;
  finding.column = at.column;
  finding.message = std::move(message);
  return finding;
}

void Context::unproven(std::string_view id, const std::string& pointer) {
  constexpr std::ptrdiff_t most = 20;
  const auto same = std::count_if(out_.unproven.begin(), out_.unproven.end(),
                                  [&](const auto& one) { return one.id == id; });
  if (same < most) out_.unproven.push_back({std::string(id), pointer});
  // The whole model stands for all the rest.
  if (same == most) out_.unproven.push_back({std::string(id), ""});
}

std::uint64_t Context::decision_work() const noexcept {
  return 2 * program.criteria.size() + 3 * program.nodes.size() + 10;
}

void Context::worked(std::uint64_t decisions) noexcept { work_ += decisions * decision_work(); }

Found Context::find(Twin& twin, const Goal& goal) {
  if (exhausted()) return Found::unknown;
  // A node bounds many weightings, each a sum over the criteria, and looks at every rule.
  const std::uint64_t node = 200 * program.criteria.size() + 10 * program.nodes.size() +
                             program.rules.size() * goal.size() + 100;
  const std::uint64_t left =
      std::min(options_.all_nodes > out_.nodes ? options_.all_nodes - out_.nodes : 0,
               (most_work - work_) / node + 1);
  const std::uint64_t before = twin.nodes();
  const Found found = twin.find(goal, std::min(options_.nodes, left));
  out_.nodes += twin.nodes() - before;
  work_ += node * (twin.nodes() - before + 1);
  return found;
}

Found Context::find_any(Twin& twin, const std::vector<Goal>& goals) {
  Found result = Found::no;
  for (const Goal& goal : goals) {
    const Found found = find(twin, goal);
    if (found == Found::yes) return found;
    if (found == Found::unknown) result = found;
  }
  return result;
}

std::vector<WitnessValue> Context::witness(const engine::Point& point) const {
  std::vector<WitnessValue> values;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    values.push_back(
        {std::string(program.criteria[c].id), input::json_value(program.criteria[c], point[c])});
  }
  return values;
}

std::string Context::nodes_text(std::uint64_t before) const {
  return fmt::format("the search tree was exhausted: {} nodes", out_.nodes - before);
}

std::string Context::rule_name(std::size_t rule) const {
  return fmt::format("{} `{}`", program.rules[rule].gate ? "gate" : "rule", program.rules[rule].id);
}

const std::vector<engine::Point>& Context::samples() {
  if (!samples_.empty()) return samples_;
  constexpr std::size_t most = 3'000;
  // A walk is some fifty decisions for each criterion.
  const std::uint64_t walk_work = 50 * program.criteria.size() * decision_work();
  const std::size_t walks = std::clamp<std::size_t>(most_work / 10 / walk_work, 1, 60);
  work_ += walks * walk_work;
  Draws draws;
  const std::size_t criteria = program.criteria.size();
  const auto anywhere = [&] {
    engine::Point point{};
    for (std::size_t c = 0; c < criteria; ++c) {
      // Mostly anchors, where conditions begin and end.
      const engine::Criterion& one = program.criteria[c];
      point[c] = draws.below(3) > 0 ? one.levels[draws.below(one.levels.size())].at
                                    : static_cast<std::uint16_t>(draws.below(one.last + 1U));
    }
    return point;
  };
  // Walks from one task to another leave a sample on both sides of every turn.
  for (std::size_t walk = 0; walk < walks && samples_.size() < most; ++walk) {
    engine::Point point = anywhere();
    const engine::Point goal = anywhere();
    samples_.push_back(point);
    engine::Outcome before = engine::decide(program, point);
    for (std::size_t c = 0; c < criteria; ++c) {
      while (point[c] != goal[c]) {
        const engine::Point was = point;
        const int distance = std::abs(int{goal[c]} - int{point[c]});
        const int step = distance > 8 ? 8 : 1;
        point[c] =
            static_cast<std::uint16_t>(goal[c] > point[c] ? point[c] + step : point[c] - step);
        const engine::Outcome after = engine::decide(program, point);
        if (!same_verdict(before, after)) {
          samples_.push_back(was);
          samples_.push_back(point);
        }
        before = after;
      }
    }
  }
  return samples_;
}

std::vector<Goal> disagreements(bool with_hybrid) {
  std::vector<Goal> goals;
  const auto differ = [&](WishKind kind, std::initializer_list<int> values) {
    for (const int a : values) {
      for (const int b : values) {
        if (a != b) goals.push_back({{0, kind, a}, {1, kind, b}});
      }
    }
  };
  differ(WishKind::engagement, {0, 1});
  differ(WishKind::location, {0, 1, 2, engine::no_location});
  differ(WishKind::disposition, {0, 1, 2});
  if (with_hybrid) {
    for (const WishKind outside : {WishKind::below_band, WishKind::above_band}) {
      goals.push_back({{0, WishKind::hybrid, 0}, {1, outside, 0}});
      goals.push_back({{0, outside, 0}, {1, WishKind::hybrid, 0}});
    }
  }
  return goals;
}

bool tests(const engine::Program& program, std::uint32_t node, std::size_t criterion) noexcept {
  return node_tests(program, program.nodes[node], criterion);
}

json::Position locate(const json::Value& document, std::string_view pointer) {
  const json::Value* at = &document;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    std::string_view raw = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(raw.size());
    std::string key;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] == '~' && i + 1 < raw.size()) {
        key += raw[++i] == '1' ? '/' : '~';
      } else {
        key += raw[i];
      }
    }
    const json::Value* next = nullptr;
    if (at->kind == json::Kind::array) {
      const base::ScaledResult index = base::parse_scaled(key, 0, false);
      if (index.error == base::DecimalError::none && index.value >= 0 &&
          static_cast<std::size_t>(index.value) < at->items.size()) {
        next = &at->items[static_cast<std::size_t>(index.value)];
      }
    } else {
      next = at->find(key);
    }
    if (next == nullptr) break;
    at = next;
  }
  return at->at;
}

}  // namespace sourcing::analysis::findings
