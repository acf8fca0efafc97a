// SPDX-License-Identifier: Apache-2.0
#include "property/random_model.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace sourcing::test {

namespace {

constexpr std::array<const char*, 4> axis_names = {"engagement", "onshore", "nearshore",
                                                   "offshore"};
constexpr std::array<const char*, 3> location_names = {"onshore", "nearshore", "offshore"};
constexpr std::array<const char*, 5> generic_words = {"very_low", "low", "medium", "high",
                                                      "very_high"};

std::uint64_t environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr || *text == '\0' ? otherwise : std::strtoull(text, nullptr, 10);
}

std::string quoted(const std::string& text) { return '"' + text + '"'; }

// An object; its keys in another order when asked, the same for the same keys.
std::string object(TaskSpec members, bool shuffled) {
  if (shuffled) {
    Random random(members.size() * 7919 + 13);
    random.shuffle(members);
  }
  std::string out = "{";
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) out += ',';
    out += quoted(members[i].first) + ':' + members[i].second;
  }
  return out + '}';
}

template <class T, class Write>
std::string array(const std::vector<T>& items, Write write) {
  std::string out = "[";
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    out += write(items[i]);
  }
  return out + ']';
}

std::string text(const std::string& sentence) { return R"({"en":")" + sentence + "\"}"; }

std::string weight_decimal(std::int64_t tenthousandths) {
  std::string digits = std::to_string(tenthousandths % 10000);
  digits.insert(0, 4 - digits.size(), '0');
  while (!digits.empty() && digits.back() == '0') digits.pop_back();
  const std::string whole = std::to_string(tenthousandths / 10000);
  return digits.empty() ? whole : whole + '.' + digits;
}

// The plainest form of a position: a number or a word.
std::string plain_value(const CriterionSpec& criterion, std::size_t position) {
  if (criterion.numeric()) {
    return decimal(criterion.minimum + static_cast<std::int64_t>(position) * criterion.step);
  }
  if (criterion.scale == "boolean") return position == 1 ? "true" : "false";
  return quoted(criterion.words[position]);
}

std::string criterion_json(const CriterionSpec& criterion, bool shuffled) {
  TaskSpec members = {{"id", quoted(criterion.id)},
                      {"label", text(criterion.id)},
                      {"question", text(criterion.id + "?")},
                      {"scale", quoted(criterion.scale)}};
  if (criterion.scale == "number") {
    members.emplace_back("min", decimal(criterion.minimum));
    members.emplace_back("max", decimal(criterion.maximum));
    if (criterion.step != 1) members.emplace_back("step", decimal(criterion.step));
  }
  std::vector<std::size_t> indices(criterion.words.size());
  std::iota(indices.begin(), indices.end(), std::size_t{0});
  members.emplace_back("levels", array(indices, [&](std::size_t i) {
                         TaskSpec level;
                         if (criterion.scale == "level") {
                           level.emplace_back("at", std::to_string(i + 1));
                         } else if (criterion.scale == "number") {
                           level.emplace_back("at", decimal(criterion.anchors[i]));
                         } else if (criterion.scale == "bands") {
                           level.emplace_back("from", decimal(criterion.band_starts[i]));
                           if (i + 1 < criterion.band_starts.size()) {
                             level.emplace_back("to", decimal(criterion.band_starts[i + 1]));
                           }
                         }
                         if (!criterion.words[i].empty())
                           level.emplace_back("word", quoted(criterion.words[i]));
                         level.emplace_back("text", text("level"));
                         return object(level, shuffled);
                       }));
  members.emplace_back("neutral", plain_value(criterion, criterion.neutral));
  return object(members, shuffled);
}

std::string weight_json(const ModelSpec& model, const WeightSpec& weight) {
  const CriterionSpec& criterion = model.criteria[weight.criterion];
  TaskSpec members = {{"criterion", quoted(criterion.id)},
                      {"weight", weight_decimal(weight.weight)}};
  if (weight.direction == "steps") {
    TaskSpec steps;
    for (std::size_t i = 0; i < weight.steps.size(); ++i) {
      steps.emplace_back(criterion.words[i], std::to_string(weight.steps[i]));
    }
    members.emplace_back("steps", object(steps, model.shuffled_keys));
  } else {
    members.emplace_back("toward", quoted(weight.direction));
  }
  members.emplace_back("for", text("for"));
  members.emplace_back("against", text("against"));
  return object(members, model.shuffled_keys);
}

