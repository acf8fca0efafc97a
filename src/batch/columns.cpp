// SPDX-License-Identifier: Apache-2.0
// Points by columns, for programs that link the library: what `weigh` does for a batch, group by
// group, without cells to read and lines to write.
#include <algorithm>
#include <sourcing/point.hpp>

#include "batch/group.hpp"
#include "batch/tables.hpp"
#include "batch/weigh.hpp"
#include "batch/wide.hpp"
#include "input/csv_index.hpp"

namespace sourcing {

namespace {

using batch::Group;
using batch::group_rows;

// What engine::choose_location and its siblings choose for one row.
struct Choices {
  alignas(64) batch::PerRow<std::int16_t> location, engagement;
  alignas(64) batch::PerRow<std::uint8_t> disposition;
};

// In numbers of one width a loop, so that the compiler takes several rows at once.
SOURCING_INLINE void choose_rows(const engine::Program& program, const Group& group,
                                 Choices& choices) noexcept {
  const engine::Lanes* __restrict sums = group.sum.data();
  const std::uint8_t* __restrict excluded = group.excluded.data();
  const std::uint8_t* __restrict set = group.dispositions.data();
  std::int16_t* __restrict location = choices.location.data();
  std::int16_t* __restrict engagement = choices.engagement.data();
  std::uint8_t* __restrict disposition = choices.disposition.data();
  alignas(64) std::array<batch::PerRow<std::int16_t>, axis_count> scores;
  SOURCING_INDEPENDENT
  for (std::size_t r = 0; r < group_rows; ++r) {
    scores[0][r] = static_cast<std::int16_t>(sums[r]);
    scores[1][r] = static_cast<std::int16_t>(sums[r] >> 16);
    scores[2][r] = static_cast<std::int16_t>(sums[r] >> 32);
    scores[3][r] = static_cast<std::int16_t>(sums[r] >> 48);
  }
  const auto threshold = static_cast<std::int16_t>(program.threshold);
  SOURCING_INDEPENDENT
  for (std::size_t r = 0; r < group_rows; ++r) {
    std::int16_t most = -1, best = engine::no_location;
    for (std::int16_t l = 0; l < static_cast<std::int16_t>(location_count); ++l) {
      const auto out = static_cast<std::int16_t>((excluded[r] >> l) & 1);
      // Excluded: all bits set, and so not above -1.
      const auto here =
          static_cast<std::int16_t>(scores[static_cast<std::size_t>(l) + 1][r] | -out);
      best = here > most ? l : best;
      most = here > most ? here : most;
    }
    location[r] = best;
    engagement[r] = scores[0][r] >= threshold ? 1 : 0;
  }
  SOURCING_INDEPENDENT
  for (std::size_t r = 0; r < group_rows; ++r) {
    disposition[r] = static_cast<std::uint8_t>(engine::choose_disposition(set[r], excluded[r]));
  }
}

SOURCING_WIDE void choose_wide(const engine::Program& program, const Group& group,
                               Choices& choices) noexcept {
  choose_rows(program, group, choices);
}

void choose_narrow(const engine::Program& program, const Group& group, Choices& choices) noexcept {
  choose_rows(program, group, choices);
}

template <class Column, class Values>
void give(Column* column, std::size_t first, std::size_t rows, const Values& values) noexcept {
  if (column == nullptr) return;
  for (std::size_t r = 0; r < rows; ++r) column[first + r] = static_cast<Column>(values[r]);
}

}  // namespace

struct ColumnDecider::State {
  explicit State(const Engine& engine_in) : engine(engine_in) {
    group.count = group.padded = group_rows;
  }

  Engine engine;  // keeps the model
  batch::Tables tables{engine.program()};
  Group group{tables};
  Choices choices{};
  bool wide = input::best_compare() == input::Compare::avx2;
};

ColumnDecider::ColumnDecider(const Engine& engine) : state_(std::make_unique<State>(engine)) {}
ColumnDecider::~ColumnDecider() = default;
ColumnDecider::ColumnDecider(ColumnDecider&&) noexcept = default;
ColumnDecider& ColumnDecider::operator=(ColumnDecider&&) noexcept = default;

void ColumnDecider::decide(std::span<const std::uint16_t* const> positions, std::size_t rows,
                           const OutcomeColumns& out) noexcept {
  Group& group = state_->group;
  Choices& choices = state_->choices;
  const engine::Program& program = state_->tables.program;
  for (std::size_t first = 0; first < rows; first += group_rows) {
    // The rest of the last group keeps what was there before: valid positions, read in vain.
    const std::size_t taken = std::min(rows - first, group_rows);
    for (std::size_t c = 0; c < positions.size(); ++c) {
      std::copy_n(positions[c] + first, taken, group.at.data() + c * group_rows);
    }
    batch::weigh(state_->tables, {.reasons = false}, state_->wide, group);
    (state_->wide ? choose_wide : choose_narrow)(program, group, choices);
    give(out.engagement, first, taken, choices.engagement);
    give(out.disposition, first, taken, choices.disposition);
    give(out.location, first, taken, choices.location);
    give(out.excluded, first, taken, group.excluded);
    for (std::size_t a = 0; a < axis_count; ++a) {
      if (out.scores[a] == nullptr) continue;
      for (std::size_t r = 0; r < taken; ++r) {
        out.scores[a][first + r] = engine::lane(group.sum[r], a);
      }
    }
  }
}

}  // namespace sourcing
