// SPDX-License-Identifier: Apache-2.0
#include "places/bulk.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "places/gates.hpp"
#include "places/said.hpp"

namespace sourcing::places {

namespace {

constexpr std::size_t remembered = 4'096;
constexpr std::size_t most_stands = 1'024;
constexpr std::size_t most_gates = 4'096;
constexpr std::size_t lanes = 8;         // worths that a processor multiplies at once
constexpr std::size_t side_by_side = 4;  // places, two worths of each

// Of Bulk::gates_.
constexpr std::size_t language = 2;

std::uint64_t mixed(std::uint64_t hash, std::uint64_t part) noexcept {
  return (hash ^ part) * 0x9E3779B97F4A7C15U;
}

using Worths = std::int16_t __attribute__((vector_size(lanes * sizeof(std::int16_t)), may_alias));
using Sums = std::int32_t __attribute__((vector_size(side_by_side * sizeof(std::int32_t))));

// The products of both, neighbours added: one instruction where there is SSE2.
Sums multiply_pairs(Worths a, Worths b) noexcept {
#ifdef __SSE2__
  return reinterpret_cast<Sums>(
      _mm_madd_epi16(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#else
  Sums sums{};
  for (std::size_t i = 0; i < side_by_side; ++i) {
    sums[i] = std::int32_t{a[2 * i]} * b[2 * i] + std::int32_t{a[2 * i + 1]} * b[2 * i + 1];
  }
  return sums;
#endif
}

Worths load_worths(const std::int16_t* from) noexcept {
  Worths worths;
  std::memcpy(&worths, from, sizeof worths);
  return worths;
}

bool asked_for(const Request& request, const Place& place) {
  const auto has = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), place.iso2) != list.end();
  };
  return (request.among.empty() || has(request.among)) && !has(request.not_in);
}

}  // namespace

Bulk::Bulk(std::shared_ptr<const BulkRequest> shared, std::size_t wanted)
    : shared_(std::move(shared)),
      wanted_(wanted),
      weigher_(shared_->engine.program(), shared_->atlas) {
  const engine::Program& program = shared_->engine.program();
  for (const Column& column : weigher_.columns()) criteria_.push_back(column.criterion);
  const GateNames& names = shared_->atlas.gates;
  const std::array<const std::string*, 3> gates = {&names.hours, &names.residency, &names.language};
  for (std::size_t i = 0; i < gates.size(); ++i) {
    gates_[i] = engine::find_criterion(program, *gates[i]);
    if (gates_[i] < program.criteria.size()) criteria_.push_back(gates_[i]);
  }
  stride_ = (shared_->atlas.components.size() + lanes - 1) / lanes * lanes;
  weights_.assign(stride_, 0);
  remainders_.resize(shared_->atlas.components.size());
  if (gates_[language] >= program.criteria.size() || names.language_levels.empty()) return;
  for (const engine::Level& level : program.criteria[gates_[language]].levels) {
    if (level.word == names.language_levels.front()) world_ = level.at;
  }
}

Bulk::Packed Bulk::pack(const Answer& answer) noexcept {
  constexpr unsigned bits = 16;
  return Packed{answer.low} | Packed{answer.high} << bits |
         static_cast<Packed>(answer.origin) << 2 * bits;
}

std::size_t Bulk::GateHash::operator()(const GateKey& key) const noexcept {
  std::uint64_t hash = 0;
  for (const Packed part : key) hash = mixed(hash, part);
  return static_cast<std::size_t>(hash >> 32U);
}

Bulk::Stand& Bulk::stand(RowFields fields, bool anywhere) {
  const Request& request = shared_->request;
  if (!request.home.empty()) fields.home = {};
  if (!request.languages.empty()) fields.languages = {};
  // Rows of one home tend to follow one another.
  if (last_ != nullptr && last_key_.home == fields.home &&
      last_key_.languages == fields.languages && last_key_.anywhere == anywhere) {
    return *last_;
  }
  // Whatever stands in the cells, memory is bounded.
  if (stands_.size() >= most_stands) stands_.clear();
  last_key_ = {std::string(fields.home), std::string(fields.languages), anywhere};
  const auto [found, is_new] = stands_.try_emplace(last_key_);
  if (is_new) {
    found->second = make_stand(fields, anywhere);
    found->second.number = ++made_;
  }
  last_ = &found->second;
  return *last_;
}