std::string condition_json(const ModelSpec& model, const ConditionSpec& condition) {
  const auto child = [&](const ConditionSpec& each) { return condition_json(model, each); };
  if (condition.op == "not") {
    return object({{"not", child(condition.children.front())}}, false);
  }
  if (condition.op == "all" || condition.op == "any") {
    return object({{condition.op, array(condition.children, child)}}, false);
  }
  const CriterionSpec& criterion = model.criteria[condition.criterion];
  const auto operand = [&](std::size_t position) { return plain_value(criterion, position); };
  const bool many = condition.op == "one_of" || condition.op == "between";
  return object({{"criterion", quoted(criterion.id)},
                 {condition.op,
                  many ? array(condition.operands, operand) : operand(condition.operands.front())}},
                model.shuffled_keys);
}

std::string rule_json(const ModelSpec& model, const RuleSpec& rule) {
  TaskSpec members = {{"id", quoted(rule.id)},
                      {"label", text(rule.id)},
                      {"when", condition_json(model, rule.when)},
                      {"because", text("because")}};
  std::vector<std::string> excluded;
  for (std::size_t l = 0; l < 3; ++l) {
    if (rule.exclude[l]) excluded.emplace_back(location_names[l]);
  }
  const std::string exclude = array(excluded, quoted);
  if (rule.gate) {
    members.emplace_back("exclude", exclude);
    members.emplace_back("lifted_by", text("lifted"));
    return object(members, model.shuffled_keys);
  }
  TaskSpec then, points;
  for (std::size_t a = 0; a < 4; ++a) {
    if (rule.points[a] != 0) points.emplace_back(axis_names[a], decimal(rule.points[a]));
  }
  if (!points.empty()) then.emplace_back("points", object(points, model.shuffled_keys));
  if (!excluded.empty()) then.emplace_back("exclude", exclude);
  if (!rule.neutralised.empty()) {
    then.emplace_back("neutralise", array(rule.neutralised, [&](std::size_t c) {
                        return quoted(model.criteria[c].id);
                      }));
  }
  if (!rule.disposition.empty()) then.emplace_back("disposition", quoted(rule.disposition));
  members.emplace_back("then", object(then, model.shuffled_keys));
  return object(members, model.shuffled_keys);
}

CriterionSpec random_criterion(Random& random, std::size_t index, const ModelShape& shape) {
  CriterionSpec criterion;
  criterion.id = "c" + std::to_string(index);
  std::vector<std::string> scales = {"number", "bands", "choice", "boolean"};
  if (shape.most_positions >= 401) scales.insert(scales.end(), {"level", "level"});
  criterion.scale = random.pick(scales);
  if (criterion.scale == "level") {
    criterion.words = random.chance(50)
                          ? std::vector<std::string>(5)
                          : std::vector<std::string>{"l_a", "l_b", "l_c", "l_d", "l_e"};
  } else if (criterion.scale == "number") {
    const std::vector<std::int64_t> steps = {1, 2, 5, 10, 25, 30, 50, 100};
    criterion.step = random.pick(steps);
    const auto most = static_cast<std::int64_t>(std::min<std::size_t>(shape.most_positions, 60));
    const std::int64_t last = random.between(1, most - 1);
    criterion.minimum = random.chance(50) ? 0 : random.between(-500, 500);
    criterion.maximum = criterion.minimum + last * criterion.step;
    criterion.anchors = {criterion.minimum};
    if (last >= 2 && random.chance(50)) {
      criterion.anchors.push_back(criterion.minimum + last / 2 * criterion.step);
    }
    criterion.anchors.push_back(criterion.maximum);
    for (std::size_t i = 0; i < criterion.anchors.size(); ++i) {
      criterion.words.push_back(random.chance(40) ? "n" + std::to_string(i) : "");
    }
  } else if (criterion.scale == "boolean") {
    criterion.words = {"false", "true"};
  } else {
    const auto most = static_cast<std::int64_t>(std::min<std::size_t>(shape.most_positions, 6));
    const auto count = static_cast<std::size_t>(random.between(2, most));
    for (std::size_t i = 0; i < count; ++i) criterion.words.push_back("w" + std::to_string(i));
    if (criterion.scale == "bands") {
      if (count == 5 && random.chance(50)) {
        criterion.words.assign(generic_words.begin(), generic_words.end());
      }
      std::int64_t from = 0;
      for (std::size_t i = 0; i < count; ++i) {
        criterion.band_starts.push_back(from);
        from += random.between(1, 5000);
      }
    }
  }
  criterion.neutral =
      random.chance(60) ? (criterion.positions() - 1) / 2 : random.below(criterion.positions());
  return criterion;
}

