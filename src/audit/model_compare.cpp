// SPDX-License-Identifier: Apache-2.0
#include "audit/model_compare.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <set>

#include "analysis/findings/context.hpp"
#include "audit/matched_scales.hpp"
#include "base/decimal.hpp"
#include "input/value.hpp"

namespace sourcing::audit {

namespace {

using analysis::Assignment;
using analysis::Found;
using analysis::Goal;
using analysis::Side;
using analysis::Span;
using analysis::Twin;
using analysis::WishKind;
using engine::Criterion;
using engine::Program;

class Comparer {
 public:
  Comparer(const Program& before, const Program& after, const CompareOptions& options)
      : before_(before), after_(after), options_(options) {
    align();
    assume(0, before_, options_.assumed_before);
    assume(1, after_, options_.assumed_after);
  }

  Comparison run() {
    if (!out_.unmatched.empty()) {
      out_.differs.fill(Found::unknown);
      return std::move(out_);
    }
    Twin twin(last_, {sides_[0], sides_[1]});
    for (const auto& [variable, span] : assumed_) twin.restrict(variable, span);
    std::array<std::vector<Goal>, aspect_count> goals;
    for (const Goal& goal : analysis::findings::disagreements(true)) {
      goals[static_cast<std::size_t>(aspect_of(goal))].push_back(goal);
    }
    // What one does not need is left to the next, so that a hard one does not starve the others.
    std::uint64_t left = options_.nodes;
    for (std::size_t i = 0; i < aspect_count; ++i) {
      const std::uint64_t before = twin.nodes();
      aspect(twin, static_cast<Aspect>(i), goals[i], left / (aspect_count - i));
      left -= std::min(left, twin.nodes() - before);
    }
    out_.nodes = twin.nodes() + (coarse_ ? coarse_->nodes() : 0);
    return std::move(out_);
  }

 private:
  void aspect(Twin& twin, Aspect aspect, const std::vector<Goal>& goals, std::uint64_t nodes) {
    Found& differs = out_.differs[static_cast<std::size_t>(aspect)];
    const std::uint64_t end = twin.nodes() + nodes;
    const auto left = [&] { return end - std::min(end, twin.nodes()); };
    for (std::size_t g = 0; g < goals.size() && differs != Found::yes; ++g) {
      const Found found = twin.find(goals[g], left() / (goals.size() - g));
      if (found != Found::no) differs = found;
    }
    if (differs != Found::yes) return;
    Assignment at = twin.witness();
    out_.example[static_cast<std::size_t>(aspect)] = smallest(
        twin, neutral_, aspect, goals, at, left, [](const Assignment& fine) { return fine; });
    if (is_whole(at)) {
      out_.differs_in_whole[static_cast<std::size_t>(aspect)] = Found::yes;
    } else {
      in_whole(aspect, goals, std::max(left(), nodes / 4));
    }
  }

  // From a witness to a small one; `fine` says which positions it is in the scales themselves.
  Counterexample smallest(Twin& twin, const Assignment& neutral, Aspect aspect,
                          const std::vector<Goal>& goals, Assignment& at, const auto& left,
                          const auto& fine) {
    nearer(twin, neutral, aspect, at);
    const bool fewest = fewer(twin, neutral, goals, at, left);
    nearer(twin, neutral, aspect, at);
    Counterexample shown = example(twin, at, fine(at));
    shown.fewest = fewest;
    return shown;
  }

  // Looks for one that a person could have answered.
  void in_whole(Aspect aspect, const std::vector<Goal>& goals, std::uint64_t nodes) {
    if (!coarse_) make_coarse();
    Found& differs = out_.differs_in_whole[static_cast<std::size_t>(aspect)];
    const std::uint64_t end = coarse_->nodes() + nodes;
    const auto left = [&] { return end - std::min(end, coarse_->nodes()); };
    for (std::size_t g = 0; g < goals.size() && differs != Found::yes; ++g) {
      const Found found = coarse_->find(goals[g], left() / (goals.size() - g));
      if (found != Found::no) differs = found;
    }
    if (differs != Found::yes) return;
    Assignment at = coarse_->witness();
    const auto fine = [this](const Assignment& coarse) {
      Assignment all;
      for (std::size_t v = 0; v < coarse.size(); ++v) all.push_back(stops_[v][coarse[v]]);
      return all;
    };
    out_.whole_example[static_cast<std::size_t>(aspect)] =
        smallest(*coarse_, coarse_neutral_, aspect, goals, at, left, fine);
  }

