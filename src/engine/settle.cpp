// SPDX-License-Identifier: Apache-2.0
#include "engine/settle.hpp"

#include "engine/walk.hpp"

namespace sourcing::engine {

namespace {

// Collects the answers of the cells until two differ.
template <class T>
class Agreement {
 public:
  explicit Agreement(Walk& walk) : walk_(walk) {}

  void saw(const std::optional<T>& value) {
    if (any_ && value != value_) split();
    any_ = true;
    value_ = value;
  }
  void split() {
    differs_ = true;
    walk_.stopped = true;
  }

  [[nodiscard]] Settled<T> result() const {
    Settled<T> settled;
    settled.cells = walk_.cells();
    settled.proven = differs_ || !walk_.exhausted();
    settled.unique = any_ && !differs_ && !walk_.exhausted();
    if (settled.unique) settled.value = value_;
    return settled;
  }

 private:
  Walk& walk_;
  bool any_ = false, differs_ = false;
  std::optional<T> value_;
};

}  // namespace

Settled<Engagement> settle_engagement(const Program& program, const Box& box, std::uint64_t cells) {
  std::uint64_t spent = 0;
  Settled<Engagement> settled =
      settle_engagement(program, range(program, box, {0, std::nullopt}, cells, spent));
  settled.cells = spent;
  return settled;
}

Settled<Engagement> settle_engagement(const Program& program, const AxisBounds& score) noexcept {
  Settled<Engagement> settled;
  // Both ends are reached when they are exact; they hold in any case.
  settled.unique = choose_engagement(program, score.low) == choose_engagement(program, score.high);
  settled.proven = settled.unique || score.exact;
  if (settled.unique) settled.value = choose_engagement(program, score.low);
  return settled;
}

Settled<Location> settle_location(const Program& program, const Box& box, std::uint64_t cells) {
  // Only what excludes is split along; in a part where that is settled, a location wins throughout
  // or it does not, and the exact range of its lead over each other tells which.
  Walk walk(program, box, cells);
  walk.keep([](const Rule& rule) { return rule.excluded != 0; });
  Agreement<Location> agreement(walk);
  walk.run([&](auto&& fired, bool) {
    std::uint8_t surely = 0, perhaps = 0;  // excluded
    fired([&](const Rule& rule, Truth value) {
      perhaps |= rule.excluded;
      if (value == Truth::yes) surely |= rule.excluded;
    });
    if (surely == all_locations) {
      agreement.saw(std::nullopt);
      return true;
    }
    bool exact = true;
    for (std::size_t w = 0; w < location_count; ++w) {
      if (((perhaps >> w) & 1U) != 0) continue;
      bool wins = true;
      for (std::size_t l = 0; l < location_count && wins; ++l) {
        if (l == w || ((surely >> l) & 1U) != 0) continue;
        std::uint64_t spent = 0;
        const AxisBounds lead = range(program, walk.box(), {w + 1, l + 1}, walk.left(), spent);
        walk.spend(spent - 1);
        wins = lead.low >= (w < l ? 0 : 1);
        exact = exact && (wins || lead.exact);
      }
      if (wins) {
        agreement.saw(static_cast<Location>(w));
        return true;
      }
    }
    if (surely != perhaps) return false;
    // Each location loses to another somewhere in this part, or that could not be ruled out.
    if (exact) {
      agreement.split();
    } else {
      walk.give_up();
    }
    return true;
  });
  return agreement.result();
}

Settled<Disposition> settle_disposition(const Program& program, const Box& box,
                                        std::uint64_t cells) {
  Walk walk(program, box, cells);
  walk.keep(
      [](const Rule& rule) { return rule.excluded != 0 || rule.disposition != no_disposition; });
  Agreement<Disposition> agreement(walk);
  walk.run([&](auto&& fired, bool cell) {
    std::uint8_t surely = 0, perhaps = 0, set = 0, perhaps_set = 0;
    fired([&](const Rule& rule, Truth value) {
      const auto bit =
          rule.disposition == no_disposition
              ? std::uint8_t{0}
              : static_cast<std::uint8_t>(1U << static_cast<unsigned>(rule.disposition));
      perhaps |= rule.excluded;
      perhaps_set |= bit;
      if (value != Truth::yes) return;
      surely |= rule.excluded;
      set |= bit;
    });
    const Disposition least = choose_disposition(set, surely);
    if (!cell && choose_disposition(perhaps_set, perhaps) != least) return false;
    agreement.saw(least);
    return true;
  });
  return agreement.result();
}

Truth settle_rule(const Program& program, std::size_t rule, const Box& box, std::uint64_t cells) {
  const std::uint32_t condition = program.rules[rule].condition;
  const Truth seen = truth(program, condition, box);
  if (seen != Truth::maybe) return seen;
  Walk walk(program, box, cells);
  walk.keep_rule(rule);
  Agreement<bool> agreement(walk);
  walk.run([&](auto&&, bool cell) {
    if (cell) agreement.saw(truth(program, condition, walk.box()) == Truth::yes);
    return cell;
  });
  const Settled<bool> settled = agreement.result();
  return !settled.unique ? Truth::maybe : *settled.value ? Truth::yes : Truth::no;
}

Exclusions exclusions(const Program& program, const Box& box, std::uint64_t cells) {
  Walk walk(program, box, cells);
  walk.keep([](const Rule& rule) { return rule.excluded != 0; });
  Exclusions found{0, all_locations, true};
  Exclusions sound;  // of the whole box, for when the budget runs out
  bool whole_box = true;
  walk.run([&](auto&& fired, bool) {
    std::uint8_t surely = 0, perhaps = 0;
    fired([&](const Rule& rule, Truth value) {
      perhaps |= rule.excluded;
      if (value == Truth::yes) surely |= rule.excluded;
    });
    if (whole_box) sound = {perhaps, surely, false};
    whole_box = false;
    if (surely != perhaps) {
      // Nothing below can add to what is known.
      const auto somewhere = static_cast<std::uint8_t>(found.somewhere | perhaps);
      const auto everywhere = static_cast<std::uint8_t>(found.everywhere & surely);
      return somewhere == found.somewhere && everywhere == found.everywhere;
    }
    found.somewhere |= surely;
    found.everywhere &= surely;
    return true;
  });
  return walk.exhausted() ? sound : found;
}

}  // namespace sourcing::engine
