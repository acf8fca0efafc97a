// SPDX-License-Identifier: Apache-2.0
#include "audit/boundary_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sourcing/decide.hpp>

#include "audit/cases.hpp"
#include "base/json_writer.hpp"
#include "engine/box.hpp"
#include "input/task_json.hpp"
#include "input/value.hpp"

namespace sourcing::audit {

namespace {

using engine::Point;
using engine::Program;

// Looks at a part of a condition or at a contribution: a few seconds each, whatever the model is.
constexpr std::uint64_t looks_for_pairs = 300'000'000, looks_for_cases = 300'000'000;
// What a reader of cases takes, less some room.
constexpr std::size_t most_bytes = most_case_bytes / 16 * 15, most_values = 900'000;

// The work that is left, the same on every machine.
class Budget {
 public:
  explicit Budget(std::uint64_t looks) : left_(looks) {}
  /// False once all of it is spent.
  bool spend(std::uint64_t looks) noexcept {
    left_ = looks < left_ ? left_ - looks : 0;
    return left_ > 0;
  }
  [[nodiscard]] bool spent() const noexcept { return left_ == 0; }

 private:
  std::uint64_t left_;
};

// Parts of a condition.
std::uint64_t parts(const Program& program, const engine::Node& node) {
  std::uint64_t sum = 1;
  if (node.kind == engine::NodeKind::atom) return sum;
  for (const engine::Node& child : program.nodes.subspan(node.first, node.count)) {
    sum += parts(program, child);
  }
  return sum;
}

Point neutral(const Program& program) {
  Point point{};
  for (std::size_t c = 0; c < program.criteria.size(); ++c) point[c] = program.criteria[c].neutral;
  return point;
}

bool fires(const Program& program, std::size_t rule, const Point& point) {
  return engine::holds(program, program.nodes[program.rules[rule].condition], point);
}

// A part of the box in which the condition has the truth that is wanted: first the half in which
// the neutral task lies.
class Seek {
 public:
  Seek(const Program& program, std::uint32_t condition, engine::Truth wanted, std::uint64_t looks,
       Budget& budget)
      : program_(program),
        condition_(condition),
        wanted_(wanted),
        looks_(looks),
        budget_(budget),
        box_(engine::whole(program)) {}

  // The point that is nearest to neutral in that part.
  std::optional<Point> run() {
    if (!search()) return std::nullopt;
    Point point = neutral(program_);
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      point[c] = std::clamp(point[c], box_.low[c], box_.high[c]);
    }
    return point;
  }

 private:
  bool search() {
    if (++visited_ > 20'000 || !budget_.spend(looks_)) return false;
    const engine::Truth truth = engine::truth(program_, condition_, box_);
    if (truth == wanted_) return true;
    if (truth != engine::Truth::maybe) return false;
    const engine::Cut cut = engine::find_cut(program_, condition_, box_);
    const std::size_t c = cut.criterion;
    const std::uint16_t low = box_.low[c], high = box_.high[c];
    const bool lower_first = program_.criteria[c].neutral <= cut.last_of_lower;
    for (const bool lower : {lower_first, !lower_first}) {
      box_.low[c] = lower ? low : static_cast<std::uint16_t>(cut.last_of_lower + 1);
      box_.high[c] = lower ? cut.last_of_lower : high;
      if (search()) return true;
    }
    box_.low[c] = low;
    box_.high[c] = high;
    return false;
  }

  const Program& program_;
  std::uint32_t condition_;
  engine::Truth wanted_;
  std::uint64_t looks_;  // of one visit
  Budget& budget_;
  engine::Box box_;
  std::size_t visited_ = 0;
};

BoundaryPair make_pair(const Program& program, std::string_view what, std::size_t criterion,
                       Point point, std::size_t lower) {
  BoundaryPair pair;
  pair.name = fmt::format("{} turns at {}", what, program.criteria[criterion].id);
  pair.criterion = criterion;
  point[criterion] = static_cast<std::uint16_t>(lower);
  pair.below = point;
  point[criterion] = static_cast<std::uint16_t>(lower + 1);
  pair.above = point;
  return pair;
}

void rule_pairs(const Program& program, std::size_t rule, Budget& budget,
                std::vector<BoundaryPair>& pairs, std::vector<std::string>& missed) {
  const std::string what =
      fmt::format("{} {}", program.rules[rule].gate ? "gate" : "rule", program.rules[rule].id);
  const std::uint32_t condition = program.rules[rule].condition;
  const std::uint64_t looks = parts(program, program.nodes[condition]);
  const auto firing = Seek(program, condition, engine::Truth::yes, looks, budget).run();
  bool found = false;
  for (std::size_t c = 0; firing && c < program.criteria.size(); ++c) {
    // The turn that is nearest to the firing task, on each side.
    const int here = (*firing)[c], last = program.criteria[c].last;
    for (const int step : {-1, 1}) {
      Point point = *firing;
      for (int at = here + step; 0 <= at && at <= last && budget.spend(looks); at += step) {
        point[c] = static_cast<std::uint16_t>(at);
        if (fires(program, rule, point)) continue;
        const int lower = step < 0 ? at : at - 1;
        pairs.push_back(make_pair(program, what, c, point, static_cast<std::size_t>(lower)));
        pairs.back().rule = rule;
        found = true;
        break;
      }
    }
  }
  if (!found) missed.push_back(what);
}

// What changes between neighbouring tasks besides the rules.
class Turns {
 public:
  Turns(const Program& program, Budget& budget, std::vector<BoundaryPair>& pairs)
      : program_(program),
        budget_(budget),
        looks_(program.criteria.size() + program.nodes.size()),
        pairs_(pairs) {}

