// SPDX-License-Identifier: Apache-2.0
// What would have to change for a place to be first: every answer, then every two, then three.
#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <sourcing/point.hpp>

#include "base/decimal.hpp"
#include "places/gates.hpp"
#include "places/report.hpp"

namespace sourcing::places {

namespace {

constexpr std::size_t most_sets = 5;

std::string json_value(const engine::Criterion& criterion, std::uint16_t at) {
  if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
    return base::shortest2(number_at(criterion, at));
  }
  const std::string word(criterion.levels[at].word);
  return criterion.scale == Scale::boolean ? word : '"' + word + '"';
}

std::uint32_t rank_of(const Ranking& ranking, const Place& place) {
  for (const Ranked& each : ranking.places) {
    if (each.seen.place == &place) return each.rank;
  }
  return 0;
}

unsigned far(std::uint16_t a, std::uint16_t b) { return a > b ? a - 0U - b : b - 0U - a; }

void answer(Task& task, std::size_t criterion, std::uint16_t at) {
  Answer& given = task.answers[criterion];
  given = Answer{};
  given.origin = Origin::option;
  given.low = given.high = at;
}

// Whether one place is first, for many tasks that differ in a few answers. Places are seen and
// valued once; which of them may take part is asked only of those that would be before it.
class First {
 public:
  First(const Engine& engine, const Atlas& atlas, const Task& task, const Request& request,
        const Ranking& ranking, const Place& place)
      : engine_(engine),
        atlas_(atlas),
        request_(request),
        home_(*ranking.home),
        weigher_(engine.program(), atlas),
        task_(with_derived(engine.program(), atlas, task, ranking.derived)),
        point_(estimated_point(engine, task_)) {
    const auto asked = [&](const std::vector<std::string>& list, const Place& each) {
      return std::find(list.begin(), list.end(), each.iso2) != list.end();
    };
    for (const Place& each : atlas.places) {
      if (!request.among.empty() && !asked(request.among, each)) continue;
      if (asked(request.not_in, each)) continue;
      if (&each == &place) target_ = seen_.size();
      seen_.push_back(see(atlas, home_, each, request.day));
      order_.push_back(order_.size());
    }
    for (const bool anywhere : {false, true}) {
      const Languages languages(atlas, home_, request.languages, anywhere);
      auto& worths = worths_[anywhere ? 1 : 0];
      for (const Seen& seen : seen_) {
        for (const Component& component : atlas.components) {
          worths.push_back(worth(atlas, component, home_, seen, languages));
        }
      }
    }
  }

  [[nodiscard]] bool takes_part() const noexcept { return target_ < seen_.size(); }
  [[nodiscard]] const Weigher& weigher() const noexcept { return weigher_; }
  [[nodiscard]] std::uint16_t now(std::size_t criterion) const { return point_[criterion]; }

  struct Change {
    std::size_t criterion = 0;
    std::uint16_t at = 0;
  };

  [[nodiscard]] bool with(const std::vector<Change>& changes) {
    changed_ = point_;
    for (const Change& change : changes) changed_[change.criterion] = change.at;
    weights_ = shares(weigher_.raw(changed_));
    Access& access = access_for(changes);
    if (barred(access, target_)) return false;
    const Score mine = score(target_, access.anywhere);
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const std::size_t other = order_[i];
      if (other == target_ || !before(score(other, access.anywhere), mine)) continue;
      if (barred(access, other)) continue;
      // Whoever was in the way once is likely to be again.
      std::rotate(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(i),
                  order_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      return false;
    }
    return true;
  }

 private:
  struct Score {
    Centipoints least = 0, most = 0;
    const Place* place = nullptr;
  };

  // Who may take part, by the answers that shut out; asked of a place once.
  struct Access {
    Access(const First& first, const Task& task)
        : anywhere(world_language(first.engine_.program(), first.atlas_, task)),
          gates(first.engine_.program(), first.atlas_, task, first.request_, first.home_),
          languages(first.atlas_, first.home_, first.request_.languages, anywhere),
          barred(first.seen_.size(), unasked) {}
    static constexpr std::uint8_t unasked = 2;
    bool anywhere;
    Gates gates;
    Languages languages;
    std::vector<std::uint8_t> barred;
  };

