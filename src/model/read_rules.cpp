// SPDX-License-Identifier: Apache-2.0
// Gates, rules and their conditions.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "model/reader.hpp"

namespace sourcing::model {

namespace {

constexpr std::array<Operator, 8> atoms = {Operator::is,      Operator::is_not,   Operator::one_of,
                                           Operator::between, Operator::at_least, Operator::at_most,
                                           Operator::above,   Operator::below};

constexpr std::array<Operator, 3> nodes = {Operator::all, Operator::any, Operator::not_};

struct Builder {
  Reader& reader;
  const Model& model;
  std::size_t count = 0;  // condition nodes so far, over the whole model

  bool too_many(const Cursor& cursor) {
    if (++count <= most_condition_nodes) return false;
    if (count == most_condition_nodes + 1) {
      reader.fail(cursor, "E0415",
                  fmt::format("the conditions have more than {} parts", most_condition_nodes));
    }
    return true;
  }

  void operands(const Cursor& value, const Criterion& criterion, Condition& condition) {
    const bool many = condition.op == Operator::one_of || condition.op == Operator::between;
    if (!many) {
      if (const auto at = reader.position(value, criterion)) condition.operands.push_back(*at);
      return;
    }
    if (!reader.expect(value, json::Kind::array, fmt::format("`{}`", name(condition.op)))) return;
    for (std::size_t i = 0; i < value.value->items.size(); ++i) {
      if (too_many(reader.item(value, i))) return;
      if (const auto at = reader.position(reader.item(value, i), criterion)) {
        condition.operands.push_back(*at);
      }
    }
    if (condition.operands.size() != value.value->items.size()) return;  // told already
    if (condition.op == Operator::one_of && condition.operands.empty()) {
      reader.fail(value, "E0409", "`one_of` needs at least one value");
    }
    if (condition.op == Operator::between &&
        (condition.operands.size() != 2 || condition.operands[0] > condition.operands[1])) {
      reader.fail(value, "E0409", "`between` takes two values, the lower first");
    }
  }

  Condition atom(const Cursor& cursor) {
    Condition condition;
    condition.where = cursor.where();
    reader.allow(cursor, {"criterion", "is", "is_not", "one_of", "between", "at_least", "at_most",
                          "above", "below"});
    const auto criterion = criterion_named(reader, cursor, model);
    std::size_t found = 0;
    for (const Operator op : atoms) {
      const auto value = reader.member(cursor, name(op), false);
      if (!value) continue;
      if (++found > 1) continue;
      condition.op = op;
      if (!criterion) continue;
      condition.criterion = *criterion;
      operands(*value, model.criteria[*criterion], condition);
    }
    if (found != 1) {
      reader.fail(cursor, "E0409",
                  "a comparison has exactly one of is, is_not, one_of, between, at_least, at_most, "
                  "above, below");
    }
    return condition;
  }