WeightSpec random_weight(Random& random, const ModelSpec& model, std::size_t c) {
  WeightSpec weight;
  weight.criterion = c;
  const std::int64_t kind = random.between(0, 9);
  weight.weight = kind == 0   ? 0
                  : kind <= 3 ? random.between(1, 9) * 10000
                  : kind <= 6 ? random.between(1, 999999)
                  : kind == 7 ? random.between(1, 9)
                              : random.between(1, 40) * 33333;
  const CriterionSpec& criterion = model.criteria[c];
  weight.direction = random.chance(60) ? "high" : "low";
  if (!criterion.numeric() && random.chance(30)) {
    weight.direction = "steps";
    for (std::size_t i = 0; i < criterion.positions(); ++i) {
      weight.steps.push_back(random.between(0, 4));
    }
    weight.steps[random.below(weight.steps.size())] = random.between(1, 7);
  }
  return weight;
}

// Greatest and least share of its weight that a criterion may have anywhere in [low, high], as a
// fraction k / last.
struct Share {
  std::int64_t least, greatest, last;
};

Share share_of(const ModelSpec& model, const WeightSpec& weight, std::size_t low,
               std::size_t high) {
  const auto end = static_cast<std::int64_t>(model.criteria[weight.criterion].positions()) - 1;
  const auto from = static_cast<std::int64_t>(low), to = static_cast<std::int64_t>(high);
  if (weight.direction == "high") return {from, to, end};
  if (weight.direction == "low") return {end - to, end - from, end};
  const auto first = weight.steps.begin() + from, last = weight.steps.begin() + to + 1;
  return {*std::min_element(first, last), *std::max_element(first, last),
          *std::max_element(weight.steps.begin(), weight.steps.end())};
}

// A rule whose points only give back what the criterion it tests has taken, or take what it has
// given: whatever else fires, the criterion's share of the score stays within 0 and its weight.
bool add_safe_points(Random& random, const ModelSpec& model, std::vector<std::string>& used,
                     RuleSpec& rule) {
  const std::size_t c = random.below(model.criteria.size());
  const std::size_t count = model.criteria[c].positions();
  std::size_t low = random.below(count), high = random.below(count);
  if (low > high) std::swap(low, high);
  bool any = false;
  for (std::size_t a = 0; a < 4; ++a) {
    std::int64_t sum = 0;
    for (const WeightSpec& weight : model.axes[a]) sum += weight.weight;
    for (const WeightSpec& weight : model.axes[a]) {
      if (weight.criterion != c || weight.weight == 0 || random.chance(30)) continue;
      const Share share = share_of(model, weight, low, high);
      const bool give = random.chance(50);
      const std::string key = axis_names[a] + std::string(give ? "+" : "-") + std::to_string(c);
      if (std::find(used.begin(), used.end(), key) != used.end()) continue;
      const std::int64_t least_weight = 10000 * weight.weight / sum;
      const std::int64_t most_weight = least_weight + 1;
      const std::int64_t room =
          give ? least_weight - (most_weight * share.greatest + share.last - 1) / share.last
               : least_weight * share.least / share.last;
      if (room <= 0) continue;
      const std::int64_t points = random.chance(30) ? room : random.between(1, room);
      rule.points[a] = give ? points : -points;
      used.push_back(key);
      any = true;
    }
  }
  if (!any) return false;
  ConditionSpec atom;
  atom.op = "between";
  atom.criterion = c;
  atom.operands = {low, high};
  rule.when = atom;
  if (random.chance(60)) {
    ConditionSpec both;
    both.op = "all";
    both.children = {atom, random_condition(random, model, 2)};
    random.shuffle(both.children);
    rule.when = both;
  }
  return true;
}