  Access& access_for(const std::vector<Change>& changes) {
    const GateNames& names = atlas_.gates;
    std::vector<std::uint16_t> key;
    for (const Change& change : changes) {
      const std::string_view id = engine_.program().criteria[change.criterion].id;
      if (id != names.hours && id != names.residency && id != names.language) continue;
      key.push_back(static_cast<std::uint16_t>(change.criterion));
      key.push_back(change.at);
    }
    const auto found = access_.find(key);
    if (found != access_.end()) return *found->second;
    Task task = task_;
    for (const Change& change : changes) answer(task, change.criterion, change.at);
    return *access_.emplace(std::move(key), std::make_unique<Access>(*this, task)).first->second;
  }

  bool barred(Access& access, std::size_t place) const {
    std::uint8_t& known = access.barred[place];
    if (known == Access::unasked) {
      known = access.gates.bars(seen_[place], access.languages).empty() ? 0 : 1;
    }
    return known == 1;
  }

  [[nodiscard]] Score score(std::size_t place, bool anywhere) const {
    Score sum;
    sum.place = seen_[place].place;
    const Worth* const worths = worths_[anywhere ? 1 : 0].data() + place * weights_.size();
    for (std::size_t c = 0; c < weights_.size(); ++c) {
      sum.least += points(weights_[c], worths[c].low);
      sum.most += points(weights_[c], worths[c].high);
    }
    return sum;
  }
  [[nodiscard]] static bool before(const Score& a, const Score& b) {
    if (a.least != b.least) return a.least > b.least;
    if (a.most != b.most) return a.most > b.most;
    return a.place->iso2 < b.place->iso2;
  }

  const Engine& engine_;
  const Atlas& atlas_;
  const Request& request_;
  const Place& home_;
  Weigher weigher_;
  Task task_;
  std::vector<std::uint16_t> point_, changed_;
  std::map<std::vector<std::uint16_t>, std::unique_ptr<Access>> access_;
  std::vector<Seen> seen_;
  std::vector<std::size_t> order_;
  std::array<std::vector<Worth>, 2> worths_;  ///< whether any language of the world will do
  std::vector<Centipoints> weights_;
  std::size_t target_ = static_cast<std::size_t>(-1);
};

// All sets of so many changes, each criterion at its other values, the nearest first.
class Search {
 public:
  using Set = std::vector<First::Change>;

  Search(const Engine& engine, First& first) : first_(first) {
    for (const Column& column : first.weigher().columns()) {
      Values values;
      values.criterion = column.criterion;
      const std::uint16_t now = first.now(column.criterion);
      for (std::size_t at = 0; at <= engine.program().criteria[column.criterion].last; ++at) {
        if (at != now) values.all.push_back(static_cast<std::uint16_t>(at));
      }
      for (const std::uint16_t at : column.bends) {
        if (at != now) values.bends.push_back(at);
      }
      for (auto* list : {&values.all, &values.bends}) {
        std::stable_sort(list->begin(), list->end(), [&](std::uint16_t a, std::uint16_t b) {
          return far(a, now) < far(b, now);
        });
      }
      values_.push_back(std::move(values));
    }
  }

  /// One set for each choice of criteria, the nearest values first.
  [[nodiscard]] std::vector<Set> sets(std::size_t size, bool bends_only) {
    found_.clear();
    Set set;
    std::vector<std::size_t> chosen;
    choose(size, 0, chosen, bends_only);
    return std::move(found_);
  }

 private:
  struct Values {
    std::size_t criterion = 0;
    std::vector<std::uint16_t> all, bends;
  };

  void choose(std::size_t size, std::size_t from, std::vector<std::size_t>& chosen, bool bends) {
    if (chosen.size() == size) {
      Set set;
      if (try_values(chosen, bends, set)) found_.push_back(set);
      return;
    }
    for (std::size_t i = from; i < values_.size(); ++i) {
      chosen.push_back(i);
      choose(size, i + 1, chosen, bends);
      chosen.pop_back();
    }
  }

