// SPDX-License-Identifier: Apache-2.0
#include "analysis/question_order.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "analysis/likely_work.hpp"
#include "engine/kernel.hpp"

namespace sourcing::analysis {

namespace {

using engine::Box;
using engine::Program;
using engine::Truth;

// Completions to draw: more of them change the choice rarely.
constexpr std::uint64_t most_samples = 64;
// Looks at a contribution that one choice may cost, so that nobody waits for it whatever the model.
constexpr std::uint64_t most_looks = 4'000'000;
// Shares of a whole are counted in these.
constexpr std::int64_t whole_share = 1'000'000;

// Always the same numbers, on every machine (xorshift, Marsaglia).
class Draw {
 public:
  std::uint64_t below(std::uint64_t count) noexcept {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return (state_ >> 11U) % count;
  }

 private:
  std::uint64_t state_ = 0x9E3779B97F4A7C15U;
};

// The parts of a verdict, a bit each.
constexpr unsigned engagement_part = 1, location_part = 2, disposition_part = 4;

constexpr unsigned bit(Disposition disposition) { return 1U << static_cast<unsigned>(disposition); }

// A completion and what comes out of it.
struct Sample {
  engine::Point point{};
  engine::Outcome outcome{};
  unsigned settleable = 0;  // the parts that are settled once all open questions are answered so
};

class Chooser {
 public:
  Chooser(const Program& program, const Box& box, const std::vector<std::size_t>& open)
      : program_(program),
        whole_(box),
        box_(box),
        open_(open),
        likely_(program, box),
        use_(program.criteria.size()) {
    for (std::size_t c = 0; c < program.criteria.size(); ++c) {
      auto& levels = levels_.emplace_back();
      for (const engine::Level& level : program.criteria[c].levels) {
        if (box.low[c] <= level.at && level.at <= box.high[c]) levels.push_back(level.at);
      }
      if (levels.empty()) levels = {box.low[c], box.high[c]};
      std::sort(levels.begin(), levels.end());
    }
  }

  std::size_t choose() {
    const std::uint64_t once = open_.size() * program_.criteria.size();
    const bool ahead = once * open_.size() * 8 <= most_looks;
    const std::uint64_t each = ahead ? once * open_.size() : once;
    const std::uint64_t samples = std::clamp<std::uint64_t>(most_looks / each, 1, most_samples);
    std::vector<std::int64_t> saved(program_.criteria.size(), 0);
    for (std::uint64_t s = 0; s < samples; ++s) {
      const Sample sample = draw();
      if (sample.settleable == 0) continue;
      weigh(sample);
      const std::vector<std::size_t> needed = settle(sample, none);
      if (needed.empty()) continue;
      const auto size = static_cast<std::int64_t>(needed.size());
      for (const std::size_t c : open_) {
        std::int64_t fewer = std::count(needed.begin(), needed.end(), c);
        if (ahead) {
          fewer = std::max(fewer, size - static_cast<std::int64_t>(settle(sample, c).size()));
        }
        saved[c] += fewer * whole_share / (size * size);
      }
    }
    return *std::max_element(open_.begin(), open_.end(),
                             [&](std::size_t a, std::size_t b) { return saved[a] < saved[b]; });
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  // Work as the catalogue has it, likelier the better it agrees with what is answered; and every
  // third answer is any.
  Sample draw() {
    Sample sample;
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      sample.point[c] = levels_[c][draw_.below(levels_[c].size())];
    }
    if (likely_.total() > 0) {
      for (const engine::ProfileEntry& entry : likely_.at(draw_.below(likely_.total())).profile) {
        if (draw_.below(3) < LikelyWork::of_three) draw_within(entry, sample);
      }
    }
    sample.outcome = engine::decide(program_, sample.point);
    for (const std::size_t c : open_) fix(c, sample);
    sample.settleable = settled(sample.outcome);
    return sample;
  }

