// SPDX-License-Identifier: Apache-2.0
#include "analysis/considered.hpp"

#include "engine/settle.hpp"
#include "input/value.hpp"

namespace sourcing::analysis {

using engine::Program;
using engine::Truth;

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

namespace {

Fires fires_of(Truth value) noexcept {
  return value == Truth::yes ? Fires::yes : value == Truth::no ? Fires::no : Fires::maybe;
}

}  // namespace

Considered described(const Program& program, const RuleConsidered& rule,
                     std::span<const std::string_view> answers) {
  Considered result;
  result.code = program.rules[rule.rule].id;
  result.disposition = static_cast<Disposition>(program.rules[rule.rule].disposition);
  result.fires = rule.fires;
  for (const Need& need : rule.lacking) {
    const std::string_view answer = answers[need.criterion];
    result.lacking.push_back({std::string(program.criteria[need.criterion].id),
                              std::string(answer.empty() ? "null" : answer),
                              wanted_json(program, need)});
  }
  return result;
}

std::vector<Considered> considered(const Program& program,
                                   std::span<const std::string_view> answers,
                                   const engine::Box& box, std::uint64_t cells) {
  std::vector<Considered> result;
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    const engine::Rule& rule = program.rules[r];
    if (rule.disposition == engine::no_disposition) continue;
    RuleConsidered one;
    one.rule = static_cast<std::uint16_t>(r);
    one.fires = fires_of(engine::settle_rule(program, r, box, cells));
    if (one.fires != Fires::yes) one.lacking = lacking(program, rule.condition, box);
    result.push_back(described(program, one, answers));
  }
  return result;
}

Considering::Considering(const Program& program) : program_(program) {
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    if (program.rules[r].disposition == engine::no_disposition) continue;
    rules_.push_back({static_cast<std::uint16_t>(r), Fires::no, {}});
    ways_.push_back(KnownWays::of(program, program.rules[r].condition));
  }
}

std::span<const RuleConsidered> Considering::look(const engine::Box& box, std::uint64_t cells) {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    RuleConsidered& one = rules_[i];
    one.fires = fires_of(engine::settle_rule(program_, one.rule, box, cells));
    one.lacking.clear();
    if (one.fires == Fires::yes) continue;
    if (ways_[i]) {
      ways_[i]->lacking(box, one.lacking);
    } else {
      one.lacking = lacking(program_, program_.rules[one.rule].condition, box);
    }
  }
  return rules_;
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
