// SPDX-License-Identifier: Apache-2.0
// Decisions per second in memory, with a model that is read at run time: one at a time, and in
// column blocks. The answers are random over the whole grid, so that no branch can be guessed.
//
//   bench_decide [MODEL.json]      the embedded model's text when none is named
//
// Both go through the public interface, start from positions and end with a verdict: engagement,
// location and disposition. They must agree on every record. Records come from memory: 48 bytes
// each with the default model.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <sourcing/sourcing.hpp>
#include <span>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "engine/program.hpp"

namespace {

using namespace sourcing;

constexpr std::size_t records = std::size_t{1} << 20;
constexpr std::size_t block_rows = 1'024;  // as a caller may have them; any number will do
static_assert(records % block_rows == 0);

std::uint64_t next_random(std::uint64_t& state) noexcept {  // SplitMix64
  std::uint64_t z = (state += 0x9E3779B97F4A7C15U);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

struct Data {
  std::vector<std::uint16_t> by_record;  // record * criteria
  std::vector<std::uint16_t> by_block;   // (block * criteria + criterion) * block_rows
};

Data make_data(const Engine& engine) {
  const std::size_t criteria = engine.criteria();
  Data data{std::vector<std::uint16_t>(records * criteria),
            std::vector<std::uint16_t>(records * criteria)};
  std::uint64_t state = 1;
  for (std::size_t i = 0; i < records; ++i) {
    for (std::size_t c = 0; c < criteria; ++c) {
      const auto at = static_cast<std::uint16_t>(next_random(state) %
                                                 (engine.last_position(c) + std::uint64_t{1}));
      data.by_record[i * criteria + c] = at;
      const std::size_t block = i / block_rows, row = i % block_rows;
      data.by_block[(block * criteria + c) * block_rows + row] = at;
    }
  }
  return data;
}

std::uint8_t packed(Engagement engagement, std::int8_t location, Disposition disposition) noexcept {
  return static_cast<std::uint8_t>(static_cast<unsigned>(engagement) |
                                   static_cast<unsigned>(location + 1) << 1U |
                                   static_cast<unsigned>(disposition) << 3U);
}

void one_at_a_time(const Engine& engine, const Data& data, std::size_t begin, std::size_t end,
                   std::uint8_t* out) {
  const std::size_t criteria = engine.criteria();
  for (std::size_t i = begin; i < end; ++i) {
    const PointOutcome outcome =
        decide_point(engine, std::span(data.by_record).subspan(i * criteria, criteria));
    out[i] = packed(outcome.engagement, outcome.location, outcome.disposition);
  }
}

void in_blocks(const Engine& engine, const Data& data, std::size_t begin, std::size_t end,
               std::uint8_t* out) {
  const std::size_t criteria = engine.criteria();
  ColumnDecider decider(engine);
  std::vector<const std::uint16_t*> columns(criteria);
  std::array<Engagement, block_rows> engagement;
  std::array<std::int8_t, block_rows> location;
  std::array<Disposition, block_rows> disposition;
  const OutcomeColumns verdicts{.engagement = engagement.data(),
                                .disposition = disposition.data(),
                                .location = location.data()};
  for (std::size_t i = begin; i < end; i += block_rows) {
    for (std::size_t c = 0; c < criteria; ++c) {
      columns[c] = data.by_block.data() + i * criteria + c * block_rows;
    }
    decider.decide(columns, block_rows, verdicts);
    for (std::size_t r = 0; r < block_rows; ++r) {
      out[i + r] = packed(engagement[r], location[r], disposition[r]);
    }
  }
}

// The best of several passes over all records, split among the threads.
template <class Work>
double best_seconds(std::size_t threads, Work work) {
  double best = 1e9;
  for (int pass = 0; pass < 9; ++pass) {
    const auto from = std::chrono::steady_clock::now();
    std::vector<std::thread> others;
    const std::size_t share = records / threads;
    for (std::size_t t = 1; t < threads; ++t) {
      others.emplace_back([&, t] { work(t * share, (t + 1) * share); });
    }
    work(0, share);
    for (std::thread& each : others) each.join();
    const auto to = std::chrono::steady_clock::now();
    best = std::min(best, std::chrono::duration<double>(to - from).count());
  }
  return best;
}

void report(std::string_view what, std::size_t threads, double seconds) {
  fmt::print("{:<24} {} thread{}  {:>9.1f} M/s  {:>6.1f} ns each\n", what, threads,
             threads == 1 ? " " : "s", static_cast<double>(records) / seconds / 1e6,
             seconds * static_cast<double>(threads) / static_cast<double>(records) * 1e9);
}

}  // namespace

int main(int argc, char** argv) {
  std::string json(engine::embedded_model_json);
  if (argc > 1) {
    std::ifstream file(argv[1]);
    std::stringstream text;
    text << file.rdbuf();
    json = text.str();
  }
  const Result<Engine> engine = Engine::from_json(json, argc > 1 ? argv[1] : "embedded");
  if (!engine) {
    for (const Problem& problem : engine.problems()) fmt::print(stderr, "{}\n", to_string(problem));
    return 4;
  }
  const Data data = make_data(engine.value());
  std::vector<std::uint8_t> singly(records), together(records);
  for (const std::size_t threads : {std::size_t{1}, std::size_t{2}}) {
    report("one at a time", threads, best_seconds(threads, [&](std::size_t begin, std::size_t end) {
             one_at_a_time(engine.value(), data, begin, end, singly.data());
           }));
  }
  for (const std::size_t threads : {std::size_t{1}, std::size_t{2}}) {
    report("in column blocks", threads,
           best_seconds(threads, [&](std::size_t begin, std::size_t end) {
             in_blocks(engine.value(), data, begin, end, together.data());
           }));
  }
  if (singly != together) {
    fmt::print(stderr, "bench_decide: the two ways disagree\n");
    return 1;
  }
}