  Condition condition(const Cursor& cursor) {
    Condition result;
    result.where = cursor.where();
    if (too_many(cursor) || !reader.expect(cursor, json::Kind::object, "a condition")) {
      return result;
    }
    for (const Operator op : nodes) {
      const auto value = reader.member(cursor, name(op), false);
      if (!value) continue;
      result.op = op;
      reader.allow(cursor, {name(op)});
      if (op == Operator::not_) {
        result.children.push_back(condition(*value));
        return result;
      }
      if (!reader.expect(*value, json::Kind::array, fmt::format("`{}`", name(op)))) return result;
      if (value->value->items.empty()) {
        reader.fail(*value, "E0409", fmt::format("`{}` needs at least one condition", name(op)));
      }
      for (std::size_t i = 0; i < value->value->items.size(); ++i) {
        result.children.push_back(condition(reader.item(*value, i)));
      }
      return result;
    }
    return atom(cursor);
  }
};

std::array<bool, location_count> read_excluded(Reader& reader, const Cursor& cursor) {
  std::array<bool, location_count> excluded{};
  const std::array<std::string_view, 3> names = {"onshore", "nearshore", "offshore"};
  if (!reader.expect(cursor, json::Kind::array, "`exclude`")) return excluded;
  for (std::size_t i = 0; i < cursor.value->items.size(); ++i) {
    const Cursor item = reader.item(cursor, i);
    if (!reader.expect(item, json::Kind::string, "a location")) continue;
    const auto found = std::find(names.begin(), names.end(), item.value->text);
    if (found == names.end()) {
      reader.fail(item, "E0418",
                  fmt::format("`{}` is no location", base::excerpt(item.value->text)),
                  reader.suggest(item.value->text, names));
      continue;
    }
    excluded[static_cast<std::size_t>(found - names.begin())] = true;
  }
  if (cursor.value->items.empty()) {
    reader.fail(cursor, "E0409", "`exclude` needs at least one location");
  }
  return excluded;
}

void read_neutralised(Reader& reader, const Cursor& list, const Model& model, Rule& rule) {
  if (!reader.expect(list, json::Kind::array, "`neutralise`")) return;
  if (list.value->items.empty()) {
    reader.fail(list, "E0409", "`neutralise` needs at least one criterion");
  }
  for (std::size_t i = 0; i < list.value->items.size(); ++i) {
    const Cursor item = reader.item(list, i);
    if (!reader.expect(item, json::Kind::string, "a criterion")) continue;
    const std::string& id = item.value->text;
    const auto c = find_criterion(model, id);
    if (!c) {
      unknown_criterion(reader, item.where(), model, id);
      continue;
    }
    if (std::find(rule.neutralised.begin(), rule.neutralised.end(), *c) != rule.neutralised.end()) {
      reader.fail(item, "E0405", fmt::format("`neutralise` has `{}` already", id));
      continue;
    }
    rule.neutralised.push_back(*c);
  }
}

void read_effects(Reader& reader, const Cursor& then, const Model& model, Rule& rule) {
  if (!reader.expect(then, json::Kind::object, "`then`")) return;
  reader.allow(then, {"points", "exclude", "disposition", "neutralise"});
  const auto points = reader.member(then, "points", false);
  const auto exclude = reader.member(then, "exclude", false);
  const auto disposition = reader.member(then, "disposition", false);
  const auto neutralise = reader.member(then, "neutralise", false);
  if (!points && !exclude && !disposition && !neutralise) {
    reader.fail(then, "E0409",
                "a rule needs an effect: points, exclude, disposition or neutralise");
  }
  if (neutralise) read_neutralised(reader, *neutralise, model, rule);
  if (points && reader.expect(*points, json::Kind::object, "`points`")) {
    reader.allow(*points, {"engagement", "onshore", "nearshore", "offshore"});
    for (std::size_t i = 0; i < axis_count; ++i) {
      const auto value = reader.member(*points, name(static_cast<Axis>(i)), false);
      if (!value) continue;
      rule.points[i] =
          static_cast<Centipoints>(reader.number(*value, 2, -10'000, 10'000, "points").value_or(0));
    }
  }
  if (exclude) rule.excluded = read_excluded(reader, *exclude);
  if (disposition && reader.expect(*disposition, json::Kind::string, "`disposition`")) {
    if (disposition->value->text == "retain") {
      rule.disposition = Disposition::retain;
    } else if (disposition->value->text == "automate_first") {
      rule.disposition = Disposition::automate_first;
    } else {
      reader.fail(*disposition, "E0418",
                  fmt::format("a rule sets `retain` or `automate_first`, found `{}`",
                              base::excerpt(disposition->value->text)),
                  "`outsource` is what remains when no rule sets another");
    }
  }
}

void read_rule(Builder& builder, const Cursor& cursor, bool gate, Model& model) {
  Reader& reader = builder.reader;
  if (!reader.expect(cursor, json::Kind::object, gate ? "a gate" : "a rule")) return;
  Rule rule;
  rule.gate = gate;
  rule.where = cursor.where();
  rule.id = reader.id(cursor);
  rule.label = reader.text(cursor, "label");
  rule.because = reader.text(cursor, "because");
  if (const auto when = reader.member(cursor, "when")) rule.when = builder.condition(*when);
  if (gate) {
    reader.allow(cursor, {"id", "label", "when", "exclude", "because", "lifted_by"});
    rule.lifted_by = reader.text(cursor, "lifted_by");
    if (const auto exclude = reader.member(cursor, "exclude")) {
      rule.excluded = read_excluded(reader, *exclude);
    }
  } else {
    reader.allow(cursor, {"id", "label", "when", "then", "because"});
    if (const auto then = reader.member(cursor, "then")) read_effects(reader, *then, model, rule);
  }
  model.rules.push_back(std::move(rule));
}

}  // namespace

void read_rules(Reader& reader, const Cursor& root, Model& model) {
  Builder builder{reader, model};
  const std::size_t count = Reader::count(root, "gates") + Reader::count(root, "rules");
  if (count > most_rules) {
    reader.fail(root, "E0415",
                fmt::format("{} gates and rules; a model may have at most {}", count, most_rules));
    return;
  }
  const auto gates = reader.elements(root, "gates", false);
  const auto rules = reader.elements(root, "rules", false);
  for (const Cursor& gate : gates) read_rule(builder, gate, true, model);
  for (const Cursor& rule : rules) read_rule(builder, rule, false, model);
}

}  // namespace sourcing::model
