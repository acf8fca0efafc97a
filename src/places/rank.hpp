// SPDX-License-Identifier: Apache-2.0
// Places for one task from one home: who is shut out, who ranks where, and between which ranks.
#pragma once

#include <cstdint>
#include <optional>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <sourcing/verdict.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "places/atlas.hpp"
#include "places/seen.hpp"
#include "places/weights.hpp"
#include "places/worth.hpp"

namespace sourcing::places {

/// What is asked beside the task itself.
struct Request {
  std::string home;                        ///< a place of the atlas
  std::vector<std::string> languages;      ///< that the work needs, all of them; ISO 639-1
  std::vector<std::string> among, not_in;  ///< codes; an empty `among` is everywhere
  WorkingDay day;
  std::int32_t shift_minutes = 0;  ///< by which the day abroad may be moved
  bool adequate = false;           ///< an adequacy decision is enough for residency `region`
  std::int64_t within = 0;         ///< weights may be off by this: hundredths of a per cent
};

/// Why a place is shut out.
enum class Bar : std::uint8_t {
  sanctions,
  war,
  residency,
  adequacy,
  language,
  language_unknown,
  hours
};
[[nodiscard]] std::string_view name(Bar bar) noexcept;

/// One reason, and whether a fact that is not known could take it away.
struct Barred {
  Bar bar = Bar::hours;
  bool certain = true;
};

/// What one component gives a place.
struct Part {
  Worth worth;
  Centipoints points = 0, most = 0;  ///< with the worst and the best that may be true
};

struct Ranked {
  Seen seen;
  std::vector<Part> parts;          ///< one per component
  Centipoints score = 0, most = 0;  ///< points and most, summed
  std::uint32_t rank = 0, best = 0, worst = 0;
  bool certain = true;               ///< false: a fact that is not known could shut it out
  bool near_tie = false;             ///< with the one before it
  std::vector<std::string> unknown;  ///< ids of facts, and `law` where that is not in the data
};

struct ShutOut {
  Seen seen;
  std::vector<Barred> bars;  ///< the first is the one to name
};

/// The level of the criterion `language` that the languages of the work come to.
struct Derived {
  std::uint16_t low = 0, high = 0;  ///< positions of the criterion
  bool used = false;                ///< it stands in for an answer that is not there
  bool contradicts = false;         ///< the answer lies outside
};

struct Ranking {
  const Place* home = nullptr;
  std::vector<Centipoints> weights;   ///< one per component, 10,000 in all
  std::vector<Ranked> places;         ///< by rank
  std::vector<ShutOut> excluded;      ///< in the order of the data
  std::vector<std::string> left_out;  ///< by `among` and `not_in`
  std::optional<Derived> derived;
  bool region_unknown = false;       ///< residency `region`, and home is in no region we know
  std::vector<std::string> open;     ///< ids of criteria that weigh and are not settled
  std::vector<std::string> missing;  ///< criteria of the data that the model does not have
  /// Ranges are exact where only facts are open, else sound: nobody can leave them.
  bool exact = true;
};

/// Level of `language` by where the languages are official. Nothing without languages, or where
/// the model has no such criterion.
[[nodiscard]] std::optional<Derived> derive_language(const engine::Program& program,
                                                     const Atlas& atlas, const Task& task,
                                                     const std::vector<std::string>& languages);
/// The task with what is derived in the place of an answer that is not there.
[[nodiscard]] Task with_derived(const engine::Program& program, const Atlas& atlas, Task task,
                                const std::optional<Derived>& derived);

/// REQUIRES: `request.home` is a place of the atlas, `task` was made for `engine`. Points into the
/// atlas. Thread-safe.
[[nodiscard]] Ranking rank(const Engine& engine, const Atlas& atlas, const Task& task,
                           const Request& request);

}  // namespace sourcing::places
