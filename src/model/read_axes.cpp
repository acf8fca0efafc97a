// SPDX-License-Identifier: Apache-2.0
// The four score axes and their weights.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "model/reader.hpp"

namespace sourcing::model {

namespace {

constexpr std::int64_t greatest_weight = 1'000'000LL * 10'000;
constexpr std::int64_t greatest_step = 1'000;

void read_steps(Reader& reader, const Cursor& steps, const Criterion& criterion, Weight& weight) {
  weight.toward = Direction::steps;
  weight.steps.assign(grid_size(criterion), 0);
  if (!reader.expect(steps, json::Kind::object, "`steps`")) return;
  if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
    reader.fail(steps, "E0409",
                fmt::format("`steps` needs a scale of words; `{}` takes `toward`", criterion.id));
    return;
  }
  std::vector<bool> seen(criterion.levels.size(), false);
  for (const json::Member& member : steps.value->members) {
    const Cursor cursor{&member.value, json::pointer_append(steps.pointer, member.key)};
    const auto at = place_word(criterion, member.key);
    if (!at) {
      std::vector<std::string_view> words;
      for (const Level& level : criterion.levels) words.push_back(level.word);
      reader.fail(Where{member.key_at.line, member.key_at.column, cursor.pointer}, "E0412",
                  fmt::format("`{}` is no level of `{}`", base::excerpt(member.key), criterion.id),
                  reader.suggest(member.key, words));
      continue;
    }
    if (seen[*at]) {
      reader.fail(
          Where{member.key_at.line, member.key_at.column, cursor.pointer}, "E0405",
          fmt::format("`steps` has `{}` already, by its other name", criterion.levels[*at].word));
    }
    seen[*at] = true;
    weight.steps[*at] = static_cast<std::uint32_t>(
        reader.number(cursor, 0, 0, greatest_step, "a step").value_or(0));
  }
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!seen[i]) {
      reader.fail(steps, "E0401",
                  fmt::format("`steps` says nothing of `{}`", criterion.levels[i].word));
    }
  }
  if (std::all_of(weight.steps.begin(), weight.steps.end(), [](auto s) { return s == 0; })) {
    reader.fail(steps, "E0409", "every step is 0, so the weight never counts");
  }
}

void read_weight(Reader& reader, const Cursor& cursor, const Model& model, ScoreAxis& axis) {
  if (!reader.expect(cursor, json::Kind::object, "a weight")) return;
  reader.allow(cursor, {"criterion", "weight", "toward", "steps", "for", "against", "because"});
  Weight weight;
  weight.where = cursor.where();
  weight.for_text = reader.text(cursor, "for");
  weight.against_text = reader.text(cursor, "against");
  weight.because = reader.string(cursor, "because", false);
  weight.weight = 1;  // what cannot be read is told once, not again as a weight of zero
  if (const auto value = reader.member(cursor, "weight")) {
    if (value->value->kind == json::Kind::number && value->value->text.starts_with('-')) {
      reader.fail(*value, "E0406",
                  fmt::format("a weight is not negative, found {}; turn it round with `toward`",
                              base::excerpt(value->value->text)));
    } else {
      weight.weight = reader.number(*value, 4, 0, greatest_weight, "a weight").value_or(1);
    }
  }
  const auto criterion = criterion_named(reader, cursor, model);
  if (!criterion) return;
  weight.criterion = *criterion;
  const auto same =
      std::find_if(axis.weights.begin(), axis.weights.end(),
                   [&](const Weight& other) { return other.criterion == *criterion; });
  if (same != axis.weights.end()) {
    reader.fail(cursor, "E0417",
                fmt::format("`{}` has a weight on this axis already, at {}",
                            model.criteria[*criterion].id, same->where.pointer));
    return;
  }
  const auto toward = reader.member(cursor, "toward", false);
  const auto steps = reader.member(cursor, "steps", false);
  if (toward.has_value() == steps.has_value()) {
    reader.fail(cursor, "E0409", "a weight has one of `toward` and `steps`");
  } else if (steps) {
    read_steps(reader, *steps, model.criteria[*criterion], weight);
  } else if (reader.expect(*toward, json::Kind::string, "`toward`")) {
    const std::string& word = toward->value->text;
    if (word != "high" && word != "low") {
      reader.fail(*toward, "E0418",
                  fmt::format("`toward` is `high` or `low`, found `{}`", base::excerpt(word)));
    }
    weight.toward = word == "low" ? Direction::low : Direction::high;
  }
  axis.weights.push_back(std::move(weight));
}

void read_axis(Reader& reader, const Cursor& cursor, Axis which, Model& model) {
  if (!reader.expect(cursor, json::Kind::object, "an axis")) return;
  ScoreAxis& axis = model.axes[static_cast<std::size_t>(which)];
  axis.where = cursor.where();
  axis.label = reader.text(cursor, "label");
  if (which == Axis::engagement) {
    reader.allow(cursor, {"label", "low", "high", "threshold", "hybrid_band", "weights"});
    axis.low = reader.text(cursor, "low");
    axis.high = reader.text(cursor, "high");
    if (const auto threshold = reader.member(cursor, "threshold")) {
      axis.threshold = static_cast<Centipoints>(
          reader.number(*threshold, 2, 0, 10'000, "`threshold`").value_or(0));
    }
    if (const auto band = reader.member(cursor, "hybrid_band")) {
      axis.hybrid_band =
          static_cast<Centipoints>(reader.number(*band, 2, 0, 10'000, "`hybrid_band`").value_or(0));
    }
  } else {
    reader.allow(cursor, {"label", "weights"});
  }
  const std::vector<Cursor> weights = reader.elements(cursor, "weights");
  for (const Cursor& weight : weights) read_weight(reader, weight, model, axis);
  const bool all_read = axis.weights.size() == weights.size();
  if (all_read && std::all_of(axis.weights.begin(), axis.weights.end(),
                              [](const Weight& weight) { return weight.weight == 0; })) {
    reader.fail(cursor, "E0413", fmt::format("every weight of `{}` is zero", name(which)));
  }
}

}  // namespace

void read_axes(Reader& reader, const Cursor& root, Model& model) {
  if (const auto band = reader.member(root, "location_band", false)) {
    model.location_band =
        static_cast<Centipoints>(reader.number(*band, 2, 0, 10'000, "`location_band`").value_or(0));
  }
  const auto axes = reader.member(root, "axes");
  if (!axes || !reader.expect(*axes, json::Kind::object, "`axes`")) return;
  reader.allow(*axes, {"engagement", "onshore", "nearshore", "offshore"});
  for (const Axis which : {Axis::engagement, Axis::onshore, Axis::nearshore, Axis::offshore}) {
    if (const auto axis = reader.member(*axes, name(which))) {
      read_axis(reader, *axis, which, model);
    }
  }
}

}  // namespace sourcing::model
