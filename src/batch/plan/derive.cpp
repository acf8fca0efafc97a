// SPDX-License-Identifier: Apache-2.0
#include "batch/plan/derive.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.hpp"
#include "base/fold.hpp"
#include "base/text.hpp"
#include "input/nearest_activity.hpp"
#include "input/task_json.hpp"

namespace sourcing::batch {

namespace {

// Room for the product of two cells and a factor.
__extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using)

constexpr int decimals = 4;
constexpr std::int64_t one = 10'000;
constexpr std::int64_t hundred = 100;
// A hundred million; a factor of ten thousand; a divisor of a million.
constexpr std::int64_t most_in_cell = 100'000'000 * one, most_times = 10'000 * one,
                       most_divisor = 1'000'000 * one;

bool read_number(std::string_view text, std::int64_t most, std::int64_t& out) {
  // What is finer than a ten-thousandth is no matter here.
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos) {
    const std::string_view rest = text.substr(point + 1);
    if (rest.find_first_not_of("0123456789") != std::string_view::npos) return false;
    text = text.substr(0, point + 1 + std::min<std::size_t>(rest.size(), decimals));
  }
  const base::ScaledResult read = base::parse_scaled(text, decimals, false);
  if (read.error != base::DecimalError::none || read.value < 0 || read.value > most) return false;
  out = read.value;
  return true;
}

class Checker {
 public:
  Checker(const engine::Program& program, const Derivation& rule, std::vector<Problem>& problems)
      : program_(program), rule_(rule), problems_(problems) {}

  DerivedColumn run() {
    for (const std::string& header : rule_.from) {
      if (!out_.from.empty()) out_.from += " × ";
      out_.from += header;
    }
    target();
    factor("times", rule_.times, most_times, out_.times);
    factor("divide_by", rule_.divide_by, most_divisor, out_.divide_by);
    factor("down_to", rule_.down_to, one, out_.down_to);
    if (out_.divide_by == 0) fail("`divide_by` is above 0");
    for (const DerivedRange& range : rule_.ranges) step(range);
    for (const auto& [word, value] : rule_.words) this->word(word, value);
    describe();
    const bool chooses = !out_.steps.empty() || !out_.words.empty();
    if (out_.target == DerivedColumn::Target::criterion && !chooses &&
        program_.criteria[out_.criterion].scale != Scale::number &&
        program_.criteria[out_.criterion].scale != Scale::bands) {
      fail(fmt::format("`{}` is no number: give `ranges` or `words`", rule_.to));
    }
    return std::move(out_);
  }

 private:
  void fail(std::string message) {
    problems_.push_back(
        Problem{"E0323", fmt::format("derive from `{}`: {}", base::excerpt(out_.from), message), "",
                "", 0, 0, ""});
  }

  void target() {
    if (rule_.to == "fte") {
      out_.target = DerivedColumn::Target::fte;
    } else if (rule_.to == "activity") {
      out_.target = DerivedColumn::Target::activity;
    } else {
      out_.criterion = engine::find_named(program_, rule_.to);
      if (out_.criterion < program_.criteria.size()) return;
      const std::string near = input::nearest_name(program_, rule_.to, {"fte", "activity"});
      const std::string to = base::excerpt(rule_.to);
      fail(near.empty() ? fmt::format("there is no criterion `{}`", to)
                        : fmt::format("there is no criterion `{}`; did you mean `{}`?", to, near));
      out_.criterion = 0;
    }
  }

  void factor(std::string_view key, const std::string& text, std::int64_t most, std::int64_t& out) {
    out = one;
    if (!text.empty() && !read_number(text, most, out)) {
      fail(fmt::format("`{}` is a number from 0 to {}", key, most / one));
    }
  }

  bool read(const std::string& text, input::Value& value) {
    const engine::Criterion& criterion = program_.criteria[out_.criterion];
    value = input::read_value(criterion, text);
    if (value.error == input::ValueError::none && !value.unknown) return true;
    fail(fmt::format("`{}` is no value of `{}`", base::excerpt(text), criterion.id));
    return false;
  }

  void step(const DerivedRange& range) {
    DerivedColumn::Step step;
    step.last = range.below.empty();
    if (!step.last && !read_number(range.below, most_in_cell, step.below)) {
      fail("`below` is a number");
      return;
    }
    const bool follows =
        out_.steps.empty() ||
        (!out_.steps.back().last && (step.last || out_.steps.back().below < step.below));
    if (!follows) fail("each `below` is greater than the one before it");
    if (out_.target != DerivedColumn::Target::criterion) {
      fail("`ranges` are for criteria");
    } else if (read(range.value, step.value)) {
      const std::string from =
          out_.steps.empty() ? "" : base::shortest2(out_.steps.back().below / hundred);
      const std::string to = base::shortest2(step.below / hundred);
      step.rule = step.last ? fmt::format("≥ {} → {}", from.empty() ? "0" : from, range.value)
                  : from.empty() ? fmt::format("< {} → {}", to, range.value)
                                 : fmt::format("{} ≤ … < {} → {}", from, to, range.value);
      out_.steps.push_back(std::move(step));
    }
  }

