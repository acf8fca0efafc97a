// SPDX-License-Identifier: Apache-2.0
#include "cli/reference/describe_rule.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.hpp"
#include "render/wording.hpp"

namespace sourcing::cli {

namespace {

class Conditions {
 public:
  explicit Conditions(const RuleWords& words) : words_(words), program_(words.program) {}

  [[nodiscard]] std::string node(const engine::Node& node, bool inner) const {
    if (node.kind == engine::NodeKind::atom) return atom(program_.atoms[node.first]);
    const auto children = program_.nodes.subspan(node.first, node.count);
    if (node.kind == engine::NodeKind::not_) {
      return fmt::format("{} ({})", words_.phrase("rule.not"), this->node(children.front(), false));
    }
    std::string out;
    for (const engine::Node& child : children) {
      if (!out.empty()) {
        out += fmt::format(
            " {} ", words_.phrase(node.kind == engine::NodeKind::all ? "rule.and" : "rule.or"));
      }
      out += this->node(child, children.size() > 1);
    }
    return inner && children.size() > 1 ? fmt::format("({})", out) : out;
  }

 private:
  [[nodiscard]] std::string atom(const engine::Atom& atom) const {
    const engine::Criterion& criterion = program_.criteria[atom.criterion];
    const std::string_view name =
        words_.names == Names::ids ? criterion.id : program_.text(criterion.label, words_.language);
    const auto is = [&](std::string_view what) {
      return fmt::format("{} {} {}", name, words_.phrase("rule.is"), what);
    };
    if (atom.low > atom.high) return is(words_.phrase("rule.nothing"));
    if (atom.low == atom.high) return is(value(criterion, atom.low));
    if (atom.low == 0 && atom.high == criterion.last) return is(words_.phrase("rule.anything"));
    if (atom.high == criterion.last) {
      return fmt::format("{} {}", name,
                         bound(criterion, ">", ">=", atom.low - std::size_t{1}, atom.low));
    }
    if (atom.low == 0) {
      return fmt::format("{} {}", name,
                         bound(criterion, "<", "<=", atom.high + std::size_t{1}, atom.high));
    }
    return fmt::format("{} {} {}..{}", name, words_.phrase("rule.between"),
                       value(criterion, atom.low), value(criterion, atom.high));
  }

  // A bound as its author will have written it: on the grid, below 4 is the same as at most 3.99.
  [[nodiscard]] std::string bound(const engine::Criterion& criterion, std::string_view strict,
                                  std::string_view inclusive, std::size_t beyond,
                                  std::uint16_t at) const {
    const std::string here = value(criterion, at);
    if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
      const std::string next = value(criterion, static_cast<std::uint16_t>(beyond));
      if (next.size() < here.size()) return fmt::format("{} {}", strict, next);
    }
    return fmt::format("{} {}", inclusive, here);
  }

  [[nodiscard]] std::string value(const engine::Criterion& criterion, std::uint16_t at) const {
    const bool digits = criterion.scale == Scale::level || criterion.scale == Scale::number;
    if (words_.names == Names::labels && criterion.scale == Scale::boolean) {
      return std::string(words_.phrase(at == 0 ? "value.false" : "value.true"));
    }
    if (words_.names == Names::ids || digits) return describe_position(criterion, at);
    return std::string(program_.text(criterion.levels[at].words, words_.language));
  }

  const RuleWords& words_;
  const engine::Program& program_;
};

}  // namespace

std::string describe_condition(const RuleWords& words, std::uint32_t node) {
  return Conditions(words).node(words.program.nodes[node], false);
}

std::string describe_effects(const RuleWords& words, const engine::Rule& rule) {
  const engine::Program& program = words.program;
  std::string out;
  const auto part = [&](const std::string& text) {
    if (!out.empty()) out += "; ";
    out += text;
  };
  const auto say = [&](std::string_view key, std::string_view name, std::string_view value) {
    part(render::fill(words.phrase(key), {{name, value}}));
  };
  std::string excluded;
  for (std::size_t l = 0; l < location_count; ++l) {
    if (((rule.excluded >> l) & 1U) == 0) continue;
    excluded += fmt::format("{}{}", excluded.empty() ? "" : ", ", name(static_cast<Location>(l)));
  }
  if (!excluded.empty()) say("rule.exclude", "list", excluded);
  for (std::size_t a = 0; a < axis_count; ++a) {
    const Centipoints given = rule.points[a] - rule.folded[a];
    if (given == 0) continue;
    std::string points;
    base::append_signed2(points, given);
    std::replace(points.begin(), points.end(), '.', words.phrase("value.decimal").front());
    const bool label = words.names == Names::labels && a == 0;
    part(fmt::format(
        "{} {}",
        label ? program.text(program.axes[a].label, words.language) : name(static_cast<Axis>(a)),
        points));
  }
  for (const engine::Neutralised& each : rule.neutralised) {
    const engine::Criterion& criterion = program.criteria[each.criterion];
    say("rule.neutralise", "criterion",
        words.names == Names::ids ? criterion.id : program.text(criterion.label, words.language));
  }
  if (rule.disposition != engine::no_disposition) {
    const std::string_view id = name(static_cast<Disposition>(rule.disposition));
    say("rule.disposition", "disposition",
        words.names == Names::ids ? id : words.phrase(fmt::format("disposition.{}", id)));
  }
  return out;
}

std::string describe_position(const engine::Criterion& criterion, std::uint16_t at) {
  if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
    return base::shortest2(number_at(criterion, at));
  }
  return std::string(criterion.levels[at].word);
}

}  // namespace sourcing::cli
