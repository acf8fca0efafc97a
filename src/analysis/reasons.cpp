// SPDX-License-Identifier: Apache-2.0
#include "analysis/reasons.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "input/value.hpp"

namespace sourcing::analysis {

namespace {

using engine::Program;

std::string excluded_names(std::uint8_t excluded) {
  std::string names;
  for (std::size_t l = 0; l < location_count; ++l) {
    if (((excluded >> l) & 1U) == 0) continue;
    if (!names.empty()) names += ',';
    names += fmt::format("not_{}", name(static_cast<Location>(l)));
  }
  return names;
}

std::string side_of(std::size_t axis, Centipoints points) {
  if (points == 0) return "neutral";
  if (axis == 0) return std::string(name(points > 0 ? Engagement::kpo : Engagement::bpo));
  return fmt::format("{}{}", points > 0 ? "" : "not_", name(static_cast<Axis>(axis)));
}

class Reasoning {
 public:
  Reasoning(const Program& program, const Task& task, const engine::Point& point,
            const std::vector<std::size_t>& fired, std::size_t language)
      : program_(program), task_(task), point_(point), fired_(fired), spoken_(program, language) {
    std::size_t most = 1;
    for (const engine::ScoreAxis& each : program.axes) most += each.weights.size() + 1;
    reasons_.reserve(most + fired.size() * (program.axes.size() + 2));
  }

  void gates() {
    for (const std::size_t r : fired_) {
      const engine::Rule& rule = program_.rules[r];
      if (rule.excluded == 0) continue;
      value_of(first_tested(program_, rule), reasons_.emplace_back(spoken_.gate(rule)));
    }
  }

  void dispositions(const engine::Outcome& outcome) {
    if (outcome.excluded == engine::all_locations) {
      reasons_.push_back(spoken_.no_location());
    }
    for (const std::size_t r : fired_) {
      const engine::Rule& rule = program_.rules[r];
      if (rule.disposition == engine::no_disposition) continue;
      reasons_.push_back(spoken_.disposition(rule));
    }
  }

  void axis(std::size_t a) {
    std::vector<Term> terms;
    terms.reserve(program_.axes[a].weights.size() + fired_.size());
    for (const engine::Weight& weight : program_.axes[a].weights) {
      const std::size_t c = weight.criterion;
      if (task_.answers[c].origin == Origin::unknown || weight.centipoints == 0) continue;
      terms.push_back({&weight, nullptr, points_of(a, c), c});
    }
    engine::PointsOfRules rules(program_, point_);
    for (const std::size_t r : fired_) {
      const engine::Rule& rule = program_.rules[r];
      const Centipoints given = rules.next(rule)[a];
      if (given != 0)
        terms.push_back({nullptr, &rule, given, program_.criteria.size() + terms.size()});
    }
    // The terms, since reasons are heavy to move about.
    std::sort(terms.begin(), terms.end(), [](const Term& x, const Term& y) {
      return std::pair(-std::abs(x.points), x.order) < std::pair(-std::abs(y.points), y.order);
    });
    for (const Term& term : terms) {
      if (term.weight != nullptr) {
        value_of(term.weight->criterion,
                 reasons_.emplace_back(spoken_.criterion(a, *term.weight, term.points)));
      } else {
        reasons_.push_back(spoken_.rule(a, *term.rule, term.points));
      }
    }
    reasons_.push_back(spoken_.base(a));
  }

  std::vector<Reason> take() { return std::move(reasons_); }

 private:
  /// What a criterion or a rule, one of the two, gives to an axis.
  struct Term {
    const engine::Weight* weight;
    const engine::Rule* rule;
    Centipoints points;
    std::size_t order;  // of equal ones: criteria as the model has them, then rules
  };

  [[nodiscard]] Centipoints points_of(std::size_t a, std::size_t c) const {
    return engine::lane(program_.contribution(c, point_[c]), a) -
           engine::lane(program_.contribution(c, program_.criteria[c].neutral), a);
  }