  // The same variables, of whole levels and numbers, words and the neutral only.
  void make_coarse() {
    std::vector<std::uint16_t> last;
    for (std::size_t v = 0; v < last_.size(); ++v) {
      Meaning& stops = stops_.emplace_back();
      for (std::size_t at = 0; at <= last_[v]; ++at) {
        const auto here = static_cast<std::uint16_t>(at);
        if (here == neutral_[v])
          coarse_neutral_.push_back(static_cast<std::uint16_t>(stops.size()));
        if (here == neutral_[v] || is_stop(v, here)) stops.push_back(here);
      }
      last.push_back(static_cast<std::uint16_t>(stops.size() - 1));
    }
    std::vector<Side> sides;
    for (const Side& side : sides_) {
      Side& coarse = sides.emplace_back(side);
      for (std::size_t c = 0; c < side.variable.size(); ++c) {
        coarse.meaning[c] = stops_[side.variable[c]];
        if (side.meaning[c].empty()) continue;
        for (std::uint16_t& at : coarse.meaning[c]) at = side.meaning[c][at];
      }
    }
    coarse_ = std::make_unique<Twin>(last, std::move(sides));
    for (const auto& [v, span] : assumed_) {
      const Meaning& stops = stops_[v];
      const auto low = std::lower_bound(stops.begin(), stops.end(), span.low) - stops.begin();
      const auto end = std::upper_bound(stops.begin(), stops.end(), span.high) - stops.begin();
      coarse_->restrict(v, {static_cast<std::uint16_t>(low), static_cast<std::uint16_t>(end - 1)});
    }
  }

  [[nodiscard]] bool is_stop(std::size_t v, std::uint16_t at) const {
    constexpr std::int64_t whole = 100;  // hundredths
    const Criterion& criterion = *shown_[v];
    if (criterion.scale != Scale::level && criterion.scale != Scale::number) return true;
    return number_at(criterion, position(v, at)) % whole == 0;
  }

  [[nodiscard]] bool is_whole(const Assignment& at) const {
    for (std::size_t v = 0; v < at.size(); ++v) {
      if (at[v] != neutral_[v] && !is_stop(v, at[v])) return false;
    }
    return true;
  }

  static std::size_t moved(const Assignment& at, const Assignment& neutral) {
    std::size_t count = 0;
    for (std::size_t v = 0; v < at.size(); ++v) count += at[v] == neutral[v] ? 0U : 1U;
    return count;
  }

  // Looks for a task with fewer answers away from neutral than `at` has. True: it has the fewest.
  static bool fewer(Twin& twin, const Assignment& neutral, const std::vector<Goal>& goals,
                    Assignment& at, const auto& left) {
    for (std::size_t most = 0; most < moved(at, neutral); ++most) {
      for (const Goal& goal : goals) {
        const Found found = twin.find_near(goal, neutral, most, left());
        if (found == Found::unknown) return false;
        if (found == Found::no) continue;
        at = twin.witness();
        return true;
      }
    }
    return true;
  }

  static Aspect aspect_of(const Goal& goal) {
    switch (goal.front().kind) {
      case WishKind::engagement:
        return Aspect::engagement;
      case WishKind::location:
        return Aspect::location;
      case WishKind::disposition:
        return Aspect::disposition;
      default:
        return Aspect::hybrid;
    }
  }

