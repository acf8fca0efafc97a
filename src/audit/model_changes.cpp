// SPDX-License-Identifier: Apache-2.0
#include "audit/model_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/decimal.hpp"
#include "input/value.hpp"

namespace sourcing::audit {

namespace {

using model::Condition;
using model::Operator;

std::string points(std::int64_t hundredths) {
  std::string out;
  base::append_fixed2(out, hundredths);
  return out;
}

std::string describe(const engine::Program& program, const Condition& condition) {
  switch (condition.op) {
    case Operator::all:
    case Operator::any:
    case Operator::not_: {
      std::string out;
      for (const Condition& child : condition.children) {
        out += (out.empty() ? "" : ", ") + describe(program, child);
      }
      return fmt::format("{}({})", model::name(condition.op), out);
    }
    default:
      break;
  }
  const engine::Criterion& criterion = program.criteria[condition.criterion];
  std::string values;
  for (const std::uint16_t at : condition.operands) {
    values += (values.empty() ? "" : ", ") + input::json_value(criterion, at);
  }
  return fmt::format("{} {} {}", criterion.id, model::name(condition.op), values);
}

std::string describe_effects(const model::Model& model, const model::Rule& rule) {
  std::string out;
  const auto part = [&](const std::string& text) { out += (out.empty() ? "" : "; ") + text; };
  for (std::size_t l = 0; l < location_count; ++l) {
    if (rule.excluded[l]) part(fmt::format("exclude {}", name(static_cast<Location>(l))));
  }
  for (std::size_t a = 0; a < axis_count; ++a) {
    if (rule.points[a] == 0) continue;
    std::string signed_points;
    base::append_signed2(signed_points, rule.points[a]);
    part(fmt::format("{} {}", name(static_cast<Axis>(a)), signed_points));
  }
  for (const std::size_t c : rule.neutralised) {
    part(fmt::format("neutralise {}", model.criteria[c].id));
  }
  if (rule.disposition) part(fmt::format("disposition {}", name(*rule.disposition)));
  return out;
}

std::string describe_grid(const model::Criterion& criterion) {
  std::string out(name(criterion.scale));
  if (criterion.scale == Scale::number || criterion.scale == Scale::level) {
    out += fmt::format(" {}..{} step {}", base::shortest2(criterion.minimum),
                       base::shortest2(criterion.maximum), base::shortest2(criterion.step));
  }
  return out;
}

std::string describe_levels(const model::Criterion& criterion) {
  std::string out;
  for (const model::Level& level : criterion.levels) {
    out += out.empty() ? "" : ", ";
    if (criterion.scale == Scale::bands) out += base::shortest2(level.from) + " ";
    if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
      out += base::shortest2(number_at(criterion, level.at)) + " ";
    }
    out += level.word;
  }
  return out;
}

std::string describe_direction(const engine::Criterion& criterion, const engine::Weight& weight) {
  if (weight.direction != 0) return weight.direction > 0 ? "toward high" : "toward low";
  std::string out = "steps";
  for (const engine::Level& level : criterion.levels) {
    out += fmt::format(" {} {}", level.word, weight.steps[level.at]);
  }
  return out;
}

class Changes {
 public:
  Changes(const AuthoredModel& before, const AuthoredModel& after)
      : before_(before), after_(after) {}

  std::vector<Change> run() {
    const model::Model &a = before_.model, &b = after_.model;
    differ(ChangeKind::other, "model id", a.id, b.id);
    differ(ChangeKind::other, "model version", a.version, b.version);
    languages();
    texts("title", a.title, b.title);
    criteria();
    axes();
    rules();
    texts("dispositions: retain", a.retain, b.retain);
    texts("dispositions: automate_first", a.automate_first, b.automate_first);
    texts("dispositions: outsource", a.outsource, b.outsource);
    texts("dispositions: no_location", a.no_location, b.no_location);
    activities();
    phrases();
    suppressions();
    return std::move(changes_);
  }

 private:
  void differ(ChangeKind kind, std::string what, std::string before, std::string after) {
    if (before == after) return;
    changes_.push_back({kind, std::move(what), std::move(before), std::move(after)});
  }

  void languages() {
    differ(ChangeKind::text, "languages",
           fmt::format("{}", fmt::join(before_.model.languages, " ")),
           fmt::format("{}", fmt::join(after_.model.languages, " ")));
  }

  // The sentences of languages that both have.
  void texts(const std::string& what, const model::Text& a, const model::Text& b) {
    for (std::size_t i = 0; i < before_.model.languages.size(); ++i) {
      const std::string& language = before_.model.languages[i];
      const auto& others = after_.model.languages;
      const auto same = std::find(others.begin(), others.end(), language);
      if (same == others.end()) continue;
      const auto j = static_cast<std::size_t>(same - others.begin());
      differ(ChangeKind::text, fmt::format("{} ({})", what, language),
             i < a.size() ? a[i] : std::string(), j < b.size() ? b[j] : std::string());
    }
  }