  void value_of(std::size_t c, Reason& reason) const {
    const Answer& answer = task_.answers[c];
    reason.origin = answer.origin;
    reason.evidence = answer.evidence;
    reason.value = answer.origin == Origin::unknown
                       ? input::json_value(program_.criteria[c], point_[c])
                       : answer.shown;
  }

  const Program& program_;
  const Task& task_;
  const engine::Point& point_;
  const std::vector<std::size_t>& fired_;
  SpokenReasons spoken_;
  std::vector<Reason> reasons_;
};

}  // namespace

SpokenReasons::SpokenReasons(const Program& program, std::size_t language) noexcept
    : program_(program), language_(language) {}

std::string SpokenReasons::say(engine::TextId text) const {
  return std::string(program_.text(text, language_));
}

Reason SpokenReasons::gate(const engine::Rule& rule) const {
  Reason reason;
  reason.kind = ReasonKind::gate;
  reason.code = reason.rule = rule.id;
  reason.criterion = program_.criteria[first_tested(program_, rule)].id;
  reason.side = excluded_names(rule.excluded);
  reason.text = say(rule.because);
  reason.lifted_by = say(rule.lifted_by);
  return reason;
}

Reason SpokenReasons::no_location() const {
  Reason reason;
  reason.kind = ReasonKind::disposition;
  reason.code = "no_location";
  reason.side = name(Disposition::retain);
  reason.text = say(program_.no_location);
  return reason;
}

Reason SpokenReasons::disposition(const engine::Rule& rule) const {
  Reason reason;
  reason.kind = ReasonKind::disposition;
  reason.code = reason.rule = rule.id;
  reason.side = name(static_cast<Disposition>(rule.disposition));
  reason.text = say(rule.because);
  return reason;
}

Reason SpokenReasons::scored(ReasonKind kind, std::string_view code, std::size_t axis,
                             Centipoints points) const {
  Reason reason;
  reason.kind = kind;
  reason.code = code;
  reason.axis = static_cast<Axis>(axis);
  reason.points = points;
  reason.side = side_of(axis, points);
  return reason;
}

Reason SpokenReasons::criterion(std::size_t axis, const engine::Weight& weight,
                                Centipoints points) const {
  Reason reason =
      scored(ReasonKind::criterion, program_.criteria[weight.criterion].id, axis, points);
  reason.criterion = reason.code;
  reason.text = points == 0  ? std::string(engine::phrase(program_, "reason.neutral", language_))
                : points > 0 ? say(weight.for_text)
                             : say(weight.against_text);
  return reason;
}

Reason SpokenReasons::rule(std::size_t axis, const engine::Rule& rule, Centipoints points) const {
  Reason reason = scored(ReasonKind::rule, rule.id, axis, points);
  reason.rule = rule.id;
  reason.text = say(rule.because);
  return reason;
}

Reason SpokenReasons::base(std::size_t axis) const {
  Reason reason = scored(ReasonKind::base, "base", axis, program_.axes[axis].base);
  reason.side = "neutral";
  reason.text = engine::phrase(program_, "reason.base", language_);
  return reason;
}

std::size_t first_tested(const Program& program, const engine::Rule& rule) noexcept {
  const engine::Node* node = &program.nodes[rule.condition];
  while (node->kind != engine::NodeKind::atom) node = &program.nodes[node->first];
  return program.atoms[node->first].criterion;
}

std::vector<Reason> reasons(const Program& program, const Task& task, const engine::Point& point,
                            const engine::Outcome& outcome, const std::vector<std::size_t>& fired,
                            std::size_t language) {
  Reasoning reasoning(program, task, point, fired, language);
  reasoning.gates();
  reasoning.dispositions(outcome);
  reasoning.axis(0);
  if (outcome.location != engine::no_location) {
    reasoning.axis(static_cast<std::size_t>(outcome.location) + 1);
  }
  for (std::size_t l = 0; l < location_count; ++l) {
    if (outcome.location != static_cast<std::int8_t>(l)) reasoning.axis(l + 1);
  }
  return reasoning.take();
}

}  // namespace sourcing::analysis