  void word(const std::string& word, const std::string& value) {
    DerivedColumn::Word found;
    found.folded = base::fold(word);
    found.rule = fmt::format("{} → {}", word, value);
    if (out_.target == DerivedColumn::Target::activity) {
      found.activity = engine::find_activity(program_, value);
      if (found.activity >= program_.activities.size()) {
        fail(fmt::format("there is no activity `{}`; {}", base::excerpt(value),
                         input::activity_hint(program_, value)));
        return;
      }
    } else if (out_.target == DerivedColumn::Target::fte) {
      fail("`words` are for criteria and the activity");
      return;
    } else if (!read(value, found.value)) {
      return;
    }
    out_.words.push_back(std::move(found));
  }

  void describe() {
    if (out_.times != one) out_.rule += "× " + rule_.times;
    if (out_.divide_by != one) {
      out_.rule += (out_.rule.empty() ? "÷ " : " ÷ ") + rule_.divide_by;
    }
    if (out_.down_to != one) {
      out_.rule += (out_.rule.empty() ? "" : ", ") + ("≥ × " + rule_.down_to);
    }
    if (out_.rule.empty()) out_.rule = "× 1";
  }

  const engine::Program& program_;
  const Derivation& rule_;
  std::vector<Problem>& problems_;
  DerivedColumn out_;
};

// Hundredths as a value of the criterion, rounded outwards to its grid.
input::Value on_grid(const engine::Criterion& criterion, std::int64_t low, std::int64_t high) {
  const std::int64_t step = std::max<std::int64_t>(criterion.step, 1);
  low -= low % step;
  high += (step - high % step) % step;
  std::string text = base::shortest2(low);
  if (low != high) text += ".." + base::shortest2(high);
  return input::read_value(criterion, text);
}

// `6.500` may be six and a half, and six thousand and a half.
bool may_be_thousands(std::string_view text, input::Signs signs) {
  constexpr std::size_t group = 3;
  if (signs.exact || signs.decimal != 0 || signs.thousands != 0) return false;
  const std::size_t sign = text.find_first_of(".,");
  return sign != std::string_view::npos && sign > 0 && sign <= group &&
         text.size() - sign - 1 == group &&
         text.find_first_not_of("0123456789", sign + 1) == std::string_view::npos;
}

Derived by_word(const DerivedColumn& column, std::string_view cell) {
  const std::string folded = base::fold(cell);
  const DerivedColumn::Word* best = nullptr;
  for (const DerivedColumn::Word& word : column.words) {
    const std::size_t size = word.folded.size();
    const bool fits = folded == word.folded || (folded.size() > size && folded[size] == '.' &&
                                                folded.starts_with(word.folded));
    if (fits && (best == nullptr || best->folded.size() < size)) best = &word;
  }
  Derived out;
  if (best == nullptr) return out;
  out.there = true;
  out.value = best->value;
  out.activity = best->activity;
  out.rule = best->rule;
  return out;
}

}  // namespace

DerivedColumn check_derivation(const engine::Program& program, const Derivation& rule,
                               std::vector<Problem>& problems) {
  return Checker(program, rule, problems).run();
}

std::string_view target_name(const engine::Program& program, const DerivedColumn& column) noexcept {
  switch (column.target) {
    case DerivedColumn::Target::fte:
      return "fte";
    case DerivedColumn::Target::activity:
      return "activity";
    case DerivedColumn::Target::criterion:
      break;
  }
  return program.criteria[column.criterion].id;
}

Derived derive(const engine::Program& program, const DerivedColumn& column,
               const std::vector<std::string>& cells, input::Signs signs) {
  if (!column.words.empty()) {
    if (Derived out = by_word(column, cells.front()); out.there || column.steps.empty()) return out;
  }
  Derived out;
  Wide value = column.times, unit = column.divide_by;
  for (const std::string& cell : cells) {
    std::string_view text = base::trim(cell);
    if (text.ends_with('%')) {
      text = base::trim(text.substr(0, text.size() - 1));
    } else if (may_be_thousands(text, signs)) {
      return out;
    }
    std::int64_t number = 0;
    if (!read_number(input::number_text(text, signs), most_in_cell, number)) return out;
    value *= number;
    unit *= one;
  }
  if (!column.steps.empty()) {
    for (const DerivedColumn::Step& step : column.steps) {
      if (!step.last && value * one >= step.below * unit) continue;
      out.there = true;
      out.value = step.value;
      out.rule = step.rule;
      break;
    }
    return out;
  }
  const Wide most = Wide{most_in_cell} * hundred;
  const Wide high = (value * hundred + unit - 1) / unit;
  if (high > most) return out;
  out.high = static_cast<std::int64_t>(high);
  out.low = static_cast<std::int64_t>(value * hundred * column.down_to / (unit * one));
  out.rule = column.rule;
  if (column.target == DerivedColumn::Target::criterion) {
    out.value = on_grid(program.criteria[column.criterion], out.low, out.high);
    if (out.value.error != input::ValueError::none) return out;
  }
  out.there = true;
  return out;
}

}  // namespace sourcing::batch