// Criteria whose share no rule gives back in points: then it stays within 0 and its weight.
void neutralise(Random& random, const ModelSpec& model, std::vector<std::string>& used,
                RuleSpec& rule) {
  const std::int64_t count = random.between(1, 2);
  for (std::int64_t i = 0; i < count; ++i) {
    const std::size_t c = random.below(model.criteria.size());
    const std::string key = "neutral" + std::to_string(c);
    bool free =
        std::find(rule.neutralised.begin(), rule.neutralised.end(), c) == rule.neutralised.end();
    std::vector<std::string> keys = {key};
    for (const std::string_view axis : axis_names) {
      for (const char sign : {'+', '-'}) {
        keys.push_back(std::string(axis) + sign + std::to_string(c));
        const bool taken = std::find(used.begin(), used.end(), keys.back()) != used.end();
        const bool neutral = std::find(used.begin(), used.end(), key) != used.end();
        free = free && (!taken || neutral);
      }
    }
    if (!free) continue;
    rule.neutralised.push_back(c);
    used.insert(used.end(), keys.begin(), keys.end());
  }
}

void random_rules(Random& random, const ModelShape& shape, ModelSpec& model) {
  std::vector<std::string> used;
  const std::size_t count = random.below(shape.most_rules + 1);
  for (std::size_t i = 0; i < count; ++i) {
    RuleSpec rule;
    rule.id = "r" + std::to_string(i);
    rule.gate = random.chance(30);
    rule.when = random_condition(random, model, shape.condition_depth);
    if (rule.gate) {
      rule.exclude[random.below(3)] = true;
      if (random.chance(40)) rule.exclude[random.below(3)] = true;
      if (random.chance(10)) rule.exclude = {true, true, true};
    } else {
      bool effect = shape.points && random.chance(65) && add_safe_points(random, model, used, rule);
      if (shape.any_points && random.chance(30)) {
        rule.points[random.below(4)] = random.between(1, 1500) * (random.chance(50) ? 1 : -1);
        effect = true;
      }
      if (random.chance(25)) rule.exclude[random.below(3)] = true, effect = true;
      if (shape.points && random.chance(shape.neutralise)) {
        neutralise(random, model, used, rule);
        effect = effect || !rule.neutralised.empty();
      }
      if (!effect || random.chance(25)) {
        rule.disposition = random.chance(50) ? "retain" : "automate_first";
      }
    }
    model.rules.push_back(std::move(rule));
  }
}

}  // namespace

std::uint64_t Random::next() noexcept {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) noexcept {
  const auto span = static_cast<std::uint64_t>(high - low) + 1;
  return low + static_cast<std::int64_t>(next() % span);
}

std::size_t Random::below(std::size_t count) noexcept { return next() % count; }

std::uint64_t seed_of_run() { return environment("SOURCING_TEST_SEED", 20260101); }

std::uint64_t seed_of(std::uint64_t trial) {
  Random random(seed_of_run() + trial * 1'000'003);
  return random.next();
}

std::size_t trials(std::size_t count) {
  return count * static_cast<std::size_t>(environment("SOURCING_TEST_SCALE", 1));
}

std::size_t CriterionSpec::positions() const {
  if (numeric()) return static_cast<std::size_t>((maximum - minimum) / step) + 1;
  return words.size();
}

ModelShape small_shape() {
  ModelShape shape;
  shape.most_criteria = 5;
  shape.most_positions = 5;
  shape.most_rules = 5;
  return shape;
}

std::string decimal(std::int64_t hundredths) {
  const std::int64_t magnitude = std::abs(hundredths);
  std::string out = hundredths < 0 ? "-" : "";
  out += std::to_string(magnitude / 100);
  if (magnitude % 100 != 0) {
    out += '.';
    out += static_cast<char>('0' + magnitude / 10 % 10);
    if (magnitude % 10 != 0) out += static_cast<char>('0' + magnitude % 10);
  }
  return out;
}

ConditionSpec random_condition(Random& random, const ModelSpec& model, int depth) {
  ConditionSpec condition;
  if (depth > 0 && random.chance(45)) {
    const std::vector<std::string> ops = {"all", "any", "all", "any", "not"};
    condition.op = random.pick(ops);
    const std::int64_t count = condition.op == "not" ? 1 : random.between(1, 3);
    for (std::int64_t i = 0; i < count; ++i) {
      condition.children.push_back(random_condition(random, model, depth - 1));
    }
    return condition;
  }
  const std::vector<std::string> ops = {"is",       "is_not",  "one_of", "between",
                                        "at_least", "at_most", "above",  "below"};
  condition.op = random.pick(ops);
  condition.criterion = random.below(model.criteria.size());
  const CriterionSpec& criterion = model.criteria[condition.criterion];
  const std::size_t count = criterion.positions();
  const auto position = [&] { return random.below(count); };
  if (condition.op == "one_of") {
    const std::int64_t many = random.between(1, 3);
    for (std::int64_t i = 0; i < many; ++i) condition.operands.push_back(position());
  } else if (condition.op == "between") {
    condition.operands = {position(), position()};
    std::sort(condition.operands.begin(), condition.operands.end());
  } else {
    condition.operands = {position()};
  }
  return condition;
}