Bulk::Stand Bulk::make_stand(RowFields fields, bool anywhere) const {
  const Atlas& atlas = shared_->atlas;
  Stand stand;
  stand.request = shared_->request;
  const std::string& fixed = stand.request.home;
  stand.home = fixed.empty() ? named(atlas, fields.home.empty() ? shared_->otherwise : fields.home)
                             : atlas.place(fixed);
  if (stand.home == nullptr) return stand;
  stand.request.home = stand.home->iso2;
  if (stand.request.languages.empty()) {
    std::string wrong;
    if (!read_languages(fields.languages, stand.request.languages, wrong)) {
      stand.request.languages.clear();
    }
  }
  const Languages needed(atlas, *stand.home, stand.request.languages, anywhere);
  for (const Place& place : atlas.places) {
    if (asked_for(stand.request, place)) {
      stand.seen.push_back(see(atlas, *stand.home, place, stand.request.day));
    }
  }
  for (const Seen& seen : stand.seen) {
    for (const Component& component : atlas.components) {
      const Worth each = worth(atlas, component, *stand.home, seen, needed);
      stand.low.push_back(static_cast<std::int16_t>(each.low));
      stand.high.push_back(static_cast<std::int16_t>(each.high));
    }
    stand.low.resize((stand.low.size() + stride_ - 1) / stride_ * stride_);
    stand.high.resize(stand.low.size());
  }
  set_pairs(stand, stride_);
  stand.derived = derive_language(shared_->engine.program(), atlas, make_task(shared_->engine),
                                  stand.request.languages);
  return stand;
}

const std::vector<std::uint16_t>& Bulk::let_in(Stand& stand, const Task& task,
                                               bool anywhere) const {
  GateKey key{};
  for (std::size_t i = 0; i < gates_.size(); ++i) {
    if (gates_[i] < task.answers.size()) key[i] = pack(task.answers[gates_[i]]);
  }
  const auto found = stand.let_in.find(key);
  if (found != stand.let_in.end()) return found->second;
  if (stand.let_in.size() >= most_gates) stand.let_in.clear();
  const Atlas& atlas = shared_->atlas;
  const engine::Program& program = shared_->engine.program();
  const auto derived = derive_language(program, atlas, task, stand.request.languages);
  const Gates gates(program, atlas, with_derived(program, atlas, task, derived), stand.request,
                    *stand.home);
  const Languages needed(atlas, *stand.home, stand.request.languages, anywhere);
  std::vector<std::uint16_t> places;
  for (std::size_t p = 0; p < stand.seen.size(); ++p) {
    if (gates.bars(stand.seen[p], needed).empty()) places.push_back(static_cast<std::uint16_t>(p));
  }
  return stand.let_in.emplace(key, std::move(places)).first->second;
}

// The weights by the answers of the row, at the point that is estimated; a language that is derived
// stands in for one not given.
void Bulk::weigh(const Stand& stand, const Task& task) {
  const engine::Program& program = shared_->engine.program();
  raw_ = weigher_.base();
  for (const Column& column : weigher_.columns()) {
    const Answer& answer = task.answers[column.criterion];
    const bool given = answer.origin == Origin::answered || answer.origin == Origin::option;
    std::size_t at = answer.origin == Origin::unknown ? program.criteria[column.criterion].neutral
                                                      : (answer.low + answer.high) / 2U;
    if (!given && stand.derived && column.criterion == gates_[language]) {
      at = (stand.derived->low + stand.derived->high) / 2U;
    }
    for (const Column::Effect& effect : column.effects) {
      raw_[effect.component] += effect.by_position[at];
    }
  }
  share_out();
}

// `shares` of the raw weights, without allocating.
void Bulk::share_out() {
  constexpr std::int64_t all = 10'000;
  std::int64_t sum = 0;
  for (const std::int64_t weight : raw_) sum += weight;
  std::int64_t rest = all;
  // Raw weights are small, and narrow numbers are divided in half the time.
  const bool narrow = sum <= std::numeric_limits<std::uint32_t>::max() / all;
  for (std::size_t c = 0; c < raw_.size(); ++c) {
    const std::int64_t whole = all * raw_[c];
    const std::int64_t share =
        narrow ? static_cast<std::uint32_t>(whole) / static_cast<std::uint32_t>(sum) : whole / sum;
    remainders_[c] = all * raw_[c] - share * sum;
    weights_[c] = static_cast<std::int16_t>(share);
    rest -= share;
  }
  for (; rest > 0; --rest) {
    const auto greatest = std::max_element(remainders_.begin(), remainders_.end());
    ++weights_[static_cast<std::size_t>(greatest - remainders_.begin())];
    *greatest = -1;
  }
}

Centipoints Bulk::exact(const std::int16_t* worths) const noexcept {
  Centipoints total = 0;
  for (std::size_t c = 0; c < stride_; ++c) total += points(weights_[c], worths[c]);
  return total;
}

void Bulk::set_pairs(Stand& stand, std::size_t stride) {
  const std::size_t count = stand.seen.size();
  const std::size_t padded = (count + side_by_side - 1) / side_by_side * side_by_side;
  stand.pairs.assign(padded * stride, 0);
  for (std::size_t p = 0; p < count; ++p) {
    for (std::size_t c = 0; c < stride; ++c) {
      stand.pairs[(c / 2 * padded + p) * 2 + c % 2] = stand.low[p * stride + c];
    }
  }
}

