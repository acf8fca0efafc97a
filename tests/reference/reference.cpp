// SPDX-License-Identifier: Apache-2.0
#include "reference/reference.hpp"

#include <stdexcept>
#include <utility>

namespace sourcing::reference {

namespace {

const json::Value& at(const json::Value& object, std::string_view key) {
  const json::Value* found = object.find(key);
  if (found == nullptr) throw std::logic_error("reference: no member " + std::string(key));
  return *found;
}

// The word as it is compared: no spaces around it, A to Z small.
std::string folded(std::string_view text) {
  std::string out;
  for (const char c : text) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  while (!out.empty() && (out.front() == ' ' || out.front() == '\t')) out.erase(0, 1);
  while (!out.empty() && (out.back() == ' ' || out.back() == '\t')) out.pop_back();
  return out;
}

}  // namespace

std::int64_t exact(std::string_view number, int decimals) {
  // Mantissa digits and the power of ten they are worth.
  bool negative = false, fraction = false;
  std::string digits;
  std::int64_t power = decimals;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const char c = number[i];
    if (c == '-') {
      negative = true;
    } else if (c == '.') {
      fraction = true;
    } else if (c == 'e' || c == 'E') {
      power += std::stoll(std::string(number.substr(i + 1)));
      break;
    } else {
      digits += c;
      if (fraction) --power;
    }
  }
  for (; power > 0; --power) digits += '0';
  for (; power < 0; ++power) {
    if (digits.back() != '0') throw std::logic_error("reference: too many decimals");
    digits.pop_back();
    if (digits.empty()) digits = "0";
  }
  const std::int64_t value = std::stoll(digits);
  return negative ? -value : value;
}

Model::Model(json::Value document) : document_(std::move(document)) {
  for (const json::Value& each : at(document_, "criteria").items) {
    Criterion criterion;
    criterion.json = &each;
    criterion.scale = at(each, "scale").text;
    if (criterion.scale == "level") {
      for (Value v = 100; v <= 500; ++v) criterion.grid.push_back(v);
    } else if (criterion.scale == "number") {
      const json::Value* step = each.find("step");
      for (Value v = exact(at(each, "min").text, 2); v <= exact(at(each, "max").text, 2);
           v += step == nullptr ? 1 : exact(step->text, 2)) {
        criterion.grid.push_back(v);
      }
    } else {
      for (std::size_t i = 0; i < at(each, "levels").items.size(); ++i) {
        criterion.grid.push_back(static_cast<Value>(i));
      }
    }
    criterion.neutral = value_of(criterion, at(each, "neutral"));
    criteria_.push_back(criterion);
  }

  // Largest remainder: everyone gets the whole part; what is left goes, one each, to the greatest
  // remainders, the earlier of equals first.
  for (const std::string_view axis : axes) {
    const std::vector<json::Value>& list = at(at(at(document_, "axes"), axis), "weights").items;
    std::int64_t sum = 0;
    for (const json::Value& each : list) sum += exact(at(each, "weight").text, 4);
    std::vector<std::int64_t> share, remainder;
    std::int64_t left = 10'000;
    for (const json::Value& each : list) {
      const std::int64_t scaled = exact(at(each, "weight").text, 4) * 10'000;
      share.push_back(scaled / sum);
      remainder.push_back(scaled - scaled / sum * sum);
      left -= share.back();
    }
    while (left > 0) {
      std::size_t best = 0;
      for (std::size_t i = 1; i < remainder.size(); ++i) {
        if (remainder[i] > remainder[best]) best = i;
      }
      ++share[best];
      remainder[best] = -1;
      --left;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
      weights_[std::string(axis)][at(list[i], "criterion").text] = share[i];
    }
  }
}

const std::string& Model::id(std::size_t criterion) const {
  return at(*criteria_[criterion].json, "id").text;
}

const std::vector<Value>& Model::grid(std::size_t criterion) const {
  return criteria_[criterion].grid;
}