  bool try_values(const std::vector<std::size_t>& chosen, bool bends, Set& set) {
    if (set.size() == chosen.size()) return first_.with(set);
    const Values& values = values_[chosen[set.size()]];
    for (const std::uint16_t at : bends ? values.bends : values.all) {
      set.push_back({values.criterion, at});
      if (try_values(chosen, bends, set)) return true;
      set.pop_back();
    }
    return false;
  }

  First& first_;
  std::vector<Values> values_;
  std::vector<Set> found_;
};

Step step_of(const Engine& engine, const First& first, const First::Change& change,
             std::uint32_t rank) {
  const engine::Criterion& criterion = engine.program().criteria[change.criterion];
  return {std::string(criterion.id), json_value(criterion, first.now(change.criterion)),
          json_value(criterion, change.at), rank};
}

// Shut out by what no answer lifts.
bool beyond_answers(const Ranking& ranking, const Place& place) {
  for (const ShutOut& each : ranking.excluded) {
    if (each.seen.place != &place) continue;
    return std::any_of(each.bars.begin(), each.bars.end(), [](const Barred& barred) {
      return barred.bar == Bar::sanctions || barred.bar == Bar::war || barred.bar == Bar::language;
    });
  }
  return false;
}

// The single answer that brings the place furthest.
std::optional<Step> furthest(const Engine& engine, const Atlas& atlas, const Task& task,
                             const Request& request, const First& first, const Place& place,
                             std::uint32_t rank) {
  std::optional<Step> best;
  for (const Column& column : first.weigher().columns()) {
    for (const std::uint16_t at : column.bends) {
      if (at == first.now(column.criterion)) continue;
      Task changed = task;
      answer(changed, column.criterion, at);
      const std::uint32_t reached = rank_of(places::rank(engine, atlas, changed, request), place);
      const std::uint32_t before = best ? best->rank : rank;
      if (reached == 0 || (before != 0 && reached >= before)) continue;
      best = step_of(engine, first, {column.criterion, at}, reached);
    }
  }
  return best;
}

}  // namespace

Toward toward(const Engine& engine, const Atlas& atlas, const Task& task, const Request& request,
              const Ranking& ranking, const Place& place) {
  Toward result;
  result.place = &place;
  result.rank = rank_of(ranking, place);
  if (result.rank == 1 || beyond_answers(ranking, place)) return result;
  Request fixed = request;
  fixed.within = 0;
  First first(engine, atlas, task, fixed, ranking, place);
  if (!first.takes_part()) return result;
  Search search(engine, first);
  const auto holds = [&](const Search::Set& set) {
    Task changed = task;
    for (const First::Change& change : set) answer(changed, change.criterion, change.at);
    return rank_of(places::rank(engine, atlas, changed, fixed), place) == 1;
  };
  for (const Search::Set& set : search.sets(1, false)) {
    if (holds(set)) result.steps.push_back(step_of(engine, first, set.front(), 1));
  }
  if (!result.steps.empty()) return result;
  result.best = furthest(engine, atlas, task, fixed, first, place, result.rank);
  for (std::size_t size = 2; size <= 3 && result.sets.empty(); ++size) {
    std::vector<Search::Set> sets = search.sets(size, true);
    const auto way = [&](const Search::Set& set) {
      unsigned sum = 0;
      for (const First::Change& change : set) {
        // In parts of the whole scale, so that hours and levels are alike.
        const unsigned last = engine.program().criteria[change.criterion].last;
        sum += far(change.at, first.now(change.criterion)) * 1'000U / std::max(1U, last);
      }
      return sum;
    };
    std::stable_sort(sets.begin(), sets.end(),
                     [&](const auto& a, const auto& b) { return way(a) < way(b); });
    for (const Search::Set& set : sets) {
      if (result.sets.size() == most_sets) break;
      if (!holds(set)) continue;
      std::vector<Step> steps;
      for (const First::Change& change : set) steps.push_back(step_of(engine, first, change, 1));
      result.sets.push_back(std::move(steps));
    }
  }
  return result;
}

}  // namespace sourcing::places
