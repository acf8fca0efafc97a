// SPDX-License-Identifier: Apache-2.0
// Points by columns, for programs that link the library: what `weigh` does for a batch, group by
// group, without cells to read and lines to write.
#include <algorithm>
#include <sourcing/point.hpp>

#include "batch/judge/choose.hpp"
#include "batch/judge/weigh.hpp"
#include "batch/plan/group.hpp"
#include "batch/plan/tables.hpp"
#include "input/csv_index.hpp"

namespace sourcing {

namespace {

using batch::Group;
using batch::group_rows;
using engine::Program;

template <class Column, class Values>
void give(Column* column, std::size_t first, std::size_t rows, const Values& values) noexcept {
  if (column == nullptr) return;
  for (std::size_t r = 0; r < rows; ++r) column[first + r] = static_cast<Column>(values[r]);
}

using Columns = std::span<const std::uint16_t* const>;

// A whole group is judged where it stands.
void show(Columns positions, std::size_t first, Group& group) noexcept {
  for (std::size_t c = 0; c < positions.size(); ++c) group.columns[c] = positions[c] + first;
}

// The next group: so many columns are more than the processor foresees by itself. Into the second
// level: columns a power of two apart would drive each other out of the first.
void fetch(Columns positions, std::size_t first) noexcept {
  constexpr int to_read = 0, second_level = 2;
  constexpr std::size_t line = 64 / sizeof(std::uint16_t);
  for (const std::uint16_t* column : positions) {
    for (std::size_t r = 0; r < group_rows; r += line)
      __builtin_prefetch(column + first + r, to_read, second_level);
  }
}

// The rest of the last group keeps what was there before: valid positions, read in vain.
void copy(Columns positions, std::size_t first, std::size_t rows, const Program& program,
          Group& group) noexcept {
  group.show_own();
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    std::uint16_t* const own = group.at.data() + c * group_rows;
    const engine::Criterion& criterion = program.criteria[c];
    if (c >= positions.size() || positions[c] == nullptr) {
      std::fill_n(own, group_rows, criterion.neutral);
      continue;
    }
    const std::uint16_t* const from = positions[c] + first;
    for (std::size_t r = 0; r < rows; ++r) own[r] = std::min(from[r], criterion.last);
  }
}

// Whether all of a group's positions are on their grids, so that it can be judged where it stands.
bool fits(Columns positions, std::size_t first, const Program& program) noexcept {
  if (positions.size() < program.criteria.size()) return false;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    if (positions[c] == nullptr) return false;
    std::uint16_t greatest = 0;
    for (std::size_t r = 0; r < group_rows; ++r) {
      greatest = std::max(greatest, positions[c][first + r]);
    }
    if (greatest > program.criteria[c].last) return false;
  }
  return true;
}

}  // namespace

struct ColumnDecider::State {
  explicit State(const Engine& engine_in) : engine(engine_in) {
    group.count = group.padded = group_rows;
  }

  Engine engine;  // keeps the model
  batch::Tables tables{engine.program()};
  Group group{tables};
  bool wide = input::has_avx2();
};

ColumnDecider::ColumnDecider(const Engine& engine) : state_(std::make_unique<State>(engine)) {}
ColumnDecider::~ColumnDecider() = default;
ColumnDecider::ColumnDecider(ColumnDecider&&) noexcept = default;
ColumnDecider& ColumnDecider::operator=(ColumnDecider&&) noexcept = default;

void ColumnDecider::decide(std::span<const std::uint16_t* const> positions, std::size_t rows,
                           const OutcomeColumns& out) noexcept {
  Group& group = state_->group;
  const Program& program = state_->engine.program();
  positions = positions.first(std::min(positions.size(), program.criteria.size()));
  for (std::size_t first = 0; first < rows; first += group_rows) {
    const std::size_t taken = std::min(rows - first, group_rows);
    if (taken == group_rows && fits(positions, first, program)) {
      show(positions, first, group);
      if (rows - first >= 2 * group_rows) fetch(positions, first + group_rows);
    } else {
      copy(positions, first, taken, program, group);
    }
    batch::weigh(state_->tables, {.reasons = false}, state_->wide, group);
    batch::choose(state_->tables, state_->wide, group);
    give(out.engagement, first, taken, group.engagement);
    give(out.disposition, first, taken, group.disposition);
    give(out.location, first, taken, group.location);
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