std::size_t Model::named(std::string_view id) const {
  for (std::size_t c = 0; c < criteria_.size(); ++c) {
    if (this->id(c) == id) return c;
  }
  throw std::logic_error("reference: no criterion " + std::string(id));
}

Value Model::value_of(const Criterion& criterion, const json::Value& written) const {
  const std::vector<json::Value>& levels = at(*criterion.json, "levels").items;
  const auto value_of_level = [&](std::size_t i) {
    const bool numeric = criterion.scale == "level" || criterion.scale == "number";
    return numeric ? exact(at(levels[i], "at").text, 2) : static_cast<Value>(i);
  };
  if (written.kind == json::Kind::boolean) return written.boolean ? 1 : 0;
  if (written.kind == json::Kind::number) {
    const std::int64_t number = exact(written.text, 2);
    if (criterion.scale != "bands") return number;
    Value band = 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
      if (exact(at(levels[i], "from").text, 2) <= number) band = static_cast<Value>(i);
    }
    return band;
  }
  const std::string word = folded(written.text);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const json::Value* own = levels[i].find("word");
    if (own != nullptr && own->text == word) return value_of_level(i);
  }
  if (word == "yes") return 1;
  if (word == "no") return 0;
  const std::array<std::string_view, 5> generic = {"very_low", "low", "medium", "high",
                                                   "very_high"};
  for (std::size_t i = 0; i < generic.size(); ++i) {
    if (generic[i] == word) return value_of_level(i);
  }
  throw std::logic_error("reference: no word " + word);
}

std::map<std::string, std::int64_t, std::less<>> Model::weights(std::string_view axis) const {
  return weights_.find(axis)->second;
}

std::int64_t Model::contribution(std::string_view axis, std::size_t criterion, Value value) const {
  const Criterion& info = criteria_[criterion];
  for (const json::Value& each : at(at(at(document_, "axes"), axis), "weights").items) {
    if (at(each, "criterion").text != id(criterion)) continue;
    const std::int64_t weight = weights_.find(axis)->second.find(id(criterion))->second;
    // Step k of R.
    std::int64_t k = 0, r = 0;
    if (const json::Value* steps = each.find("steps")) {
      for (const json::Member& step : steps->members) {
        const std::int64_t height = exact(step.value.text, 0);
        json::Value word;
        word.kind = json::Kind::string;
        word.text = step.key;
        Value of = step.key == "true" ? 1 : step.key == "false" ? 0 : value_of(info, word);
        if (of == value) k = height;
        if (height > r) r = height;
      }
    } else {
      for (std::size_t i = 0; i < info.grid.size(); ++i) {
        if (info.grid[i] == value) k = static_cast<std::int64_t>(i);
      }
      r = static_cast<std::int64_t>(info.grid.size()) - 1;
      if (at(each, "toward").text == "low") k = r - k;
    }
    // weight * k / r, to the nearest whole centipoint, halves up.
    std::int64_t whole = weight * k / r;
    if (2 * (weight * k - whole * r) >= r) ++whole;
    return whole;
  }
  return 0;
}

std::vector<const json::Value*> Model::rules() const {
  std::vector<const json::Value*> result;
  for (const std::string_view key : {"gates", "rules"}) {
    const json::Value* list = document_.find(key);
    if (list == nullptr) continue;
    for (const json::Value& each : list->items) result.push_back(&each);
  }
  return result;
}

