// SPDX-License-Identifier: Apache-2.0
/// \file
/// One task and money: what it says of itself, what each option comes to, and what that advises.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <sourcing/task.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "money/case.hpp"
#include "money/drivers.hpp"

namespace sourcing::money {

/// Who does the work today.
enum class Present : std::uint8_t { in_house, provider, captive };
[[nodiscard]] std::string_view name(Present present) noexcept;

/// What choosing an option means from where the work is today.
[[nodiscard]] std::string_view verb(Option option, Present present, bool contract_over) noexcept;

/// What a case may be wrong about. Data of the task or of the assumptions, never of the result.
enum class Warning : std::uint8_t {
  currency_missing,     ///< amounts have no name
  transition_left_out,  ///< some option moves at once and for nothing
  all_moved,            ///< some option leaves nobody behind
  small_team,           ///< fewer people than centres have been seen to need
  savings_twice,        ///< the work is to be automated first, and the others count all of it
  ratio_of_a_price,     ///< today's cost is a provider's, and ratios are of the cost in house
  contract_unread,      ///< `contract_end` is no date
  present_unread,       ///< `present` is none of the three
  exit_unread,          ///< `exit_cost` is no amount
  rates_without_home,   ///< own rates are by place, and no place is seen from an unknown home
  automation_unsure,    ///< automating is cheapest, and the verdict does not come to it
};
inline constexpr std::size_t warning_count = 11;
[[nodiscard]] std::string_view name(Warning warning) noexcept;

/// `2026-11` or `2026-11-30`, as months since year 0; nothing where it is neither.
[[nodiscard]] std::optional<std::int64_t> read_month(std::string_view text) noexcept;

/// What a task says that money needs.
struct TaskMoney {
  Work work;  ///< meaningful when nothing is missing
  std::string currency;
  Present present = Present::in_house;
  bool contract_over = false;        ///< ended by the start
  std::vector<std::string> missing;  ///< fields without which there is no case
  std::vector<Warning> warnings;
};

/// `start` is the month in which a move would begin, as `read_month` has it; nothing: unknown, and
/// the exit cost is owed.
[[nodiscard]] TaskMoney read_money(const Task& task, std::optional<std::int64_t> start);

/// The lesser of a share of what people cost over the years and an amount: closer than that is too
/// close to call.
struct Hurdle {
  std::int64_t share = 0;  ///< millionths; 0: none
  Cents cap = 1'000'000'000;
};
[[nodiscard]] Cents amount(const Hurdle& hurdle, const Work& work, const Horizon& horizon) noexcept;

/// Which option is the best in money, all assumptions in the middle of their ranges.
struct Advice {
  Option option = Option::keep;
  bool firm = false;    ///< its low end is above the high end of every other that is allowed
  Cents advantage = 0;  ///< over the verdict's option; 0 without one
  std::optional<Option> verdict;  ///< what the verdict comes to, where there is one
};

/// Which options may not be taken, by Option; the code of a gate, or empty.
using Excluded = std::array<std::string_view, option_count>;

/// REQUIRES: `cases` is what `evaluator` found for this work.
[[nodiscard]] Advice advise(Evaluator& evaluator, const Work& work,
                            const std::array<OptionCase, option_count>& cases,
                            const Excluded& excluded, std::optional<Option> verdict, Cents hurdle);

}  // namespace sourcing::money
