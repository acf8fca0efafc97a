// SPDX-License-Identifier: Apache-2.0
#include "places/bulk.hpp"

#include <algorithm>
#include <sourcing/point.hpp>
#include <tuple>

#include "places/gates.hpp"

namespace sourcing::places {

namespace {

constexpr std::size_t remembered = 4'096;

bool asked_for(const Request& request, const Place& place) {
  const auto has = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), place.iso2) != list.end();
  };
  return (request.among.empty() || has(request.among)) && !has(request.not_in);
}

}  // namespace

Bulk::Bulk(std::shared_ptr<const BulkRequest> shared)
    : shared_(std::move(shared)),
      home_(*shared_->atlas.place(shared_->request.home)),
      weigher_(shared_->engine.program(), shared_->atlas) {}

const Bulk::Stand& Bulk::stand(const std::vector<std::string>& languages, bool anywhere) {
  const auto [found, is_new] = stands_.try_emplace({languages, anywhere});
  Stand& stand = found->second;
  if (!is_new) return stand;
  const Atlas& atlas = shared_->atlas;
  stand.request = shared_->request;
  if (!languages.empty()) stand.request.languages = languages;
  const Languages needed(atlas, home_, stand.request.languages, anywhere);
  for (const Place& place : atlas.places) {
    if (asked_for(stand.request, place)) {
      stand.seen.push_back(see(atlas, home_, place, stand.request.day));
    }
  }
  for (const Component& component : atlas.components) {
    for (const Seen& seen : stand.seen) {
      const Worth each = worth(atlas, component, home_, seen, needed);
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
  const Gates gates(shared_->engine.program(), atlas, task, stand.request, home_);
  const Languages needed(atlas, home_, stand.request.languages, anywhere);
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

Best Bulk::best(const Task& task, const std::vector<std::string>& languages) {
  const engine::Program& program = shared_->engine.program();
  const Atlas& atlas = shared_->atlas;
  const auto& needed = languages.empty() ? shared_->request.languages : languages;
  const bool anywhere = world_language(program, atlas, task);
  const Stand& stand = this->stand(languages, anywhere);
  if (needed.empty()) {
    // What matters of a row: the answers that weigh or shut out, as they were given.
    Key key{};
    std::size_t used = 0;
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    const auto mix = [&](std::size_t criterion) {
      const Answer& answer = task.answers[criterion];
      for (const unsigned part :
           {unsigned{answer.low}, unsigned{answer.high}, static_cast<unsigned>(answer.origin)}) {
        if (used < key.size()) key[used] = static_cast<std::uint16_t>(part);
        ++used;
        hash = (hash ^ part) * 1'099'511'628'211U;
      }
    };
    for (const Column& column : weigher_.columns()) mix(column.criterion);
    for (const std::string* gate :
         {&atlas.gates.hours, &atlas.gates.residency, &atlas.gates.language}) {
      const std::size_t c = engine::find_criterion(program, *gate);
      if (c < program.criteria.size()) mix(c);
    }
    if (used <= key.size()) {
      if (remembered_.empty()) remembered_.resize(remembered);
      Remembered& place = remembered_[hash % remembered];
      if (!place.used || place.key != key) place = {key, work_out(stand, task, anywhere), true};
      return place.best;
    }
    return work_out(stand, task, anywhere);
  }
  const auto derived = derive_language(program, atlas, task, needed);
  return work_out(stand, with_derived(program, atlas, task, derived), anywhere);
}

}  // namespace sourcing::places
