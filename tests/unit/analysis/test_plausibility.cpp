// SPDX-License-Identifier: Apache-2.0
// What the default model promises to common sense, for every task there is: an answer that goes one
// way never moves the verdict the other way. From one position of the grid to the next; so from
// each to every later one.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <sourcing/sourcing.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/twin.hpp"
#include "catch.hpp"
#include "engine/program.hpp"

namespace sourcing::test {
namespace {

using analysis::Found;
using analysis::Goal;
using analysis::WishKind;
using engine::Program;

// Whether some two tasks that differ in one answer alone, `from` here and `to` there, meet a goal.
Found differ(const Program& program, std::size_t c, std::uint16_t from, std::uint16_t to,
             const Goal& goal) {
  std::vector<std::uint16_t> last;
  for (const engine::Criterion& each : program.criteria) last.push_back(each.last);
  last.push_back(program.criteria[c].last);  // the same criterion once more
  analysis::Side other = analysis::plain_side(program);
  other.variable[c] = static_cast<std::uint16_t>(last.size() - 1);
  analysis::Twin twin(last, {analysis::plain_side(program), other});
  twin.restrict(c, {from, from});
  twin.restrict(last.size() - 1, {to, to});
  return twin.find(goal, 400'000);
}

// Whether a gate or rule can tell two positions of a criterion apart.
bool told_apart(const Program& program, std::size_t c, std::uint16_t a, std::uint16_t b) {
  return std::any_of(program.atoms.begin(), program.atoms.end(), [&](const engine::Atom& atom) {
    return atom.criterion == c &&
           (atom.low <= a && a <= atom.high) != (atom.low <= b && b <= atom.high);
  });
}

// A lead is how far one axis is ahead of another, or of nothing.
struct Lead {
  std::size_t ahead;
  std::optional<std::size_t> behind;
};

Centipoints lead_of(const Program& program, const Lead& lead, std::size_t c, std::size_t at) {
  const engine::Lanes lanes = program.contribution(c, at);
  return engine::lane(lanes, lead.ahead) - (lead.behind ? engine::lane(lanes, *lead.behind) : 0);
}

struct Proof {
  std::size_t steps = 0, searches = 0;
};

// That no step up of an answer meets one of the goals. Where no rule tells two neighbours apart all
// that changes is what they contribute, and it is enough that each lead grows; a neutralised answer
// contributes the same on both. Else the box search proves it.
Proof never(std::string_view criterion, const std::vector<Lead>& leads,
            const std::vector<Goal>& goals, bool upward = true) {
  const Engine engine = Engine::embedded();
  const Program& program = engine.program();
  const std::size_t c = engine::find_criterion(program, criterion);
  REQUIRE(c < program.criteria.size());
  Proof proof;
  for (std::uint16_t at = 0; at < program.criteria[c].last; ++at) {
    const auto next = static_cast<std::uint16_t>(at + 1);
    const std::uint16_t from = upward ? at : next, to = upward ? next : at;
    ++proof.steps;
    const bool grow = std::all_of(leads.begin(), leads.end(), [&](const Lead& lead) {
      return lead_of(program, lead, c, to) >= lead_of(program, lead, c, from);
    });
    if (grow && !leads.empty() && !told_apart(program, c, from, to)) continue;
    for (const Goal& goal : goals) {
      INFO(criterion << " from position " << from << " to " << to);
      CHECK(differ(program, c, from, to, goal) == Found::no);
      ++proof.searches;
    }
  }
  return proof;
}

constexpr int onshore = 0, nearshore = 1, offshore = 2;

// From home to next door, from home far away, from next door far away.
constexpr std::array<std::pair<int, int>, 3> away = {
    std::pair{onshore, nearshore}, {onshore, offshore}, {nearshore, offshore}};

std::vector<Lead> leads_of_home() {
  std::vector<Lead> leads;
  for (const auto& [near, far] : away) {
    leads.push_back({static_cast<std::size_t>(near + 1), static_cast<std::size_t>(far + 1)});
  }
  return leads;
}

std::vector<Goal> moves_away() {
  std::vector<Goal> goals;
  for (const auto& [from, to] : away) {
    goals.push_back({{0, WishKind::location, from}, {1, WishKind::location, to}});
  }
  return goals;
}

Goal goes(WishKind kind, int from, int to) { return {{0, kind, from}, {1, kind, to}}; }

TEST_CASE("more live contact, shared hours, local language or culture never moves work away") {
  for (const std::string_view criterion :
       {"communication", "overlap_hours", "language", "cultural_context"}) {
    const Proof proof = never(criterion, leads_of_home(), moves_away());
    CHECK(proof.steps >= 2);
  }
  // What a rule tests has been searched: in writing a local language ties less.
  CHECK(never("communication", leads_of_home(), moves_away()).searches == 3);
}

TEST_CASE("more to protect never moves work away") {
  for (const std::string_view criterion :
       {"data_sensitivity", "regulated", "ip_risk", "data_residency"}) {
    static_cast<void>(never(criterion, leads_of_home(), moves_away()));
  }
}

TEST_CASE("more cost pressure never moves work toward home") {
  CHECK(never("cost_pressure", leads_of_home(), moves_away(), false).steps == 400);
}

TEST_CASE("more judgment, expertise or any other mark of knowledge never makes KPO a BPO") {
  const Goal back = goes(WishKind::engagement, static_cast<int>(Engagement::kpo),
                         static_cast<int>(Engagement::bpo));
  std::size_t searches = 0;
  for (const std::string_view criterion :
       {"judgment", "complexity", "expertise", "qualification", "process_level", "coordination",
        "insight", "knowledge_arbitrage", "business_understanding"}) {
    searches += never(criterion, {{0, std::nullopt}}, {back}).searches;
  }
  CHECK(searches > 1);  // at the ends of the rules about volume
  // Fewer items never make a BPO of a KPO.
  CHECK(never("volume", {{0, std::nullopt}}, {back}, false).searches > 1);
}

TEST_CASE("more advantage keeps what is kept, readier work stays with the machines") {
  const auto stays = [](std::string_view criterion, Disposition disposition, bool upward) {
    std::vector<Goal> goals;
    for (const Disposition other :
         {Disposition::retain, Disposition::automate_first, Disposition::outsource}) {
      if (other == disposition) continue;
      goals.push_back(
          goes(WishKind::disposition, static_cast<int>(disposition), static_cast<int>(other)));
    }
    // No score bears on a disposition: only where a rule tells two positions apart is anything new.
    CHECK(never(criterion, {{0, std::nullopt}}, goals, upward).searches > 0);
  };
  stays("strategic_value", Disposition::retain, true);
  stays("automation_readiness", Disposition::automate_first, true);
}

}  // namespace
}  // namespace sourcing::test