bool Model::holds(const json::Value& condition, const Point& point) const {
  if (const json::Value* all = condition.find("all")) {
    for (const json::Value& each : all->items) {
      if (!holds(each, point)) return false;
    }
    return true;
  }
  if (const json::Value* any = condition.find("any")) {
    for (const json::Value& each : any->items) {
      if (holds(each, point)) return true;
    }
    return false;
  }
  if (const json::Value* inner = condition.find("not")) return !holds(*inner, point);

  const std::size_t c = named(at(condition, "criterion").text);
  const Value value = point[c];
  const auto operand = [&](const json::Value& written) { return value_of(criteria_[c], written); };
  if (const json::Value* x = condition.find("is")) return value == operand(*x);
  if (const json::Value* x = condition.find("is_not")) return value != operand(*x);
  if (const json::Value* x = condition.find("at_least")) return value >= operand(*x);
  if (const json::Value* x = condition.find("at_most")) return value <= operand(*x);
  if (const json::Value* x = condition.find("above")) return value > operand(*x);
  if (const json::Value* x = condition.find("below")) return value < operand(*x);
  if (const json::Value* x = condition.find("between")) {
    return operand(x->items[0]) <= value && value <= operand(x->items[1]);
  }
  for (const json::Value& each : at(condition, "one_of").items) {
    if (value == operand(each)) return true;
  }
  return false;
}

std::map<std::string, std::int64_t, std::less<>> Model::points(std::string_view axis,
                                                               const Point& point) const {
  std::map<std::string, std::int64_t, std::less<>> result;
  result["base"] = 0;
  for (std::size_t c = 0; c < criteria_.size(); ++c) {
    const std::int64_t neutral = contribution(axis, c, criteria_[c].neutral);
    result["base"] += neutral;
    result[id(c)] = contribution(axis, c, point[c]) - neutral;
  }
  for (const json::Value* rule : rules()) {
    const json::Value* then = rule->find("then");
    const json::Value* points = then == nullptr ? nullptr : then->find("points");
    const json::Value* mine = points == nullptr ? nullptr : points->find(axis);
    if (mine != nullptr && holds(at(*rule, "when"), point)) {
      result[at(*rule, "id").text] = exact(mine->text, 2);
    }
  }
  for (const auto& [rule, list] : neutralised(point)) {
    for (const std::size_t c : list) result[rule] -= result[id(c)];
  }
  return result;
}

std::map<std::string, std::vector<std::size_t>, std::less<>> Model::neutralised(
    const Point& point) const {
  std::map<std::string, std::vector<std::size_t>, std::less<>> result;
  std::set<std::size_t> done;
  for (const json::Value* rule : rules()) {
    const json::Value* then = rule->find("then");
    const json::Value* list = then == nullptr ? nullptr : then->find("neutralise");
    if (list == nullptr || !holds(at(*rule, "when"), point)) continue;
    for (const json::Value& each : list->items) {
      const std::size_t c = named(each.text);
      if (done.insert(c).second) result[at(*rule, "id").text].push_back(c);
    }
  }
  return result;
}

Outcome Model::decide(const Point& point) const {
  Outcome outcome;
  Point counted = point;  // as the scores see it
  for (const auto& [rule, list] : neutralised(point)) {
    for (const std::size_t c : list) counted[c] = criteria_[c].neutral;
  }
  for (const std::string_view axis : axes) {
    std::int64_t& score = outcome.scores[std::string(axis)];
    for (std::size_t c = 0; c < criteria_.size(); ++c) score += contribution(axis, c, counted[c]);
  }
  bool retain = false, automate = false;
  for (const json::Value* rule : rules()) {
    if (!holds(at(*rule, "when"), point)) continue;
    outcome.fired.insert(at(*rule, "id").text);
    const json::Value* then = rule->find("then");
    const json::Value* exclude = (then == nullptr ? rule : then)->find("exclude");
    if (exclude != nullptr) {
      for (const json::Value& location : exclude->items) outcome.excluded.insert(location.text);
    }
    if (then == nullptr) continue;
    if (const json::Value* points = then->find("points")) {
      for (const json::Member& each : points->members) {
        outcome.scores[each.key] += exact(each.value.text, 2);
      }
    }
    if (const json::Value* disposition = then->find("disposition")) {
      retain = retain || disposition->text == "retain";
      automate = automate || disposition->text == "automate_first";
    }
  }

  outcome.verdict.location = "none";
  for (const std::string_view location : locations) {
    if (outcome.excluded.contains(location)) continue;
    if (outcome.verdict.location == "none" ||
        outcome.scores.find(location)->second > outcome.scores[outcome.verdict.location]) {
      outcome.verdict.location = location;
    }
  }
  const json::Value* near = document_.find("location_band");
  const std::int64_t reach = near == nullptr ? 0 : exact(near->text, 2);
  for (const std::string_view location : locations) {
    if (location == outcome.verdict.location || outcome.excluded.contains(location)) continue;
    if (outcome.verdict.location == "none") continue;
    const std::int64_t lead =
        outcome.scores[outcome.verdict.location] - outcome.scores.find(location)->second;
    outcome.close = outcome.close || lead <= reach;
  }
  const json::Value& engagement = at(at(document_, "axes"), "engagement");
  const std::int64_t margin =
      outcome.scores["engagement"] - exact(at(engagement, "threshold").text, 2);
  const std::int64_t band = exact(at(engagement, "hybrid_band").text, 2);
  outcome.verdict.engagement = margin >= 0 ? "KPO" : "BPO";
  outcome.hybrid = -band <= margin && margin <= band;
  outcome.verdict.disposition = retain || outcome.verdict.location == "none" ? "retain"
                                : automate                                   ? "automate_first"
                                                                             : "outsource";
  return outcome;
}