  // Narrows the variables to what is assumed on one side. The neutral moves along, since it is
  // where the search for a small example starts.
  void assume(std::size_t side, const Program& program, const std::vector<Answer>& answers) {
    for (std::size_t c = 0; c < answers.size(); ++c) {
      if (answers[c].origin != Origin::option) continue;
      const std::uint16_t v = sides_[side].variable[c];
      const Meaning& meaning = sides_[side].meaning[c];
      const auto means = [&](std::uint16_t at) { return meaning.empty() ? at : meaning[at]; };
      std::optional<Span> span;
      for (std::uint16_t at = 0; at <= last_[v]; ++at) {
        if (means(at) < answers[c].low || means(at) > answers[c].high) continue;
        if (!span) span = Span{at, at};
        span->high = at;
      }
      const std::string_view id = program.criteria[c].id;
      if (!span) {
        out_.unmatched.emplace_back(id);
        continue;
      }
      if (std::find(out_.assumed.begin(), out_.assumed.end(), id) == out_.assumed.end()) {
        out_.assumed.emplace_back(id);
      }
      assumed_.emplace_back(v, *span);
      neutral_[v] = std::clamp(neutral_[v], span->low, span->high);
    }
  }

  // What the second model calls a criterion of the first, and the other way round.
  [[nodiscard]] std::string_view after_name(std::string_view id) const {
    for (const auto& [from, to] : options_.renamed) {
      if (from == id) return to;
    }
    return id;
  }
  [[nodiscard]] std::string_view before_name(std::string_view id) const {
    for (const auto& [from, to] : options_.renamed) {
      if (to == id) return from;
    }
    return id;
  }

  void align() {
    for (Side& side : sides_) side.meaning.clear();
    sides_[0].program = &before_;
    sides_[1].program = &after_;
    const auto variable = [&](const Criterion& shown, std::size_t last, std::size_t neutral) {
      last_.push_back(static_cast<std::uint16_t>(last));
      neutral_.push_back(static_cast<std::uint16_t>(neutral));
      shown_.push_back(&shown);
      return static_cast<std::uint16_t>(last_.size() - 1);
    };
    sides_[1].variable.assign(after_.criteria.size(), 0);
    sides_[1].meaning.resize(after_.criteria.size());
    for (const Criterion& a : before_.criteria) {
      const std::size_t other = engine::find_criterion(after_, after_name(a.id));
      if (other == after_.criteria.size()) {
        sides_[0].variable.push_back(variable(a, a.last, a.neutral));
        sides_[0].meaning.emplace_back();
        continue;
      }
      const Matched matched = match_scales(a, after_.criteria[other]);
      if (matched.before.empty()) {
        out_.unmatched.emplace_back(a.id);
        sides_[0].variable.push_back(variable(a, a.last, a.neutral));
        sides_[0].meaning.emplace_back();
        continue;
      }
      if (matched.narrowed) out_.narrowed.emplace_back(a.id);
      // The neutral, or what is nearest to it.
      std::size_t neutral = 0;
      const auto distance = [&](std::size_t at) {
        return std::abs(int{matched.before[at]} - int{a.neutral});
      };
      for (std::size_t at = 1; at < matched.before.size(); ++at) {
        if (distance(at) < distance(neutral)) neutral = at;
      }
      const std::uint16_t v = variable(a, matched.before.size() - 1, neutral);
      sides_[0].variable.push_back(v);
      sides_[0].meaning.push_back(matched.before);
      sides_[1].variable[other] = v;
      sides_[1].meaning[other] = matched.after;
    }
    for (std::size_t c = 0; c < after_.criteria.size(); ++c) {
      const Criterion& b = after_.criteria[c];
      if (engine::find_criterion(before_, before_name(b.id)) != before_.criteria.size()) continue;
      sides_[1].variable[c] = variable(b, b.last, b.neutral);
    }
  }

  [[nodiscard]] bool disagree(const Twin& twin, const Assignment& at, Aspect aspect) const {
    const engine::Outcome a = engine::decide(before_, twin.point_of(0, at));
    const engine::Outcome b = engine::decide(after_, twin.point_of(1, at));
    const auto hybrid = [](const Program& program, const engine::Outcome& outcome) {
      return std::abs(outcome.scores[0] - program.threshold) <= program.hybrid_band;
    };
    switch (aspect) {
      case Aspect::engagement:
        return a.engagement != b.engagement;
      case Aspect::hybrid:
        return hybrid(before_, a) != hybrid(after_, b);
      case Aspect::location:
        return a.location != b.location;
      case Aspect::disposition:
        return a.disposition != b.disposition;
    }
    return false;
  }