ModelSpec random_model(Random& random, const ModelShape& shape) {
  ModelSpec model;
  const auto count =
      static_cast<std::size_t>(random.between(static_cast<std::int64_t>(shape.least_criteria),
                                              static_cast<std::int64_t>(shape.most_criteria)));
  for (std::size_t i = 0; i < count; ++i) {
    model.criteria.push_back(random_criterion(random, i, shape));
  }
  for (auto& axis : model.axes) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    random.shuffle(order);
    for (const std::size_t c : order) {
      if (random.chance(70)) axis.push_back(random_weight(random, model, c));
    }
    if (axis.empty()) axis.push_back(random_weight(random, model, random.below(count)));
    if (std::all_of(axis.begin(), axis.end(), [](const auto& w) { return w.weight == 0; })) {
      axis.front().weight = random.between(1, 50) * 1000;
    }
  }
  model.threshold = random.chance(60) ? random.between(3000, 7000) : random.between(0, 10000);
  model.hybrid_band = random.between(0, 1500);
  if (random.chance(70)) model.location_band = random.between(0, 1500);
  random_rules(random, shape, model);
  for (std::size_t i = 0; i < 2; ++i) {
    ActivitySpec activity{"act" + std::to_string(i), {}};
    for (std::size_t c = 0; c < count; ++c) {
      if (!random.chance(60)) continue;
      const std::size_t positions = model.criteria[c].positions();
      std::size_t low = random.below(positions), high = random.below(positions);
      if (low > high) std::swap(low, high);
      activity.profile.push_back({c, low, random.chance(30) ? low : high});
    }
    model.activities.push_back(std::move(activity));
  }
  model.shuffled_keys = random.chance(30);
  return model;
}

std::string to_json(const ModelSpec& model) {
  TaskSpec axes;
  for (std::size_t a = 0; a < 4; ++a) {
    TaskSpec axis = {{"label", text(axis_names[a])}};
    if (a == 0) {
      axis.emplace_back("threshold", decimal(model.threshold));
      axis.emplace_back("hybrid_band", decimal(model.hybrid_band));
      axis.emplace_back("low", text("BPO"));
      axis.emplace_back("high", text("KPO"));
    }
    axis.emplace_back("weights", array(model.axes[a], [&](const WeightSpec& weight) {
                        return weight_json(model, weight);
                      }));
    axes.emplace_back(axis_names[a], object(axis, model.shuffled_keys));
  }
  std::vector<RuleSpec> gates, rules;
  for (const RuleSpec& rule : model.rules) (rule.gate ? gates : rules).push_back(rule);
  const auto write_rule = [&](const RuleSpec& rule) { return rule_json(model, rule); };
  TaskSpec members = {{"schema", quoted("sourcing.model/1")},
                      {"id", quoted("random")},
                      {"version", quoted("1")},
                      {"title", text("random")},
                      {"languages", "[\"en\"]"},
                      {"criteria", array(model.criteria,
                                         [&](const CriterionSpec& criterion) {
                                           return criterion_json(criterion, model.shuffled_keys);
                                         })},
                      {"axes", object(axes, model.shuffled_keys)},
                      {"gates", array(gates, write_rule)},
                      {"rules", array(rules, write_rule)},
                      {"dispositions", object({{"retain", text("retain")},
                                               {"automate_first", text("automate")},
                                               {"outsource", text("outsource")},
                                               {"no_location", text("nowhere")}},
                                              model.shuffled_keys)}};
  if (model.location_band != 0) members.emplace_back("location_band", decimal(model.location_band));
  members.emplace_back("activities", array(model.activities, [&](const ActivitySpec& activity) {
                         TaskSpec profile;
                         for (const ProfileSpec& entry : activity.profile) {
                           const CriterionSpec& criterion = model.criteria[entry.criterion];
                           const std::string low = plain_value(criterion, entry.low);
                           profile.emplace_back(
                               criterion.id,
                               entry.low == entry.high
                                   ? low
                                   : '[' + low + ',' + plain_value(criterion, entry.high) + ']');
                         }
                         return object({{"id", quoted(activity.id)},
                                        {"names", text(activity.id)},
                                        {"label", quoted("BPO")},
                                        {"source", quoted("random")},
                                        {"profile", object(profile, model.shuffled_keys)}},
                                       model.shuffled_keys);
                       }));
  return object(members, model.shuffled_keys);
}