  void draw_within(const engine::ProfileEntry& entry, Sample& sample) {
    const std::vector<std::uint16_t>& levels = levels_[entry.criterion];
    const auto first = std::lower_bound(levels.begin(), levels.end(), entry.low);
    const auto last = std::upper_bound(first, levels.end(), entry.high);
    if (first == last) return;
    const auto count = static_cast<std::uint64_t>(last - first);
    sample.point[entry.criterion] = *(first + static_cast<std::ptrdiff_t>(draw_.below(count)));
  }

  void fix(std::size_t c, const Sample& sample) { box_.low[c] = box_.high[c] = sample.point[c]; }
  void free(std::size_t c) {
    box_.low[c] = whole_.low[c];
    box_.high[c] = whole_.high[c];
  }

  // A set of answers out of which none can be left. Those of least use are left out first; `given`
  // is answered already and not counted.
  std::vector<std::size_t> settle(const Sample& sample, std::size_t given) {
    for (const std::size_t c : open_) fix(c, sample);
    std::vector<std::size_t> needed;
    for (const auto& [use, c] : by_use_) {
      if (c == given) continue;
      free(c);
      if ((settled(sample.outcome) & sample.settleable) == sample.settleable) continue;
      fix(c, sample);
      needed.push_back(c);
    }
    return needed;
  }

  // How much of the way to each comparison that has to be won an answer goes, summed; and the
  // criteria in the order of that.
  void weigh(const Sample& sample) {
    const std::int8_t chosen = sample.outcome.location;
    std::fill(use_.begin(), use_.end(), 0);
    if ((sample.settleable & engagement_part) != 0) {
      const bool upper = sample.outcome.engagement == Engagement::kpo;
      const Centipoints threshold = program_.threshold;
      add_use(sample, upper ? threshold : 1 - threshold, [&](std::size_t c, Box const& box) {
        const auto span = engine::contribution_extremes(program_, c, 0, box.low[c], box.high[c]);
        return upper ? span.low : -span.high;
      });
    }
    if ((sample.settleable & location_part) != 0 && chosen != engine::no_location) {
      for (std::size_t rival = 0; rival < location_count; ++rival) {
        const auto own = static_cast<std::size_t>(chosen);
        if (rival == own || ((sample.outcome.excluded >> rival) & 1U) != 0) continue;
        add_use(sample, 0, [&](std::size_t c, Box const& box) {
          return engine::difference_extremes(program_, c, own + 1, rival + 1, box.low[c],
                                             box.high[c])
              .low;
        });
      }
    }
    by_use_.clear();
    for (const std::size_t c : open_) by_use_.emplace_back(use_[c], c);
    std::sort(by_use_.begin(), by_use_.end());
  }

  // `least(c, box)` is the least that a criterion brings; together they have to come to `wanted`.
  template <class Least>
  void add_use(const Sample& sample, Centipoints wanted, Least least) {
    std::int64_t gap = wanted;
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) gap -= least(c, whole_);
    if (gap <= 0) return;
    Box at = whole_;
    for (const std::size_t c : open_) {
      at.low[c] = at.high[c] = sample.point[c];
      use_[c] += (least(c, at) - least(c, whole_)) * whole_share / gap;
    }
  }

  // What surely comes out of the box as it comes out of the point. Cautious: rules are looked at
  // one by one, so that a part may be settled although it is not said here.
  [[nodiscard]] unsigned settled(const engine::Outcome& outcome) const {
    Sums sums{outcome};
    for (const engine::Rule& rule : program_.rules) add(rule, sums);
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      const std::uint16_t low = box_.low[c], high = box_.high[c];
      const auto score = engine::contribution_extremes(program_, c, 0, low, high);
      sums.least += score.low;
      sums.most += score.high;
      if (outcome.location == engine::no_location) continue;
      for (std::size_t rival = 0; rival < location_count; ++rival) {
        if (rival == sums.own) continue;
        sums.lead[rival] +=
            engine::difference_extremes(program_, c, sums.own + 1, rival + 1, low, high).low;
      }
    }
    unsigned parts = 0;
    if (outcome.engagement == Engagement::kpo ? sums.least >= program_.threshold
                                              : sums.most < program_.threshold) {
      parts |= engagement_part;
    }
    if (location_settled(sums)) parts |= location_part;
    if (disposition_settled(sums)) parts |= disposition_part;
    return parts;
  }