  // Brings as many criteria as it can to their neutral, and the others as near as it can.
  void nearer(const Twin& twin, const Assignment& neutral, Aspect aspect, Assignment& at) const {
    // In decisions; a stranger's scales may be long, and this is for the reader's ease only.
    constexpr std::uint64_t most_work = 200'000'000;
    std::uint64_t left = most_work / (before_.criteria.size() + after_.criteria.size() +
                                      before_.nodes.size() + after_.nodes.size() + 1);
    const auto differ = [&] {
      left -= left > 0 ? 1 : 0;
      return disagree(twin, at, aspect);
    };
    for (bool again = true; again && left > 0;) {
      again = false;
      for (std::size_t v = 0; v < at.size(); ++v) {
        const std::uint16_t here = at[v];
        if (here == neutral[v]) continue;
        at[v] = neutral[v];
        if (differ()) {
          again = true;
          continue;
        }
        at[v] = here;
        const int step = here > neutral[v] ? 1 : -1;
        for (int near = neutral[v] + step; near != int{here} && left > 0; near += step) {
          at[v] = static_cast<std::uint16_t>(near);
          if (differ()) break;
          at[v] = here;
        }
        again = again || at[v] != here;
      }
    }
  }

  [[nodiscard]] Counterexample example(const Twin& twin, const Assignment& at,
                                       const Assignment& fine) const {
    Counterexample out;
    for (std::size_t v = 0; v < at.size(); ++v) {
      out.task.push_back({std::string(shown_[v]->id), value(v, fine[v])});
      if (fine[v] != neutral_[v]) out.moved.emplace_back(shown_[v]->id);
    }
    out.before = engine::decide(before_, twin.point_of(0, at));
    out.after = engine::decide(after_, twin.point_of(1, at));
    return out;
  }

  // Where a position of a variable lies on the scale that is shown.
  [[nodiscard]] std::uint16_t position(std::size_t v, std::uint16_t at) const {
    for (std::size_t c = 0; c < before_.criteria.size(); ++c) {
      if (sides_[0].variable[c] == v && !sides_[0].meaning[c].empty()) {
        return sides_[0].meaning[c][at];
      }
    }
    return at;
  }

  // A number in a band may be needed where the two models draw its bounds differently.
  [[nodiscard]] std::string value(std::size_t v, std::uint16_t at) const {
    for (std::size_t c = 0; c < before_.criteria.size(); ++c) {
      if (sides_[0].variable[c] != v) continue;
      const Meaning& meaning = sides_[0].meaning[c];
      const std::uint16_t position = meaning.empty() ? at : meaning[at];
      if (shown_[v]->scale != Scale::bands || meaning.size() == shown_[v]->levels.size()) {
        return input::json_value(*shown_[v], position);
      }
      std::set<std::int64_t> starts;
      for (const engine::Level& band : shown_[v]->levels) starts.insert(band.from);
      const std::size_t other = engine::find_criterion(after_, after_name(shown_[v]->id));
      for (const engine::Level& band : after_.criteria[other].levels) starts.insert(band.from);
      return base::shortest2(*std::next(starts.begin(), at));
    }
    return input::json_value(*shown_[v], at);
  }

  const Program &before_, &after_;
  const CompareOptions& options_;
  std::vector<std::pair<std::uint16_t, Span>> assumed_;
  std::array<Side, 2> sides_;
  std::vector<std::uint16_t> last_, neutral_;
  std::vector<const Criterion*> shown_;
  std::unique_ptr<Twin> coarse_;
  std::vector<Meaning> stops_;  // of each variable: the position of each coarse one
  Assignment coarse_neutral_;
  Comparison out_;
};

}  // namespace

std::string_view name(Aspect aspect) noexcept {
  switch (aspect) {
    case Aspect::engagement:
      return "engagement";
    case Aspect::hybrid:
      return "hybrid";
    case Aspect::location:
      return "location";
    case Aspect::disposition:
      return "disposition";
  }
  return {};
}

bool Comparison::proven_equal() const noexcept {
  return unmatched.empty() && std::all_of(differs.begin(), differs.end(),
                                          [](Found found) { return found == Found::no; });
}

Comparison compare_models(const Program& before, const Program& after,
                          const CompareOptions& options) {
  return Comparer(before, after, options).run();
}

}  // namespace sourcing::audit
