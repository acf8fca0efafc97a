// SPDX-License-Identifier: Apache-2.0
#include "batch/moves/move_tally.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

namespace sourcing::batch {

namespace {

constexpr unsigned cause_bits = 32, verdict_bits = 9;

std::uint64_t pair_of(const ShownVerdict& from, const ShownVerdict& to) noexcept {
  return (std::uint64_t{from.code()} << verdict_bits | to.code()) << cause_bits;
}

}  // namespace

void MoveTally::clear() {
  entries_.clear();
  rejected_before = rejected_after = moved = 0;
}

void MoveTally::count(const ShownVerdict& from, const ShownVerdict& to,
                      const std::vector<Cause>& causes) {
  ++moved;
  const std::uint64_t pair = pair_of(from, to);
  ++entries_[pair];
  for (const Cause& cause : causes) ++entries_[pair | cause.key()];
}

void MoveTally::add(const MoveTally& more) {
  rejected_before += more.rejected_before;
  rejected_after += more.rejected_after;
  moved += more.moved;
  for (const auto& [key, count] : more.entries_) entries_[key] += count;
}

std::vector<MoveCount> MoveTally::counts(const MoveCauses& causes) const {
  std::map<std::uint64_t, MoveCount> moves;
  for (const auto& [key, count] : entries_) {
    const std::uint64_t pair = key >> cause_bits;
    MoveCount& move = moves[pair];
    const auto cause = static_cast<std::uint32_t>(key);
    if (cause != 0) {
      move.because.emplace_back(causes.text(Cause::from_key(cause), false), count);
      continue;
    }
    const auto code = [](std::uint64_t bits) {
      return ShownVerdict::from_code(static_cast<std::uint32_t>(bits & ((1U << verdict_bits) - 1)));
    };
    move.from = code(pair >> verdict_bits).text();
    move.to = code(pair).text();
    move.rows = count;
  }
  constexpr std::size_t most = 10;
  std::vector<MoveCount> sorted;
  for (auto& [pair, move] : moves) {
    std::sort(move.because.begin(), move.because.end(), [](const auto& a, const auto& b) {
      return std::tie(b.second, a.first) < std::tie(a.second, b.first);
    });
    if (move.because.size() > most) move.because.resize(most);
    sorted.push_back(std::move(move));
  }
  std::sort(sorted.begin(), sorted.end(), [](const MoveCount& a, const MoveCount& b) {
    return std::tie(b.rows, a.from, a.to) < std::tie(a.rows, b.from, b.to);
  });
  return sorted;
}

void Moved::add(const MoveTally& more, std::vector<RowMove>& rows) {
  tally.add(more);
  const std::size_t taken = std::min(rows.size(), room.load());
  std::move(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(taken),
            std::back_inserter(first));
  room -= taken;
}

}  // namespace sourcing::batch
