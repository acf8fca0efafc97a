// SPDX-License-Identifier: Apache-2.0
#include "places/gates.hpp"

#include <algorithm>
#include <array>

#include "model/scale.hpp"

namespace sourcing::places {

namespace {

// The word at the low end of an answer: what it asks for at least.
bool at_least_word(const engine::Program& program, const Task& task, std::string_view criterion,
                   std::string_view word) {
  const Answer* answer = stated(program, task, criterion);
  if (answer == nullptr) return false;
  const engine::Criterion& info = program.criteria[engine::find_criterion(program, criterion)];
  for (const engine::Level& level : info.levels) {
    if (level.word == word) return answer->low == level.at;
  }
  return false;
}

}  // namespace

std::string_view name(Bar bar) noexcept {
  constexpr std::array<std::string_view, 7> names = {
      "sanctions", "war", "residency", "adequacy", "language", "language_unknown", "hours"};
  return names[static_cast<std::size_t>(bar)];
}

const Answer* stated(const engine::Program& program, const Task& task,
                     std::string_view criterion) noexcept {
  const std::size_t c = engine::find_criterion(program, criterion);
  if (c == program.criteria.size()) return nullptr;
  const Answer& answer = task.answers[c];
  const bool given = answer.origin == Origin::answered || answer.origin == Origin::option;
  return given ? &answer : nullptr;
}

bool world_language(const engine::Program& program, const Atlas& atlas, const Task& task) noexcept {
  const GateNames& names = atlas.gates;
  const Answer* answer = stated(program, task, names.language);
  if (answer == nullptr || names.language_levels.empty()) return false;
  const engine::Criterion& info = program.criteria[engine::find_criterion(program, names.language)];
  for (const engine::Level& level : info.levels) {
    if (level.word == names.language_levels.front()) {
      return answer->low == level.at && answer->high == level.at;
    }
  }
  return false;
}

Gates::Gates(const engine::Program& program, const Atlas& atlas, const Task& task,
             const Request& request, const Place& home)
    : request_(request) {
  const GateNames& names = atlas.gates;
  if (const Answer* answer = stated(program, task, names.hours)) {
    const engine::Criterion& info = program.criteria[engine::find_criterion(program, names.hours)];
    if (info.scale == Scale::number || info.scale == Scale::level) {
      hours_ = number_at(info, answer->low);
    }
  }
  region_ = at_least_word(program, task, names.residency, names.residency_region);
  country_ = at_least_word(program, task, names.residency, names.residency_country);
  if (names.language_levels.size() == 3) {
    local_ = at_least_word(program, task, names.language, names.language_levels[2]);
  }
  home_in_eea_ = truth_of(home, "eea") == Known::yes;
  home_not_known_ = truth_of(home, "eea") == Known::unknown;
}

void Gates::residency(const Seen& seen, std::vector<Barred>& bars) const {
  if (seen.at_home) return;
  if (country_) bars.push_back({Bar::residency, true});
  if (!region_ || !home_in_eea_) return;
  const Known member = truth_of(*seen.place, "eea");
  if (member == Known::yes) return;
  bool certain = member == Known::no;
  if (!request_.adequate) {
    bars.push_back({Bar::residency, certain});
    return;
  }
  const Fact* status = seen.place->fact("gdpr_status");
  if (status != nullptr && status->word == "adequate") return;
  if (status == nullptr) certain = false;
  bars.push_back({Bar::adequacy, certain});
}

std::vector<Barred> Gates::bars(const Seen& seen, const Languages& languages) const {
  std::vector<Barred> bars;
  if (const Fact* alert = seen.place->fact("alert"); alert != nullptr && !seen.home) {
    if (alert->word == "sanctions") bars.push_back({Bar::sanctions, true});
    if (alert->word == "war") bars.push_back({Bar::war, true});
  }
  residency(seen, bars);
  if (languages.stated()) {
    const Known enough = languages.in(*seen.place, seen.home).enough;
    if (enough == Known::no) bars.push_back({Bar::language, true});
    if (enough == Known::unknown && local_) bars.push_back({Bar::language_unknown, false});
  }
  const auto shared = [&](std::int32_t apart) {
    return shared_minutes(request_.day, std::max(0, apart - request_.shift_minutes));
  };
  const std::int64_t minutes = std::min(shared(seen.apart_january), shared(seen.apart_july));
  if (minutes * 100 < hours_ * 60) bars.push_back({Bar::hours, true});
  return bars;
}

bool Gates::could_be_barred(const Seen& seen, const Languages& languages) const {
  if (!seen.home && seen.place->fact("alert") == nullptr) return true;
  if (region_ && home_not_known_ && !seen.at_home) return true;
  return languages.stated() && languages.in(*seen.place, seen.home).enough == Known::unknown;
}

}  // namespace sourcing::places
