// SPDX-License-Identifier: Apache-2.0
#include "render/contributions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "render/derived.hpp"

namespace sourcing::render {

namespace {

std::string label_of(const Wording& wording, const Reason& reason) {
  if (reason.kind == ReasonKind::base) return wording.say("row.start");
  if (reason.kind == ReasonKind::rule) return wording.rule(reason.rule);
  return wording.criterion(reason.criterion);
}

// The answer, with a mark when the task did not give it itself.
std::string value_of(const Wording& wording, const Reason& reason,
                     const std::vector<DerivedAnswer>& derived) {
  if (reason.kind != ReasonKind::criterion) return {};
  std::string value = wording.value(reason.value);
  if (const DerivedAnswer* from = find_derived(derived, reason.criterion)) {
    return fmt::format(
        "{} ({})", value,
        wording.say("mark.derived",
                    {{"column", fmt::format("{}", fmt::join(from->columns, ", "))}}));
  }
  switch (reason.origin) {
    case Origin::answered:
      return value;
    case Origin::option:
      return fmt::format("{} ({})", value, wording.say("mark.assumed"));
    case Origin::profile:
      return fmt::format("{} ({})", value, wording.say("mark.profile"));
    case Origin::unknown:
      break;
  }
  return fmt::format("{} ({})", value, wording.say("mark.unknown"));
}

PointsRow row_of(const Wording& wording, const Reason& reason,
                 const std::vector<DerivedAnswer>& derived) {
  PointsRow row;
  row.label = label_of(wording, reason);
  row.value = value_of(wording, reason, derived);
  row.points = reason.points.value_or(0);
  if (reason.kind != ReasonKind::base && row.points != 0) row.why = reason.text;
  return row;
}

PointsRow sum_row(std::string label, Centipoints points) {
  PointsRow row;
  row.kind = PointsRow::Kind::sum;
  row.label = std::move(label);
  row.points = points;
  return row;
}

}  // namespace

void set_decimal_sign(const Wording& wording, std::vector<PointsRow>& rows) {
  const bool comma = wording.say("value.decimal") == ",";
  for (PointsRow& row : rows) row.decimal_comma = comma;
}

std::vector<PointsRow> contributions(const Wording& wording, const Decision& decision, Axis axis) {
  const std::vector<DerivedAnswer> derived = derived_answers(decision.fields);
  std::vector<PointsRow> rows;
  rows.reserve(wording.program().axes[static_cast<std::size_t>(axis)].weights.size() + 2);
  PointsRow start;
  for (const Reason& reason : decision.reasons) {
    if (reason.axis != axis) continue;
    PointsRow row = row_of(wording, reason, derived);
    if (reason.kind == ReasonKind::base) {
      row.kind = PointsRow::Kind::start;
      start = std::move(row);
    } else {
      rows.push_back(std::move(row));
    }
  }
  rows.insert(rows.begin(), std::move(start));
  rows.push_back(
      sum_row(wording.say("row.score"), decision.scores[static_cast<std::size_t>(axis)]));
  set_decimal_sign(wording, rows);
  return rows;
}

std::vector<PointsRow> differences(const Wording& wording, const Decision& decision, Axis chosen,
                                   Axis other) {
  // One row for each code that speaks on either axis, in the order in which they come.
  std::vector<std::pair<const Reason*, Centipoints>> found;
  const auto collect = [&](Axis axis, int sign) {
    for (const Reason& reason : decision.reasons) {
      if (reason.axis != axis) continue;
      const auto known = std::find_if(found.begin(), found.end(), [&](const auto& entry) {
        return entry.first->code == reason.code;
      });
      auto& entry = known != found.end() ? *known : found.emplace_back(&reason, 0);
      entry.second += sign * reason.points.value_or(0);
    }
  };
  collect(chosen, 1);
  collect(other, -1);
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::abs(a.second) > std::abs(b.second);
  });

  const std::vector<DerivedAnswer> derived = derived_answers(decision.fields);
  std::vector<PointsRow> rows;
  Centipoints sum = 0;
  for (const auto& [reason, points] : found) {
    sum += points;
    if (points == 0) continue;
    PointsRow row = row_of(wording, *reason, derived);
    row.points = points;
    row.why.clear();  // the sentence speaks about one location, not about the difference
    rows.push_back(std::move(row));
  }
  rows.push_back(sum_row(wording.say("row.difference"), sum));
  set_decimal_sign(wording, rows);
  return rows;
}

std::vector<PlaceReason> place_reasons(const Wording& wording, const Decision& decision,
                                       Location chosen, std::optional<Location> other,
                                       std::size_t shown) {
  std::vector<PlaceReason> rows;
  rows.reserve(wording.program().criteria.size());
  for (const Reason& reason : decision.reasons) {
    if (reason.kind == ReasonKind::base || !reason.points) continue;
    for (std::size_t l = 0; l < location_count; ++l) {
      if (reason.axis != axis_of(static_cast<Location>(l))) continue;
      const auto known = std::find_if(rows.begin(), rows.end(), [&](const PlaceReason& row) {
        return row.reason->code == reason.code;
      });
      PlaceReason& row = known != rows.end() ? *known : rows.emplace_back();
      if (row.reason == nullptr) row.reason = &reason;
      row.points[l] += *reason.points;
      if (static_cast<Location>(l) == chosen && *reason.points != 0) row.why = reason.text;
    }
  }
  for (PlaceReason& row : rows) {
    const Centipoints against = other ? row.points[static_cast<std::size_t>(*other)] : 0;
    row.lead = row.points[static_cast<std::size_t>(chosen)] - against;
  }
  std::erase_if(rows, [](const PlaceReason& row) { return row.lead == 0; });
  std::stable_sort(rows.begin(), rows.end(), [](const PlaceReason& a, const PlaceReason& b) {
    return std::abs(a.lead) > std::abs(b.lead);
  });
  const std::vector<DerivedAnswer> derived = derived_answers(decision.fields);
  for (std::size_t i = 0; i < std::min(shown, rows.size()); ++i) {
    rows[i].label = label_of(wording, *rows[i].reason);
    rows[i].value = value_of(wording, *rows[i].reason, derived);
  }
  return rows;
}

void shorten(const Wording& wording, std::vector<PointsRow>& rows, std::size_t most) {
  const auto is_item = [](const PointsRow& row) { return row.kind == PointsRow::Kind::item; };
  const auto counts = [&](const PointsRow& row) { return is_item(row) && row.points != 0; };
  if (std::any_of(rows.begin(), rows.end(), counts)) {
    rows.erase(
        std::remove_if(rows.begin(), rows.end(),
                       [&](const PointsRow& row) { return is_item(row) && row.points == 0; }),
        rows.end());
  }
  const auto items = static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), is_item));
  if (items <= most + 1) return;  // a row for one other would save nothing

  std::vector<PointsRow> kept;
  PointsRow others;
  others.kind = PointsRow::Kind::others;
  others.label = wording.say("row.others", {{"count", fmt::format_int(items - most).c_str()}});
  others.decimal_comma = rows.front().decimal_comma;
  std::size_t seen = 0;
  for (PointsRow& row : rows) {
    if (!is_item(row)) {
      if (row.kind == PointsRow::Kind::sum) kept.push_back(others);
      kept.push_back(std::move(row));
    } else if (seen++ < most) {
      kept.push_back(std::move(row));
    } else {
      others.points += row.points;
    }
  }
  rows = std::move(kept);
}

}  // namespace sourcing::render