  // Walks from the neutral task to the corners of the space, one criterion after another.
  void walk() {
    std::uint64_t state = 1;
    for (int path = 0; path < 64 && open() > 0 && !budget_.spent(); ++path) {
      Point point = neutral(program_);
      const std::size_t n = program_.criteria.size();
      for (std::size_t i = 0; i < n; ++i) {
        const std::size_t c = (i + static_cast<std::size_t>(path)) % n;
        // The first two paths go to the low and the high corner, the others anywhere.
        state = state * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
        const bool up = path == 0 ? false : path == 1 || ((state >> 40) & 1U) != 0;
        criterion(point, c, up ? program_.criteria[c].last : std::uint16_t{0});
      }
    }
  }

  void report(std::vector<std::string>& missed) const {
    for (const Kind& kind : kinds_) {
      if (!kind.found) missed.emplace_back(kind.what);
    }
  }

 private:
  struct Kind {
    std::string_view what;
    bool found = false;
  };

  [[nodiscard]] std::size_t open() const {
    return static_cast<std::size_t>(
        std::count_if(kinds_.begin(), kinds_.end(), [](const Kind& k) { return !k.found; }));
  }

  void criterion(Point& point, std::size_t c, std::uint16_t target) {
    engine::Outcome before = engine::decide(program_, point);
    while (point[c] != target && budget_.spend(looks_)) {
      const std::uint16_t was = point[c];
      point[c] = static_cast<std::uint16_t>(target > was ? was + 1 : was - 1);
      const engine::Outcome after = engine::decide(program_, point);
      compare(before, after, c, point, std::min(was, point[c]));
      before = after;
    }
  }

  void found(std::size_t kind, std::size_t c, const Point& point, std::size_t lower) {
    if (kinds_[kind].found) return;
    kinds_[kind].found = true;
    pairs_.push_back(make_pair(program_, kinds_[kind].what, c, point, lower));
  }

  void compare(const engine::Outcome& a, const engine::Outcome& b, std::size_t c,
               const Point& point, std::size_t lower) {
    if (a.engagement != b.engagement) found(0, c, point, lower);
    const auto side = [&](const engine::Outcome& outcome) {
      const Centipoints margin = outcome.scores[0] - program_.threshold;
      return margin < -program_.hybrid_band ? 0 : margin > program_.hybrid_band ? 2 : 1;
    };
    const int low = std::min(side(a), side(b)), high = std::max(side(a), side(b));
    if (low == 0 && high > 0) found(1, c, point, lower);
    if (high == 2 && low < 2) found(2, c, point, lower);
    if (a.location == b.location || a.excluded != b.excluded) return;
    if (a.location < 0 || b.location < 0) return;
    found(static_cast<std::size_t>(2 + a.location + b.location), c, point, lower);
  }

