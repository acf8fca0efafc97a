// SPDX-License-Identifier: Apache-2.0
// From the languages of the work to the level of the criterion that asks for them.
#include <algorithm>
#include <array>

#include "places/gates.hpp"

namespace sourcing::places {

namespace {

struct Levels {
  std::size_t low = 2, high = 0;  ///< 0 global, 1 regional, 2 local
};

// Where a language is official says how far it is spoken; a place whose official languages are not
// known counts both ways.
Levels levels_of(const Atlas& atlas, std::string_view language) {
  std::int64_t least = 0, most = 0;
  for (const Place& place : atlas.places) {
    const Known status = official(place, language);
    least += status == Known::yes ? 1 : 0;
    most += status == Known::no ? 0 : 1;
  }
  const Limits& limits = atlas.limits;
  const std::array<bool, 3> can = {most >= limits.global_from,
                                   least <= limits.regional_at_most && most >= limits.regional_from,
                                   least <= limits.local_at_most};
  Levels levels;
  for (std::size_t i = 0; i < can.size(); ++i) {
    if (!can[i]) continue;
    levels.low = std::min(levels.low, i);
    levels.high = std::max(levels.high, i);
  }
  // Limits of one's own may leave a gap.
  return levels.low <= levels.high ? levels : Levels{0, 2};
}

}  // namespace

std::optional<Derived> derive_language(const engine::Program& program, const Atlas& atlas,
                                       const Task& task,
                                       const std::vector<std::string>& languages) {
  const GateNames& names = atlas.gates;
  const std::size_t c = engine::find_criterion(program, names.language);
  if (languages.empty() || c == program.criteria.size()) return std::nullopt;
  // The language that is hardest to find sets the level.
  Levels levels{0, 0};
  for (const std::string& language : languages) {
    const Levels each = levels_of(atlas, language);
    levels.low = std::max(levels.low, each.low);
    levels.high = std::max(levels.high, each.high);
  }
  std::array<std::optional<std::uint16_t>, 3> positions;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    for (const engine::Level& level : program.criteria[c].levels) {
      if (level.word == names.language_levels[i]) positions[i] = level.at;
    }
    if (!positions[i]) return std::nullopt;
  }
  Derived derived;
  derived.low = std::min(*positions[levels.low], *positions[levels.high]);
  derived.high = std::max(*positions[levels.low], *positions[levels.high]);
  const Answer* answer = stated(program, task, names.language);
  derived.used = answer == nullptr;
  derived.contradicts =
      answer != nullptr && (answer->high < derived.low || answer->low > derived.high);
  return derived;
}

Task with_derived(const engine::Program& program, const Atlas& atlas, Task task,
                  const std::optional<Derived>& derived) {
  if (!derived || !derived->used) return task;
  Answer& answer = task.answers[engine::find_criterion(program, atlas.gates.language)];
  answer = Answer{};
  answer.origin = Origin::option;
  answer.low = derived->low;
  answer.high = derived->high;
  return task;
}

}  // namespace sourcing::places