Answers Model::read(const json::Value& task) const {
  Answers answers(criteria_.size());
  const auto take = [&](std::size_t c, const json::Value& value, Answer& answer) {
    const bool range = value.kind == json::Kind::array;
    answer.low = value_of(criteria_[c], range ? value.items[0] : value);
    answer.high = value_of(criteria_[c], range ? value.items[1] : value);
  };
  for (std::size_t c = 0; c < criteria_.size(); ++c) {
    const json::Value* value = task.find(id(c));
    if (value != nullptr && value->kind == json::Kind::object) value = value->find("value");
    if (value == nullptr || value->kind == json::Kind::null) continue;
    answers[c].answered = true;
    take(c, *value, answers[c]);
  }
  const json::Value* activity = task.find("activity");
  if (activity == nullptr || activity->kind == json::Kind::null) return answers;
  for (const json::Value& each : at(document_, "activities").items) {
    if (at(each, "id").text != activity->text) continue;
    for (const json::Member& entry : at(each, "profile").members) {
      const std::size_t c = named(entry.key);
      if (answers[c].answered) continue;
      answers[c].assumed = true;
      take(c, entry.value, answers[c]);
    }
  }
  return answers;
}

Point Model::estimate(const Answers& answers) const {
  Point point;
  for (std::size_t c = 0; c < criteria_.size(); ++c) {
    const Answer& answer = answers[c];
    if (!answer.answered && !answer.assumed) {
      point.push_back(criteria_[c].neutral);
      continue;
    }
    // The grid value at or just below the middle: the last that is not above it.
    std::vector<Value> inside;
    for (const Value value : criteria_[c].grid) {
      if (answer.low <= value && value <= answer.high) inside.push_back(value);
    }
    Value middle = inside.front();
    for (const Value value : inside) {
      if (2 * value <= answer.low + answer.high) middle = value;
    }
    point.push_back(middle);
  }
  return point;
}

void Model::complete(const Answers& answers, bool profile,
                     const std::function<void(const Point&)>& each) const {
  Point point(criteria_.size());
  const std::function<void(std::size_t)> from = [&](std::size_t c) {
    if (c == criteria_.size()) {
      each(point);
      return;
    }
    const Answer& answer = answers[c];
    const bool narrowed = answer.answered || (profile && answer.assumed);
    for (const Value value : criteria_[c].grid) {
      if (narrowed && (value < answer.low || value > answer.high)) continue;
      point[c] = value;
      from(c + 1);
    }
  };
  from(0);
}

std::set<Verdict> Model::possible(const Answers& answers) const {
  std::set<Verdict> result;
  complete(answers, false, [&](const Point& point) { result.insert(decide(point).verdict); });
  return result;
}