// Width: the stride where it is known when this is compiled, so that weights stay in registers.
template <std::size_t Width>
void Bulk::add_roughly(const Stand& stand) {
  const std::size_t pairs = (Width == 0 ? stride_ : Width) / 2;
  const std::size_t padded = stand.pairs.size() / stride_;
  rough_.resize(padded);
  for (std::size_t p = 0; p < padded; p += side_by_side) {
    Sums sums{};
    for (std::size_t pair = 0; pair < pairs; ++pair) {
      const std::int16_t first = weights_[2 * pair], second = weights_[2 * pair + 1];
      sums += multiply_pairs(load_worths(stand.pairs.data() + (pair * padded + p) * 2),
                             Worths{first, second, first, second, first, second, first, second});
    }
    std::memcpy(rough_.data() + p, &sums, sizeof sums);
  }
}

std::int32_t Bulk::least_wanted(const std::vector<std::uint16_t>& places) const noexcept {
  std::array<std::int32_t, Best::most> top{};
  const std::size_t last = wanted_ - 1;
  for (const std::uint16_t place : places) {
    const std::int32_t sum = rough_[place];
    if (sum <= top[last]) continue;
    std::size_t at = last;
    for (; at > 0 && top[at - 1] < sum; --at) top[at] = top[at - 1];
    top[at] = sum;
  }
  return top[last];
}

Best Bulk::work_out(Stand& stand, const Task& task, bool anywhere) {
  const std::vector<std::uint16_t>& places = let_in(stand, task, anywhere);
  weigh(stand, task);
  // First without the rounding of each component, which is soon done for all: no component is
  // further from its points than half of one, so that the best are among the few that come close.
  if (stride_ == 2 * lanes) {
    add_roughly<2 * lanes>(stand);
  } else {
    add_roughly<0>(stand);
  }
  constexpr std::int32_t one_point = 100;
  const auto slack = static_cast<std::int32_t>(shared_->atlas.components.size()) * one_point;
  const std::int32_t least = least_wanted(places) - slack;
  struct Candidate {
    Centipoints score = 0;
    std::uint16_t place = 0;
  };
  const auto most = [&](const Candidate& candidate) {
    return exact(stand.high.data() + candidate.place * stride_);
  };
  const auto before = [&](const Candidate& a, const Candidate& b) {
    if (a.score != b.score) return a.score > b.score;
    if (const Centipoints one = most(a), other = most(b); one != other) return one > other;
    return stand.seen[a.place].place->iso2 < stand.seen[b.place].place->iso2;
  };
  std::array<Candidate, Best::most> found;
  Best best;
  for (const std::uint16_t place : places) {
    if (rough_[place] < least) continue;
    const Candidate next{exact(stand.low.data() + place * stride_), place};
    if (best.count == wanted_ && !before(next, found[wanted_ - 1])) continue;
    std::size_t at = best.count < wanted_ ? best.count++ : wanted_ - 1;
    for (; at > 0 && before(next, found[at - 1]); --at) found[at] = found[at - 1];
    found[at] = next;
  }
  for (std::size_t i = 0; i < best.count; ++i) {
    best.places[i] = stand.seen[found[i].place].place;
    best.scores[i] = found[i].score;
  }
  return best;
}

// What matters of a row: the answers that weigh or shut out, as they were given. False: too many.
bool Bulk::make_key(const Task& task, const Stand& stand, Key& key, std::uint64_t& hash) const {
  if (criteria_.size() >= key.size()) return false;
  key.front() = stand.number;
  hash = mixed(0, key.front());
  for (std::size_t i = 0; i < criteria_.size(); ++i) {
    key[1 + i] = pack(task.answers[criteria_[i]]);
    hash = mixed(hash, key[1 + i]);
  }
  hash >>= 32U;
  return true;
}

// The task says that a language found everywhere will do.
bool Bulk::anywhere(const Task& task) const {
  const std::size_t criterion = gates_[language];
  if (!world_ || criterion >= task.answers.size()) return false;
  const Answer& answer = task.answers[criterion];
  const bool given = answer.origin == Origin::answered || answer.origin == Origin::option;
  return given && answer.low == *world_ && answer.high == *world_;
}

void Bulk::count_gaps(RowFields fields, const Stand& stand) const {
  if (stand.home == nullptr) {
    ++shared_->gaps->homes;
  } else if (shared_->request.languages.empty() && stand.request.languages.empty() &&
             !fields.languages.empty()) {
    ++shared_->gaps->languages;
  }
}

Best Bulk::best(const Task& task, RowFields fields) {
  const bool anywhere = this->anywhere(task);
  Stand& stand = this->stand(fields, anywhere);
  count_gaps(fields, stand);
  if (stand.home == nullptr) return {};
  const auto made = [&] { return work_out(stand, task, anywhere); };
  Key key{};
  std::uint64_t hash = 0;
  if (!make_key(task, stand, key, hash)) return made();
  if (remembered_.empty()) remembered_.resize(remembered);
  Remembered& place = remembered_[hash % remembered];
  const std::size_t parts = criteria_.size() + 1;  // of a key
  if (!place.used || !std::equal(key.begin(), key.begin() + parts, place.key.begin())) {
    place.best = made();  // first: should it throw, the key is still that of what is there
    std::copy_n(key.begin(), parts, place.key.begin());
    place.used = true;
  }
  return place.best;
}

}  // namespace sourcing::places