  const Program& program_;
  Budget& budget_;
  std::uint64_t looks_;  // of one decision
  std::vector<BoundaryPair>& pairs_;
  // The last three at 2 + the sum of the two locations' numbers.
  std::array<Kind, 6> kinds_ = {{{"engagement threshold"},
                                 {"lower edge of the hybrid band"},
                                 {"upper edge of the hybrid band"},
                                 {"onshore or nearshore"},
                                 {"onshore or offshore"},
                                 {"nearshore or offshore"}}};
};

// Returns how many values it has.
std::size_t write_case(const Engine& engine, const BoundaryPair& pair, const Point& point,
                       json::Writer& writer) {
  const Program& program = engine.program();
  Task task = input::empty_task(program);
  writer.begin_object();
  const std::string shown =
      input::json_value(program.criteria[pair.criterion], point[pair.criterion]);
  writer.text("name", fmt::format("{} = {}", pair.name, shown));
  writer.begin_object("task");
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    Answer& answer = task.answers[c];
    answer.origin = Origin::answered;
    answer.low = answer.high = point[c];
    answer.shown = input::json_value(program.criteria[c], point[c]);
    writer.json(program.criteria[c].id, answer.shown);
  }
  writer.end_object();
  const Decision decision = decide(engine, task);
  writer.begin_object("expect");
  const auto text = [&](std::string_view key, const auto& value) {
    writer.text_or_null(key, value ? sourcing::name(*value) : std::string_view{});
  };
  text("engagement", decision.verdict.engagement);
  text("location", decision.verdict.location);
  text("disposition", decision.verdict.disposition);
  writer.flag("hybrid", decision.hybrid);
  writer.fixed2("engagement_score", decision.scores[0]);
  std::vector<std::string> gates, reasons;
  for (const Reason& reason : decision.reasons) {
    if (reason.rule.empty()) continue;
    auto& list = reason.kind == ReasonKind::gate ? gates : reasons;
    if (std::find(list.begin(), list.end(), reason.code) == list.end()) list.push_back(reason.code);
  }
  writer.texts("gates", gates);
  writer.texts("reasons", reasons);
  // Of those that do not fire the one whose turn it is: a large model has many.
  std::vector<std::string> silent;
  if (pair.rule && program.rules[*pair.rule].excluded == 0 && !fires(program, *pair.rule, point)) {
    silent.emplace_back(program.rules[*pair.rule].id);
  }
  writer.texts("not_reasons", silent);
  writer.end_object();
  writer.end_object();
  constexpr std::size_t others = 16;
  return program.criteria.size() + gates.size() + reasons.size() + others;
}

}  // namespace

std::vector<BoundaryPair> boundary_pairs(const Program& program, std::vector<std::string>& missed) {
  std::vector<BoundaryPair> pairs;
  // What turns without a rule is found in few steps, and is what most want to see.
  Budget for_turns(looks_for_pairs / 4), budget(looks_for_pairs);
  std::size_t rules = 0;
  for (; rules < program.rules.size() && !budget.spent(); ++rules) {
    rule_pairs(program, rules, budget, pairs, missed);
  }
  if (rules < program.rules.size()) {
    missed.push_back(fmt::format("{} more gates and rules", program.rules.size() - rules));
  }
  Turns turns(program, for_turns, pairs);
  turns.walk();
  turns.report(missed);
  return pairs;
}

BoundaryCases boundary_cases(const Engine& engine, const std::vector<BoundaryPair>& pairs) {
  const Program& program = engine.program();
  // A decision looks at each rule some times, and at what one step of each criterion changes.
  const std::uint64_t looks = 2 * (8 * program.nodes.size() + 2 * program.criteria.size());
  Budget budget(looks_for_cases);
  BoundaryCases result;
  std::string& out = result.text;
  std::size_t values = 0, written = 0;
  json::Writer writer(out, json::Layout::pretty);
  writer.begin_object();
  writer.text("schema", cases_schema);
  writer.begin_array("cases");
  for (const BoundaryPair& pair : pairs) {
    // The last one may take as much again as is left for it: the largest case is far smaller.
    if (!budget.spend(looks) || out.size() > most_bytes || values > most_values) break;
    for (const Point* point : {&pair.below, &pair.above}) {
      values += write_case(engine, pair, *point, writer);
    }
    ++written;
  }
  writer.end_array();
  writer.end_object();
  out += "\n";
  result.left_out = pairs.size() - written;
  return result;
}

}  // namespace sourcing::audit