  // What rules and scores come to over the box.
  struct Sums {
    explicit Sums(const engine::Outcome& of)
        : outcome(of), own(static_cast<std::size_t>(std::max<std::int8_t>(of.location, 0))) {}
    const engine::Outcome& outcome;
    std::size_t own;  // the chosen location
    unsigned excluded = 0, maybe_excluded = 0, set = 0, maybe_set = 0;
    Centipoints least = 0, most = 0;                 // of engagement
    std::array<Centipoints, location_count> lead{};  // the least over each other location
  };

  void add(const engine::Rule& rule, Sums& sums) const {
    const Truth truth = engine::truth(program_, rule.condition, box_);
    if (truth == Truth::no) return;
    const bool sure = truth == Truth::yes;
    (sure ? sums.excluded : sums.maybe_excluded) |= rule.excluded;
    if (rule.disposition != engine::no_disposition) {
      (sure ? sums.set : sums.maybe_set) |= 1U << static_cast<unsigned>(rule.disposition);
    }
    const auto low = [sure](Centipoints points) { return sure ? points : std::min(points, 0); };
    sums.least += low(rule.points[0]);
    sums.most -= low(-rule.points[0]);
    for (std::size_t rival = 0; rival < location_count; ++rival) {
      sums.lead[rival] += low(rule.points[sums.own + 1] - rule.points[rival + 1]);
    }
  }

  static bool location_settled(const Sums& sums) {
    if (sums.outcome.location == engine::no_location) {
      return sums.excluded == engine::all_locations;
    }
    if (((sums.maybe_excluded >> sums.own) & 1U) != 0) return false;
    for (std::size_t rival = 0; rival < location_count; ++rival) {
      if (rival == sums.own || ((sums.excluded >> rival) & 1U) != 0) continue;
      if (sums.lead[rival] < (rival < sums.own ? 1 : 0)) return false;  // ties go to the earlier
    }
    return true;
  }

  static bool disposition_settled(const Sums& sums) {
    const bool nowhere = (sums.excluded | sums.maybe_excluded) == engine::all_locations;
    const unsigned maybe = sums.maybe_set;
    switch (sums.outcome.disposition) {
      case Disposition::retain:
        return (sums.set & bit(Disposition::retain)) != 0 || sums.excluded == engine::all_locations;
      case Disposition::automate_first:
        return (sums.set & bit(Disposition::automate_first)) != 0 && !nowhere &&
               (maybe & bit(Disposition::retain)) == 0;
      case Disposition::outsource:
        break;
    }
    return !nowhere && (maybe & (bit(Disposition::retain) | bit(Disposition::automate_first))) == 0;
  }

  const Program& program_;
  const Box& whole_;
  Box box_;
  const std::vector<std::size_t>& open_;
  std::vector<std::vector<std::uint16_t>> levels_;  // a criterion each, rising
  LikelyWork likely_;
  std::vector<std::int64_t> use_;  // a criterion each, in shares
  std::vector<std::pair<std::int64_t, std::size_t>> by_use_;
  Draw draw_;
};

}  // namespace

std::optional<std::size_t> best_question(const Program& program, const Box& box,
                                         const std::vector<std::size_t>& open) {
  if (open.empty()) return std::nullopt;
  if (open.size() == 1) return open.front();
  return Chooser(program, box, open).choose();
}

}  // namespace sourcing::analysis
