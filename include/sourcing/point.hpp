// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <sourcing/verdict.hpp>
#include <span>
#include <vector>

// For programs that have every answer as a number and want millions of verdicts a second, without
// sentences. A *point* is a fully answered task: for each criterion, in model order, a position on
// its grid, from 0 to `Engine::last_position`. A scale of 1 to 5 in steps of 0.01 has the positions
// 0 to 400, so 3.25 is 225; a word or band is its place in the model's list; true is 1.

namespace sourcing {

/// What a point comes to: `decide` gives the same for the task, with reasons. Trivially copyable.
struct PointOutcome {
  std::array<Centipoints, axis_count> scores;  ///< by Axis; centipoints, 0 to 10,000
  std::uint8_t excluded;  ///< a bit for each Location (1 << index) that gates or rules exclude
  std::int8_t location;   ///< index of the Location; -1 when all are excluded
  Engagement engagement;
  Disposition disposition;

  /// The location, or empty when all are excluded.
  [[nodiscard]] std::optional<Location> chosen() const noexcept {
    return location < 0 ? std::nullopt : std::optional(static_cast<Location>(location));
  }
};

/// The point that `decide` takes for its estimate: of a range the position at or just below the
/// middle, of an unknown answer the criterion's neutral position. One entry per criterion.
/// What does not fit `engine` is unknown, as for `decide`. Thread-safe.
[[nodiscard]] std::vector<std::uint16_t> estimated_point(const Engine& engine, const Task& task);

/// Decides one point. Thread-safe; allocates nothing.
/// One position per criterion (`Engine::criteria`): one past the last counts as the last, one that
/// is missing as the criterion's neutral.
[[nodiscard]] PointOutcome decide_point(const Engine& engine,
                                        std::span<const std::uint16_t> positions) noexcept;

/// Where the verdicts of a block of points go: columns of the caller's, each with room for every
/// row. A null pointer leaves that column out.
struct OutcomeColumns {
  Engagement* engagement = nullptr;
  Disposition* disposition = nullptr;
  std::int8_t* location = nullptr;                ///< as PointOutcome::location
  std::uint8_t* excluded = nullptr;               ///< as PointOutcome::excluded
  std::array<Centipoints*, axis_count> scores{};  ///< by Axis; centipoints
};

/// Decides blocks of points that are kept by columns, several times as fast as one by one. Holds a
/// few kilobytes to work in, which it allocates when made and never again.
/// Shares the engine's model, so the engine may go first. Not thread-safe: make one per thread.
class ColumnDecider {
 public:
  explicit ColumnDecider(const Engine& engine);
  ~ColumnDecider();
  ColumnDecider(ColumnDecider&&) noexcept;
  ColumnDecider& operator=(ColumnDecider&&) noexcept;

  /// Decides `rows` points, any number. `positions` has a column for each criterion, in model
  /// order, of that many positions; they are read only. The answers are those of `decide_point`; a
  /// column that is missing or null is one of neutral positions.
  /// REQUIRES: no column of `out` overlaps another or a column of `positions`.
  void decide(std::span<const std::uint16_t* const> positions, std::size_t rows,
              const OutcomeColumns& out) noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sourcing
