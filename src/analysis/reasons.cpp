// SPDX-License-Identifier: Apache-2.0
#include "analysis/reasons.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "input/value.hpp"

namespace sourcing::analysis {

namespace {

using engine::Program;

class Reasoning {
 public:
  Reasoning(const Program& program, const Task& task, const engine::Point& point,
            const std::vector<std::size_t>& fired, std::size_t language)
      : program_(program), task_(task), point_(point), fired_(fired), language_(language) {
    std::size_t most = 1;
    for (const engine::ScoreAxis& each : program.axes) most += each.weights.size() + 1;
    reasons_.reserve(most + fired.size() * (program.axes.size() + 2));
  }

  void gates() {
    for (const std::size_t r : fired_) {
      const engine::Rule& rule = program_.rules[r];
      if (rule.excluded == 0) continue;
      Reason& reason = add(ReasonKind::gate, rule.id);
      reason.rule = rule.id;
      reason.side = excluded_names(rule.excluded);
      reason.text = say(rule.because);
      reason.lifted_by = say(rule.lifted_by);
      tested(rule.condition, reason);
    }
  }

  void dispositions(const engine::Outcome& outcome) {
    if (outcome.excluded == engine::all_locations) {
      Reason& reason = add(ReasonKind::disposition, "no_location");
      reason.side = name(Disposition::retain);
      reason.text = say(program_.no_location);
    }
    for (const std::size_t r : fired_) {
      const engine::Rule& rule = program_.rules[r];
      if (rule.disposition == engine::no_disposition) continue;
      Reason& reason = add(ReasonKind::disposition, rule.id);
      reason.rule = rule.id;
      reason.side = name(static_cast<Disposition>(rule.disposition));
      reason.text = say(rule.because);
    }
  }

  void axis(std::size_t a) {
    std::vector<Term> terms;
    terms.reserve(program_.axes[a].weights.size() + fired_.size());
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      for (const engine::Weight& weight : program_.axes[a].weights) {
        if (weight.criterion == c && task_.answers[c].origin != Origin::unknown &&
            weight.centipoints != 0) {
          terms.push_back({&weight, nullptr, points_of(a, c)});
        }
      }
    }
    for (const std::size_t r : fired_) {
      const engine::Rule& rule = program_.rules[r];
      if (rule.points[a] != 0) terms.push_back({nullptr, &rule, rule.points[a]});
    }
    // The terms, since reasons are heavy to move about.
    std::stable_sort(terms.begin(), terms.end(), [](const Term& x, const Term& y) {
      return std::abs(x.points) > std::abs(y.points);
    });
    for (const Term& term : terms) {
      if (term.weight != nullptr) {
        criterion(a, *term.weight, term.points);
        continue;
      }
      Reason& reason = scored(ReasonKind::rule, term.rule->id, a, term.points);
      reason.rule = term.rule->id;
      reason.text = say(term.rule->because);
    }
    Reason& base = scored(ReasonKind::base, "base", a, program_.axes[a].base);
    base.side = "neutral";
    base.text = engine::phrase(program_, "reason.base", language_);
  }

  std::vector<Reason> take() { return std::move(reasons_); }

 private:
  /// What a criterion or a rule, one of the two, gives to an axis.
  struct Term {
    const engine::Weight* weight;
    const engine::Rule* rule;
    Centipoints points;
  };

  [[nodiscard]] Centipoints points_of(std::size_t a, std::size_t c) const {
    return engine::lane(program_.contribution(c, point_[c]), a) -
           engine::lane(program_.contribution(c, program_.criteria[c].neutral), a);
  }

  std::string say(engine::TextId text) const { return std::string(program_.text(text, language_)); }

  static std::string excluded_names(std::uint8_t excluded) {
    std::string names;
    for (std::size_t l = 0; l < location_count; ++l) {
      if (((excluded >> l) & 1U) == 0) continue;
      if (!names.empty()) names += ',';
      names += fmt::format("not_{}", name(static_cast<Location>(l)));
    }
    return names;
  }

  Reason& add(ReasonKind kind, std::string_view code) {
    Reason& reason = reasons_.emplace_back();
    reason.kind = kind;
    reason.code = code;
    return reason;
  }

  Reason& scored(ReasonKind kind, std::string_view code, std::size_t a, Centipoints points) {
    Reason& reason = add(kind, code);
    reason.axis = static_cast<Axis>(a);
    reason.points = points;
    if (points == 0) {
      reason.side = "neutral";
    } else if (a == 0) {
      reason.side = name(points > 0 ? Engagement::kpo : Engagement::bpo);
    } else {
      reason.side = fmt::format("{}{}", points > 0 ? "" : "not_", name(static_cast<Axis>(a)));
    }
    return reason;
  }

  void value_of(std::size_t c, Reason& reason) const {
    const Answer& answer = task_.answers[c];
    reason.criterion = program_.criteria[c].id;
    reason.origin = answer.origin;
    reason.evidence = answer.evidence;
    reason.value = answer.origin == Origin::unknown
                       ? input::json_value(program_.criteria[c], point_[c])
                       : answer.shown;
  }

  // The first answered criterion that a gate tests, so that the reader sees what was read.
  void tested(std::uint32_t root, Reason& reason) const {
    const engine::Node* node = &program_.nodes[root];
    while (node->kind != engine::NodeKind::atom) node = &program_.nodes[node->first];
    value_of(program_.atoms[node->first].criterion, reason);
  }

  void criterion(std::size_t a, const engine::Weight& weight, Centipoints points) {
    const std::size_t c = weight.criterion;
    Reason& reason = scored(ReasonKind::criterion, program_.criteria[c].id, a, points);
    value_of(c, reason);
    reason.text = points == 0  ? std::string(engine::phrase(program_, "reason.neutral", language_))
                  : points > 0 ? say(weight.for_text)
                               : say(weight.against_text);
  }

  const Program& program_;
  const Task& task_;
  const engine::Point& point_;
  const std::vector<std::size_t>& fired_;
  std::size_t language_;
  std::vector<Reason> reasons_;
};

}  // namespace

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
