// SPDX-License-Identifier: Apache-2.0
#include "audit/moves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <sourcing/decide.hpp>

#include "analysis/estimate.hpp"
#include "analysis/reasons.hpp"
#include "base/decimal.hpp"
#include "engine/kernel.hpp"

namespace sourcing::audit {

namespace {

// A decision without its status and its search: what a row of a table needs.
struct Decided {
  engine::Point point{};
  engine::Outcome outcome{};
  std::vector<std::size_t> fired;
  bool engagement = false, location = false, disposition = false;

  [[nodiscard]] bool same(const Decided& other) const {
    const auto alike = [](bool here, bool there, auto a, auto b) {
      return here == there && (!here || a == b);
    };
    const engine::Outcome &a = outcome, &b = other.outcome;
    return alike(disposition, other.disposition, a.disposition, b.disposition) &&
           alike(engagement, other.engagement, a.engagement, b.engagement) &&
           alike(location, other.location, a.location, b.location);
  }

  [[nodiscard]] std::string text() const {
    const auto where = outcome.chosen();
    return fmt::format("{} {} {}", disposition ? name(outcome.disposition) : "-",
                       engagement ? name(outcome.engagement) : "-",
                       !location ? "-"
                       : where   ? name(*where)
                                 : "nowhere");
  }
};

Decided decide(const engine::Program& program, const Task& task) {
  Decided out;
  out.point = analysis::estimate(program, task);
  out.outcome =
      engine::decide(program, out.point, [&](std::size_t rule) { out.fired.push_back(rule); });
  const analysis::Bearing bears =
      analysis::bearing(program, task, analysis::completions(program, task), DecideOptions{}.cells);
  out.engagement = bears.engagement;
  out.location = bears.location;
  out.disposition = bears.disposition || out.outcome.excluded == engine::all_locations;
  return out;
}

using Points = std::map<std::string, std::int64_t>;

// What each criterion and rule gives to an axis, less what it gives to another one.
Points points(const engine::Program& program, const Task& task, const Decided& decided,
              std::size_t plus, std::size_t minus) {
  Points out;
  for (const Reason& reason :
       analysis::reasons(program, task, decided.point, decided.outcome, decided.fired, 0)) {
    if (!reason.axis || !reason.points) continue;
    const auto axis = static_cast<std::size_t>(*reason.axis);
    if (axis == plus) out[reason.code] += *reason.points;
    if (axis == minus) out[reason.code] -= *reason.points;
  }
  return out;
}

class Explanation {
 public:
  Explanation(const engine::Program& before, const engine::Program& after, const Task& task_before,
              const Task& task_after, const Decided& a, const Decided& b)
      : before_(before),
        after_(after),
        task_before_(task_before),
        task_after_(task_after),
        a_(a),
        b_(b) {}

  std::vector<std::string> run() {
    fired();
    if (a_.outcome.engagement != b_.outcome.engagement) {
      if (before_.threshold != after_.threshold) {
        std::string text = "threshold ";
        base::append_fixed2(text, before_.threshold);
        text += " to ";
        base::append_fixed2(text, after_.threshold);
        out_.push_back(text);
      }
      shifts(0, axis_count, "engagement");
    }
    const auto from = a_.outcome.location, to = b_.outcome.location;
    if (from != to && from >= 0 && to >= 0) {
      shifts(static_cast<std::size_t>(to) + 1, static_cast<std::size_t>(from) + 1,
             fmt::format("{} over {}", name(static_cast<Location>(to)),
                         name(static_cast<Location>(from))));
    }
    return std::move(out_);
  }

 private:
  // Gates and disposition rules that fire on one side only.
  void fired() {
    const auto names = [](const engine::Program& program, const Decided& decided) {
      std::vector<std::string_view> ids;
      for (const std::size_t r : decided.fired) {
        const engine::Rule& rule = program.rules[r];
        if (rule.excluded != 0 || rule.disposition != engine::no_disposition) {
          ids.push_back(rule.id);
        }
      }
      return ids;
    };
    const auto a = names(before_, a_), b = names(after_, b_);
    for (const auto id : a) {
      if (std::find(b.begin(), b.end(), id) == b.end()) {
        out_.push_back(fmt::format("{} fires no more", id));
      }
    }
    for (const auto id : b) {
      if (std::find(a.begin(), a.end(), id) == a.end()) out_.push_back(fmt::format("{} fires", id));
    }
  }

  void shifts(std::size_t plus, std::size_t minus, std::string_view what) {
    constexpr std::size_t most = 3;
    Points change = points(after_, task_after_, b_, plus, minus);
    for (const auto& [code, value] : points(before_, task_before_, a_, plus, minus)) {
      change[code] -= value;
    }
    std::vector<std::pair<std::string, std::int64_t>> ranked(change.begin(), change.end());
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& x, const auto& y) {
      return std::abs(x.second) > std::abs(y.second);
    });
    for (std::size_t i = 0; i < std::min(most, ranked.size()); ++i) {
      if (ranked[i].second == 0) break;
      std::string text = ranked[i].first + " ";
      base::append_signed2(text, ranked[i].second);
      out_.push_back(fmt::format("{} on {}", text, what));
    }
  }

  const engine::Program &before_, &after_;
  const Task &task_before_, &task_after_;
  const Decided &a_, &b_;
  std::vector<std::string> out_;
};

}  // namespace

std::optional<Move> Moves::saw(const Task& before, const Task& after, bool explain) {
  ++rows;
  const Decided a = decide(before_.program(), before), b = decide(after_.program(), after);
  if (a.same(b)) return std::nullopt;
  std::string from = a.text(), to = b.text();
  ++moved;
  ++counts[{from, to}];
  if (!explain) return std::nullopt;
  Move move;
  move.row = before.row;
  move.id = before.id;
  move.because = Explanation(before_.program(), after_.program(), before, after, a, b).run();
  move.from = std::move(from);
  move.to = std::move(to);
  return move;
}

}  // namespace sourcing::audit
