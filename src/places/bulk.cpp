// SPDX-License-Identifier: Apache-2.0
#include "places/bulk.hpp"

#include <algorithm>
#include <sourcing/point.hpp>
#include <tuple>

#include "places/gates.hpp"
#include "places/said.hpp"

namespace sourcing::places {

namespace {

constexpr std::size_t remembered = 4'096;
constexpr std::size_t most_stands = 1'024;

bool asked_for(const Request& request, const Place& place) {
  const auto has = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), place.iso2) != list.end();
  };
  return (request.among.empty() || has(request.among)) && !has(request.not_in);
}

}  // namespace

Bulk::Bulk(std::shared_ptr<const BulkRequest> shared)
    : shared_(std::move(shared)), weigher_(shared_->engine.program(), shared_->atlas) {
  const engine::Program& program = shared_->engine.program();
  for (const Column& column : weigher_.columns()) criteria_.push_back(column.criterion);
  const GateNames& gates = shared_->atlas.gates;
  for (const std::string* gate : {&gates.hours, &gates.residency, &gates.language}) {
    const std::size_t c = engine::find_criterion(program, *gate);
    if (c < program.criteria.size()) criteria_.push_back(c);
  }
}

const Bulk::Stand& Bulk::stand(RowFields fields, bool anywhere) {
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
  for (const Component& component : atlas.components) {
    for (const Seen& seen : stand.seen) {
      const Worth each = worth(atlas, component, *stand.home, seen, needed);
      stand.low.push_back(each.low);
      stand.high.push_back(each.high);
    }
  }
  return stand;
}

Best Bulk::work_out(const Stand& stand, const Task& task, bool anywhere) {
  const Atlas& atlas = shared_->atlas;
  const std::size_t places = stand.seen.size();
  const auto weights = shares(weigher_.raw(estimated_point(shared_->engine, task)));
  const auto sum = [&](const std::vector<std::int32_t>& worths, std::size_t place) {
    Centipoints total = 0;
    for (std::size_t c = 0; c < weights.size(); ++c) {
      total += points(weights[c], worths[c * places + place]);
    }
    return total;
  };
  scores_.assign(places, 0);
  for (std::size_t c = 0; c < weights.size(); ++c) {
    const std::int32_t weight = weights[c];
    const std::int32_t* const worths = stand.low.data() + c * places;
    for (std::size_t p = 0; p < places; ++p) scores_[p] += points(weight, worths[p]);
  }
  const Gates gates(shared_->engine.program(), atlas, task, stand.request, *stand.home);
  const Languages needed(atlas, *stand.home, stand.request.languages, anywhere);
  std::vector<std::size_t> order(places);
  for (std::size_t p = 0; p < places; ++p) order[p] = p;
  const auto before = [&](std::size_t a, std::size_t b) {
    if (scores_[a] != scores_[b]) return scores_[a] > scores_[b];
    const Centipoints most_a = sum(stand.high, a), most_b = sum(stand.high, b);
    if (most_a != most_b) return most_a > most_b;
    return stand.seen[a].place->iso2 < stand.seen[b].place->iso2;
  };
  // Gates are asked for the best only, until enough are in: a heap gives one after the other.
  const auto behind = [&](std::size_t a, std::size_t b) { return before(b, a); };
  std::make_heap(order.begin(), order.end(), behind);
  Best best;
  while (!order.empty() && best.count < Best::most) {
    std::pop_heap(order.begin(), order.end(), behind);
    const Seen& seen = stand.seen[order.back()];
    if (gates.bars(seen, needed).empty()) {
      if (best.count == 0) best.score = scores_[order.back()];
      best.places[best.count++] = seen.place;
    }
    order.pop_back();
  }
  return best;
}

// What matters of a row: the answers that weigh or shut out, as they were given. False: too many.
bool Bulk::make_key(const Task& task, const Stand& stand, Key& key, std::uint64_t& hash) const {
  std::size_t used = 0;
  hash = 14'695'981'039'346'656'037U;
  const auto mix = [&](unsigned part) {
    if (used < key.size()) key[used] = static_cast<std::uint16_t>(part);
    ++used;
    hash = (hash ^ part) * 1'099'511'628'211U;
  };
  mix(static_cast<unsigned>(stand.number & 0xFFFFU));
  mix(static_cast<unsigned>(stand.number >> 16U & 0xFFFFU));
  for (const std::size_t criterion : criteria_) {
    const Answer& answer = task.answers[criterion];
    mix(answer.low);
    mix(answer.high);
    mix(static_cast<unsigned>(answer.origin));
  }
  return used <= key.size();
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
  const engine::Program& program = shared_->engine.program();
  const Atlas& atlas = shared_->atlas;
  const bool anywhere = world_language(program, atlas, task);
  const Stand& stand = this->stand(fields, anywhere);
  count_gaps(fields, stand);
  if (stand.home == nullptr) return {};
  const auto made = [&] {
    const auto derived = derive_language(program, atlas, task, stand.request.languages);
    return work_out(stand, with_derived(program, atlas, task, derived), anywhere);
  };
  Key key{};
  std::uint64_t hash = 0;
  if (!make_key(task, stand, key, hash)) return made();
  if (remembered_.empty()) remembered_.resize(remembered);
  Remembered& place = remembered_[hash % remembered];
  if (!place.used || place.key != key) place = {key, made(), true};
  return place.best;
}

}  // namespace sourcing::places
