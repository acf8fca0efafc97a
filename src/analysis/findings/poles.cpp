// SPDX-License-Identifier: Apache-2.0
// weight_against_poles: a weight whose direction contradicts what the model says elsewhere of the
// ends of the criterion's scale.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/findings/context.hpp"
#include "model/scale.hpp"

namespace sourcing::analysis::findings {

namespace {

// +1 when the last step earns most, -1 when the first does, 0 when neither is clear.
int direction(const engine::Weight& weight) {
  if (weight.centipoints == 0) return 0;
  if (weight.direction != 0) return weight.direction;
  const std::uint32_t first = weight.steps.front(), last = weight.steps.back();
  return last > first ? 1 : last < first ? -1 : 0;
}

const engine::Weight* weight_of(const engine::Program& program, std::size_t axis,
                                std::size_t criterion) {
  for (const engine::Weight& weight : program.axes[axis].weights) {
    if (weight.criterion == criterion) return &weight;
  }
  return nullptr;
}

std::size_t rank(std::string_view word) {
  return static_cast<std::size_t>(std::find(level_words.begin(), level_words.end(), word) -
                                  level_words.begin());
}

// Words such as `high` before `low`: whoever answers `high` gets the low end.
void words(Context& context, std::size_t c) {
  const engine::Criterion& criterion = context.program.criteria[c];
  const engine::Level* before = nullptr;
  for (const engine::Level& level : criterion.levels) {
    if (rank(level.word) == level_words.size()) continue;
    if (before != nullptr && rank(level.word) < rank(before->word)) {
      context
          .add("weight_against_poles", context.model.criteria[c].where.pointer + "/levels",
               fmt::format("the words of `{}` run backwards: `{}` comes before `{}`", criterion.id,
                           before->word, level.word))
          .proof = "the words of its levels, in scale order";
      return;
    }
    before = &level;
  }
}

// The catalogue knows what is BPO and what is KPO, and typical answers of both.
struct Typical {
  std::int64_t sum = 0, count = 0;
  void saw(const engine::ProfileEntry& entry) {
    sum += std::int64_t{entry.low} + entry.high;
    ++count;
  }
};

void catalogue(Context& context, std::size_t c) {
  const engine::Program& program = context.program;
  const engine::Weight* weight = weight_of(program, 0, c);
  if (weight == nullptr || direction(*weight) == 0) return;
  std::array<Typical, 2> typical;
  for (const engine::Activity& activity : program.activities) {
    for (const engine::ProfileEntry& entry : activity.profile) {
      if (entry.criterion != c) continue;
      if (activity.label == "BPO") typical[0].saw(entry);
      if (activity.label == "KPO") typical[1].saw(entry);
    }
  }
  // Two of each, and a tenth of the scale apart: less says nothing.
  if (typical[0].count < 2 || typical[1].count < 2) return;
  const std::int64_t scale = typical[0].count * typical[1].count;
  const std::int64_t apart = typical[1].sum * typical[0].count - typical[0].sum * typical[1].count;
  if (5 * std::abs(apart) < scale * program.criteria[c].last) return;
  if ((apart > 0) == (direction(*weight) > 0)) return;
  const auto index = static_cast<std::size_t>(weight - program.axes[0].weights.data());
  context
      .add("weight_against_poles", context.model.axes[0].weights[index].where.pointer,
           fmt::format("`{}` speaks for KPO at its {} end, but the activities that the catalogue "
                       "calls KPO lie nearer to its {} end than those it calls BPO",
                       program.criteria[c].id, direction(*weight) > 0 ? "high" : "low",
                       direction(*weight) > 0 ? "low" : "high"))
      .proof = "the means of the profiles of the catalogue";
}

// Onshore and offshore are the two poles of location.
void home_and_abroad(Context& context, std::size_t c) {
  const engine::Program& program = context.program;
  const engine::Weight* home = weight_of(program, 1, c);
  const engine::Weight* abroad = weight_of(program, 3, c);
  if (home == nullptr || abroad == nullptr) return;
  if (direction(*home) == 0 || direction(*home) != direction(*abroad)) return;
  const auto index = static_cast<std::size_t>(abroad - program.axes[3].weights.data());
  context
      .add("weight_against_poles", context.model.axes[3].weights[index].where.pointer,
           fmt::format("the {} end of `{}` speaks for onshore and for offshore alike",
                       direction(*home) > 0 ? "high" : "low", program.criteria[c].id))
      .proof =
      fmt::format("the directions of {} and {}",
                  context.model.axes[1]
                      .weights[static_cast<std::size_t>(home - program.axes[1].weights.data())]
                      .where.pointer,
                  context.model.axes[3].weights[index].where.pointer);
}

}  // namespace

void weights_against_poles(Context& context) {
  for (std::size_t c = 0; c < context.program.criteria.size(); ++c) {
    words(context, c);
    catalogue(context, c);
    home_and_abroad(context, c);
  }
}

}  // namespace sourcing::analysis::findings