  static std::string_view key_of(const model::Phrase& phrase) { return phrase.key; }
  template <class Item>
  static std::string_view key_of(const Item& item) {
    return item.id;
  }

  template <class Item, class Both, class One>
  void match(const std::vector<Item>& a, const std::vector<Item>& b, Both both, One one) {
    for (const Item& item : a) {
      const auto other = std::find_if(b.begin(), b.end(),
                                      [&](const Item& o) { return key_of(o) == key_of(item); });
      if (other == b.end()) {
        one(item, true);
      } else {
        both(item, *other);
      }
    }
    for (const Item& item : b) {
      if (std::none_of(a.begin(), a.end(),
                       [&](const Item& o) { return key_of(o) == key_of(item); })) {
        one(item, false);
      }
    }
  }

  void criteria() {
    match(
        before_.model.criteria, after_.model.criteria,
        [&](const model::Criterion& a, const model::Criterion& b) { criterion(a, b); },
        [&](const model::Criterion& criterion, bool removed) {
          const std::string grid = describe_grid(criterion);
          differ(ChangeKind::criterion, fmt::format("criterion {}", criterion.id),
                 removed ? grid : "", removed ? "" : grid);
        });
  }

  void criterion(const model::Criterion& a, const model::Criterion& b) {
    const auto what = [&](std::string_view part) { return fmt::format("{}: {}", a.id, part); };
    differ(ChangeKind::criterion, what("scale"), describe_grid(a), describe_grid(b));
    differ(ChangeKind::criterion, what("levels"), describe_levels(a), describe_levels(b));
    differ(ChangeKind::criterion, what("neutral"), neutral(before_, a.id), neutral(after_, b.id));
    differ(ChangeKind::criterion, what("immutable"), a.immutable ? "true" : "false",
           b.immutable ? "true" : "false");
    texts(what("label"), a.label, b.label);
    texts(what("question"), a.question, b.question);
    texts(what("unit"), a.unit, b.unit);
    differ(ChangeKind::text, what("because"), a.because, b.because);
    for (std::size_t i = 0; i < std::min(a.levels.size(), b.levels.size()); ++i) {
      texts(what(fmt::format("level {}", i + 1)), a.levels[i].text, b.levels[i].text);
      texts(what(fmt::format("words of level {}", i + 1)), a.levels[i].words, b.levels[i].words);
    }
  }

  static std::string neutral(const AuthoredModel& side, std::string_view id) {
    const std::size_t c = engine::find_criterion(side.program, id);
    return input::json_value(side.program.criteria[c], side.program.criteria[c].neutral);
  }

  struct Weighed {
    std::string id;
    const engine::Weight* compiled;
    const model::Weight* authored;
    const engine::Criterion* criterion;
  };

  static std::vector<Weighed> weighed(const AuthoredModel& side, std::size_t axis) {
    std::vector<Weighed> out;
    const auto& compiled = side.program.axes[axis].weights;
    for (std::size_t i = 0; i < compiled.size(); ++i) {
      const engine::Criterion& criterion = side.program.criteria[compiled[i].criterion];
      out.push_back(
          {std::string(criterion.id), &compiled[i], &side.model.axes[axis].weights[i], &criterion});
    }
    return out;
  }

  void axes() {
    differ(ChangeKind::threshold, "engagement threshold", points(before_.program.threshold),
           points(after_.program.threshold));
    differ(ChangeKind::threshold, "hybrid band", points(before_.program.hybrid_band),
           points(after_.program.hybrid_band));
    differ(ChangeKind::threshold, "location band", points(before_.program.location_band),
           points(after_.program.location_band));
    for (std::size_t axis = 0; axis < axis_count; ++axis) {
      const auto& old_axis = before_.model.axes[axis];
      const auto& new_axis = after_.model.axes[axis];
      const std::string_view axis_name = name(static_cast<Axis>(axis));
      texts(fmt::format("{}: label", axis_name), old_axis.label, new_axis.label);
      texts(fmt::format("{}: low", axis_name), old_axis.low, new_axis.low);
      texts(fmt::format("{}: high", axis_name), old_axis.high, new_axis.high);
      const auto what = [&](std::string_view id) {
        return fmt::format("weight of {} on {}", id, axis_name);
      };
      match(
          weighed(before_, axis), weighed(after_, axis),
          [&](const Weighed& a, const Weighed& b) {
            differ(ChangeKind::weight, what(a.id), points(a.compiled->centipoints),
                   points(b.compiled->centipoints));
            differ(ChangeKind::weight, what(a.id) + ": direction",
                   describe_direction(*a.criterion, *a.compiled),
                   describe_direction(*b.criterion, *b.compiled));
            texts(what(a.id) + ": for", a.authored->for_text, b.authored->for_text);
            texts(what(a.id) + ": against", a.authored->against_text, b.authored->against_text);
            differ(ChangeKind::text, what(a.id) + ": because", a.authored->because,
                   b.authored->because);
          },
          [&](const Weighed& one, bool removed) {
            const std::string text = points(one.compiled->centipoints);
            differ(ChangeKind::weight, what(one.id), removed ? text : "", removed ? "" : text);
          });
    }
  }

