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
  Seek(const Program& program, std::uint32_t condition, engine::Truth wanted)
      : program_(program), condition_(condition), wanted_(wanted), box_(engine::whole(program)) {}

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
    if (++visited_ > 20'000) return false;
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

void rule_pairs(const Program& program, std::size_t rule, std::vector<BoundaryPair>& pairs,
                std::vector<std::string>& missed) {
  const std::string what =
      fmt::format("{} {}", program.rules[rule].gate ? "gate" : "rule", program.rules[rule].id);
  const auto firing = Seek(program, program.rules[rule].condition, engine::Truth::yes).run();
  bool found = false;
  for (std::size_t c = 0; firing && c < program.criteria.size(); ++c) {
    // The turn that is nearest to the firing task, on each side.
    Point point = *firing;
    const auto here = std::size_t{point[c]};
    for (std::size_t at = here; at > 0; --at) {
      point[c] = static_cast<std::uint16_t>(at - 1);
      if (fires(program, rule, point)) continue;
      pairs.push_back(make_pair(program, what, c, point, at - 1));
      found = true;
      break;
    }
    for (std::size_t at = here + 1; at <= program.criteria[c].last; ++at) {
      point[c] = static_cast<std::uint16_t>(at);
      if (fires(program, rule, point)) continue;
      pairs.push_back(make_pair(program, what, c, point, at - 1));
      found = true;
      break;
    }
  }
  if (!found) missed.push_back(what);
}

// What changes between neighbouring tasks besides the rules.
class Turns {
 public:
  Turns(const Program& program, std::vector<BoundaryPair>& pairs)
      : program_(program), pairs_(pairs) {}

  // Walks from the neutral task to the corners of the space, one criterion after another.
  void walk() {
    std::uint64_t state = 1;
    for (int path = 0; path < 64 && open() > 0; ++path) {
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
    while (point[c] != target) {
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
  std::vector<BoundaryPair>& pairs_;
  // The last three at 2 + the sum of the two locations' numbers.
  std::array<Kind, 6> kinds_ = {{{"engagement threshold"},
                                 {"lower edge of the hybrid band"},
                                 {"upper edge of the hybrid band"},
                                 {"onshore or nearshore"},
                                 {"onshore or offshore"},
                                 {"nearshore or offshore"}}};
};

void write_case(const Engine& engine, const std::string& name, const Point& point,
                json::Writer& writer) {
  const Program& program = engine.program();
  Task task = input::empty_task(program);
  writer.begin_object();
  writer.text("name", name);
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
  std::vector<std::string> silent;
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    if (program.rules[r].excluded == 0 && !fires(program, r, point)) {
      silent.emplace_back(program.rules[r].id);
    }
  }
  writer.texts("not_reasons", silent);
  writer.end_object();
  writer.end_object();
}

}  // namespace

std::vector<BoundaryPair> boundary_pairs(const Program& program, std::vector<std::string>& missed) {
  std::vector<BoundaryPair> pairs;
  for (std::size_t r = 0; r < program.rules.size(); ++r) rule_pairs(program, r, pairs, missed);
  Turns turns(program, pairs);
  turns.walk();
  turns.report(missed);
  return pairs;
}

std::string boundary_cases(const Engine& engine, const std::vector<BoundaryPair>& pairs) {
  const Program& program = engine.program();
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  writer.begin_object();
  writer.text("schema", cases_schema);
  writer.begin_array("cases");
  for (const BoundaryPair& pair : pairs) {
    const engine::Criterion& criterion = program.criteria[pair.criterion];
    for (const Point* point : {&pair.below, &pair.above}) {
      write_case(
          engine,
          fmt::format("{} = {}", pair.name, input::json_value(criterion, (*point)[pair.criterion])),
          *point, writer);
    }
  }
  writer.end_array();
  writer.end_object();
  return out + "\n";
}

}  // namespace sourcing::audit
