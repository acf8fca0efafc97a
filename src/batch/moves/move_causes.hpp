// SPDX-License-Identifier: Apache-2.0
// What two models say of a row, and what makes the difference.
#pragma once

#include <array>
#include <cstdint>
#include <sourcing/verdict.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel.hpp"
#include "engine/program.hpp"

namespace sourcing::batch {

/// A verdict as a table of moves counts it. `undetermined` axes have no value.
struct ShownVerdict {
  static constexpr std::uint8_t undetermined = 7, nowhere = 6;

  std::uint8_t disposition = undetermined, engagement = undetermined, location = undetermined;

  [[nodiscard]] static ShownVerdict of(Disposition disposition, Engagement engagement,
                                       std::int8_t location, Status disposition_status,
                                       Status engagement_status, Status location_status) noexcept {
    const auto shown = [](Status status, auto value) {
      return status == Status::undetermined ? undetermined : static_cast<std::uint8_t>(value);
    };
    return {shown(disposition_status, disposition), shown(engagement_status, engagement),
            location == engine::no_location ? shown(location_status, nowhere)
                                            : shown(location_status, location)};
  }
  /// The same answers. A location that is excluded and one that is undetermined are both none.
  [[nodiscard]] bool same(const ShownVerdict& other) const noexcept {
    return disposition == other.disposition && engagement == other.engagement &&
           (location == other.location || (location >= nowhere && other.location >= nowhere));
  }
  /// Below 512.
  [[nodiscard]] std::uint32_t code() const noexcept {
    return static_cast<std::uint32_t>(disposition << 6U | engagement << 3U | location);
  }
  [[nodiscard]] static ShownVerdict from_code(std::uint32_t code) noexcept {
    constexpr auto part = [](std::uint32_t bits) { return static_cast<std::uint8_t>(bits & 7U); };
    return {part(code >> 6U), part(code >> 3U), part(code)};
  }
  /// `outsource BPO nearshore`.
  [[nodiscard]] std::string text() const;
};

/// One model's side of a row.
struct Side {
  engine::Point point{};
  std::vector<std::uint8_t> fired;  ///< a rule each: not 0 when it fires
  ShownVerdict verdict;
};

/// Something that makes a difference.
struct Cause {
  enum class Kind : std::uint8_t {
    fires_no_more,  ///< a gate or rule; `name` is the term
    fires,
    acts_otherwise,  ///< it fires for both, and excludes or decides something else
    bears_no_more,  ///< no answer bears on an axis any more; `name` is 0 disposition, 1 engagement,
                    ///< 2 location
    bears,
    threshold,
    shift,  ///< of the points a term gives to the axis `plus` over the axis `minus`
  };
  Kind kind{};
  std::uint8_t plus = 0, minus = 0;
  std::uint16_t name = 0;
  Centipoints points = 0;  ///< of a shift

  /// Two causes with the same key differ in their points at most. Not 0.
  [[nodiscard]] std::uint32_t key() const noexcept {
    return (static_cast<std::uint32_t>(kind) + 1) << 24U | static_cast<std::uint32_t>(plus) << 20U |
           static_cast<std::uint32_t>(minus) << 16U | name;
  }
  [[nodiscard]] static Cause from_key(std::uint32_t key) noexcept;
};

/// Compares the sides of rows. Immutable once made.
class MoveCauses {
 public:
  MoveCauses(const engine::Program& before, const engine::Program& after);

  /// What moved a row whose verdicts differ: what fires on one side only, a threshold that moved,
  /// then the greatest shifts on the axes that decide.
  void find(const Side& before, const Side& after, std::vector<Cause>& causes) const;
  /// `judgment +2.00 on engagement`; of many rows without the points.
  [[nodiscard]] std::string text(const Cause& cause, bool with_points) const;

 private:
  // A criterion or rule of either model, or the base of the scores. Negative: it has none.
  struct Term {
    std::string_view id;
    std::array<int, 2> criterion = {-1, -1}, rule = {-1, -1};
    bool base = false;
  };

  void one_side(const std::array<const Side*, 2>& sides, std::size_t side, Cause::Kind kind,
                std::vector<Cause>& causes) const;
  void shifts(const std::array<const Side*, 2>& sides, std::size_t plus, std::size_t minus,
              std::vector<Cause>& causes) const;
  [[nodiscard]] Centipoints points(const Term& term, const Side& side, std::size_t which,
                                   std::size_t axis) const noexcept;

  std::array<const engine::Program*, 2> programs_;
  std::vector<Term> terms_;                          // by id
  std::array<std::vector<std::uint16_t>, 2> rules_;  // the term of each rule
};

}  // namespace sourcing::batch
