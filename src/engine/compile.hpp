// SPDX-License-Identifier: Apache-2.0
// From the authored model to the compiled program.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program.hpp"
#include "model/model.hpp"

namespace sourcing::engine {

/// Owns what a Program made at run time points to. Never moved once compiled.
struct ProgramStorage {
  ProgramStorage() = default;
  ProgramStorage(const ProgramStorage&) = delete;
  ProgramStorage& operator=(const ProgramStorage&) = delete;

  model::Model model;  // every string_view points into it
  std::vector<model::Phrase> phrase_source;
  std::vector<std::string_view> languages, texts;
  std::vector<Criterion> criteria;
  std::vector<std::vector<Level>> levels;
  std::vector<Lanes> contributions;
  std::vector<Line> lines;
  std::vector<Curve> curves;
  std::array<std::vector<Weight>, axis_count> weights;
  std::vector<Atom> atoms;
  std::vector<Node> nodes;
  std::vector<Test> tests;
  std::vector<Clause> clauses;
  std::vector<Rule> rules;
  std::vector<std::vector<Neutralised>> neutralised;
  std::vector<std::vector<ProfileEntry>> profiles;
  std::vector<Activity> activities;
  std::vector<Phrase> phrases;
  std::deque<std::string> folded;  // what the words and names point to
  std::vector<std::vector<Word>> words;
  std::vector<Word> five_words, truth_words;
  std::vector<Name> criterion_names, activity_names;
  Program program{};
};

/// Compiles a model that `read_model` accepted. `phrases` is the complete table for its languages.
/// Never fails: whatever could is checked before, or by `check_scores` after.
[[nodiscard]] std::shared_ptr<const ProgramStorage> compile(model::Model model,
                                                            std::vector<model::Phrase> phrases);

/// Weights scaled to 10,000 centipoints by largest remainder, ties to the earlier one.
/// REQUIRES: no weight negative, one at least positive.
[[nodiscard]] std::vector<Centipoints> normalise(const std::vector<std::int64_t>& weights);

/// Step k of `last` of a criterion with normalised weight W: floor((2·W·k + R) / (2·R)).
[[nodiscard]] constexpr Centipoints contribution(Centipoints weight, std::int64_t k,
                                                 std::int64_t last) noexcept {
  return static_cast<Centipoints>((2 * weight * k + last) / (2 * last));
}

/// Whether every score stays within 0..100 for every task: a problem for each axis that can leave
/// it, with the score it can reach. `model` gives the places for the messages.
[[nodiscard]] std::vector<Problem> check_scores(const Program& program, const model::Model& model,
                                                std::string_view source);

/// What would mean two things: a label or an id that names two criteria, a word that names two
/// levels of one.
[[nodiscard]] std::vector<Problem> check_names(const Program& program, const model::Model& model,
                                               std::string_view source);

/// Fills the tables of names and words. Part of `compile`.
void compile_names(ProgramStorage& out);

}  // namespace sourcing::engine