  void rules() {
    const auto kind = [](const model::Rule& rule) {
      return rule.gate ? ChangeKind::gate : ChangeKind::rule;
    };
    const auto label = [](const model::Rule& rule) {
      return fmt::format("{} {}", rule.gate ? "gate" : "rule", rule.id);
    };
    match(
        before_.model.rules, after_.model.rules,
        [&](const model::Rule& a, const model::Rule& b) {
          differ(kind(a), label(a) + ": kind", a.gate ? "gate" : "rule", b.gate ? "gate" : "rule");
          differ(kind(a), label(a) + ": condition", describe(before_.program, a.when),
                 describe(after_.program, b.when));
          differ(kind(a), label(a) + ": effect", describe_effects(before_.model, a),
                 describe_effects(after_.model, b));
          texts(label(a) + ": label", a.label, b.label);
          texts(label(a) + ": because", a.because, b.because);
          texts(label(a) + ": lifted_by", a.lifted_by, b.lifted_by);
        },
        [&](const model::Rule& rule, bool removed) {
          const auto& side = removed ? before_ : after_;
          const std::string text = fmt::format("{} -> {}", describe(side.program, rule.when),
                                               describe_effects(side.model, rule));
          differ(kind(rule), label(rule), removed ? text : "", removed ? "" : text);
        });
  }

  void activities() {
    match(
        before_.model.activities, after_.model.activities,
        [&](const model::Activity& a, const model::Activity& b) {
          const auto what = [&](std::string_view part) {
            return fmt::format("activity {}: {}", a.id, part);
          };
          differ(ChangeKind::other, what("profile"), profile(before_, a), profile(after_, b));
          differ(ChangeKind::other, what("label"), a.label, b.label);
          differ(ChangeKind::text, what("source"), a.source, b.source);
          texts(what("names"), a.names, b.names);
        },
        [&](const model::Activity& one, bool removed) {
          differ(ChangeKind::other, fmt::format("activity {}", one.id), removed ? one.label : "",
                 removed ? "" : one.label);
        });
  }

  // Where a model has no phrase of its own, the program's is said.
  void phrases() {
    const auto what = [](const model::Phrase& phrase) {
      return fmt::format("phrase {}", phrase.key);
    };
    match(
        before_.model.phrases, after_.model.phrases,
        [&](const model::Phrase& a, const model::Phrase& b) { texts(what(a), a.text, b.text); },
        [&](const model::Phrase& one, bool removed) {
          const model::Text none;
          texts(what(one), removed ? one.text : none, removed ? none : one.text);
        });
  }

  // A finding may be accepted at several places, and a place have several findings.
  void suppressions() {
    const auto reasons = [](const model::Model& model) {
      std::map<std::string, std::string> all;
      for (const model::Suppression& one : model.suppressions) {
        all[fmt::format("suppression of {} at {}", one.finding, one.at)] = one.because;
      }
      return all;
    };
    const auto a = reasons(before_.model), b = reasons(after_.model);
    for (const auto& [what, because] : a) {
      const auto other = b.find(what);
      differ(ChangeKind::other, what, because, other == b.end() ? std::string() : other->second);
    }
    for (const auto& [what, because] : b) {
      if (!a.contains(what)) differ(ChangeKind::other, what, "", because);
    }
  }

  static std::string profile(const AuthoredModel& side, const model::Activity& activity) {
    std::map<std::string_view, std::string> entries;
    for (const model::ProfileEntry& entry : activity.profile) {
      const engine::Criterion& criterion = side.program.criteria[entry.criterion];
      entries[criterion.id] = input::json_value(criterion, entry.low);
      if (entry.high != entry.low) {
        entries[criterion.id] += ".." + input::json_value(criterion, entry.high);
      }
    }
    std::string out;
    for (const auto& [id, value] : entries) {
      out += fmt::format("{}{} {}", out.empty() ? "" : ", ", id, value);
    }
    return out;
  }

  const AuthoredModel &before_, &after_;
  std::vector<Change> changes_;
};

}  // namespace

std::string_view name(ChangeKind kind) noexcept {
  switch (kind) {
    case ChangeKind::criterion:
      return "criterion";
    case ChangeKind::weight:
      return "weight";
    case ChangeKind::threshold:
      return "threshold";
    case ChangeKind::gate:
      return "gate";
    case ChangeKind::rule:
      return "rule";
    case ChangeKind::text:
      return "text";
    case ChangeKind::other:
      return "other";
  }
  return {};
}

std::vector<Change> model_changes(const AuthoredModel& before, const AuthoredModel& after) {
  return Changes(before, after).run();
}

}  // namespace sourcing::audit