Bounds Model::bounds(const Answers& answers, std::string_view axis) const {
  Bounds bounds{1'000'000'000, -1'000'000'000};
  complete(answers, false, [&](const Point& point) {
    const Outcome outcome = decide(point);
    const std::int64_t score = outcome.scores.find(axis)->second;
    if (score < bounds.low) bounds.low = score;
    if (score > bounds.high) bounds.high = score;
  });
  return bounds;
}

bool Model::tests(const json::Value& condition, const Answers& answers) const {
  if (const json::Value* inner = condition.find("not")) return tests(*inner, answers);
  for (const std::string_view key : {"all", "any"}) {
    const json::Value* list = condition.find(key);
    if (list == nullptr) continue;
    for (const json::Value& each : list->items) {
      if (tests(each, answers)) return true;
    }
    return false;
  }
  return answers[named(at(condition, "criterion").text)].answered;
}

Statuses Model::statuses(const Answers& answers) const {
  std::set<std::string, std::less<>> engagements, places, dispositions;
  std::map<std::string, bool, std::less<>> always;  // rules that fire in every completion
  for (const json::Value* rule : rules()) always[at(*rule, "id").text] = true;
  complete(answers, false, [&](const Point& point) {
    const Outcome outcome = decide(point);
    engagements.insert(outcome.verdict.engagement);
    places.insert(outcome.verdict.location);
    dispositions.insert(outcome.verdict.disposition);
    for (auto& [rule, fires] : always) fires = fires && outcome.fired.contains(rule);
  });

  // An axis is undetermined when nothing that is answered bears on it.
  bool engagement = false, location = false, disposition = false;
  for (const std::string_view axis : axes) {
    for (std::size_t c = 0; c < criteria_.size(); ++c) {
      const auto& weights = weights_.find(axis)->second;
      const auto weight = weights.find(id(c));
      if (!answers[c].answered || weight == weights.end() || weight->second == 0) continue;
      (axis == "engagement" ? engagement : location) = true;
    }
  }
  for (const json::Value* rule : rules()) {
    const bool fires = always[at(*rule, "id").text];
    const json::Value* then = rule->find("then");
    if ((then == nullptr ? rule : then)->find("exclude") != nullptr && fires) location = true;
    if (then == nullptr) continue;
    if (const json::Value* points = then->find("points"); points != nullptr && fires) {
      for (const json::Member& each : points->members) {
        (each.key == "engagement" ? engagement : location) = true;
      }
    }
    if (const json::Value* list = then->find("neutralise"); list != nullptr && fires) {
      for (const std::string_view axis : axes) {
        const auto& weights = weights_.find(axis)->second;
        for (const json::Value& each : list->items) {
          const auto weight = weights.find(each.text);
          if (weight == weights.end() || weight->second == 0) continue;
          (axis == "engagement" ? engagement : location) = true;
        }
      }
    }
    if (then->find("disposition") != nullptr && (fires || tests(at(*rule, "when"), answers))) {
      disposition = true;
    }
  }
  // Retained whatever the answers are, for example because no location is left.
  if (dispositions == std::set<std::string, std::less<>>{"retain"}) disposition = true;

  const auto status = [](bool bears, const auto& answers_seen) -> std::string {
    return !bears ? "undetermined" : answers_seen.size() == 1 ? "decided" : "tentative";
  };
  Statuses result{status(engagement, engagements), status(location, places),
                  status(disposition, dispositions), "tentative"};
  if (!engagement) {
    result.overall = "undetermined";
  } else if (result.engagement == "decided" && result.location == "decided" &&
             result.disposition == "decided") {
    result.overall = "decided";
  }
  return result;
}

std::string Model::status_given_profile(const Answers& answers) const {
  std::set<Verdict> verdicts;
  complete(answers, true, [&](const Point& point) { verdicts.insert(decide(point).verdict); });
  return verdicts.size() == 1 ? "decided" : "tentative";
}

}  // namespace sourcing::reference
