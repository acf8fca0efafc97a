// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <sourcing/task.hpp>
#include <sourcing/verdict.hpp>
#include <string>
#include <vector>

namespace sourcing {

/// What kind of thing speaks in a reason.
enum class ReasonKind : std::uint8_t { gate, disposition, criterion, rule, base };

/// One entry of the reasoning. The points of all reasons of one axis add up to its score exactly.
struct Reason {
  ReasonKind kind = ReasonKind::criterion;
  std::string code;          ///< stable: the id of the criterion, rule or gate, or `base`
  std::optional<Axis> axis;  ///< empty for gates and for rules that set a disposition
  std::string criterion;     ///< id, or empty
  std::string rule;          ///< id of the rule or gate, or empty
  std::string value;         ///< the value read (or the neutral taken), as JSON text; may be empty
  Origin origin = Origin::answered;   ///< of `value`
  std::optional<Centipoints> points;  ///< relative to the criterion's neutral; empty for gates
  std::string
      side;  ///< what it speaks for: `KPO`, `BPO`, `offshore`, `not_offshore`, … or `neutral`
  std::string text;       ///< a sentence in the language asked for
  std::string lifted_by;  ///< gates: what would lift it, in the language asked for
  std::string evidence;   ///< given with the value, as the task has it
};

/// Smallest and greatest score over all completions, in centipoints; exact, both are reached.
struct Bounds {
  Centipoints low = 0;
  Centipoints high = 0;
};

/// A criterion and the value it takes in a witness, as JSON text.
struct WitnessValue {
  std::string criterion;  ///< id
  std::string value;      ///< JSON text
};

/// A verdict that some completion of the unknown answers gives, and such a completion: the values
/// of exactly those criteria that the task leaves open.
struct Possible {
  Verdict verdict;
  std::vector<WitnessValue> witness;
};

/// An unknown criterion, and what answering it is worth.
struct NextQuestion {
  std::string criterion;        ///< id
  std::string question;         ///< in the language asked for
  std::uint32_t remaining = 0;  ///< most verdicts that can remain possible once it is answered
  bool exact = true;            ///< false: not proven; `possible` ended early, or this did
  Centipoints spread = 0;       ///< centipoints it can move the scores still open by, summed
};

/// One step of one answer that gives another verdict: a level or an hour up or down, a word or band
/// to its neighbour, a truth value to the other.
struct FlipStep {
  std::string criterion;  ///< id
  std::string from, to;   ///< JSON texts
  Verdict verdict;        ///< then
};

/// Whether a condition holds, the unknown answers being whatever they are.
enum class Fires : std::uint8_t { no, maybe, yes };
[[nodiscard]] std::string_view name(Fires fires) noexcept;

/// An answer that a rule would need.
struct Lacking {
  std::string criterion;  ///< id
  std::string value;      ///< the answer as it is, JSON text; `null` when unknown
  std::string wanted;     ///< as the model writes it: `{"at_least":4}`
};

/// A rule that sets a disposition, whether it does, and the fewest answers that would make it.
struct Considered {
  std::string code;  ///< id of the rule
  Disposition disposition = Disposition::retain;
  Fires fires = Fires::no;
  std::vector<Lacking> lacking;  ///< empty when it fires; in model order
};

/// What holds if the profile of the task's activity is right.
struct GivenProfile {
  Status status = Status::tentative;
  Verdict verdict;  ///< of the estimate; every part is given, but a location that gates leave none
};

/// A verdict with its complete reasoning. A plain value that owns everything in it.
struct Decision {
  std::string id;  ///< of the task, as `name` and `row`
  std::string name;
  std::uint64_t row = 0;      ///< 1-based place in its input; 0: none
  std::vector<Field> fields;  ///< of the task; nothing here depends on them
  std::string language;       ///< of the sentences below

  Verdict verdict;
  bool hybrid = false;  ///< |margin| <= hybrid band; meaningless when engagement is empty
  Status status = Status::undetermined;
  Status engagement_status = Status::undetermined;
  Status location_status = Status::undetermined;
  Status disposition_status = Status::undetermined;
  bool proven = true;  ///< false: the cell budget ran out before the status was known

  std::array<Centipoints, axis_count> scores{};  ///< by Axis, of the estimate
  std::array<Bounds, axis_count> bounds{};       ///< by Axis
  Centipoints threshold = 0;                     ///< KPO begins here
  Centipoints hybrid_band = 0;                   ///< half its width
  Centipoints margin = 0;                        ///< engagement score less threshold

  std::array<bool, location_count> excluded{};        ///< by a gate or rule, in the estimate
  std::array<bool, location_count> maybe_excluded{};  ///< in some completion, though not in all
  std::optional<Location> runner_up;  ///< best location that is neither chosen nor excluded
  Centipoints location_margin = 0;    ///< chosen less runner-up; 0 without a runner-up
  Centipoints location_band = 0;      ///< of the model: a lead of at most this is close
  /// The lead over the runner-up is within the band, a tie always; empty without a location.
  std::optional<bool> close;

  /// No single step of one answer gives another verdict, criteria that are immutable left alone;
  /// else the first one that does, in model order.
  bool robust = true;
  std::optional<FlipStep> flip_step;
  std::vector<Considered> considered;  ///< the rules that set a disposition, in model order

  std::optional<GivenProfile> given_profile;  ///< with an activity

  std::vector<Reason> reasons;  ///< gates, then each axis ranked by |points|, base last
  std::vector<Possible> possible;
  bool possible_complete =
      true;  ///< false: the search budget ran out; more verdicts may be possible
  std::vector<NextQuestion> next_questions;
  std::vector<std::string> unknown;  ///< ids of unanswered criteria, model order
  std::vector<std::string> assumed;  ///< ids filled from the profile or by an option, model order
};

}  // namespace sourcing
