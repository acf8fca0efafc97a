// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <sourcing/records.hpp>

#include "audit/override.hpp"
#include "audit/record.hpp"
#include "audit/record_log.hpp"
#include "base/text.hpp"

namespace sourcing {

namespace {

Problem wrong(std::string_view code, std::string message, std::string source = {}) {
  return Problem{std::string(code), std::move(message), "", std::move(source), 0, 0, ""};
}

// What is wrong with the override as such, whatever is decided.
std::vector<Problem> read_override(const RecordRequest& request, audit::Override& override) {
  std::vector<Problem> problems;
  for (const auto& given : request.override) {
    const std::string &axis = given.first, &value = given.second;
    const std::vector<std::string_view> values = audit::override_values(axis);
    const bool twice = std::any_of(override.values.begin(), override.values.end(),
                                   [&](const auto& other) { return other.first == axis; });
    if (std::find(values.begin(), values.end(), value) == values.end() || twice) {
      problems.push_back(
          wrong("E0605", twice ? fmt::format("an override of `{}` to `{}`, a second one",
                                             base::excerpt(axis), base::excerpt(value))
                               : fmt::format("an override of `{}` to `{}`", base::excerpt(axis),
                                             base::excerpt(value))));
    }
    override.values.emplace_back(axis, value);
  }
  if (!request.override.empty() && base::trim(request.because).empty()) {
    problems.push_back(wrong("E0605", "an override needs a reason"));
  }
  override.because = request.because;
  override.by = base::trim(request.by).empty() ? "" : request.by;
  return problems;
}

}  // namespace

Result<Recorded> record_decision(const Engine& engine, const std::string& path,
                                 const RecordRequest& request, const RecordLogOptions& options) {
  audit::Override override;
  std::vector<Problem> problems = read_override(request, override);
  Result<Task> task = parse_task(engine, request.task);
  std::move(task.problems().begin(), task.problems().end(), std::back_inserter(problems));
  if (task) {
    for (Problem& problem : audit::assume(engine, request.assume, task.value())) {
      problems.push_back(std::move(problem));
    }
  }
  const std::optional<audit::Moment> time = audit::time_now();
  if (!time) problems.push_back(wrong("E0605", "SOURCE_DATE_EPOCH is no time"));
  if (!problems.empty()) return problems;

  DecideOptions deciding = request.decide;
  deciding.explore = true;
  Recorded result;
  result.decision = decide(engine, task.value(), deciding);
  if (!override.values.empty()) {
    if (auto problem =
            audit::judge_override(engine, result.decision, request.against_gate, override)) {
      return std::vector<Problem>{*std::move(problem)};
    }
  }
  audit::RecordOptions how{request.assume, std::string(deciding.language), deciding.cells,
                           deciding.nodes};
  std::vector<json::Value> records;
  records.push_back(
      audit::make_record(engine, request.task, result.decision, how, override, *time));
  const audit::Appended done =
      audit::append(path, std::move(records), {options.sign, options.waiting, options.patience});
  if (!done.error.empty()) return std::vector<Problem>{wrong("E0502", done.error, path)};
  result.head = done.head;
  result.repaired = done.repaired;
  return result;
}

}  // namespace sourcing