std::string value_text(Random& random, const CriterionSpec& criterion, std::size_t position) {
  if (criterion.scale == "boolean") {
    if (random.chance(20)) return quoted(position == 1 ? "yes" : "no");
    if (random.chance(20)) return quoted(position == 1 ? "true" : "false");
    return position == 1 ? "true" : "false";
  }
  if (criterion.scale == "bands") {
    if (random.chance(40)) return quoted(criterion.words[position]);
    const std::int64_t from = criterion.band_starts[position];
    const bool last = position + 1 == criterion.band_starts.size();
    const std::int64_t to = last ? from + 100'000'000 : criterion.band_starts[position + 1] - 1;
    const std::int64_t number = random.chance(30)   ? from
                                : random.chance(50) ? to
                                                    : random.between(from, to);
    return decimal(number);
  }
  if (criterion.scale == "choice") return quoted(criterion.words[position]);
  const std::int64_t number =
      criterion.minimum + static_cast<std::int64_t>(position) * criterion.step;
  if (criterion.scale == "level" && position % 100 == 0 && random.chance(60)) {
    const std::string& word = criterion.words[position / 100];
    return quoted(word.empty() || random.chance(50) ? generic_words[position / 100] : word);
  }
  if (criterion.scale == "number" && random.chance(40)) {
    for (std::size_t i = 0; i < criterion.anchors.size(); ++i) {
      if (criterion.anchors[i] == number && !criterion.words[i].empty()) {
        return quoted(criterion.words[i]);
      }
    }
  }
  if (random.chance(5)) return std::to_string(number) + "e-2";
  if (random.chance(5) && number % 100 != 0) return decimal(number) + "000";
  return decimal(number);
}

std::string cell_text(Random& random, const CriterionSpec& criterion, std::size_t position) {
  std::string cell = value_text(random, criterion, position);
  while (criterion.numeric() && cell.front() != '"' && cell.find('e') != std::string::npos) {
    cell = value_text(random, criterion, position);  // exponents belong to JSON
  }
  std::erase(cell, '"');
  if (random.chance(25)) {
    for (char& c : cell) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return random.chance(20) ? ' ' + cell + "\t" : cell;
}

TaskSpec random_task(Random& random, const ModelSpec& model, const TaskShape& shape) {
  TaskSpec task;
  std::size_t completions = 1;
  for (std::size_t c = 0; c < model.criteria.size(); ++c) {
    const CriterionSpec& criterion = model.criteria[c];
    const std::size_t count = criterion.positions();
    std::size_t low = 0, high = count - 1;
    bool answered = random.chance(shape.answered);
    if (answered) {
      low = high = random.below(count);
      if (random.chance(shape.ranges)) high = low + random.below(count - low);
    }
    if (shape.most_completions != 0 && completions * (high - low + 1) > shape.most_completions) {
      answered = true;
      low = high = random.below(count);
    }
    completions *= high - low + 1;
    if (!answered) {
      if (shape.decorate && random.chance(12)) {
        task.emplace_back(criterion.id, random.chance(70) ? "null" : R"({"value":null})");
      }
      continue;
    }
    std::string value = value_text(random, criterion, low);
    if (low != high || random.chance(5)) {
      value = '[' + value + ',' + value_text(random, criterion, high) + ']';
    }
    if (shape.decorate && random.chance(10)) {
      value = R"({"value":)" + value + R"(,"evidence":"a source"})";
    }
    task.emplace_back(criterion.id, value);
  }
  if (shape.decorate) {
    if (random.chance(50)) task.emplace_back("id", quoted("t" + std::to_string(random.below(99))));
    if (random.chance(50)) task.emplace_back("name", quoted("A task"));
    if (random.chance(10)) task.emplace_back("x_note", R"({"any":["thing",1e300]})");
    if (random.chance(10)) task.emplace_back("$schema", quoted("task.schema.json"));
    if (random.chance(25) && !model.activities.empty()) {
      task.emplace_back("activity", quoted(random.pick(model.activities).id));
    }
    random.shuffle(task);
  }
  return task;
}

std::string to_json(const TaskSpec& task) { return object(task, false); }

}  // namespace sourcing::test
